# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plan a whole set: one listing, each job compared as it comes by. Reads only.

What can be planned from one job alone is planned while the listing is read, and forgotten when it is as wanted. What
depends on other jobs (references, renames, clones) waits until all of them were seen.
"""

from __future__ import annotations

import dataclasses
import typing as t
import uuid

from ..._errors import Ambiguous, IncompleteList, InvalidInput, NotFound, Unsupported, VeeamError, check_absence
from ..._model import Job
from ..desired import State
from ..ownership import marked
from ..plan import Action
from ..single_job import prepare
from . import dependencies
from .gc_pause import collection_paused
from .set_plan import PlannedJob, planned, unplannable
from .survey import Survey, Wanted, ambiguous, only

if t.TYPE_CHECKING:
    from collections.abc import Mapping

    from ..._product import JobStore
    from ..plan import Plan
    from .job_set import JobSet, SetEntry

# What is wrong with one job and says nothing about the others.
OF_ONE_JOB: t.Final = (InvalidInput, NotFound, Ambiguous, Unsupported, IncompleteList)
_NOT_YET: t.Final = uuid.UUID("6f6d6f6d-0000-4000-8000-6e6f74796574")


class SetPlanner:
    """Plans the jobs of one set. ``owner`` marks them as its own; None leaves descriptions alone."""

    def __init__(self, store: JobStore, jobs: JobSet, *, owner: str | None) -> None:
        self._store = store
        self._entries = list(jobs)
        self._owner = owner
        desired = [entry.desired for entry in self._entries]
        self._references = [self._references_of(entry) for entry in self._entries]
        references = frozenset[str]().union(*self._references)
        self.survey = Survey(Wanted.of(desired), references, owner, store.reader.full)
        cloned = frozenset(each.clone_from for each in desired if each.clone_from)
        if cloned and not store.planning.names_clones:
            # Imported here so that sets that clone nothing do not read it.
            from ..leftover_clones import CopySearch

            self.survey.copies = CopySearch(cloned)
        self._planned: dict[int, PlannedJob] = {}
        self._made: dict[str, Job] = {}
        self._late_prefetched = False

    @property
    def references(self) -> frozenset[str]:
        """Names and ids of all jobs that the set refers to."""
        return self.survey.references

    def plan(self) -> list[PlannedJob]:
        """The plan of every entry, in their order. Raises InvalidInput for entries that need each other."""
        with collection_paused():
            return self._plan_all()

    def _plan_all(self) -> list[PlannedJob]:
        order = self._order()
        self._check_settings()
        self._prefetch(index for index in order if index not in self._planned)
        for index, job in self.survey.look_at(self._store.reader.summaries()):
            self._note(index, job)
        self._store.planning.prime(jobs[0] for jobs in self.survey.referenced.values() if len(jobs) == 1)
        for index in order:
            if index not in self._planned:
                self._plan_late(index)
        jobs = [self._planned[index] for index in range(len(self._entries))]
        dependencies.ordered({job.name: sorted(job.needs) for job in jobs if job.changed})
        return jobs

    def left_over(self) -> list[str]:
        """Warnings about copies of what this set clones, which a run that was killed may have left."""
        copies = self.survey.copies
        return [] if copies is None else list(copies.warnings(self._store, self.survey.wanted.by_name))

    def plan_again(self, index: int, made: Mapping[str, Job]) -> Plan:
        """The plan of an entry after ``made`` came into being, by name."""
        job = self._planned[index]
        entry = self._entries[index]
        return self._prepared(entry, job.observed, made.get(entry.desired.clone_from or ""))

    # What an entry needs of others

    def _references_of(self, entry: SetEntry) -> frozenset[str]:
        desired = entry.desired
        if desired.state is State.ABSENT:
            return frozenset()
        found = self._store.models.references(desired.settings)
        return found | {desired.clone_from} if desired.clone_from else found

    def _order(self) -> list[int]:
        """The entries, each after those that it refers to."""
        if not self.survey.references:
            return list(range(len(self._entries)))
        titles = [entry.desired.name or entry.desired.id or "" for entry in self._entries]
        number = {title: index for index, title in enumerate(titles)}
        needs = {title: sorted(self._references[index]) for title, index in number.items()}
        return [number[title] for title in dependencies.ordered(needs)]

    # Before the listing

    def _check_settings(self) -> None:
        """Find the mistakes that need no server to see; a job with one of them is not planned any further."""
        for index, entry in enumerate(self._entries):
            desired = entry.desired
            if desired.type is not None and desired.state is State.PRESENT:
                try:
                    self._store.planning.check(desired.type, desired.settings)
                except OF_ONE_JOB as error:
                    self._fail(index, error)

    def _prefetch(self, indexes: t.Iterable[int]) -> None:
        wanted = (self._entries[index].desired for index in indexes)
        self._store.planning.prefetch(
            (job.type, job.settings) for job in wanted if job.type and job.state is State.PRESENT
        )

    # While the listing is read

    def _note(self, index: int, job: Job) -> None:
        found = self.survey.found.setdefault(index, [])
        found.append(job if self._stands_alone(index) else self._store.reader.full(job))
        if len(found) > 1:
            # Whichever it is: nothing is done to either.
            self._fail(index, ambiguous(found, job.name))
        elif index not in self._planned and self._stands_alone(index):
            self._plan_one(index, job, None)
            if self._planned[index].changed or self._planned[index].error is not None:
                self._plan_one(index, self._store.reader.full(job), None)
            # Enough to notice a twin; the rest is not needed any more.
            found[0] = dataclasses.replace(job, model={}, raw={})

    def _stands_alone(self, index: int) -> bool:
        desired = self._entries[index].desired
        if desired.previous_name or desired.name in self.survey.wanted.by_previous:
            return False
        return desired.state is State.ABSENT or bool(desired.type and not self._references[index])

    # After the listing

    def _plan_late(self, index: int) -> None:
        desired = self._entries[index].desired
        self._prefetch_late(index)
        try:
            observed = self._observed(index)
            pending = self._become_known(index)
            source = self._source(index) if observed is None else None
        except OF_ONE_JOB as error:
            self._fail(index, error)
            return
        self._plan_one(index, observed, source)
        job = self._planned[index]
        job.needs = self._needs(index)
        if job.plan is not None:
            job.pending = job.changed and (pending or bool(desired.clone_from and source and not source.raw))
            job.observed = observed if job.pending else job.observed
            self._expect(job, observed)

    def _prefetch_late(self, index: int) -> None:
        """What an entry without a type needs is only known now; all such entries go together."""
        desired = self._entries[index].desired
        if desired.type is not None or desired.state is State.ABSENT or self._late_prefetched:
            return
        self._late_prefetched = True
        wanted = []
        for number, jobs in self.survey.found.items():
            job = self._entries[number].desired
            # What the API has no model of is refused when its turn comes.
            waits = number not in self._planned and job.type is None and job.state is State.PRESENT
            if waits and jobs[0].manageable:
                wanted.append((jobs[0].type, job.settings))
        self._store.planning.prefetch(wanted)

    def _observed(self, index: int) -> Job | None:
        """The job that an entry is about, as ``converge.locate`` would find it, in the light of the other entries.

        None when there is really none; raises IncompleteList when it may only be missing from the listing.
        """
        found = self._listed(index)
        if found is None:
            desired = self._entries[index].desired
            check_absence(self.survey.gap, f"The job {desired.title}")
        return found

    def _listed(self, index: int) -> Job | None:
        desired = self._entries[index].desired
        if index in self.survey.clashes:
            text = f"the set has this job a second time, by its id {self.survey.clashes[index]}"
            raise InvalidInput([("name", text)])
        found = self._found(index, frozenset())
        if desired.id is not None and found is None and desired.state is State.PRESENT and self.survey.gap is None:
            raise NotFound(f"There is no job with the id {desired.id}. Leave the id out to create the job by its name.")
        if desired.previous_name is None:
            return found
        previous = only(self.survey.previous.get(index, []), desired.previous_name)
        claimed = desired.previous_name in self.survey.wanted.by_name
        if desired.state is State.ABSENT or previous is None or (claimed and found is not None):
            return found or previous
        if found is not None:
            raise InvalidInput([("previous_name", _in_the_way(desired.previous_name, previous, found))])
        return previous

    def _found(self, index: int, seen: frozenset[int]) -> Job | None:
        """The job that goes by the name or id of an entry, unless another entry is to rename it."""
        desired = self._entries[index].desired
        found = only(self.survey.found.get(index, []), desired.name or desired.id or "")
        other = None if found is None else self.survey.wanted.by_previous.get(found.name)
        if other in (None, index) or other in seen or self._entries[other].desired.state is State.ABSENT:
            return found
        return found if self._found(other, seen | {index}) is not None else None

    def _become_known(self, index: int) -> bool:
        """Make sure that every reference of an entry means something; True when it means a job that is yet to be."""
        pending = False
        for name in self._references[index]:
            target = self.survey.wanted.by_name.get(name)
            if target is None or target == index:
                continue
            if self._entries[target].desired.state is State.ABSENT:
                raise InvalidInput([("settings", f'refers to the job "{name}", which this set makes absent')])
            there = self._planned.get(target)
            if there is not None and there.error is not None and not there.id and not self.survey.found.get(target):
                raise InvalidInput([("settings", f'refers to the job "{name}" of this set, which cannot be planned')])
            pending = pending or (there is not None and there.action == Action.CREATE.value)
        return pending

    def _source(self, index: int) -> Job | None:
        name = self._entries[index].desired.clone_from
        if not name:
            return None
        found = only(self.survey.referenced.get(name, []), name)
        return self._made.get(name) or (found and self._store.reader.full(found))

    def _expect(self, job: PlannedJob, observed: Job | None) -> None:
        """Let later entries refer to a job that does not exist yet, or not under this name."""
        plan = job.plan
        if plan is None or job.name not in self.references or plan.desired.state is State.ABSENT:
            return
        if plan.action is Action.CREATE:
            identifier = str(uuid.uuid5(_NOT_YET, job.name))
            job_type = str(plan.model.get("type") or plan.desired.type)
            raw = {"id": identifier, "name": job.name, "type": job_type}
            self._made[job.name] = Job(identifier, job.name, job_type, plan.model)
            self._store.planning.prime([Job(identifier, job.name, job_type, plan.model, raw=raw)])
        elif observed is not None and observed.name != job.name:
            self._store.planning.prime(
                [dataclasses.replace(observed, name=job.name, raw={**observed.raw, "name": job.name})]
            )

    def _needs(self, index: int) -> frozenset[str]:
        """The names of the jobs of the set that must be written before this one."""
        desired = self._entries[index].desired
        names = {name for name in self._references[index] if name in self.survey.wanted.by_name}
        other = self.survey.wanted.by_previous.get(desired.name or "")
        if other is not None and other != index:
            # Its name is free only after the job that has it now was renamed.
            names.add(self._entries[other].desired.name or "")
        return frozenset(names)

    # One entry

    def _plan_one(self, index: int, observed: Job | None, source: Job | None) -> None:
        entry = self._entries[index]
        try:
            job = planned(entry, self._prepared(entry, observed, source), self._store.models)
        except OF_ONE_JOB as error:
            self._fail(index, error)
            return
        self._planned[index] = job

    def _prepared(self, entry: SetEntry, observed: Job | None, source: Job | None) -> Plan:
        desired = entry.desired
        if observed is not None and observed.enabled is None and desired.enabled is not None:
            # Some servers leave the state out of the job and have it elsewhere.
            observed = self._store.reader.get(observed.id) or observed
        existing = observed or source
        job_type = desired.type or (existing.type if existing is not None else "")
        if self._owner is not None and job_type and self._store.models.carries_owner(job_type):
            desired = marked(desired, existing, self._owner)
        return prepare(desired, observed, self._store, source=source)

    def _fail(self, index: int, error: VeeamError) -> None:
        entry = self._entries[index]
        self._planned[index] = unplannable(entry, entry.desired.name or entry.desired.id or "", error)


def _in_the_way(previous_name: str, previous: Job, found: Job) -> str:
    return (
        f'there is a job "{previous_name}" (id {previous.id}) and also a job "{found.name}" (id {found.id}): the first '
        "cannot get the name of the second. Delete or rename one of them"
    )
