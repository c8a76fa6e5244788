# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The memory that a set takes, the process of ``ansible-playbook`` and its workers together, beyond a ``debug``."""

from __future__ import annotations

import pathlib
import tempfile
import typing as t

from tests.bench.footprint import Footprint, peak
from tests.bench.job_sets import PLAIN, as_written, write_tree
from tests.bench.playing import CONTROLLER, DEBUG, MODULE, WAYS, Task, connection, playbook, task
from tests.bench.report import Row, Section, Table
from tests.bench.turns import median
from tests.simulator.launch import Running, launch

if t.TYPE_CHECKING:
    from tests.bench.effort import Effort

GOAL: t.Final = 40.0

Footprints = dict[str, Footprint]


def measure(effort: Effort) -> Section:
    """Sets of every size, in turns with the ``debug``."""
    found = {size: _set(size, effort.long_rounds) for size in effort.sizes}
    largest = effort.sizes[-1]
    most = found[largest]
    rows = [
        Row.both(
            f"memory beyond a play with one `debug`, {largest:,} unchanged jobs, each page counted once",
            lambda way: most[way].distinct - most["debug"].distinct,
            GOAL,
            "MiB",
        ),
        Row.both(
            "the same, pages that only one process has: those that a worker shares with its parent do not count",
            lambda way: most[way].private - most["debug"].private,
            GOAL,
            "MiB",
        ),
    ]
    debug = most["debug"]
    notes = (
        f"The peak of all processes of a run together, looked at every 10 ms; median of {effort.long_rounds}. "
        f"A play with one `debug` has {debug.distinct:.0f} MiB, {debug.private:.0f} MiB of it private."
    )
    return Section("Memory", rows, [_growth(found)], notes)


def _growth(found: dict[int, Footprints]) -> Table:
    columns = ("MiB beyond a play with one `debug`", *(f"{size:,} jobs" for size in found))
    places = {CONTROLLER: "in the controller", MODULE: "as a module"}
    return Table(
        columns,
        [
            [place, *(each[way].distinct - each["debug"].distinct for each in found.values())]
            for way, place in places.items()
        ],
    )


def _set(size: int, rounds: int) -> Footprints:
    with launch(**PLAIN, jobs=size) as simulator, tempfile.TemporaryDirectory() as name:
        write_tree(pathlib.Path(name), as_written(simulator))
        tasks = {"debug": DEBUG, **{way: task("veeam_jobs", {"src": [name]}, way) for way in WAYS}}
        turns = [{what: _peak(simulator, each) for what, each in tasks.items()} for dummy in range(rounds)]
    return {what: _middle([turn[what] for turn in turns]) for what in tasks}


def _peak(simulator: Running, only: Task) -> Footprint:
    with playbook([only], connection(simulator)) as prepared:
        return peak(prepared.command, prepared.environment)


def _middle(peaks: list[Footprint]) -> Footprint:
    return Footprint(median(each.distinct for each in peaks), median(each.private for each in peaks))
