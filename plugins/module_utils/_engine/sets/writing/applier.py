# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Carry out the plan of a set: several jobs at a time, each after those that it needs, removals last.

Every job is brought to its state by the same ``apply`` as a single one. Whatever ends a run in the middle, every job is
either as it was, or as wanted, or on a way that the next run goes to its end.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import threading
import typing as t
from concurrent.futures import Future
from queue import Empty, SimpleQueue

from ...._errors import AuthenticationFailed, ConnectionFailed, VeeamError
from ...._progress import SILENT
from ...._timing.threads import Threads
from ...plan import Action
from ...writing.apply import apply
from ...writing.creation_race import already_made
from ...writing.removal import MovedOn
from ...writing.verify import is_met
from .. import dependencies
from ..planned_job import Changed, Create, Delete, Refused, Removed, Written
from ..result import JobOutcome, Status
from .arrivals import Arrivals
from .removals import Removals
from .tally import Tally

if t.TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ...._model import Job
    from ...._product import JobStore
    from ...._progress import Progress
    from ...plan import Plan
    from ...writing.creation_race import Applied
    from ..planned_job import PlannedJob

    Replan = Callable[[Written, Mapping[str, Job]], Plan]

# So many jobs in a row that did not even reach the server are enough to see that the others will not either.
Item = t.TypeVar("Item")

_ENOUGH_UNREACHED: t.Final = 3
# Seconds after which the run says how far it is although no job ended meanwhile.
_SIGN_OF_LIFE = 2.0


