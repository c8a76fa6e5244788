# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Whose turn it is to log on, to renew or to log off: of several threads one at a time."""

from __future__ import annotations

import contextlib
import threading
import typing as t

from .transport import LONGEST_END

if t.TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .transport import Transport

# Seconds that the log-off waits for a logon under way. The other half is for the log-off itself.
LONGEST_TURN: t.Final = LONGEST_END / 2
STUCK: t.Final = "Could not log off: a logon or a renewal of ours still had no answer. It ends by itself."


class Turns:
    """``with turns:`` is a turn. A thread that has one may take another one inside.

    ``log_off`` ends what was logged on over ``transport``, and returns warnings.
    """

    def __init__(self, transport: Transport, log_off: Callable[[], list[str]]) -> None:
        self._transport = transport
        self._log_off = log_off
        self._lock = threading.RLock()
        self._is_over = False

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *dummy: object) -> None:
        self._lock.release()
        if self._is_over:
            # This turn was too long for the last one to wait for: nobody else knows what the server gave meanwhile.
            with self._transport.ending():
                self.log_off()

    def log_off(self) -> list[str]:
        """The last turn. What another thread is just getting is logged off too. Never raises; returns warnings."""
        with self._last() as mine:
            return self._log_off() if mine else [STUCK]

    @contextlib.contextmanager
    def _last(self) -> Iterator[bool]:
        """The turn to log off. False when another thread still has its own after ``LONGEST_TURN`` seconds."""
        mine = self._lock.acquire(timeout=LONGEST_TURN)
        if not mine:
            self._is_over = True
            # Its turn may have ended before it could know.
            mine = self._lock.acquire(blocking=False)
        try:
            yield mine
        finally:
            if mine:
                self._lock.release()
