# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Make planned jobs of plans: decide the kind, present it once, drop what only the comparison needed."""

from __future__ import annotations

import dataclasses
import typing as t

from ..._model import Change
from ..plan import Action
from ..presentation import present
from ..yaml_text import as_yaml
from .digests import model_digest
from .planned_job import Create, Delete, Disable, PlannedChange, Refused, Unchanged, Update

if t.TYPE_CHECKING:
    from ..._errors import VeeamError
    from ..._model import Job
    from ..._paths import Path
    from ..._product import JobModels
    from ..plan import Plan
    from .job_set import Origin, SetEntry
    from .planned_job import Changed, PlanAgain, PlannedJob

# Options of a job that have another name where they stand in its model.
_OPTIONS: t.Final = {
    "name": "name",
    "description": "description",
    "isHighPriority": "high_priority",
    "enabled": "enabled",
}


def unchanged(entry: SetEntry, observed: Job | None, reason: str) -> Unchanged:
    """A job of which nothing is to be done."""
    return Unchanged(
        name=_name(entry, observed), reason=reason, id="" if observed is None else observed.id, entry=entry
    )


def refused(entry: SetEntry, error: VeeamError) -> Refused:
    """A job for which there is no plan."""
    name = entry.desired.name or entry.desired.id or ""
    return Refused(name=name, reason=f"cannot be planned: {error.message}", entry=entry, error=error)


def planned(
    entry: SetEntry,
    plan: Plan,
    models: JobModels,
    *,
    needs: frozenset[str] = frozenset(),
    again: PlanAgain | None = None,
) -> PlannedJob:
    """``plan`` as it is shown, and as much of it as is needed to carry it out, so that big sets stay small.

    ``needs`` are the names of the jobs that must be written before; ``again`` is set when one does not exist yet.
    """
    observed = plan.observed
    if not plan.changed:
        return unchanged(entry, observed, plan.reason)
    presented = present(plan, models)
    name = _name(entry, observed)
    shown: _Shown = {
        "name": name,
        "reason": plan.reason,
        "entry": entry,
        "changes": tuple(PlannedChange(change, origin_of(entry, change)) for change in presented.changes),
        "diff": _with_headers(name, presented.diff),
        "needs": needs,
    }
    if observed is None:
        return Create(**shown, plan=plan, again=again)
    digest = model_digest(observed.model, models)
    if plan.action is Action.DELETE:
        return Delete(**shown, id=observed.id, seen=observed, digest=digest)
    return Update(**shown, id=observed.id, plan=_without_models(plan, observed), again=again, digest=digest)


def pruned(job: Job, models: JobModels, *, delete: bool, owner: str) -> Changed:
    """A job that goes because the set does not name it any more."""
    before = as_yaml({"name": job.name, "type": job.type})
    reason = f"it is managed by {owner} and not in the set"
    digest = model_digest(job.model, models)
    if delete:
        diff = _with_headers(job.name, {"before": before, "after": ""})
        return Delete(name=job.name, reason=reason, id=job.id, diff=diff, digest=digest, seen=job)
    change = PlannedChange(Change(("enabled",), job.enabled, after=False), None)
    diff = _with_headers(job.name, {"before": f"{before}enabled: true\n", "after": f"{before}enabled: false\n"})
    return Disable(name=job.name, reason=reason, id=job.id, changes=(change,), diff=diff, digest=digest, seen=job)


def origin_of(entry: SetEntry, change: Change) -> Origin:
    """Who says the value that ``change`` is about, by name or by id."""
    return entry.origin(_where_written(change.path), _where_written(change.written))


class _Shown(t.TypedDict):
    """What every changed job has."""

    name: str
    reason: str
    entry: SetEntry
    changes: tuple[PlannedChange, ...]
    diff: dict[str, str]
    needs: frozenset[str]


def _name(entry: SetEntry, observed: Job | None) -> str:
    desired = entry.desired
    return desired.name or (observed.name if observed is not None else desired.id or "")


def _without_models(plan: Plan, observed: Job) -> Plan:
    """``plan`` less what can be read again before the job is written."""
    return dataclasses.replace(plan, observed=dataclasses.replace(observed, model={}, raw={}), model={}, differences=())


def _with_headers(name: str, diff: dict[str, str]) -> dict[str, str]:
    return {"before_header": name, "after_header": name, **diff}


def _where_written(path: Path) -> Path:
    # Enterprise Manager begins them with a capital letter.
    first = str(path[0]) if path else ""
    option = _OPTIONS.get(first[:1].lower() + first[1:])
    return ("settings", *path) if option is None else (option,)
