# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What ``veeam_jobs`` costs when it writes: creates and updates with eight threads over a link, and a prune."""

from __future__ import annotations

import functools
import pathlib
import tempfile
import typing as t

from tests.bench.job_sets import Json, floor, jobs_of, new_job, requests_of_set, write_tree
from tests.bench.playing import DEBUG, WAYS, seconds, task
from tests.bench.report import Row, Section, Table
from tests.bench.turns import take_turns
from tests.simulator.launch import Running, launch

if t.TYPE_CHECKING:
    from tests.bench.effort import Effort

LATENCY: t.Final = 20
GOAL: t.Final = 1.3
_OWNER: t.Final = "bench"
_DOES: t.Final = ("creates", "updates")

Key = tuple[str, str]


def measure(effort: Effort) -> Section:
    """All in turns, each on a fresh server."""
    with (
        launch(jobs=10, vms=200, hidden_jobs=False, latency_ms=LATENCY) as simulator,
        tempfile.TemporaryDirectory() as name,
    ):
        place = Place(simulator, pathlib.Path(name), effort.written)
        counts = place.requests()
        taken = take_turns(place.ways(), effort.long_rounds, warm_up=False)
    rows = [_row(f"{effort.written} {does} with 8 threads and {LATENCY} ms", does, taken) for does in _DOES]
    sent = [(f"{jobs} {does}", count, count / jobs) for does, (jobs, count) in counts.items()]
    absolute = ", ".join(f"{' '.join(key)} {value:.2f}" for key, value in taken.items())
    notes = f"Each play less one with `debug`; median of {effort.long_rounds}. Seconds: {absolute}."
    return Section("Sets that are written", rows, [Table(("requests", "all", "each"), sent)], notes)


def _row(what: str, does: str, taken: dict[Key, float]) -> Row:
    def over_floor(way: str) -> float:
        return (taken[does, way] - taken["debug", ""]) / taken[does, "floor"]

    return Row.both(f"{what}: over the floor", over_floor, GOAL)


class Place:
    """A server and the folder with the files of ``count`` jobs."""

    def __init__(self, simulator: Running, folder: pathlib.Path, count: int) -> None:
        self._simulator = simulator
        self._folder = folder
        self._jobs = [new_job(f"bench {number:04}") for number in range(count)]
        self._options = {"src": [str(folder)], "managed_by": _OWNER}

    def requests(self) -> dict[str, tuple[int, int]]:
        """How many jobs are created, changed and deleted, with how many requests."""
        count = len(self._jobs)
        self._new()
        created = self._sent()
        self._changed()
        updated = self._sent()
        # An empty set is refused.
        self._write(self._jobs[:1])
        pruned = self._sent(prune="delete", prune_limit="100%")
        return {"creates": (count, created), "updates": (count, updated), "deletes by prune": (count - 1, pruned)}

    def _sent(self, **options: str) -> int:
        return len(requests_of_set(self._simulator, {**self._options, **options}))

    def ways(self) -> dict[Key, t.Callable[[], float]]:
        """Seconds of each, by what is done and how. Updates are of what the creates before them have made."""
        ways: dict[Key, t.Callable[[], float]] = {("debug", ""): functools.partial(seconds, [DEBUG], self._simulator)}
        for way in WAYS:
            ways["creates", way] = functools.partial(self._seconds, way, self._new)
            ways["updates", way] = functools.partial(self._seconds, way, self._changed)
        return {**ways, ("creates", "floor"): self._least_creates, ("updates", "floor"): self._least_updates}

    def _seconds(self, way: str, prepare: t.Callable[[], None]) -> float:
        prepare()
        return seconds([task("veeam_jobs", self._options, way)], self._simulator)

    def _least_creates(self) -> float:
        model = next(job for job in jobs_of(self._simulator) if job["name"] == self._jobs[0]["name"])
        spec = {name: value for name, value in model.items() if name not in ("id", "isDisabled")}
        self._simulator.reset()
        return floor(self._simulator, "create", [{**spec, "name": job["name"]} for job in self._jobs])

    def _least_updates(self) -> float:
        names = {job["name"] for job in self._jobs}
        return floor(self._simulator, "change", [job for job in jobs_of(self._simulator) if job["name"] in names])

    def _new(self) -> None:
        self._simulator.reset()
        self._write(self._jobs)

    def _changed(self) -> None:
        self._write([{**job, "description": "changed by the set"} for job in self._jobs])

    def _write(self, jobs: list[Json]) -> None:
        for stale in self._folder.iterdir():
            stale.unlink()
        write_tree(self._folder, jobs)
