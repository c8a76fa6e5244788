# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Make one job of a server what the user wants it to be."""

from __future__ import annotations

import dataclasses
import re
import typing as t
from dataclasses import dataclass, field

from .._errors import Ambiguous, IncompleteList, InvalidInput, NotFound
from .desired import State
from .ownership import kept, unowned
from .plan import Action, Plan, refuse_unreachable
from .plan import plan as make_plan
from .presentation import plan_changes, plan_diff

if t.TYPE_CHECKING:
    from .._model import Job, Json, ShownChange
    from .._product import JobModels, JobPlanning, JobReader, JobStore, Product
    from .desired import DesiredJob
    from .results import SingleJobResult

_ID = re.compile(r"(urn:veeam:\w+:)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True)
class JobResult:
    """What a run did, or in check mode would do.

    ``action`` is one of create, update, delete, none. ``job`` is the whole job as the server has it now ({} when
    absent). ``changes`` is a list of {path, before, after}. ``diff`` is {before, after} as YAML text. ``warnings`` say
    what a person should know although nothing failed.
    """

    changed: bool
    action: str
    job: Json = field(default_factory=dict)
    changes: list[ShownChange] = field(default_factory=list)
    diff: dict[str, str] = field(default_factory=dict)
    api_version: str = ""
    warnings: list[str] = field(default_factory=list)

    def as_dict(self) -> SingleJobResult:
        """The keys of the module's result."""
        return {
            "changed": self.changed,
            "job": self.job,
            "changes": self.changes,
            "diff": self.diff,
            "api_version": self.api_version,
        }


def converge(product: Product, desired: DesiredJob, *, check_mode: bool) -> JobResult:
    """Bring one job to the wanted state and prove it; in check mode only say what would be done.

    Raises the errors of ``_errors``; each says whether something was written.
    """
    store = product.jobs
    if desired.type is not None and desired.state is State.PRESENT:
        store.planning.check(desired.type, desired.settings)
    planned = prepare(desired, locate(desired, store.reader), store)
    warnings = _left_over(planned.source, store) if planned.source is not None else []
    if check_mode or not planned.changed:
        return _result(planned, _predicted(planned, store.models), product, warnings)
    # Imported here so that a task with nothing to do does not read the code that does it.
    from .apply import apply
    from .removal import MovedOn

    try:
        applied = apply(planned, store)
    except MovedOn as moved:
        return JobResult(
            changed=False,
            action=Action.NONE.value,
            job=moved.job.model,
            api_version=product.api_version,
            warnings=[moved.message],
        )
    return _result(applied.plan, {} if applied.job is None else applied.job.model, product, warnings)


def locate(desired: DesiredJob, reader: JobReader) -> Job | None:
    """The job that ``desired`` is about, None when there is none. Raises Ambiguous, NotFound, InvalidInput."""
    if desired.id is not None:
        found = reader.get(desired.id)
        if found is None and desired.state is State.PRESENT:
            raise NotFound(f"There is no job with the id {desired.id}. Leave the id out to create the job by its name.")
        return found
    found = reader.find(desired.name or "")
    if desired.previous_name is None:
        return found
    previous = reader.find(desired.previous_name)
    if desired.state is State.ABSENT:
        return found or previous
    if found is not None and previous is not None:
        text = (
            f'there is a job "{desired.previous_name}" (id {previous.id}) and also a job "{desired.name}" '
            f"(id {found.id}): the first cannot get the name of the second. Delete or rename one of them"
        )
        raise InvalidInput([("previous_name", text)])
    return found or previous


def prepare(desired: DesiredJob, observed: Job | None, store: JobStore, *, source: Job | None = None) -> Plan:
    """The plan for one job that was looked for already. Checks and resolves what the user wrote; reads only.

    ``source`` is the job to clone, for whoever has it at hand; otherwise it is looked for when it is needed.
    """
    if observed is not None:
        refuse_unreachable(desired, observed)
    if desired.state is State.ABSENT:
        if observed is not None:
            store.planning.check_delete(observed)
        return make_plan(desired, {}, observed, store.models.comparison)
    cloned = observed is None and desired.clone_from is not None
    source = _cloneable(desired, source or _source(desired, store.reader), store.planning) if cloned else None
    if source is not None and store.models.carries_owner(source.type):
        desired = unowned(desired, source)
    elif observed is not None:
        desired = kept(desired, observed)
    complete = store.planning.creation() if observed is None and source is None else None
    job_type = _type(desired, observed or source)
    store.planning.check(job_type, desired.settings)
    members = store.models.option_members(
        job_type,
        name=desired.name or (observed.name if observed is not None else ""),
        description=desired.description,
        high_priority=desired.high_priority,
    )
    wanted = {**members, **store.planning.resolve(job_type, desired.settings, observed or source)}
    if source is not None:
        wanted, enabled = store.planning.clone_settings(source, wanted, desired.enabled)
        desired = dataclasses.replace(desired, enabled=enabled)
    planned = make_plan(desired, wanted, observed, store.models.comparison, source=source)
    if observed is not None and planned.differences:
        store.planning.check_update(observed, planned.model)
    return planned if complete is None else dataclasses.replace(planned, model=complete(job_type, planned.model))


def _type(desired: DesiredJob, existing: Job | None) -> str:
    if desired.type is not None:
        return desired.type
    if existing is not None:
        return existing.type
    raise InvalidInput([("type", f"there is no job {desired.title} yet, and a new job needs a type")])


def _source(desired: DesiredJob, reader: JobReader) -> Job:
    wanted = desired.clone_from or ""
    source = reader.get(wanted) if _ID.fullmatch(wanted) else reader.find(wanted)
    if source is None:
        raise NotFound(f'There is no job "{wanted}" to clone (clone_from).')
    return source


def _cloneable(desired: DesiredJob, source: Job, planning: JobPlanning) -> Job:
    if desired.type is not None and desired.type != source.type:
        raise InvalidInput([("type", f'a clone of "{source.name}" is of its type, {source.type}, not {desired.type}')])
    planning.check_clone(source)
    return source


def _predicted(planned: Plan, models: JobModels) -> Json:
    """The job as it should read afterwards, less what only the server can fill in."""
    if planned.action is Action.DELETE:
        return {}
    model = planned.model
    if planned.source is not None:
        model = models.without_identity(model)
    return model if planned.set_enabled is None else models.as_enabled(model, planned.set_enabled)


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


def _result(planned: Plan, job: Json, product: Product, warnings: list[str]) -> JobResult:
    models = product.jobs.models
    listed = plan_changes(planned, models.comparison, models.presentable)
    return JobResult(
        changed=planned.changed,
        action=planned.action.value,
        job=job,
        changes=[change.as_dict() for change in listed],
        diff=plan_diff(planned, models.comparison, models.presentable),
        api_version=product.api_version,
        warnings=warnings,
    )
