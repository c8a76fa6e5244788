# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Waiting for sessions. Knows no API: it asks a SessionReader."""

from __future__ import annotations

import contextlib
import time
import typing as t
from dataclasses import dataclass

from ..._errors import NotFound, SessionFailed, VeeamError, WaitTimedOut
from ..._model import Outcome, Phase
from ..._progress import SILENT, SessionSeen
from ..._timing.polling import Rhythm, is_passing, until

if t.TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from ..._model import Session
    from ..._product import SessionReader
    from ..._progress import Progress

SHORTEST_PAUSE = 1.0
# A session that was just started may not be known at once, and a restarting service forgets for a moment.
UNKNOWN_FOR = 60.0
MOST_LINES = 20
LONGEST_LINE = 500

OVER = frozenset({Phase.FINISHED, Phase.ACTION_REQUIRED})
# A continuous job is never over: once it idles, everything there was to do is done.
DONE = OVER | {Phase.IDLE}


@dataclass(frozen=True)
class WaitOptions:
    """How to wait: ``timeout`` and ``interval`` in seconds. ``fail_on_warning``: a session with warnings is a failure.

    Every poll happens inside ``polling``, which is told how many seconds are left and keeps a poll from taking longer.
    ``begun``: when the waiting began, by ``clock``, where several sessions share one time-out. Pauses grow from a
    second to ``interval``, so that a short job does not wait a whole interval.
    ``progress`` is told after every look.
    """

    timeout: float = 3600
    interval: float = 5
    fail_on_warning: bool = False
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    polling: Callable[[float], contextlib.AbstractContextManager[t.Any]] = contextlib.nullcontext
    begun: float | None = None
    progress: Progress = SILENT


def wait_for(reader: SessionReader, session: Session, options: WaitOptions, name: str = "") -> Session:
    """The session once it is done and went well. A continuous job is done when it idles.

    ``name`` is how a person calls what runs, by default as the session is called.

    Raises SessionFailed with the lines that the session logged, WaitTimedOut (nothing is cancelled), NotFound when the
    server does not know the session, AuthenticationFailed. Outlives lost connections and restarts of the server.
    """
    ended = _watched(_Watch(reader, session, options, DONE, name))
    return judged(reader, ended, fail_on_warning=options.fail_on_warning)


def wait_until_over(reader: SessionReader, session: Session, options: WaitOptions, name: str = "") -> Session:
    """The session once it has stopped, however it ended. Raises WaitTimedOut, NotFound, AuthenticationFailed."""
    return _watched(_Watch(reader, session, options, OVER, name))


def judged(reader: SessionReader, session: Session, *, fail_on_warning: bool) -> Session:
    """``session`` when it went well. Raises SessionFailed with the problems that it logged."""
    if session.phase is Phase.ACTION_REQUIRED:
        raise SessionFailed(
            f"{_named(session)} waits for a person (state {session.state}): answer it in the console, it will not end "
            f"by itself.{_said(session)}",
            session=session,
        )
    accepted = {Outcome.SUCCESS} if fail_on_warning else {Outcome.SUCCESS, Outcome.WARNING}
    if session.phase is not Phase.FINISHED or session.outcome in accepted:
        return session
    lines = _problems(reader, session)
    said = f"{_ended(session)}{_said(session)}{_unexplained(session, lines)}{_listed(lines or [])}"
    raise SessionFailed(said, session=session, lines=lines or [])


