# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What ``veeam_jobs`` costs when nothing differs, for sets of every size: time over the floor, requests, and links."""

from __future__ import annotations

import functools
import pathlib
import tempfile
import typing as t
from dataclasses import dataclass

from tests.bench.job_sets import PLAIN, as_written, floor, requests_without_change, write_tree
from tests.bench.playing import CONTROLLER, DEBUG, EMPTY, MODULE, WAYS, seconds, task
from tests.bench.report import Row, Section, Table
from tests.bench.turns import take_turns
from tests.simulator.launch import launch

if t.TYPE_CHECKING:
    from tests.bench.effort import Effort
    from tests.bench.report import Cell

GOAL: t.Final = 1.8
LATENCIES: t.Final = (20, 100)
# What there are goals for, from this size on; this many are tried on links.
LARGE: t.Final = 1_000


@dataclass(frozen=True)
class Taken:
    """What a set of ``size`` jobs takes: ``seconds`` by what was done, and requests."""

    size: int
    seconds: dict[str, float]
    requests: int

    def beyond_debug(self, way: str) -> float:
        """Seconds of the play less those of a play with one ``debug``."""
        return self.seconds[way] - self.seconds["debug"]

    def over_floor(self, way: str) -> float:
        """The same over the floor."""
        return self.beyond_debug(way) / self.seconds["floor"]


def measure(effort: Effort) -> Section:
    """Sets of every size; then one of them on slower links."""
    near = [_set(size, 0, effort.rounds if size >= LARGE else effort.long_rounds) for size in effort.sizes]
    size = min(LARGE, effort.sizes[-1])
    far = {latency: _set(size, latency, effort.long_rounds) for latency in LATENCIES}
    what = "the play less one with `debug`, over the floor"
    rows = [
        Row.both(f"`veeam_jobs`, {taken.size:,} unchanged: {what}", taken.over_floor, GOAL)
        for taken in near
        if taken.size >= LARGE
    ]
    rows += [
        Row.both(f"{size:,} unchanged, a link of {latency} ms: {what}", taken.over_floor)
        for latency, taken in far.items()
    ]
    absolute = "; ".join(f"{taken.size:,} jobs: {_absolute(taken)}" for taken in near)
    links = "; ".join(f"{latency} ms: {_absolute(taken)}" for latency, taken in far.items())
    notes = (
        f"Median of {effort.rounds}, of {effort.long_rounds} for small sets and links. Seconds: {absolute}. "
        f"With links: {links}."
    )
    return Section("Sets in which nothing differs", rows, [_table(near)], notes)


def _set(size: int, latency: int, rounds: int) -> Taken:
    with launch(**PLAIN, jobs=size, latency_ms=latency) as simulator, tempfile.TemporaryDirectory() as name:
        write_tree(pathlib.Path(name), as_written(simulator))
        requests = requests_without_change(simulator, pathlib.Path(name))
        sets = {way: [task("veeam_jobs", {"src": [name]}, way)] for way in WAYS}
        plays = {"debug": [DEBUG], "empty module": [EMPTY], **sets}
        ways: dict[str, t.Callable[[], float]] = {
            "floor": functools.partial(floor, simulator, "list"),
            **{what: functools.partial(seconds, tasks, simulator) for what, tasks in plays.items()},
        }
        return Taken(size, take_turns(ways, rounds), requests)


def _table(near: list[Taken]) -> Table:
    def line(what: str, figure: t.Callable[[Taken], float]) -> list[Cell]:
        return [what, *map(figure, near)]

    return Table(
        ("unchanged jobs", *(f"{taken.size:,}" for taken in near)),
        [
            line("in the controller: less `debug`, over the floor", lambda taken: taken.over_floor(CONTROLLER)),
            line("as a module: the same", lambda taken: taken.over_floor(MODULE)),
            line(
                "in the controller: the play over one with an empty module",
                lambda taken: taken.seconds[CONTROLLER] / taken.seconds["empty module"],
            ),
            line("as a module: the same", lambda taken: taken.seconds[MODULE] / taken.seconds["empty module"]),
            line("in the controller: milliseconds a job", lambda taken: _each(taken, CONTROLLER)),
            line("as a module: the same", lambda taken: _each(taken, MODULE)),
            line("requests", lambda taken: taken.requests),
        ],
    )


def _each(taken: Taken, way: str) -> float:
    return taken.beyond_debug(way) / taken.size * 1000


def _absolute(taken: Taken) -> str:
    return ", ".join(f"{what} {value:.2f}" for what, value in taken.seconds.items())
