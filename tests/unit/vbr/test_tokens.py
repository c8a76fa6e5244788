# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tokens for other tasks: of a logon of their own, which this task does not end."""

from __future__ import annotations

import urllib.parse

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._http.credentials import Credentials
from ansible_collections.backupops.veeam.plugins.module_utils._http.transport import Transport
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.api.client import VbrClient
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.tokens import VbrTokens
from tests.unit.http.scripted_server import PASSWORD, ScriptedServer, reply
from tests.unit.vbr.api.scripted_logon import USER, logon

GIVEN = "T0KEN"


def tokens(transport: Transport, token: str) -> tuple[VbrTokens, VbrClient]:
    credentials = Credentials(USER, PASSWORD, token)
    client = VbrClient(transport, credentials, api_version="1.3-rev1")
    return VbrTokens(client, transport, credentials), client


@pytest.mark.parametrize("token", ["", GIVEN])
def test_a_token_is_made_of_the_password_and_stays_when_the_task_ends(
    server: ScriptedServer, transport: Transport, token: str
) -> None:
    issuer, client = tokens(transport, token)
    server.script = [logon(600)]
    issued = issuer.issue()
    assert issued["expires_in"] == 600
    assert client.close() == []
    (asked,) = server.received
    assert dict(urllib.parse.parse_qsl(asked.body.decode()))["grant_type"] == "password"
    # Not negotiated again.
    assert asked.headers["x-api-version"] == "1.3-rev1"


def test_what_is_handed_over_is_no_secret_of_the_task(server: ScriptedServer, transport: Transport) -> None:
    issuer, dummy = tokens(transport, "")
    assert issuer.handed_over == frozenset()
    server.script = [logon()]
    token = issuer.issue()["token"]
    assert issuer.handed_over == {token}


@pytest.mark.parametrize("status", [200, 401])
def test_the_given_token_is_revoked_whether_the_server_still_knows_it_or_not(
    server: ScriptedServer, transport: Transport, status: int
) -> None:
    issuer, client = tokens(transport, GIVEN)
    server.script = [reply(status)]
    issuer.revoke()
    assert client.close() == []
    assert server.targets() == ["POST /api/oauth2/logout"]
    assert server.received[0].headers["authorization"] == f"Bearer {GIVEN}"
