# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What became of a set of jobs, in the keys of a module's result. PRIVATE to the collection."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from ..._errors import VeeamError
from .plan_text import plan_text

if t.TYPE_CHECKING:
    from ..results import JobOutcomeShown, JobSetResult, PlanEntry, PruningShown

OK: t.Final = "ok"
FAILED: t.Final = "failed"
SKIPPED: t.Final = "skipped"

_MOST_FAILURES: t.Final = 20
_LONGEST_FAILURE: t.Final = 600


@dataclass(frozen=True, slots=True)
class JobOutcome:
    """What became of one job. ``action`` is what was done, or what was to be done when that failed or was skipped.

    ``moved_on``: it was skipped because it is not any more what the plan saw.
    """

    name: str
    action: str
    status: str
    id: str = ""
    msg: str = ""
    moved_on: bool = False

    def as_dict(self) -> JobOutcomeShown:
        """For the result of a module."""
        return {"name": self.name, "id": self.id, "action": self.action, "status": self.status, "msg": self.msg}


@dataclass(frozen=True)
class SetResult:
    """What a run did, or in check mode would do, in the keys of a module's result.

    ``moved_on``: why a job was left alone that is not any more what the plan saw, by its name. Each is a warning.
    """

    changed: bool
    plan: list[PlanEntry]
    results: list[JobOutcomeShown]
    summary: dict[str, int]
    diff: list[dict[str, str]]
    pruning: PruningShown | None
    api_version: str
    moved_on: dict[str, str] = field(default_factory=dict)

    def as_dict(self) -> JobSetResult:
        """The keys of the module's result."""
        return {
            "changed": self.changed,
            "plan": self.plan,
            "plan_text": plan_text(self.plan, failed=self._failed()),
            "results": self.results,
            "summary": self.summary,
            "diff": self.diff,
            "pruning": self.pruning or {},
            "api_version": self.api_version,
        }

    def _failed(self) -> dict[str, str]:
        return {each["name"]: _shortened(each["msg"]) for each in self.results if each["status"] == FAILED}


class SetFailed(VeeamError):
    """Some jobs of a set could not be brought to the wanted state. ``result`` says what became of all of them."""

    def __init__(self, message: str, result: SetResult) -> None:
        self.result = result
        super().__init__(message, **result.as_dict())


def judged(result: SetResult) -> SetResult:
    """``result`` itself. Raises SetFailed when a job failed or was left out because of that."""
    failed = [each for each in result.results if each["status"] == FAILED]
    skipped = [
        each
        for each in result.results
        if each["status"] == SKIPPED and each["msg"] != "check mode" and each["name"] not in result.moved_on
    ]
    if not failed and not skipped:
        return result
    lines = [f'"{each["name"]}": {_shortened(each["msg"])}' for each in failed[:_MOST_FAILURES]]
    if len(failed) > _MOST_FAILURES:
        lines.append(f"and {len(failed) - _MOST_FAILURES} more; see results")
    if skipped:
        lines.append(f"{len(skipped)} jobs were left as they are because of that; see results")
    head = f"{len(failed)} of {len(result.results)} jobs could not be brought to the wanted state:"
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
