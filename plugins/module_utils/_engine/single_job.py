# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Make one job of a server what the user wants it to be."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from .._errors import Ambiguous, IncompleteList
from .desired import State
from .locate import clone_source, locate
from .plan import Action, Plan
from .prepare import planned, resolve
from .presentation import NOTHING, Presented, present

if t.TYPE_CHECKING:
    from .._model import Job, Json, ShownChange
    from .._product import JobModels, JobServer, JobStore
    from .desired import DesiredJob
    from .results import SingleJobResult


@dataclass(frozen=True)
class JobResult:
    """What a run did, or in check mode would do.

    ``job`` is the whole job as the server has it now ({} when absent). ``warnings`` say what a person should know
    although nothing failed.
    """

    action: Action
    job: Json
    presented: Presented
    api_version: str
    warnings: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """True when something was, or would be, written."""
        return self.action is not Action.NONE

    @property
    def changes(self) -> list[ShownChange]:
        """Each change."""
        return [change.as_dict() for change in self.presented.changes]

    @property
    def diff(self) -> dict[str, str]:
        """``{before, after}`` as YAML text, {} when the job was left alone."""
        return self.presented.diff

    def as_dict(self) -> SingleJobResult:
        """The result of the module."""
        return {
            "changed": self.changed,
            "job": self.job,
            "changes": self.changes,
            "diff": self.diff,
            "api_version": self.api_version,
        }


def converge(product: JobServer, desired: DesiredJob, *, check_mode: bool) -> JobResult:
    """Bring one job to the wanted state and prove it; in check mode only say what would be done.

    Raises the errors of ``_errors``; each says whether something was written.
    """
    store = product.jobs
    plan = _plan(desired, store)
    warnings = _left_over(plan.source, store) if plan.source is not None else []
    if check_mode or not plan.changed:
        return _result(plan, _predicted(plan, store.models), product, warnings)
    # Imported here so that a task with nothing to do does not read the code that does it.
    from .writing.apply import apply
    from .writing.removal import MovedOn

    try:
        applied = apply(plan, store)
    except MovedOn as moved:
        return JobResult(Action.NONE, moved.job.model, NOTHING, product.api_version, [moved.message])
    return _result(applied.plan, {} if applied.job is None else applied.job.model, product, warnings)


def _plan(desired: DesiredJob, store: JobStore) -> Plan:
    if desired.type is not None and desired.state is State.PRESENT:
        store.planning.check(desired.type, desired.settings)
    observed = locate(desired, store.reader)
    source = None
    if observed is None and desired.clone_from is not None and desired.state is State.PRESENT:
        source = clone_source(desired.clone_from, store.reader)
    return planned(resolve(desired, observed, store, source=source), store)


def _predicted(plan: Plan, models: JobModels) -> Json:
    """The job as it should read afterwards, less what only the server can fill in."""
    if plan.action is Action.DELETE:
        return {}
    model = plan.model
    if plan.source is not None:
        model = models.without_identity(model)
    return model if plan.set_enabled is None else models.as_enabled(model, plan.set_enabled)


def _left_over(source: Job, store: JobStore) -> list[str]:
    """The warning about a copy that a run may have left that was killed while it cloned ``source``."""
    if store.planning.names_clones:
        return []
    # Imported here so that tasks that clone nothing do not read it.
    from .leftover_clones import FIRST_COPY, is_copy, left_over

    try:
        found = store.reader.find(FIRST_COPY.format(source.name))
    except (Ambiguous, IncompleteList):
        # Nothing depends on it.
        return []
    return [left_over(found, source)] if found is not None and is_copy(found, source, store.models) else []


def _result(plan: Plan, job: Json, product: JobServer, warnings: list[str]) -> JobResult:
    return JobResult(plan.action, job, present(plan, product.jobs.models), product.api_version, warnings)