class _Watch:
    """Looks at one session until it is in one of ``phases``, within the time that is left.

    ``last`` is how it was seen last.
    """

    def __init__(
        self, reader: SessionReader, session: Session, options: WaitOptions, phases: Collection[Phase], name: str
    ) -> None:
        self._reader = reader
        self.options = options
        self._phases = phases
        self._id = session.id
        self._name = name or session.name
        self.last = session
        # When the server last did not deny that it knows the session.
        self._known_at = options.clock()
        self._begun = self._known_at if options.begun is None else options.begun
        self.deadline = self._begun + options.timeout

    def look(self) -> Session | None:
        """The session as it is now, None while the server does not know it. Raises NotFound when that lasts."""
        try:
            with self.options.polling(max(SHORTEST_PAUSE, self._left)):
                now = self._reader.get(self._id)
        except VeeamError:
            self._known_at = self.options.clock()
            self._tell(answering=False)
            raise
        if now is not None:
            self.last, self._known_at = now, self.options.clock()
        elif self.options.clock() - self._known_at >= UNKNOWN_FOR:
            raise NotFound(
                f"{_named(self.last)} is not known to the server (any more); its last state was {self.last.state}."
            )
        self._tell()
        return now

    def is_over(self, now: Session | None) -> bool:
        """Whether a session that was seen like this is not waited for any more."""
        return now is not None and now.phase in self._phases

    def pauses(self) -> Iterator[float]:
        """Seconds between two looks; the last pause ends with the time to wait."""
        rhythm = Rhythm(SHORTEST_PAUSE, longest=max(SHORTEST_PAUSE, self.options.interval))
        return (max(SHORTEST_PAUSE, min(pause, self._left)) for pause in rhythm.pauses())

    @property
    def _left(self) -> float:
        return self.deadline - self.options.clock()

    def _tell(self, *, answering: bool = True) -> None:
        last, over = self.last, self.is_over(self.last)
        seen = SessionSeen(
            id=self._id,
            name=self._name,
            state=last.state,
            waited=self.options.clock() - self._begun,
            percent=last.percent,
            over=over,
            result=last.outcome.value if over and last.outcome is not Outcome.NONE else "",
            answering=answering,
        )
        self.options.progress.waiting([seen])


def _watched(watch: _Watch) -> Session:
    options = watch.options
    answer = until(
        watch.look,
        watch.is_over,
        watch.pauses(),
        deadline=watch.deadline,
        passing=is_passing,
        sleep=options.sleep,
        clock=options.clock,
    )
    if not answer.done:
        trouble = f" The last attempt to ask failed: {answer.trouble.message}" if answer.trouble else ""
        raise WaitTimedOut(_too_long(watch.last, options, trouble), session=watch.last)
    return watch.last


def _problems(reader: SessionReader, session: Session) -> list[str] | None:
    """The lines of the log that say what went wrong; None when the log cannot be read."""
    try:
        return [_shortened(line) for line in reader.problems(session)]
    except VeeamError:
        # That the session failed matters more than why its log cannot be read.
        return None


def _named(session: Session) -> str:
    return f'Session "{session.name}" ({session.id})'


def _ended(session: Session) -> str:
    if session.cancelled:
        return f"{_named(session)} was cancelled by somebody."
    if session.outcome is Outcome.NONE:
        return f"{_named(session)} stopped without a result: it was cancelled, or its end is unknown."
    return f"{_named(session)} ended with the result {session.outcome.value}."


def _unexplained(session: Session, lines: list[str] | None) -> str:
    """A hint where the server gives no reason: so reads a run on 13.1 that was stopped in the console."""
    if lines is None or lines or session.cancelled or session.outcome is not Outcome.FAILED:
        return ""
    if _said(session):
        return ""
    return " It gives no reason; a run that was stopped in the console ends so."


def _said(session: Session) -> str:
    text = _shortened(session.message)
    if text.lower() == session.outcome.value.lower():
        # 13.1 says the result once more where older servers say nothing.
        return ""
    return f" {text}" if text else ""


def _listed(lines: list[str]) -> str:
    shown = "".join(f"\n  - {line}" for line in lines[:MOST_LINES])
    more = len(lines) - MOST_LINES
    return shown + (f"\n  - ... and {more} more; read them with veeam_session_info" if more > 0 else "")


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}..."


def _too_long(session: Session, options: WaitOptions, trouble: str) -> str:
    return (
        f"{_named(session)} is not over after {options.timeout:g} s (wait_timeout); its last state was "
        f"{session.state}. Nothing was cancelled, it goes on running on the server.{trouble}"
    )
