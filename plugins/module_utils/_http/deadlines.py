# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Time limits of a request: for each wait for bytes, and for the whole of it. Seconds throughout."""

from __future__ import annotations

import errno
import os
import socket
import ssl
import threading
import time
import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Callable


class TookTooLong(TimeoutError):
    """A request was not over within its total time limit of ``seconds``."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"not over after {seconds:g} s")
        self.seconds = seconds


class RequestTimer(threading.local):
    """The time limits of the request that a thread is making; the sockets of its connections go by them.

    ``sending`` says that the thread has started to send the request since ``begin``. Everything before that (names,
    connecting, proxies, the TLS handshake) can fail without any doubt about the outcome.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.sending = False
        self._read = 60.0
        self._total = 600.0
        self._end = clock() + self._total

    def begin(self, *, read: float, total: float) -> None:
        """A request begins: ``read`` seconds at most until the next bytes, ``total`` seconds for all of it."""
        self.sending = False
        self._read = read
        self._total = total
        self._end = self._clock() + total

    def limit(self, connection: socket.socket) -> None:
        """Let ``connection`` wait as long as it may. Raises TookTooLong when the total time is over."""
        left = self._end - self._clock()
        if left <= 0:
            raise TookTooLong(self._total)
        connection.settimeout(min(self._read, left))


def timed_socket(timer: RequestTimer) -> Callable[[t.Any], socket.socket]:
    """A function that makes a connected socket one that goes by ``timer``: for the talk with a proxy before TLS.

    The function raises TookTooLong, with the connection closed, when the total time is over.
    """

    class Timed(socket.socket):
        def recv_into(self, *args: t.Any, **options: t.Any) -> int:
            timer.limit(self)
            return super().recv_into(*args, **options)

    def timed(usual: socket.socket) -> socket.socket:
        made = Timed(usual.family, usual.type, usual.proto, fileno=usual.detach())
        try:
            timer.limit(made)
        except TookTooLong:
            made.close()
            raise
        return made

    return timed


def timed_tls_socket(timer: RequestTimer) -> type[ssl.SSLSocket]:
    """The class of TLS sockets that go by ``timer``. One that cannot be made leaves no connection open."""

    class Timed(ssl.SSLSocket):
        greeted = False

        def getpeername(self) -> t.Any:
            # Asked for before the handshake. When the other side has gone by then, Python before 3.13 forgets the
            # connection without closing it, or takes it for one that is yet to be made and leaves TLS for later.
            try:
                return super().getpeername()
            except OSError:
                if self.greeted:
                    raise
                self.close()
                raise ConnectionResetError(errno.ECONNRESET, os.strerror(errno.ECONNRESET)) from None

        def do_handshake(self, *args: t.Any, **options: t.Any) -> None:
            self.greeted = True
            timer.limit(self)
            super().do_handshake(*args, **options)

        def recv_into(self, *args: t.Any, **options: t.Any) -> int:
            timer.limit(self)
            return super().recv_into(*args, **options)

        def send(self, *args: t.Any, **options: t.Any) -> int:
            timer.limit(self)
            return super().send(*args, **options)

    return Timed
