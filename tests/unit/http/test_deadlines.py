# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A request ends when its time is over, however its answer comes."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import ssl
import threading
import time
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import ConnectionFailed, OutcomeUnknown
from ansible_collections.backupops.veeam.plugins.module_utils._http.deadlines import (
    RequestTimer,
    TookTooLong,
    timed_socket,
    timed_tls_socket,
)
from ansible_collections.backupops.veeam.plugins.module_utils._http.transport import Transport
from tests.unit.http.conftest import Dial
from tests.unit.http.scripted_server import ScriptedServer, dribble, reply, reset, silence


class Clock:
    """Time that passes when a test says so, so that no test measures any."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pauses: list[float] = []

    def later(self) -> None:
        """A second has passed, and the other side has had the time to notice."""
        self.now += 1
        time.sleep(0.005)

    def transport(self, dial: Dial, server: ScriptedServer, ca_path: str, **options: t.Any) -> Transport:
        given = {"timeout": 1, "retries": 0, **options}
        return dial(
            "127.0.0.1", server.port, ca_path=ca_path, clock=lambda: self.now, sleep=self.pauses.append, **given
        )


def test_a_server_that_says_nothing_runs_into_the_time_limit(
    dial: Dial, server: ScriptedServer, ca_path: str, pauses: list[float]
) -> None:
    over = threading.Event()
    server.script = [silence(over), silence(over)]
    transport = dial("127.0.0.1", server.port, ca_path=ca_path, timeout=0.2, retries=0)
    with pytest.raises(ConnectionFailed, match=r"did not answer GET /x within 0\.2 s"):
        transport.request("GET", "/x")
    with pytest.raises(OutcomeUnknown, match=r"did not answer PUT /x within 0\.2 s\. The request may"):
        transport.request("PUT", "/x", json={})
    over.set()


def test_a_body_that_dribbles_in_for_ever_is_given_up(dial: Dial, server: ScriptedServer, ca_path: str) -> None:
    clock = Clock()
    server.script = [dribble(b"x" * 50, between=clock.later)]
    with pytest.raises(ConnectionFailed, match=r"did not answer GET /x completely within 10 s"):
        clock.transport(dial, server, ca_path).request("GET", "/x")


def endless(piece: bytes, clock: Clock) -> t.Any:
    """Says ``piece`` again and again; one second passes each time."""

    def answer(connection: socket.socket) -> bool:
        for dummy in range(60):
            connection.sendall(piece)
            clock.later()
        return False

    return answer


@pytest.mark.parametrize(
    "piece",
    [b"H", b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-More: "],
    ids=["status line", "100 Continue", "header"],
)
def test_a_head_that_never_ends_is_given_up(dial: Dial, server: ScriptedServer, ca_path: str, piece: bytes) -> None:
    """Each of its bytes comes in time."""
    clock = Clock()
    server.script = [endless(piece, clock)] * 2
    with pytest.raises(ConnectionFailed, match=r"did not answer GET /x completely within 10 s"):
        clock.transport(dial, server, ca_path).request("GET", "/x")
    with pytest.raises(OutcomeUnknown, match=r"did not answer PUT /x completely within 10 s\. The request may"):
        clock.transport(dial, server, ca_path).request("PUT", "/x", json={})


def test_slow_chunks_are_given_up(dial: Dial, server: ScriptedServer, ca_path: str) -> None:
    clock = Clock()
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

    def answer(connection: socket.socket) -> bool:
        connection.sendall(head)
        return bool(endless(b"1\r\n \r\n", clock)(connection))

    server.script = [answer]
    with pytest.raises(ConnectionFailed, match=r"did not answer GET /x completely within 10 s"):
        clock.transport(dial, server, ca_path).request("GET", "/x")


def test_a_request_ends_with_the_time_that_is_left_to_wait(dial: Dial, server: ScriptedServer, ca_path: str) -> None:
    clock = Clock()
    server.script = [dribble(b"x" * 50, between=clock.later), reply(503), reply(503)]
    transport = clock.transport(dial, server, ca_path, retries=5)
    with transport.within(4), pytest.raises(ConnectionFailed, match=r"did not answer GET /x completely within 4 s"):
        transport.request("GET", "/x")
    with transport.within(0.1):
        assert transport.request("GET", "/y").status == 503
    assert clock.pauses == []
    assert server.targets() == ["GET /x", "GET /y"]


@contextlib.contextmanager
def connected() -> t.Iterator[tuple[socket.socket, socket.socket]]:
    """Both ends of a connection, ours first."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        ours = socket.create_connection(listener.getsockname(), timeout=20)
        theirs, dummy = listener.accept()
    with ours, theirs:
        theirs.settimeout(20)
        yield ours, theirs


def gone(connection: socket.socket) -> None:
    """Wait until the other side is known to have reset ``connection``."""
    events = select.poll()
    events.register(connection, 0)
    assert events.poll(20_000), "the other side is still there"


def test_a_connection_that_was_reset_before_its_handshake_is_closed() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.sslsocket_class = timed_tls_socket(RequestTimer())
    with connected() as (ours, theirs):
        number = ours.fileno()
        reset(theirs)
        theirs.close()
        gone(ours)
        with pytest.raises(ConnectionResetError) as kept:
            context.wrap_socket(ours, server_hostname="127.0.0.1")
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fstat(number)
    # The socket lives as long as the error, so that nobody but the code itself has closed it.
    del kept


def test_a_connection_that_was_made_too_late_is_closed() -> None:
    timer = RequestTimer()
    timer.begin(read=1, total=0)
    with connected() as (ours, theirs):
        with pytest.raises(TookTooLong) as kept:
            timed_socket(timer)(ours)
        assert theirs.recv(1) == b""
    del kept
