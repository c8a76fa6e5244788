# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tokens that outlive a task: from a logon of their own, and revoked by the session that they carry."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._em.api.client import EmClient
from ansible_collections.backupops.veeam.plugins.module_utils._em.api.logon import IDLE_SECONDS, Token
from ansible_collections.backupops.veeam.plugins.module_utils._em.tokens import EmTokens
from ansible_collections.backupops.veeam.plugins.module_utils._http.credentials import Credentials
from ansible_collections.backupops.veeam.plugins.module_utils._http.transport import Transport
from tests.unit.http.scripted_server import PASSWORD, ScriptedServer, reply

GIVEN = Token("given=", "11111111-1111-2222-3333-444444444444")
ISSUED = Token("issued=", "22222222-1111-2222-3333-444444444444")


@pytest.fixture
def tokens(transport: Transport) -> EmTokens:
    """Of a task that was given a token, and the user and the password too."""
    credentials = Credentials("svc", PASSWORD, token=GIVEN.written())
    return EmTokens(EmClient(transport, credentials), transport, credentials, api_version="v1_7")


def test_a_token_comes_from_a_logon_of_its_own_that_stays_open(server: ScriptedServer, tokens: EmTokens) -> None:
    server.script = [reply(201, {"SessionId": ISSUED.session}, X_RestSvcSessionId=ISSUED.header)]
    assert tokens.issue() == {"token": ISSUED.written(), "expires_in": IDLE_SECONDS}
    (logon,) = server.received
    assert (logon.method, logon.target) == ("POST", "/api/sessionMngr/?v=v1_7")
    assert logon.headers["authorization"].startswith("Basic ")
    assert "x-restsvcsessionid" not in logon.headers


def test_what_is_handed_over_is_no_secret_of_the_result(server: ScriptedServer, tokens: EmTokens) -> None:
    assert tokens.handed_over == frozenset()
    server.script = [reply(201, {"SessionId": ISSUED.session}, X_RestSvcSessionId=ISSUED.header)]
    tokens.issue()
    assert tokens.handed_over == {ISSUED.header, ISSUED.written()}


@pytest.mark.parametrize("status", [204, 404])
def test_a_token_that_is_gone_is_as_good_as_revoked(server: ScriptedServer, tokens: EmTokens, status: int) -> None:
    server.script = [reply(status, b"")]
    tokens.revoke()
    assert server.targets() == [f"DELETE /api/logonSessions/{GIVEN.session}"]
