# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The jobs of one server, in the newest revision's form, with what each revision shows of them kept at hand."""

from __future__ import annotations

import functools
import json
import random
import typing as t
import uuid

from tests.openapi import Shape, document
from tests.simulator.vbr import live, reshape
from tests.simulator.vbr.defaults import Filler, complete
from tests.simulator.vbr.echoes import add_echoes
from tests.simulator.vbr.estate import Estate
from tests.simulator.world import World

Json = dict[str, t.Any]
# Copy jobs without a switch for their schedule: they copy whenever there is something new.
COPIES = frozenset({"FileBackupCopy", "EntraIDTenantBackupCopy"})
# What live servers call the type of a job for which a revision has no word.
UNKNOWN = "Unknown"
# In these lists the order says something.
ORDERED = frozenset({"network", "rules", "mappingRules", "logs", "windowsIndexing", "commands"})


def job_shape(revision: str) -> Shape:
    """The schema of any job in `revision`."""
    return document(revision).shapes.named("JobModel")


def is_managed(job_type: str, revision: str = reshape.NEWEST) -> bool:
    """Whether jobs of this type, in the newest spelling, can be created and edited; others only run (trap T25)."""
    try:
        reshape.spelled(job_type, tuple(job_shape(revision).variants))
    except reshape.Unrepresentable:
        return False
    return True


class Job:
    """One job. The filled-up model is made when it is first needed: a large estate has to start quickly."""

    def __init__(self, given: Json, *, live: bool, foreign: bool = False) -> None:
        self._given: Json | None = given
        self._live = live
        # Jobs written in an older revision's words may hold members that the newest one does not show.
        self._foreign = foreign
        self._model: Json = {}
        self._shown: dict[str, bytes] = {}
        self.id = str(given["id"])
        self.name = str(given["name"])
        self.type = str(given["type"])
        self.description = str(given.get("description", ""))
        self.mode = str(given.get("mode", ""))

    @property
    def model(self) -> Json:
        """The whole model in the newest revision's form; not to be changed."""
        if self._given is not None:
            self._model, self._given = filled(self._given), None
        return self._model

    @property
    def is_disabled(self) -> bool:
        """Whether the job is disabled."""
        return bool((self._given or self._model).get("isDisabled", False))

    @property
    def preceding(self) -> str:
        """The name of the job that this one runs after, empty without one."""
        after = self._schedule.get("afterThisJob") or {}
        return str(after.get("jobName", "")) if after.get("isEnabled") else ""

    @property
    def runs_all_the_time(self) -> bool:
        """Whether the schedule starts the job as soon as it may run."""
        schedule = self._schedule
        if self.type in COPIES:
            return schedule.get("type") != "Custom" or not _is_closed(schedule.get("customWindow") or {})
        return bool(schedule.get("runAutomatically") and (schedule.get("continuously") or {}).get("isEnabled"))

    @property
    def is_shut(self) -> bool:
        """Whether the schedule has a window without a single open hour."""
        return self._schedule.get("scheduleMode") == "BackupWindow" and _is_closed(self._schedule)

    @property
    def _schedule(self) -> Json:
        return (self._given or self._model).get("schedule") or {}

    def set_disabled(self, *, disabled: bool) -> None:
        """Enable or disable the job."""
        self.model["isDisabled"] = disabled
        self._shown.clear()

    def shown(self, revision: str) -> bytes:
        """The job as JSON of `revision`, which has to know its type."""
        if revision not in self._shown:
            shown = json.dumps(self.as_revision(revision), separators=(",", ":"), ensure_ascii=False)
            self._shown[revision] = shown.encode()
        return self._shown[revision]

    def is_known_to(self, revision: str) -> bool:
        """Whether `revision` has a word for this type of job."""
        return knows(revision, self.type)

    def is_hidden_from(self, revision: str) -> bool:
        """Whether live servers leave this job out of the list of jobs in `revision`, although they count it."""
        return not is_managed(self.type, revision)

    def as_revision(self, revision: str) -> Json:
        """The job as `revision` says it. Raises reshape.Unrepresentable."""
        shape, shapes = job_shape(revision), document(revision).shapes
        shown: Json = self.model
        if revision != reshape.NEWEST or self._foreign:
            shown = complete(reshape.to_revision(self.model, shape, revision), shape, shapes)
        return live.ordered(live.job(shown), shape, shapes) if self._live else shown


ORDER: dict[str, t.Callable[[Job], str]] = {
    "Name": lambda job: job.name.lower(),
    "Type": lambda job: job.type,
    "Description": lambda job: job.description.lower(),
}


@functools.cache
def knows(revision: str, job_type: str) -> bool:
    """Whether `revision` has a word for a type of job."""
    try:
        reshape.spelled(job_type, document(revision).shapes.named("EJobType").values)
    except reshape.Unrepresentable:
        return False
    return True


