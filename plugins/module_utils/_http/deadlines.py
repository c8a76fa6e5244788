# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How long a request may take: each wait for bytes, and all of it. PRIVATE to the collection."""

from __future__ import annotations

import socket
import ssl
import threading
import time
import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Callable


class TookTooLong(TimeoutError):
    """A request was not over in the time that it has as a whole; ``seconds`` is that time."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"not over after {seconds:g} s")
        self.seconds = seconds


class Wire(threading.local):
    """What the connections of one thread go by.

    ``used``: since ``begin`` this thread has started to send its request. Everything before that (names, connecting,
    proxies, the TLS handshake) can fail without any doubt about the outcome.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.used = False
        self._longest_wait = 60.0
        self._whole = 600.0
        self._end = clock() + self._whole

    def begin(self, *, wait: float, whole: float) -> None:
        """A request begins: ``wait`` seconds at most for the next bytes, ``whole`` seconds for all of it."""
        self.used = False
        self._longest_wait = wait
        self._whole = whole
        self._end = self._clock() + whole

    def pace(self, connection: socket.socket) -> None:
        """Let ``connection`` wait as long as it may. Raises TookTooLong when the time for the request is over."""
        left = self._end - self._clock()
        if left <= 0:
            raise TookTooLong(self._whole)
        connection.settimeout(min(self._longest_wait, left))


def paced_socket(wire: Wire) -> Callable[[t.Any], socket.socket]:
    """What makes a connected socket one that goes by ``wire``: for the words with a proxy."""

    class Paced(socket.socket):
        def recv_into(self, *args: t.Any, **options: t.Any) -> int:
            wire.pace(self)
            return super().recv_into(*args, **options)

    def paced(usual: socket.socket) -> socket.socket:
        made = Paced(usual.family, usual.type, usual.proto, fileno=usual.detach())
        wire.pace(made)
        return made

    return paced


def paced_tls_socket(wire: Wire) -> type[ssl.SSLSocket]:
    """The class of TLS sockets that go by ``wire``."""

    class Paced(ssl.SSLSocket):
        def do_handshake(self, *args: t.Any, **options: t.Any) -> None:
            wire.pace(self)
            super().do_handshake(*args, **options)

        def recv_into(self, *args: t.Any, **options: t.Any) -> int:
            wire.pace(self)
            return super().recv_into(*args, **options)

        def send(self, *args: t.Any, **options: t.Any) -> int:
            wire.pace(self)
            return super().send(*args, **options)

    return Paced
