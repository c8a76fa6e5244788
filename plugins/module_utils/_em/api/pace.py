# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""How often Enterprise Manager is asked again for what it shows some time after it was done (EM-T88)."""

from __future__ import annotations

import time
import typing as t
from dataclasses import dataclass

from ..._timing.polling import Rhythm, is_passing, steady, until

if t.TYPE_CHECKING:
    from collections.abc import Callable

    from ..._timing.polling import Answer

    Found = t.TypeVar("Found")

# How often to look for the effect of a call, and how long to pause in between, seconds.
LOOKS: t.Final = 5
PAUSE: t.Final = 2.0
# A new session may be shown so many seconds after the task that began it was over.
APPEARS_WITHIN: t.Final = 60.0
APPEARING: t.Final = Rhythm(first=1.0, longest=5.0)


@dataclass(frozen=True)
class Pace:
    """How long to wait for a task, and how long to pause at most between two looks; seconds."""

    timeout: float = 600.0
    interval: float = 5.0
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic

    def look(self, ask: Callable[[], Found], done: Callable[[Found], bool], *, looks: int = LOOKS) -> Answer[Found]:
        """What ``ask`` answers, asked ``looks`` times at most."""
        return until(ask, done, steady(min(PAUSE, self.interval), looks=looks), sleep=self.sleep)

    def appeared(self, ask: Callable[[], Found | None]) -> Found | None:
        """What ``ask`` finds within a minute, even when the server cannot be asked meanwhile; None for nothing.

        Raises what the last attempt to ask failed with.
        """
        answer = until(
            ask,
            lambda found: found is not None,
            APPEARING.pauses(),
            deadline=self.clock() + APPEARS_WITHIN,
            passing=is_passing,
            sleep=self.sleep,
            clock=self.clock,
        )
        if answer.trouble is not None:
            raise answer.trouble
        return answer.found
