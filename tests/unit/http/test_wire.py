# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Connections: shared by all requests of a task, checked behind proxies too, and they know what has begun to leave."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import ConnectionFailed
from ansible_collections.backupops.veeam.plugins.module_utils._http.transport import Transport
from tests.unit.http.conftest import Dial
from tests.unit.http.scripted_server import Answer, ScriptedServer, greeting, hang_up, relay, reply, reset, serving


def test_one_connection_serves_all_requests_of_a_task(server: ScriptedServer, transport: Transport) -> None:
    for dummy in range(5):
        transport.request("GET", "/api/v1/jobs")
    assert [request.connection for request in server.received] == [1] * 5


def test_threads_share_the_pool(dial: Dial, server: ScriptedServer, ca_path: str) -> None:
    transport = dial("127.0.0.1", server.port, ca_path=ca_path, pool_size=4)
    with ThreadPoolExecutor(16) as threads:
        replies = list(threads.map(lambda number: transport.request("GET", f"/{number}"), range(64)))
    assert sorted(reply.path for reply in replies) == sorted(f"/{number}" for number in range(64))
    # One is for the log-off.
    assert server.connections <= 4 + 1


def stalled(connection: socket.socket) -> bool:
    connection.recv(65536)
    connection.recv(65536)
    return False


@pytest.mark.parametrize("trouble", [hang_up, reset, stalled])
def test_a_write_is_sent_again_when_the_handshake_failed(
    dial: Dial, server: ScriptedServer, ca_path: str, pauses: list[float], trouble: Answer
) -> None:
    """What breaks before the request has left cannot have done anything."""
    with greeting(trouble) as port:
        transport = dial("127.0.0.1", port, ca_path=ca_path, timeout=0.2, retries=2, sleep=pauses.append)
        with pytest.raises(ConnectionFailed):
            transport.request("POST", "/x")
    assert len(pauses) == 2


def test_a_proxy_of_the_environment_is_used(
    server: ScriptedServer, transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving() as proxy:
        proxy.script = [relay(server.port)]
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.port}")
        assert transport.request("GET", "/x").ok
        assert proxy.targets() == [f"CONNECT 127.0.0.1:{server.port}"]
        transport.close()


def test_the_environment_may_exclude_the_server_from_the_proxy(
    server: ScriptedServer, transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.invalid:3128")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert transport.request("GET", "/x").ok


def test_a_certificate_is_checked_behind_a_proxy_too(
    dial: Dial, server: ScriptedServer, pauses: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving() as proxy:
        proxy.script = [relay(server.port)]
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.port}")
        transport = dial("127.0.0.1", server.port, sleep=pauses.append)
        with pytest.raises(ConnectionFailed, match="is not trusted"):
            transport.request("GET", "/x")
    assert server.received == pauses == []


def test_a_proxy_that_refuses_is_named_without_its_password(
    dial: Dial, server: ScriptedServer, ca_path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving() as proxy:
        proxy.script = [reply(407, {"message": "no s%3Acret for you"})]
        monkeypatch.setenv("https_proxy", f"http://somebody:s%3Acret@127.0.0.1:{proxy.port}")
        transport = dial("127.0.0.1", server.port, ca_path=ca_path, retries=0)
        with pytest.raises(
            ConnectionFailed, match=r"The proxy for https://127.0.0.1.* does not let us through: .*407"
        ) as caught:
            transport.request("POST", "/x")
    assert transport.redact("s:cret s%3Acret") == "******** ********"
    assert "cret" not in str(caught.value)