@functools.cache
def _filler() -> Filler:
    return Filler(document(reshape.NEWEST).shapes)


def filled(given: Json) -> Json:
    """`given` as a server answers it: every member present that it would make up."""
    if not is_managed(given["type"]):
        return {"isDisabled": False, **given}
    model: Json = _filler().fill({"isDisabled": False, **given}, job_shape(reshape.NEWEST))
    add_echoes(model, given=given)
    return model


class JobStore:
    """Every job by id, in the order of creation."""

    def __init__(self, world: World, estate: Estate) -> None:
        self._world, self._estate = world, estate
        self._random = random.Random(f"{world.options.seed}-jobs")
        self._jobs = {job["id"]: self._job(job) for job in estate.jobs}
        # Clients read long lists page by page: each order is worked out once.
        self._listings: dict[tuple[str, str, bool], list[Job]] = {}

    def __len__(self) -> int:
        return len(self._jobs)

    def _job(self, given: Json, *, foreign: bool = False) -> Job:
        return Job(given, live=self._world.options.is_live, foreign=foreign)

    def all(self) -> list[Job]:
        """Every job, oldest first."""
        return list(self._jobs.values())

    def listed(self, revision: str, *, column: str, ascending: bool) -> list[Job]:
        """The jobs that `revision` counts, by `column` (a key of ORDER) or, without one, oldest first."""
        key = (revision, column, ascending)
        if key not in self._listings:
            found = [job for job in self._jobs.values() if self.counts(job, revision)]
            if column:
                found.sort(key=ORDER[column], reverse=not ascending)
            self._listings[key] = found
        return self._listings[key]

    def counts(self, job: Job, revision: str) -> bool:
        """Whether the job exists for those who ask in `revision`; live servers have a word for any (`Unknown`)."""
        return job.is_known_to(revision) or (self._world.options.hides_jobs and knows(revision, UNKNOWN))

    def get(self, job_id: str) -> Job | None:
        """The job of that id."""
        return self._jobs.get(job_id.lower())

    def named(self, name: str) -> Job | None:
        """The job of that name, whatever the case."""
        return next((job for job in self._jobs.values() if job.name.lower() == name.lower()), None)

    def new_id(self) -> str:
        """An id for a new job."""
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def put(self, given: Json, *, revision: str = reshape.NEWEST) -> Job:
        """Add the job, written in `revision`'s words, or take it for the one with the same id."""
        job = self._job(self._without_dropped(given), foreign=revision != reshape.NEWEST)
        known = job.id in self._jobs
        self._listings.clear()
        self._jobs[job.id] = job
        # The estate follows copy jobs to their sources.
        if known:
            self._estate.jobs[:] = [job.model if one["id"] == job.id else one for one in self._estate.jobs]
        else:
            self._estate.jobs.append(job.model)
        return job

    def follow_rename(self, *, before: str, after: str) -> None:
        """Jobs that run after a renamed job still do."""
        if before == after:
            return
        for job in self.all():
            if job.preceding.lower() == before.lower():
                schedule = job.model["schedule"]
                follows = schedule | {"afterThisJob": schedule["afterThisJob"] | {"jobName": after}}
                self.put(job.model | {"schedule": follows})

    def remove(self, job: Job) -> None:
        """Forget the job; its backups stay as orphans."""
        del self._jobs[job.id]
        self._listings.clear()
        self._estate.jobs[:] = [one for one in self._estate.jobs if one["id"] != job.id]
        self._estate.history.orphan(job.id)

    def shuffled(self, job: Job, revision: str) -> bytes:
        """The job as JSON of `revision` with the lists in it in random order."""
        return json.dumps(_shuffled(job.as_revision(revision), self._random), ensure_ascii=False).encode()

    def _without_dropped(self, given: Json) -> Json:
        given = json.loads(json.dumps(given))
        for fault in self._world.faults.active("drop-setting"):
            if fault.value and fault.strike():
                _drop(given, fault.value.split("."))
        return given


def _is_closed(holder: Json) -> bool:
    days = (holder.get("backupWindow") or {}).get("days") or []
    return bool(days) and not any("1" in day["hours"] for day in days)


def _drop(value: t.Any, path: list[str]) -> None:
    for step in path[:-1]:
        value = value.get(step) if isinstance(value, dict) else None
    if isinstance(value, dict):
        value.pop(path[-1], None)


def _shuffled(value: t.Any, source: random.Random, name: str = "") -> t.Any:
    if isinstance(value, dict):
        return {key: _shuffled(member, source, key) for key, member in value.items()}
    if isinstance(value, list):
        items = [_shuffled(item, source) for item in value]
        if name not in ORDERED:
            source.shuffle(items)
        return items
    return value
