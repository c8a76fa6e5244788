# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""From what the user wrote about one job, and the job that was found, to its plan. Reads only."""

from __future__ import annotations

import dataclasses
import typing as t
from dataclasses import dataclass, field

from .._errors import InvalidInput
from .compare import differences
from .desired import State
from .ownership import kept, unowned
from .plan import Plan, plan, refuse_unreachable

if t.TYPE_CHECKING:
    from .._model import Job, Json
    from .._product import ComparisonRules, Completion, JobPlanning, JobStore
    from .desired import DesiredJob


@dataclass(frozen=True)
class Resolved:
    """What is wanted of one job, in the product's vocabulary and with ids; checked as far as one job can be.

    ``complete`` makes the model of a new job whole, None for a job that exists or is cloned.
    """

    desired: DesiredJob
    observed: Job | None
    source: Job | None = None
    job_type: str = ""
    wanted: Json = field(default_factory=dict)
    complete: Completion | None = None

    def is_met(self, rules: ComparisonRules) -> bool:
        """Whether nothing is to be done: cheaper than a plan, which has to know everything that differs."""
        if self.observed is None or self.desired.state is State.ABSENT:
            return self.observed is None and self.desired.state is State.ABSENT
        if self.desired.enabled not in (None, self.observed.enabled):
            return False
        return next(differences(self.wanted, self.observed.model, rules), None) is None


def resolve(desired: DesiredJob, observed: Job | None, store: JobStore, *, source: Job | None = None) -> Resolved:
    """Check and resolve what the user wrote of a job that was looked for; ``source`` is the job to clone.

    Raises the errors of ``_errors`` for what no plan can reach.
    """
    if observed is not None:
        refuse_unreachable(desired, observed)
    if desired.state is State.ABSENT:
        if observed is not None:
            store.planning.check_delete(observed)
        return Resolved(desired, observed)
    if source is not None:
        _check_clone(desired, source, store.planning)
    if source is not None and store.models.carries_owner(source.type):
        desired = unowned(desired, source)
    elif observed is not None:
        desired = kept(desired, observed)
    complete = store.planning.creation() if observed is None and source is None else None
    job_type = _type(desired, observed or source)
    store.planning.check(job_type, desired.settings)
    wanted = _members(desired, observed, job_type, store)
    wanted |= store.planning.resolve(job_type, desired.settings, observed or source)
    if source is not None:
        wanted, enabled = store.planning.clone_settings(source, wanted, desired.enabled)
        desired = dataclasses.replace(desired, enabled=enabled)
    return Resolved(desired, observed, source, job_type, wanted, complete)


def planned(resolved: Resolved, store: JobStore) -> Plan:
    """The plan. Raises the errors of ``_errors`` for a change that this API cannot make."""
    made = plan(resolved.desired, resolved.wanted, resolved.observed, store.models.comparison, source=resolved.source)
    if resolved.observed is not None and made.differences:
        store.planning.check_update(resolved.observed, made.model)
    if resolved.complete is None:
        return made
    return dataclasses.replace(made, model=resolved.complete(resolved.job_type, made.model))


def _members(desired: DesiredJob, observed: Job | None, job_type: str, store: JobStore) -> Json:
    return store.models.option_members(
        job_type,
        name=desired.name or (observed.name if observed is not None else ""),
        description=desired.description,
        high_priority=desired.high_priority,
    )


def _type(desired: DesiredJob, existing: Job | None) -> str:
    if desired.type is not None:
        return desired.type
    if existing is not None:
        return existing.type
    raise InvalidInput([("type", f"there is no job {desired.title} yet, and a new job needs a type")])


def _check_clone(desired: DesiredJob, source: Job, planning: JobPlanning) -> None:
    if desired.type is not None and desired.type != source.type:
        raise InvalidInput([("type", f'a clone of "{source.name}" is of its type, {source.type}, not {desired.type}')])
    planning.check_clone(source)
