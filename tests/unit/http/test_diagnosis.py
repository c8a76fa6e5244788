# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What went wrong below HTTP is named, and whether the server can have done anything decides what is sent again."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import ConnectionFailed, OutcomeUnknown
from ansible_collections.backupops.veeam.plugins.module_utils._http.transport import Transport
from tests.unit.http.conftest import Dial
from tests.unit.http.scripted_server import ScriptedServer, cut, hang_up, reply, reset, serving


@pytest.mark.parametrize("trouble", [hang_up, reset, cut(b'{"da', promised=99)], ids=["hang up", "reset", "cut body"])
def test_a_read_whose_answer_is_lost_is_repeated(server: ScriptedServer, transport: Transport, trouble: t.Any) -> None:
    server.script = [trouble, trouble, reply(200, {"a": 1})]
    assert transport.request("GET", "/x").json() == {"a": 1}


@pytest.mark.parametrize("trouble", [hang_up, reset, cut(b'{"da', promised=99)], ids=["hang up", "reset", "cut body"])
def test_a_write_whose_answer_is_lost_is_never_repeated(
    server: ScriptedServer, transport: Transport, trouble: t.Any
) -> None:
    transport.request("GET", "/warm-up")
    server.script = [trouble]
    with pytest.raises(OutcomeUnknown, match=r"POST /x.*may or may not have taken effect"):
        transport.request("POST", "/x", json={"name": "one"})
    assert server.targets() == ["GET /warm-up", "POST /x"]


def test_a_read_that_is_lost_for_good_has_done_nothing(server: ScriptedServer, transport: Transport) -> None:
    server.script = [hang_up] * 9
    with pytest.raises(ConnectionFailed, match=r"broke during GET /x"):
        transport.request("GET", "/x")
    assert len(server.received) == 4


def test_a_request_that_never_left_is_repeated_even_when_it_is_a_write(
    dial: Dial, ca_path: str, pauses: list[float]
) -> None:
    with serving() as gone:
        pass
    transport = dial("127.0.0.1", gone.port, ca_path=ca_path, retries=2, sleep=pauses.append)
    with pytest.raises(ConnectionFailed, match=rf"Cannot connect to https://127.0.0.1:{gone.port}: Connection refused"):
        transport.request("POST", "/x")
    assert len(pauses) == 2


def test_an_unknown_name_is_called_that(dial: Dial) -> None:
    transport = dial("no-such-server.invalid", 9419, retries=0)
    with pytest.raises(ConnectionFailed, match=r"the name no-such-server.invalid cannot be resolved"):
        transport.request("GET", "/x")
