# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""How a task says what it does while it works: values only, the words are those of the edge.

It is told from the main thread of a task and from nowhere else. A thread of a pool, or the handler of a signal, may be
ended while it holds the lock of whatever shows the words.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

if t.TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class SessionSeen:
    """A session that is waited for, after a look at it.

    ``name`` is how a person calls what runs, ``state`` the server's own word. ``percent`` is from 0 to 100, None when
    the server does not say. ``waited`` is for how many seconds it has been waited for. ``over``: it is not waited for
    any more; ``result`` is what it ended with then, otherwise "". ``answering``: False when the last look failed, and
    the rest is what was seen before.
    """

    id: str
    name: str
    state: str
    waited: float
    percent: int | None = None
    over: bool = False
    result: str = ""
    answering: bool = True


@dataclass(frozen=True)
class SetSeen:
    """A set that is being applied. ``changes`` is how many of its jobs are to be written or removed.

    Of those, ``written`` are done, ``failed`` are not, and ``left_out`` were not begun. ``unproven`` orders to remove
    a job were given and are being looked after. ``over``: nothing more will be done.
    """

    changes: int
    written: int = 0
    failed: int = 0
    left_out: int = 0
    unproven: int = 0
    over: bool = False


class Progress(t.Protocol):
    """Whom a task tells what it does. May be told often, also when nothing has changed; raises nothing."""

    def waiting(self, sessions: Sequence[SessionSeen]) -> None:
        """All sessions that are waited for together, also those that are over, after each look at one of them."""

    def applying(self, seen: SetSeen) -> None:
        """The set that is being applied: when that begins, while it lasts, and at its end."""


class Silent:
    """Says nothing: a module has nobody to talk to before it ends."""

    def waiting(self, sessions: Sequence[SessionSeen]) -> None:
        """Nothing."""

    def applying(self, seen: SetSeen) -> None:
        """Nothing."""


SILENT: t.Final[Progress] = Silent()
