# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What became of a set of jobs, in the keys of a module's result."""

from __future__ import annotations

import enum
import typing as t
from collections import Counter
from dataclasses import dataclass

from ..._errors import VeeamError
from ..plan import Action
from .plan_text import plan_text
from .planned_job import Changed

if t.TYPE_CHECKING:
    from ..results import JobOutcomeShown, JobSetResult, PlanEntry, PruningShown
    from .set_plan import SetPlan

_MOST_FAILURES: t.Final = 20
_LONGEST_FAILURE: t.Final = 600
_CHECK_MODE: t.Final = "check mode"


class Status(enum.Enum):
    """How it went with one job."""

    OK = "ok"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class JobOutcome:
    """What became of one job. ``action`` is what was done, or what was to be done when that failed or was skipped.

    ``moved_on``: it was skipped because it is not any more what the plan saw. ``predicted``: it was skipped because
    nothing may be written.
    """

    name: str
    action: Action
    status: Status
    id: str = ""
    msg: str = ""
    moved_on: bool = False
    predicted: bool = False

    @classmethod
    def in_check_mode(cls, job: Changed) -> JobOutcome:
        """For a job that would be written."""
        return cls(job.name, job.action, Status.SKIPPED, job.id, _CHECK_MODE, predicted=True)

    @property
    def is_done(self) -> bool:
        """Whether the job is as wanted now, or would be."""
        return self.status is Status.OK or self.predicted

    def as_dict(self) -> JobOutcomeShown:
        """For the result of a module."""
        return {
            "name": self.name,
            "id": self.id,
            "action": self.action.value,
            "status": self.status.value,
            "msg": self.msg,
        }


@dataclass(frozen=True)
class SetResult:
    """What a run did, or in check mode would do: an outcome for each job of ``planned``."""

    planned: SetPlan
    outcomes: tuple[JobOutcome, ...]
    api_version: str

    @property
    def changed(self) -> bool:
        """True when something was, or would be, written."""
        return any(each.action is not Action.NONE for each in self.outcomes if each.is_done)

    @property
    def plan(self) -> list[PlanEntry]:
        """What is, or was, to be done to each job."""
        return [job.as_dict() for job in self.planned.jobs]

    @property
    def results(self) -> list[JobOutcomeShown]:
        """What became of each job."""
        return [each.as_dict() for each in self.outcomes]

    @property
    def diff(self) -> list[dict[str, str]]:
        """``{before_header, after_header, before, after}`` of each job that changes."""
        return [job.diff for job in self.planned.jobs if isinstance(job, Changed)]

    @property
    def summary(self) -> dict[str, int]:
        """How many jobs were created and so on."""
        counts = Counter(each.action for each in self.outcomes if each.is_done)
        actions = (Action.CREATE, Action.UPDATE, Action.DELETE, Action.DISABLE)
        return {
            **{action.value: counts[action] for action in actions},
            "unchanged": counts[Action.NONE],
            "failed": len(self.failed),
        }

    @property
    def pruning(self) -> PruningShown | None:
        """What pruning found, None when it was not asked for."""
        return None if self.planned.pruning is None else self.planned.pruning.as_dict()

    @property
    def failed(self) -> list[JobOutcome]:
        """The jobs with which something went wrong."""
        return [each for each in self.outcomes if each.status is Status.FAILED]

    @property
    def moved_on(self) -> dict[str, str]:
        """Why a job was left alone that is not any more what the plan saw, by its name. Each is a warning."""
        return {each.name: each.msg for each in self.outcomes if each.moved_on}

    def as_dict(self) -> JobSetResult:
        """The result of the module."""
        plan = self.plan
        return {
            "changed": self.changed,
            "plan": plan,
            "plan_text": plan_text(plan, failed={each.name: _shortened(each.msg) for each in self.failed}),
            "results": self.results,
            "summary": self.summary,
            "diff": self.diff,
            "pruning": self.pruning or {},
            "api_version": self.api_version,
        }


class SetFailed(VeeamError):
    """Some jobs of a set could not be brought to the wanted state. ``result`` says what became of all of them."""

    def __init__(self, message: str, result: SetResult) -> None:
        self.result = result
        super().__init__(message, **result.as_dict())


def judged(result: SetResult) -> SetResult:
    """``result`` itself. Raises SetFailed when a job failed or was left out because of that."""
    failed = result.failed
    skipped = [each for each in result.outcomes if not each.is_done and each not in failed and not each.moved_on]
    if not failed and not skipped:
        return result
    lines = [f'"{each.name}": {_shortened(each.msg)}' for each in failed[:_MOST_FAILURES]]
    if len(failed) > _MOST_FAILURES:
        lines.append(f"and {len(failed) - _MOST_FAILURES} more; see results")
    if skipped:
        lines.append(f"{len(skipped)} jobs were left as they are because of that; see results")
    head = f"{len(failed)} of {len(result.outcomes)} jobs could not be brought to the wanted state:"
    raise SetFailed("\n  - ".join([head, *lines]), result)


def as_reviewed(result: SetResult) -> SetResult:
    """``result`` itself. Raises SetFailed when a job moved on: what was done is not what was reviewed."""
    if not result.moved_on:
        return result
    lines = [f'"{name}": {_shortened(reason)}' for name, reason in list(result.moved_on.items())[:_MOST_FAILURES]]
    head = f"{len(result.moved_on)} jobs of the reviewed plan moved on before it was their turn. The rest was done:"
    raise SetFailed("\n  - ".join([head, *lines]), result)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_FAILURE else f"{text[:_LONGEST_FAILURE]}…"
