# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Make the jobs of a server what a set says: plan all, write what differs, prune, and say what was done."""

from __future__ import annotations

import dataclasses
import typing as t
from dataclasses import dataclass, field

from ..._errors import InvalidInput
from ..._expressions.name_patterns import check_entries
from ..._progress import SILENT
from ..ownership import check_owner
from . import dependencies
from .kinds import pruned
from .planned_job import Changed, Refused
from .planning.planner import SetPlanner
from .prune import Limit, Prune, Pruning, choose, told
from .result import JobOutcome, SetResult, Status, judged
from .set_plan import SetPlan

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..._model import Job
    from ..._product import JobModels, JobServer
    from ..._progress import Progress
    from .job_set import JobSet
    from .planned_job import PlannedJob


@dataclass(frozen=True)
class SetOptions:
    """How a set is applied. ``managed_by`` marks its jobs; only jobs with that marker are ever pruned.

    ``protected`` are names and patterns of jobs that are not pruned. ``stop``: begin nothing more after a failure.
    """

    prune: Prune = Prune.NONE
    prune_limit: Limit = field(default_factory=lambda: Limit(10, share=True))
    managed_by: str | None = None
    protected: tuple[str, ...] = ()
    stop: bool = False
    concurrency: int = 8

    @classmethod
    def from_params(cls, params: Mapping[str, t.Any], *, owner: str | None) -> SetOptions:
        """From the options of a module, and the owner that the set has. Raises InvalidInput."""
        return cls(
            prune=Prune(params["prune"]),
            prune_limit=Limit.parse(params["prune_limit"]),
            managed_by=owner,
            protected=tuple(params["protected"]),
            stop=params["on_error"] == "stop",
            concurrency=params["concurrency"],
        )

    def check(self, jobs: JobSet) -> None:
        """Raise InvalidInput for what would prune more than anybody means."""
        check_entries("protected", self.protected)
        problems: list[tuple[str, str]] = []
        if self.managed_by is not None:
            check_owner(self.managed_by)
        elif self.prune is not Prune.NONE:
            text = "is needed to prune: only jobs that carry this marker are pruned. Write it into _defaults.yml"
            problems.append(("managed_by", text))
        if not jobs and self.prune is not Prune.NONE:
            text = "the set is empty, and an empty set prunes nothing. To remove all of its jobs, write them as absent"
            problems.append(("prune", text))
        if problems:
            raise InvalidInput(problems)


class Convergence:
    """One set and one server: plan, look at the plan, apply. ``progress`` is told how far that is."""

    def __init__(self, product: JobServer, jobs: JobSet, options: SetOptions, progress: Progress = SILENT) -> None:
        options.check(jobs)
        self._product = product
        self._options = options
        self._progress = progress
        self._planner = SetPlanner(product.jobs, jobs, owner=options.managed_by)

    def plan(self) -> SetPlan:
        """What is to be done. Reads only. Raises the errors of ``_errors`` for what makes the whole set impossible."""
        jobs = tuple(self._planner.plan())
        pruning = self._pruning()
        warnings = (*self._planner.left_over(), *(() if pruning is None else self._warnings(pruning)))
        if pruning is None or self._options.prune is Prune.REPORT:
            return SetPlan(jobs, pruning, warnings)
        delete, owner = self._options.prune is Prune.DELETE, self._options.managed_by or ""
        store = self._product.jobs
        goes = [pruned(store.reader.full(job), store.models, delete=delete, owner=owner) for job in pruning.jobs]
        return SetPlan((*jobs, *_dependants_first(goes, pruning.jobs, store.models)), pruning, warnings)

    def apply(self, plan: SetPlan) -> SetResult:
        """Carry out ``plan``. Raises SetFailed when any job failed or was left out."""
        if not plan.changed and not plan.failed:
            return self.predict(plan)
        # Imported here so that a task with nothing to do does not read the code that does it.
        from .writing.applier import SetApplier

        applier = SetApplier(
            self._product.jobs,
            self._planner.plan_again,
            concurrency=self._options.concurrency,
            stop=self._options.stop,
            progress=self._progress,
        )
        return judged(self._result(plan, applier.run(plan.jobs)))

    def predict(self, plan: SetPlan) -> SetResult:
        """The result of ``plan`` without writing anything. Raises SetFailed when a job cannot be planned."""
        return judged(self._result(plan, [_predicted(job) for job in plan.jobs]))

    def _pruning(self) -> Pruning | None:
        options, survey = self._options, self._planner.survey
        if options.prune is Prune.NONE:
            return None
        unnamed: Iterable[Job] = survey.unnamed
        if options.prune is Prune.DISABLE:
            reader = self._product.jobs.reader
            unnamed = [(reader.get(job.id) or job) if job.enabled is None else job for job in unnamed]
        # A job that the list lacks is not pruned in this run: that does no harm, and the user is told of the gap.
        return choose(
            options.prune,
            unnamed,
            owned=survey.owned,
            referenced=survey.references,
            protected=options.protected,
            present=survey.names,
            whole=survey.gap is None,
            limit=options.prune_limit,
        )

    def _warnings(self, pruning: Pruning) -> tuple[str, ...]:
        # In a list with a gap nothing can be said of what is not there.
        survey = self._planner.survey
        return told(pruning, self._options.protected if survey.gap is None else (), survey.names)

    def _result(self, plan: SetPlan, outcomes: Iterable[JobOutcome]) -> SetResult:
        return SetResult(plan, tuple(outcomes), self._product.api_version)


def _predicted(job: PlannedJob) -> JobOutcome:
    if isinstance(job, Changed):
        return JobOutcome.in_check_mode(job)
    if isinstance(job, Refused):
        return JobOutcome(job.name, job.action, Status.FAILED, job.id, job.error.message)
    return JobOutcome(job.name, job.action, Status.OK, job.id)


def _dependants_first(goes: Sequence[Changed], jobs: Iterable[Job], models: JobModels) -> Sequence[Changed]:
    """Jobs to be removed: a job that refers to another one goes before it."""
    by_id = {job.id: job.name for job in jobs}
    users: dict[str, set[str]] = {name: set() for name in by_id.values()}
    for job in jobs:
        for reference in models.references(job.model):
            name = by_id.get(reference, reference)
            if name in users and name != job.name:
                users[name].add(job.name)
    try:
        dependencies.ordered(users)
    except InvalidInput:
        # They refer to each other: no order is better than another.
        return goes
    return [dataclasses.replace(each, needs=frozenset(users[each.name])) for each in goes]
