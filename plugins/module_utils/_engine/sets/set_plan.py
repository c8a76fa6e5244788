# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is to be done to the jobs of a set, job by job: plain data, and how it reads in a result."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import typing as t
from dataclasses import dataclass, field

from ..._model import Change
from ..plan import Action, Plan
from ..presentation import plan_changes, plan_diff
from ..yaml_text import as_yaml

if t.TYPE_CHECKING:
    from ..._errors import VeeamError
    from ..._model import Job, Json
    from ..._paths import Path
    from ..._product import JobModels
    from ..results import PlanEntry, PlannedChangeShown
    from .job_set import Origin, SetEntry
    from .prune import Pruning

DISABLE: t.Final = "disable"
# Options of a job that have another name where they stand in its model.
_OPTIONS: t.Final = {
    "name": "name",
    "description": "description",
    "isHighPriority": "high_priority",
    "enabled": "enabled",
}


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """A change of a job, and who wants it: ``origin`` is None for a job that no set names any more."""

    change: Change
    origin: Origin | None

    def as_dict(self) -> PlannedChangeShown:
        """For the result of a module."""
        return {**self.change.as_dict(), "origin": "prune" if self.origin is None else str(self.origin)}


@dataclass(slots=True)
class PlannedJob:
    """One job of a plan. ``entry`` is None for a job that is pruned, ``plan`` for one that cannot be planned.

    ``action`` is create, update, delete, disable or none. ``needs`` are the names of jobs that must be written before.
    ``pending``: what it refers to does not exist yet, so that it must be planned again when it is its turn.
    ``observed`` is only kept where planning again needs it, and for jobs that go or are disabled.
    """

    name: str
    action: str
    reason: str
    id: str = ""
    entry: SetEntry | None = None
    plan: Plan | None = None
    error: VeeamError | None = None
    changes: list[PlannedChange] = field(default_factory=list)
    diff: dict[str, str] = field(default_factory=dict)
    needs: frozenset[str] = frozenset()
    pending: bool = False
    observed: Job | None = None
    wanted_digest: str = ""
    observed_digest: str = ""

    @property
    def changed(self) -> bool:
        """True when something is to be written."""
        return self.action != Action.NONE.value

    def as_dict(self) -> PlanEntry:
        """For the result of a module."""
        changes = [change.as_dict() for change in self.changes]
        return {"name": self.name, "action": self.action, "changes": changes, "reason": self.reason}


@dataclass
class SetPlan:
    """The jobs of a set in the order in which they are written there, pruned ones at the end.

    ``warnings`` are for the person at the terminal, although nothing went wrong.
    """

    jobs: list[PlannedJob]
    pruning: Pruning | None = None
    warnings: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """True when something is to be written."""
        return any(job.changed for job in self.jobs)

    @property
    def failed(self) -> list[PlannedJob]:
        """The jobs that cannot be planned."""
        return [job for job in self.jobs if job.error is not None]


def planned(entry: SetEntry, plan: Plan, models: JobModels) -> PlannedJob:
    """``plan`` as it is shown; what only the comparison needed is dropped, so that big sets stay small."""
    job_id = "" if plan.observed is None else plan.observed.id
    name = plan.desired.name or (plan.observed.name if plan.observed is not None else plan.desired.id or "")
    result = PlannedJob(name, plan.action.value, plan.reason, id=job_id, entry=entry)
    if plan.changed:
        listed = plan_changes(plan, models.comparison, models.presentable)
        result.changes = [PlannedChange(change, origin_of(entry, change)) for change in listed]
        result.diff = _with_headers(name, plan_diff(plan, models.comparison, models.presentable))
        result.plan = _without_models(plan)
        result.observed_digest = "" if plan.observed is None else digest(plan.observed.model, models)
        result.observed = plan.observed if plan.action is Action.DELETE else None
    return result


def unplannable(entry: SetEntry, name: str, error: VeeamError) -> PlannedJob:
    """A job for which there is no plan."""
    return PlannedJob(name, Action.NONE.value, f"cannot be planned: {error.message}", entry=entry, error=error)


def pruned(job: Job, models: JobModels, *, delete: bool, owner: str) -> PlannedJob:
    """A job that goes because the set does not name it any more."""
    reason = f"it is managed by {owner} and not in the set"
    seen = digest(job.model, models)
    before = as_yaml({"name": job.name, "type": job.type})
    if delete:
        diff = {"before": before, "after": ""}
        shown = _with_headers(job.name, diff)
        return PlannedJob(
            job.name, Action.DELETE.value, reason, id=job.id, diff=shown, observed=job, observed_digest=seen
        )
    changes = [PlannedChange(Change(("enabled",), job.enabled, after=False), None)]
    diff = {"before": f"{before}enabled: true\n", "after": f"{before}enabled: false\n"}
    shown = _with_headers(job.name, diff)
    return PlannedJob(
        job.name, DISABLE, reason, id=job.id, changes=changes, diff=shown, observed=job, observed_digest=seen
    )


def digest(model: Json, models: JobModels) -> str:
    """What a job looks like, as a short text; what the server computes by itself is left out."""
    text = json.dumps(_steady(model, models), sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _steady(value: t.Any, models: JobModels, path: tuple[str, ...] = ()) -> t.Any:
    if isinstance(value, dict):
        below = ((member, (*path, member)) for member in value)
        kept = ((member, place) for member, place in below if not models.comparison.volatile(place))
        return {member: _steady(value[member], models, place) for member, place in kept}
    if isinstance(value, list):
        # Servers do not keep the order of what is a set.
        items = [_steady(item, models, path) for item in value]
        return sorted(items, key=lambda item: json.dumps(item, sort_keys=True))
    return value


def _without_models(plan: Plan) -> Plan:
    """``plan`` less what can be read again before the job is written."""
    if plan.action is not Action.UPDATE or plan.observed is None:
        return plan
    observed = dataclasses.replace(plan.observed, model={}, raw={})
    return dataclasses.replace(plan, observed=observed, model={}, differences=())


def _with_headers(name: str, diff: dict[str, str]) -> dict[str, str]:
    return {"before_header": name, "after_header": name, **diff}


def origin_of(entry: SetEntry, change: Change) -> Origin:
    """Who says the value that ``change`` is about, by name or by id."""
    return entry.origin(_where_written(change.path), _where_written(change.written))


def _where_written(path: Path) -> Path:
    # Enterprise Manager begins them with a capital letter.
    first = str(path[0]) if path else ""
    option = _OPTIONS.get(first[:1].lower() + first[1:])
    return ("settings", *path) if option is None else (option,)