class SetApplier:
    """Writes the jobs of one plan. ``stop``: begin nothing more after the first failure.

    ``progress`` is told by the thread that calls ``run``.
    """

    def __init__(
        self, store: JobStore, plan_again: Replan, *, concurrency: int, stop: bool, progress: Progress = SILENT
    ) -> None:
        self._store = store
        self._plan_again = plan_again
        self._concurrency = concurrency
        self._stop = stop
        self._made: dict[str, Job] = {}
        self._removals = Removals(store, ())
        self._arrivals = Arrivals(store.reader, ())
        self._lock = threading.Lock()
        self._unreached = 0
        self._progress = progress
        self._tally = Tally(progress, 0)
        self.outcomes: dict[int, JobOutcome] = {}

    @property
    def failed(self) -> bool:
        """Whether any job failed."""
        return any(outcome.status is Status.FAILED for outcome in self.outcomes.values())

    def run(self, jobs: Sequence[PlannedJob]) -> list[JobOutcome]:
        """Write ``jobs``; an outcome for each, in their order. Jobs that cannot be planned have failed already."""
        for index, job in enumerate(jobs):
            if isinstance(job, Refused):
                self.outcomes[index] = JobOutcome(job.name, job.action, Status.FAILED, job.id, job.error.message)
            elif not isinstance(job, Changed):
                self.outcomes[index] = JobOutcome(job.name, job.action, Status.OK, job.id)
        self._removals = Removals(self._store, jobs)
        self._arrivals = Arrivals(self._store.reader, (job.id for job in jobs if job.id))
        waiting = {index: job for index, job in enumerate(jobs) if isinstance(job, Changed)}
        self._tally = Tally(self._progress, len(waiting))
        self._tally.tell()
        removed = {index: job for index, job in waiting.items() if isinstance(job, Delete)}
        pruned = {index: job for index, job in waiting.items() if job.entry is None}
        if self._stop and self.failed:
            self._skip(waiting, "another job of the set cannot be planned, and on_error is stop")
            waiting = {}
        self._write({index: job for index, job in waiting.items() if index not in removed and index not in pruned})
        self._write({index: job for index, job in removed.items() if index not in pruned and index in waiting})
        if self.failed:
            self._skip(pruned, "nothing is pruned when a job of the set failed, or it could have been its successor")
        self._write({index: job for index, job in pruned.items() if index in waiting})
        self._tally.tell(over=True)
        return [self.outcomes[index] for index in range(len(jobs))]

    def _skip(self, jobs: Mapping[int, Changed], reason: str) -> None:
        for index, job in jobs.items():
            if index not in self.outcomes:
                self._settle(index, JobOutcome(job.name, job.action, Status.SKIPPED, job.id, reason))

    def _settle(self, index: int, outcome: JobOutcome) -> None:
        """Note what became of a job. Only the thread that called ``run`` does so."""
        before = self.outcomes.get(index)
        self.outcomes[index] = outcome
        self._tally.count(outcome.status, instead_of=None if before is None else before.status)

    def _write(self, jobs: Mapping[int, Changed]) -> None:
        jobs = {index: job for index, job in jobs.items() if index not in self.outcomes}
        if not jobs:
            return
        # Jobs under way are brought to their end also when the run is cancelled, as far as time allows.
        with Threads(min(self._concurrency, len(jobs)), name="job") as threads:
            self._write_with(threads, jobs)
        self._prove({id(job): index for index, job in jobs.items()})

    def _prove(self, numbers: Mapping[int, int]) -> None:
        """Look whether what was to go is gone. ``numbers`` has the index of each job by the identity of its object."""
        for job, error, left in self._removals.prove():
            if error is not None:
                outcome = JobOutcome(job.name, job.action, Status.FAILED, job.id, error.message)
                self._settle(numbers[id(job)], outcome)
            self._tally.tell(unproven=left)

    def _write_with(self, threads: Threads, jobs: Mapping[int, Changed]) -> None:
        sorter = dependencies.sorter(self._order(jobs))
        sorter.prepare()
        running: dict[Future[JobOutcome], int] = {}
        finished: SimpleQueue[Future[JobOutcome]] = SimpleQueue()
        while sorter.is_active():
            for index in sorter.get_ready():
                skipped = self._skipped(jobs[index])
                if skipped is None:
                    future = threads.order(functools.partial(self._apply, jobs[index]))
                    running[future] = index
                    future.add_done_callback(finished.put)
                else:
                    self._settle(index, skipped)
                    sorter.done(index)
            if not running:
                continue
            for future in _arrived(finished, _SIGN_OF_LIFE):
                index = running.pop(future)
                self._settle(index, future.result())
                sorter.done(index)
            self._tally.tell()

    def _order(self, jobs: Mapping[int, Changed]) -> dict[int, set[int]]:
        """What each job waits for: what it needs, and a clone for the one before it. Names need not be unique.

        A server makes names of copies up. With one at a time, a run that is killed leaves one such copy at most.
        """
        named: dict[str, set[int]] = {}
        for index, job in jobs.items():
            named.setdefault(job.name, set()).add(index)
        needs = {index: {each for name in job.needs for each in named.get(name, ())} for index, job in jobs.items()}
        clones = {index for index, job in jobs.items() if isinstance(job, Create) and job.plan.source is not None}
        if len(clones) > 1 and not self._store.planning.names_clones:
            one_by_one = [index for index in dependencies.sorter(needs).static_order() if index in clones]
            for before, after in itertools.pairwise(one_by_one):
                needs[after].add(before)
        return needs

    def _made_meanwhile(self, plan: Plan, name: str) -> Applied | None:
        """What is left of a create when the job was made after the plan; None when it was not."""
        if plan.action is not Action.CREATE:
            return None
        found = self._arrivals.named(name)
        if found is None:
            return None
        if not is_met(plan, found, self._store.models):
            raise VeeamError(
                f'There is a job "{name}" (id {found.id}) now that was not there when the plan was made, and it is not '
                "as wanted. It was left as it is. Run the task again."
            )
        return already_made(plan, found)

    def _skipped(self, job: Changed) -> JobOutcome | None:
        """The outcome of a job that is not begun, None for one that is."""
        if self._stop and self.failed:
            return JobOutcome(job.name, job.action, Status.SKIPPED, job.id, "another job failed, and on_error is stop")
        missing = {outcome.name: outcome for outcome in self.outcomes.values() if _is_missing(outcome, job.needs)}
        if not missing:
            return None
        name = min(missing)
        refers = f'the job "{name}", which refers to it, is still there'
        reason = refers if isinstance(job, Removed) else f'it refers to the job "{name}", which could not be written'
        moved_on = all(outcome.moved_on for outcome in missing.values())
        return JobOutcome(
            job.name, job.action, Status.SKIPPED, job.id, f'"{job.name}": {reason}' if moved_on else reason, moved_on
        )

    def _apply(self, job: Changed) -> JobOutcome:
        """One job, in a thread of its own."""
        if self._stop and self.failed:
            return JobOutcome(job.name, job.action, Status.SKIPPED, job.id, "another job failed, and on_error is stop")
        if self._unreached >= _ENOUGH_UNREACHED:
            reason = "the server could not be reached for the jobs before"
            return JobOutcome(job.name, job.action, Status.SKIPPED, job.id, reason)
        try:
            outcome = self._written(job)
        except MovedOn as moved:
            return JobOutcome(job.name, job.action, Status.SKIPPED, job.id, moved.message, moved_on=True)
        except VeeamError as error:
            with self._lock:
                unreached = isinstance(error, ConnectionFailed | AuthenticationFailed)
                self._unreached = self._unreached + 1 if unreached else 0
            return JobOutcome(job.name, job.action, Status.FAILED, job.id, error.message)
        self._unreached = 0
        return outcome

    def _written(self, job: Changed) -> JobOutcome:
        if isinstance(job, Removed):
            return self._removals.carry_out(job)
        if not isinstance(job, Written):
            raise TypeError(job)
        with self._lock:
            # Names of jobs that have just been made are looked up in one go with what they mean now.
            plan = job.plan if job.again is None else self._plan_again(job, dict(self._made))
        applied = self._made_meanwhile(plan, job.name) or apply(plan, self._store)
        if applied.job is not None and plan.action is Action.CREATE:
            with self._lock:
                self._made[job.name] = applied.job
                self._store.planning.prime([applied.job])
        return JobOutcome(job.name, applied.plan.action, Status.OK, job.id if applied.job is None else applied.job.id)


def _is_missing(outcome: JobOutcome, needs: frozenset[str]) -> bool:
    """Whether a job that others need before them is not as they need it."""
    return outcome.name in needs and outcome.status is not Status.OK and outcome.action is not Action.NONE


def _arrived(queue: SimpleQueue[Item], seconds: float) -> list[Item]:
    """All that is in ``queue`` by now; when there is nothing, what comes first, for which it waits so long.

    Unlike ``concurrent.futures.wait`` it does not look at all that is still missing, each time.
    """
    found: list[Item] = []
    with contextlib.suppress(Empty):
        found.append(queue.get(timeout=seconds))
        while True:
            found.append(queue.get_nowait())
    return found
