# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a thousand unchanged jobs cost, each way of doing it; and 300 tasks of a loop over as many empty modules."""

from __future__ import annotations

import functools
import pathlib
import tempfile
import typing as t

from tests.bench.job_sets import PLAIN, as_written, floor, jobs_of, requests_without_change, write_tree
from tests.bench.loops import URI, Loops, measure_loops
from tests.bench.playing import CONTROLLER, EMPTY, MODULE, WAYS, named, seconds, task
from tests.bench.report import Row, Section, Table
from tests.bench.turns import take_turns
from tests.simulator.launch import Running, launch

if t.TYPE_CHECKING:
    from tests.bench.effort import Effort
    from tests.bench.job_sets import Json
    from tests.bench.report import Cell

JOBS: t.Final = 1_000
GOAL_OF_A_SET: t.Final = 1.3
GOAL_OF_A_LOOP: t.Final = 0.4
COLUMNS: t.Final = ("a thousand jobs, nothing to change", "seconds", "over a play with an empty module", "requests")


def measure(effort: Effort) -> Section:
    """Plays with the whole set, and loops with a part of it, reckoned up."""
    with launch(**PLAIN, jobs=JOBS) as simulator, tempfile.TemporaryDirectory() as name:
        jobs = as_written(simulator)
        write_tree(pathlib.Path(name), jobs)
        requests = requests_without_change(simulator, pathlib.Path(name))
        plays = take_turns(_plays(simulator, name), effort.rounds)
        loops, sent = _loops(simulator, jobs[: effort.in_one_loop], effort.looped // effort.in_one_loop)
    rows = [
        Row.both(
            f"{effort.looped} `veeam_job` in a loop over {effort.looped} empty modules",
            loops.over_empty,
            GOAL_OF_A_LOOP,
        ),
        Row.both(
            f"`veeam_jobs`, {JOBS:,} unchanged: the play over a play with an empty module",
            lambda way: plays[way] / plays["empty module"],
            GOAL_OF_A_SET,
        ),
    ]
    notes = (
        f"Plays are the median of {effort.rounds}; one with an empty module takes {plays['empty module']:.2f} s. "
        f"{effort.looped} items were measured of each loop, {effort.in_one_loop} at a time in turns, what is paid once "
        f"included (a third of them of `uri`); the table has a thousand of each. "
        f"Milliseconds of one item: {_each(loops)}."
    )
    table = Table(COLUMNS, _ways(plays, loops, requests, sent))
    return Section("A thousand jobs", rows, [table], notes)


def _loops(simulator: Running, jobs: list[Json], turns: int) -> tuple[Loops, float]:
    """The loops, and how many requests one ``veeam_job`` of them sends. A third of the PUTs is enough."""
    models = jobs_of(simulator)[: max(1, len(jobs) // 3)]
    before = len(simulator.requests())
    loops = measure_loops(simulator, jobs, models, turns)
    sent = _sent_by_jobs(simulator.requests()[before:])
    return loops, sent / (len(WAYS) * turns * len(jobs))


def _plays(simulator: Running, folder: str) -> dict[str, t.Callable[[], float]]:
    sets = {way: [task("veeam_jobs", {"src": [folder]}, way)] for way in WAYS}
    plays = {"empty module": [EMPTY], **sets}
    return {
        "floor": functools.partial(floor, simulator, "list"),
        **{name: functools.partial(seconds, tasks, simulator) for name, tasks in plays.items()},
    }


def _ways(plays: dict[str, float], loops: Loops, requests: int, sent: float) -> list[list[Cell]]:
    """The rows of the table, the cheapest first."""
    empty = plays["empty module"]
    items = {name: each * JOBS for name, each in loops.seconds.items()}
    taken: list[tuple[str, float, float | None]] = [
        ("only fetching and parsing the list, without Ansible (the floor)", plays["floor"], JOBS // 200 + 2),
        ("`veeam_jobs` in the controller", plays[CONTROLLER], requests),
        ("`veeam_jobs` as a module", plays[MODULE], requests),
        ("`veeam_job` in a loop, in the controller", items[named("veeam_job", CONTROLLER)], sent * JOBS),
        ("an empty module in a loop", items["empty module"], None),
        ("`ansible.builtin.uri` in a loop, a PUT for each", items[URI], JOBS),
        ("`veeam_job` in a loop, as a module", items[named("veeam_job", MODULE)], sent * JOBS),
    ]
    return [[what, each, each / empty, count] for what, each, count in sorted(taken, key=lambda way: way[1])]


def _sent_by_jobs(requests: list[dict[str, t.Any]]) -> int:
    """How many were sent by ``veeam_job``: each asks once for the revision, at first, and logs off at last."""
    jobs, inside = 0, False
    for entry in requests:
        inside = inside or entry["path"].endswith("/serverTime")
        jobs += inside
        inside = inside and not entry["path"].endswith("/logout")
    return jobs


def _each(loops: Loops) -> str:
    return ", ".join(f"{name} {each * 1000:.0f}" for name, each in loops.seconds.items() if name != "logon")
