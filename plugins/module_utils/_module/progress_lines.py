# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What a task says while it works, as lines: when something changes, and otherwise now and then."""

from __future__ import annotations

import collections
import time
import typing as t
from dataclasses import dataclass

if t.TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .._progress import SessionSeen, SetSeen

# Seconds without a line about something that does not change, and what a set may take without a word at its end.
QUIET: t.Final = 10.0
NOT_WORTH_A_WORD: t.Final = 3.0
# So many jobs say something about how long the others will take.
_SAMPLE: t.Final = 10
_LONGEST_NAME: t.Final = 80
_LONGEST_WORD: t.Final = 40


@dataclass
class _Subject:
    """What was said last of a session, and when."""

    said: tuple[str, str, bool] | None = None
    at: float = 0.0


class ProgressLines:
    """A ``Progress`` of people: writes ``<host>  <what is going on>``, one line at a time and without a line feed.

    ``shown`` makes of a line what may be shown, ``write`` shows it. When ``write`` fails there is nobody who could read
    more, and nothing is written any more: the work goes on. ``clock`` counts seconds.
    """

    def __init__(
        self,
        write: Callable[[str], None],
        shown: Callable[[str], str],
        host: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._write: Callable[[str], None] | None = write
        self._shown = shown
        self._host = host
        self._clock = clock
        self._subjects: collections.defaultdict[str, _Subject] = collections.defaultdict(_Subject)
        # When the set was begun, and when something was said of it.
        self._begun: float | None = None
        self._told = 0.0

    def waiting(self, sessions: Sequence[SessionSeen]) -> None:
        """A line for each session that is new, in another state, or over; one for all after a while without any."""
        now = self._clock()
        for seen in sessions:
            said = (seen.state, seen.result, seen.over)
            if self._subjects[seen.id].said != said:
                self._subjects[seen.id] = _Subject(said, now)
                self._say(_session(seen))
        quiet = now - max((self._subjects[seen.id].at for seen in sessions), default=now)
        if quiet >= QUIET and not all(seen.over for seen in sessions):
            for seen in sessions:
                self._subjects[seen.id].at = now
            self._say(_session(sessions[0]) if len(sessions) == 1 else _sessions(sessions))

    def applying(self, seen: SetSeen) -> None:
        """A line now and then, and one at the end; none of a set that is done in a moment."""
        now = self._clock()
        if self._begun is None:
            self._begun = self._told = now
        elapsed = now - self._begun
        if seen.over:
            self._begun = None
        if elapsed >= NOT_WORTH_A_WORD if seen.over else now - self._told >= QUIET:
            self._told = now
            self._say(_set(seen, elapsed))

    def _say(self, text: str) -> None:
        if self._write is None:
            return
        line = self._shown(f"{self._host}  {' '.join(text.split())}")
        try:
            self._write(line)
        except (OSError, ValueError):
            # What was to be written to is closed.
            self._write = None


def duration(seconds: float) -> str:
    """How long something has taken: "45 s", "3 min 10 s", "2 h 5 min"."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def time_left(seen: SetSeen, elapsed: float) -> str:
    """How long the rest of a set will take if it goes on like this, "" while nobody can tell."""
    tried = seen.written + seen.failed
    rest = seen.changes - tried - seen.left_out
    if tried < _SAMPLE or rest <= 0 or elapsed < QUIET:
        return ""
    minutes = elapsed / tried * rest / 60
    if minutes < 1:
        return "less than a minute left"
    return f"about {minutes:.0f} min left" if minutes < 90 else f"about {minutes / 60:.0f} h left"


def _session(seen: SessionSeen) -> str:
    return f"{_shortened(seen.name, _LONGEST_NAME)}: {', '.join(_said_of_session(seen))}"


def _said_of_session(seen: SessionSeen) -> Iterator[str]:
    yield _state(seen)
    if seen.result:
        yield seen.result
    if seen.percent is not None and not seen.over:
        yield f"{seen.percent} %"
    yield duration(seen.waited)
    if not seen.answering:
        yield "the server does not answer"


def _sessions(sessions: Sequence[SessionSeen]) -> str:
    running = [seen for seen in sessions if not seen.over]
    states = collections.Counter(map(_state, running)).most_common()
    said = [f"{len(sessions) - len(running)} over", *(f"{count} {state}" for state, count in states)]
    silent = ["the server does not answer"] if not all(seen.answering for seen in running) else []
    waited = duration(max(seen.waited for seen in running))
    return f"{len(sessions)} sessions: {', '.join([*said, waited, *silent])}"


def _set(seen: SetSeen, elapsed: float) -> str:
    said = [
        f"{seen.written:,} of {seen.changes:,} written",
        f"{seen.failed:,} failed" if seen.failed else "",
        f"{seen.left_out:,} left out" if seen.left_out else "",
        f"{seen.unproven:,} removals to be proven" if seen.unproven else "",
        duration(elapsed) if seen.over else time_left(seen, elapsed),
    ]
    return f"apply: {', '.join(filter(None, said))}"


def _state(seen: SessionSeen) -> str:
    return _shortened(seen.state, _LONGEST_WORD) or "no state"


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}..."
