# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Asking again: how often, for how long, and through which trouble. The only loop that pauses is in ``repeat``."""

from __future__ import annotations

import itertools
import math
import time
import typing as t
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from .._errors import ConnectionFailed, OutcomeUnknown, RequestRefused, UnusableAnswer, VeeamError

Found = t.TypeVar("Found")


@dataclass(frozen=True)
class Rhythm:
    """Pauses between two questions, in seconds: the first, by what factor they grow, and the longest."""

    first: float
    growth: float = 1.6
    longest: float = math.inf

    def pauses(self) -> Iterator[float]:
        """The pauses, without end."""
        pause = min(self.first, self.longest)
        while True:
            yield pause
            pause = min(pause * self.growth, self.longest)


@dataclass(frozen=True)
class Answer(t.Generic[Found]):
    """What ``until`` ended with.

    ``found`` is the last answer, None when there was none; ``done`` says whether it is the one that was waited for.
    ``trouble`` is what the last question failed with.
    """

    found: Found | None
    done: bool
    trouble: VeeamError | None = None


def steady(seconds: float, *, looks: int) -> Iterator[float]:
    """The pauses between ``looks`` questions, all of them ``seconds`` long."""
    return itertools.repeat(seconds, looks - 1)


def is_passing(error: VeeamError) -> bool:
    """Whether ``error`` is no reason to stop asking: the server, or the way to it, is expected to recover."""
    if isinstance(error, RequestRefused):
        return error.status >= 500 or error.status == 429
    return isinstance(error, (ConnectionFailed, OutcomeUnknown, UnusableAnswer))


def until(
    ask: Callable[[], Found],
    done: Callable[[Found], bool],
    pauses: Iterable[float],
    *,
    deadline: float = math.inf,
    passing: Callable[[VeeamError], bool] | None = None,
    known: Found | None = None,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> Answer[Found]:
    """Ask until an answer is ``done``, the ``pauses`` are used up, or ``clock`` has reached the ``deadline``.

    ``known`` is an answer that is there already: the first question follows after a pause. An error of ``ask`` is
    raised unless ``passing`` says that it will pass.
    """
    last = known
    left = iter(pauses)

    def asked() -> Answer[Found]:
        nonlocal last
        try:
            last = ask()
        except VeeamError as error:
            if passing is None or not passing(error):
                raise
            return Answer(last, done=False, trouble=error)
        return Answer(last, done=done(last))

    def pause_after(answer: Answer[Found]) -> float | None:
        return None if answer.done or clock() >= deadline else next(left, None)

    first = asked() if known is None else Answer(known, done=done(known))
    return repeat(asked, pause_after, first, sleep)


def repeat(
    act: Callable[[], Found], pause_after: Callable[[Found], float | None], first: Found, sleep: Callable[[float], None]
) -> Found:
    """The outcome of ``act`` after which ``pause_after`` gives no pause any more. ``first`` is its first outcome."""
    outcome = first
    while (pause := pause_after(outcome)) is not None:
        sleep(pause)
        outcome = act()
    return outcome
