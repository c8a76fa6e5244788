# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Signals that end a task: by Ansible, by a terminal that is closed, from a keyboard."""

from __future__ import annotations

import os
import signal
import typing as t

ENDING: t.Final = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


class Cancelled(BaseException):
    """The task was ended from outside. Not an Exception, so that nothing on the way takes it for an error."""


class Signals:
    """What signals do to one task. For the main thread of a process.

    The first that ends a task raises Cancelled there; from then on, and from ``shield`` on, they are only noted: one
    more would leave a token behind, or a task without a result. A signal that is ignored stays so: under ``nohup`` a
    task goes on.
    """

    def __init__(self) -> None:
        self._usual: dict[int, t.Any] = {}
        self._noted: list[int] = []
        self._shielded = False

    def cancel(self) -> None:
        """Raise Cancelled in the main thread at the first signal that ends a task."""
        self._handle(ENDING)

    def shield(self) -> None:
        """From here on nothing interrupts the task, an alarm (the ``timeout`` of a task of Ansible) neither."""
        self._shielded = True
        self._handle((*ENDING, signal.SIGALRM))

    def restore(self) -> None:
        """Give the handlers back to those who had set them, and send what came meanwhile once more.

        An alarm last: its handler raises, and the others would be lost.
        """
        for number, handler in self._usual.items():
            signal.signal(number, handler)
        self._usual = {}
        noted, self._noted = self._noted, []
        for number in sorted(dict.fromkeys(noted), key=signal.SIGALRM.__eq__):
            os.kill(os.getpid(), number)

    def _handle(self, numbers: t.Iterable[int]) -> None:
        for number in numbers:
            usual = signal.getsignal(number)
            # An alarm that nobody waits for is none of ours. Handlers of C code cannot be given back.
            is_others = usual in (signal.SIG_IGN, None) or (number == signal.SIGALRM and not callable(usual))
            if number not in self._usual and not is_others:
                self._usual[number] = usual
                signal.signal(number, self._at_signal)

    def _at_signal(self, number: int, frame: t.Any) -> None:
        del frame
        is_first = not self._noted and not self._shielded
        self._noted.append(number)
        if is_first:
            raise Cancelled
