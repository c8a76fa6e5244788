# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Plan a whole set: one listing, each job compared as it comes by. Reads only.

What can be planned from one job alone is planned while the listing is read, and forgotten when it is as wanted. What
depends on other jobs (references, renames, clones) waits until all of them were seen.
"""

from __future__ import annotations

import typing as t

from ...._errors import InvalidInput, VeeamError, check_absence, several_jobs
from ...._model import Job
from ...desired import State
from ...locate import clone_source, locate
from .. import dependencies, kinds
from ..gc_pause import collection_paused
from ..planned_job import Changed, Create, PlanAgain, PlannedJob, Refused
from .entry_lookup import EntryLookup
from .entry_planner import OF_ONE_JOB, EntryPlanner
from .expected_jobs import ExpectedJobs
from .prefetching import Prefetching
from .references import References
from .survey import Survey, Wanted, only

if t.TYPE_CHECKING:
    from collections.abc import Mapping

    from ...._product import JobStore
    from ...plan import Plan
    from ..job_set import JobSet
    from ..planned_job import Written


class SetPlanner:
    """Plans the jobs of one set. ``owner`` marks them as its own; None leaves descriptions alone."""

    def __init__(self, store: JobStore, jobs: JobSet, *, owner: str | None) -> None:
        self._store = store
        self._entries = list(jobs)
        self._desired = [entry.desired for entry in self._entries]
        wanted = Wanted.of(self._desired)
        self._references = References(self._desired, wanted, store.models)
        self.survey = Survey(wanted, self._references.all, owner, store.reader.full)
        cloned = frozenset(each.clone_from for each in self._desired if each.clone_from)
        if cloned and not store.planning.names_clones:
            # Imported here so that sets that clone nothing do not read it.
            from ...leftover_clones import CopySearch

            self.survey.copies = CopySearch(cloned)
        self._entry = EntryPlanner(store, owner)
        self._expected = ExpectedJobs(store.planning, self._references.all)
        self._prefetching = Prefetching(store.planning, self._desired)
        self._planned: dict[int, PlannedJob] = {}

    def plan(self) -> list[PlannedJob]:
        """The plan of every entry, in their order. Raises InvalidInput for entries that need each other."""
        with collection_paused():
            order = self._references.order()
            self._check_settings()
            self._prefetching.early(index for index in order if index not in self._planned)
            for index, job in self.survey.look_at(self._store.reader.summaries()):
                self._note(index, job)
            self._store.planning.prime(jobs[0] for jobs in self.survey.referenced.values() if len(jobs) == 1)
            for index in order:
                if index not in self._planned:
                    self._plan_late(index)
        jobs = [self._planned[index] for index in range(len(self._entries))]
        dependencies.ordered({job.name: sorted(job.needs) for job in jobs if isinstance(job, Changed)})
        return jobs

    def left_over(self) -> list[str]:
        """Warnings about copies of what this set clones, which a run that was killed may have left."""
        copies = self.survey.copies
        return [] if copies is None else list(copies.warnings(self._store, self.survey.wanted.by_name))

    def plan_again(self, job: Written, made: Mapping[str, Job]) -> Plan:
        """The plan of a job after ``made`` came into being, by name."""
        observed = None if job.again is None else job.again.observed
        source = None
        if observed is None and job.entry.desired.clone_from:
            name = job.entry.desired.clone_from
            source = made.get(name) or clone_source(name, self._store.reader)
        return self._entry.plan(job.entry, observed, source)

    # Before the listing

    def _check_settings(self) -> None:
        """Find the mistakes that need no server to see; a job with one of them is not planned any further."""
        for index, desired in enumerate(self._desired):
            if desired.type is not None and desired.state is State.PRESENT:
                try:
                    self._store.planning.check(desired.type, desired.settings)
                except OF_ONE_JOB as error:
                    self._refuse(index, error)

    # While the listing is read

    def _note(self, index: int, job: Job) -> None:
        alone = self._references.stands_alone(index)
        found = self.survey.found.setdefault(index, [])
        found.append(job if alone else self._store.reader.full(job))
        if len(found) > 1:
            # Whichever it is: nothing is done to either.
            self._refuse(index, several_jobs(job.name, found))
        elif index not in self._planned and alone:
            self._plan_early(index, job)
            # Enough to notice a twin; the rest is not needed any more.
            found[0] = Job(job.id, job.name, job.type, {}, job.enabled, job.manageable)

    def _plan_early(self, index: int, job: Job) -> None:
        try:
            self._planned[index] = self._entry.from_summary(self._entries[index], job)
        except OF_ONE_JOB as error:
            self._refuse(index, error)

    # After the listing

    def _plan_late(self, index: int) -> None:
        self._prefetching.late(index, self.survey.found, self._planned)
        try:
            observed = self._observed(index)
            waits = self._refers_to_new(index)
            source = self._source(index) if observed is None else None
            cloned = observed is None and self._expected.named(self._desired[index].clone_from or "") is not None
            self._planned[index] = self._entry.planned_job(
                self._entries[index],
                observed,
                source,
                needs=self._references.needs(index),
                again=PlanAgain(observed) if waits or cloned else None,
            )
        except OF_ONE_JOB as error:
            self._refuse(index, error)
            return
        self._expected.note(self._planned[index], observed)

    def _observed(self, index: int) -> Job | None:
        """The job that an entry is about; raises IncompleteList when it may only be missing from the listing."""
        desired = self._desired[index]
        found = locate(desired, EntryLookup(self.survey, self._desired, index))
        if found is None:
            check_absence(self.survey.gap, f"The job {desired.title}")
        return found

    def _refers_to_new(self, index: int) -> bool:
        """Make sure that every reference of an entry means something; True when it means a job that is yet to be."""
        new = False
        for name, target in self._references.inside(index):
            if self._desired[target].state is State.ABSENT:
                raise InvalidInput([("settings", f'refers to the job "{name}", which this set makes absent')])
            there = self._planned.get(target)
            if isinstance(there, Refused) and not self.survey.found.get(target):
                raise InvalidInput([("settings", f'refers to the job "{name}" of this set, which cannot be planned')])
            new = new or isinstance(there, Create)
        return new

    def _source(self, index: int) -> Job | None:
        """The job that an entry is to be a clone of."""
        desired = self._desired[index]
        name = desired.clone_from
        if not name or desired.state is State.ABSENT:
            return None
        expected = self._expected.named(name)
        if expected is not None:
            return expected
        found = only(self.survey.referenced.get(name, []), name)
        return clone_source(name, self._store.reader) if found is None else self._store.reader.full(found)

    def _refuse(self, index: int, error: VeeamError) -> None:
        self._planned[index] = kinds.refused(self._entries[index], error)
