# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Things to compare take turns, so that all of them see the same machine."""

from __future__ import annotations

import statistics
import time
import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

K = t.TypeVar("K")


def take_turns(ways: Mapping[K, Callable[[], float]], rounds: int, *, warm_up: bool = True) -> dict[K, float]:
    """The median of what each of the ``ways`` says in ``rounds`` turns, after one that does not count."""
    if warm_up:
        _turn(ways)
    turns = [_turn(ways) for dummy in range(rounds)]
    return {name: median(turn[name] for turn in turns) for name in ways}


def _turn(ways: Mapping[K, Callable[[], float]]) -> dict[K, float]:
    return {name: way() for name, way in ways.items()}


def wall(action: Callable[[], object]) -> float:
    """The seconds that ``action`` takes."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def median(values: Iterable[float]) -> float:
    """The middle one: a burst of other work on the machine does not move it."""
    return statistics.median(values)
