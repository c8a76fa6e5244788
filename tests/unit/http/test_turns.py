# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A logon under way when the task ends is logged off: by who ends it, or by who gets it too late."""

from __future__ import annotations

import threading
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._em.api.client import EmClient
from ansible_collections.backupops.veeam.plugins.module_utils._errors import Abandoned, VeeamError
from ansible_collections.backupops.veeam.plugins.module_utils._http import turns
from ansible_collections.backupops.veeam.plugins.module_utils._http.credentials import Credentials
from ansible_collections.backupops.veeam.plugins.module_utils._http.transport import Transport
from ansible_collections.backupops.veeam.plugins.module_utils._http.turns import STUCK
from ansible_collections.backupops.veeam.plugins.module_utils._timing.threads import begun
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.api.client import VbrClient
from tests.unit.em.api.test_logon import SESSION, logged_on
from tests.unit.http.scripted_server import PASSWORD, Answer, ScriptedServer
from tests.unit.vbr.api.scripted_logon import USER, logon

Client = VbrClient | EmClient


def vbr(transport: Transport) -> Client:
    return VbrClient(transport, Credentials(USER, PASSWORD), api_version="1.3-rev2")


def em(transport: Transport) -> Client:
    return EmClient(transport, Credentials(USER, PASSWORD))


BOTH = pytest.mark.parametrize(
    ("client_of", "answer", "log_off"),
    [
        (vbr, logon, "POST /api/oauth2/logout"),
        (em, logged_on, f"DELETE /api/logonSessions/{SESSION}"),
    ],
    ids=["vbr", "em"],
)


class SlowLogon:
    """A logon whose answer comes when it is let; it is under way when ``begins`` is set."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self.begins, self.may_end = threading.Event(), threading.Event()

    def __call__(self, connection: t.Any) -> bool:
        self.begins.set()
        self.may_end.wait(20)
        return self._answer(connection)


@BOTH
def test_the_log_off_waits_for_a_logon_under_way(
    server: ScriptedServer, transport: Transport, client_of: t.Any, answer: t.Any, log_off: str
) -> None:
    slow = SlowLogon(answer())
    server.script = [slow]
    client: Client = client_of(transport)
    asked = begun(lambda: client.get("/jobs"), name="page")
    slow.begins.wait(20)
    threading.Timer(0.05, slow.may_end.set).start()
    assert client.close() == []
    assert [target.replace("/?v=latest", "") for target in server.targets()][1:] == [log_off]
    with pytest.raises(Abandoned):
        asked.result(20)


@BOTH
def test_a_logon_that_comes_too_late_is_ended_by_who_gets_it(
    server: ScriptedServer,
    transport: Transport,
    client_of: t.Any,
    answer: t.Any,
    log_off: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(turns, "LONGEST_TURN", 0.01)
    slow = SlowLogon(answer())
    server.script = [slow]
    client: Client = client_of(transport)
    asked = begun(lambda: client.get("/jobs"), name="page")
    slow.begins.wait(20)
    assert client.close() == [STUCK]
    slow.may_end.set()
    with pytest.raises(VeeamError):
        asked.result(20)
    assert server.targets()[1:] == [log_off]
