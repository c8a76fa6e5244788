# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waiting for sessions. Knows no API: it asks a SessionReader. PRIVATE to the collection."""

from __future__ import annotations

import contextlib
import time
import typing as t
from dataclasses import dataclass

from ..._errors import (
    ConnectionFailed,
    NotFound,
    OutcomeUnknown,
    RequestRefused,
    SessionFailed,
    UnusableAnswer,
    VeeamError,
    WaitTimedOut,
)
from ..._model import Outcome, Phase

if t.TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from ..._model import Session
    from ..._product import SessionReader

    Found = t.TypeVar("Found")

SHORTEST_PAUSE = 1.0
GROWTH = 1.6
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
    """

    timeout: float = 3600
    interval: float = 5
    fail_on_warning: bool = False
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    polling: Callable[[float], contextlib.AbstractContextManager[t.Any]] = contextlib.nullcontext
    begun: float | None = None


def wait_for(reader: SessionReader, session: Session, options: WaitOptions) -> Session:
    """The session once it is done and went well. A continuous job is done when it idles.

    Raises SessionFailed with the lines that the session logged, WaitTimedOut (nothing is cancelled), NotFound when the
    server does not know the session, AuthenticationFailed. Outlives lost connections and restarts of the server.
    """
    return judged(reader, _watched(reader, session, options, DONE), fail_on_warning=options.fail_on_warning)


def wait_until_over(reader: SessionReader, session: Session, options: WaitOptions) -> Session:
    """The session once it has stopped, however it ended. Raises WaitTimedOut, NotFound, AuthenticationFailed."""
    return _watched(reader, session, options, OVER)


def judged(reader: SessionReader, session: Session, *, fail_on_warning: bool) -> Session:
    """``session`` when it went well, else SessionFailed in words that help."""
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
    """The rhythm of asking, the time that is left, and the trouble on the way."""

    def __init__(self, options: WaitOptions) -> None:
        self._options = options
        self._started = options.clock() if options.begun is None else options.begun
        self._next = SHORTEST_PAUSE
        self.trouble = ""

    @property
    def now(self) -> float:
        return self._options.clock()

    @property
    def over(self) -> bool:
        return self._left <= 0

    @property
    def _left(self) -> float:
        return self._started + self._options.timeout - self.now

    def asked(self, question: Callable[[], Found | None]) -> Found | None:
        """The answer; None also when the server could not be asked at the moment."""
        try:
            with self._options.polling(max(SHORTEST_PAUSE, self._left)):
                answer = question()
        except VeeamError as error:
            if not _passing(error):
                raise
            self.trouble = f" The last attempt to ask failed: {error.message}"
            return None
        self.trouble = ""
        return answer

    def pause(self) -> None:
        self._options.sleep(max(SHORTEST_PAUSE, min(self._next, self._left)))
        self._next = min(self._next * GROWTH, max(SHORTEST_PAUSE, self._options.interval))


def _watched(reader: SessionReader, session: Session, options: WaitOptions, until: Collection[Phase]) -> Session:
    watch = _Watch(options)
    last = session
    seen_at = watch.now
    while True:
        now = watch.asked(lambda: reader.get(session.id))
        if now is not None:
            last, seen_at = now, watch.now
        elif watch.trouble:
            # Nobody said that the session is unknown.
            seen_at = watch.now
        elif watch.now - seen_at >= UNKNOWN_FOR:
            raise NotFound(f"{_named(last)} is not known to the server (any more); its last state was {last.state}.")
        if now is not None and now.phase in until:
            return now
        if watch.over:
            raise WaitTimedOut(_too_long(last, options, watch.trouble), session=last)
        watch.pause()


def _passing(error: VeeamError) -> bool:
    """Whether trouble while asking is no reason to stop waiting."""
    if isinstance(error, RequestRefused):
        return error.status >= 500 or error.status == 429
    return isinstance(error, (ConnectionFailed, OutcomeUnknown, UnusableAnswer))


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
