# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Carry out the plan of one job and prove it. Every error says in which state the job was left.

Several plans may be applied at the same time by several threads, as long as they are about different jobs.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ..._errors import NotFound, OutcomeUnknown, RequestRefused, VeeamError
from ..._model import Job
from ..compare import differences
from ..failures import explain, look, look_back
from ..leftover_clones import copies_of
from ..ownership import refuse_new_owner
from ..plan import Action, Plan
from ..plan import plan as make_plan
from .creation_race import Applied, made_by_another
from .removal import DELETION, give, remove
from .verify import verify

if t.TYPE_CHECKING:
    from ..._model import Json
    from ..._product import JobModels, JobReader, JobStore


def apply(plan: Plan, store: JobStore) -> Applied:
    """Carry out ``plan``.

    Raises the errors of ``_errors``; VerificationFailed when the server kept too little, MovedOn when a job that is to
    be deleted is not any more what the plan saw.
    """
    if plan.action is Action.CREATE:
        return _clone(plan, plan.source, store) if plan.source is not None else _create(plan, store)
    if plan.observed is None or plan.action is Action.NONE:
        return Applied(plan, plan.observed)
    if plan.action is Action.DELETE:
        return _delete(plan, plan.observed, store)
    return _update(plan, plan.observed, store)


def _delete(plan: Plan, observed: Job, store: JobStore) -> Applied:
    order = remove(DELETION, observed, store)
    if order is None:
        return Applied(dataclasses.replace(plan, action=Action.NONE, reason="the job is gone already"), None)
    order.prove(store.reader)
    return Applied(plan, None)


def _update(plan: Plan, observed: Job, store: JobStore) -> Applied:
    """Disable first, enable last: a job that is being changed gets no chance to run in between."""
    if plan.set_enabled is False:
        _set_enabled(observed, store, enabled=False)
    fresh = _read(observed, store.reader)
    refuse_new_owner(plan.desired, fresh)
    current = _plan_again(plan, fresh, store.models)
    to_enable = bool(plan.set_enabled and not fresh.enabled)
    if current.differences:
        _replace(current, fresh, store)
    if to_enable:
        _set_enabled(fresh, store, enabled=True)
    job = fresh
    if current.differences:
        job = _still_there(observed, store.reader.read_back(observed.id, current.model))
    elif to_enable:
        job = _read(observed, store.reader)
    verify(current, job, store.models)
    return Applied(current, job)


def _plan_again(plan: Plan, fresh: Job, models: JobModels) -> Plan:
    """The plan on what is there now: no change that was made since the plan is written over."""
    current = make_plan(plan.desired, plan.wanted, fresh, models.comparison)
    if plan.set_enabled is False:
        # It was done just now, which is why the fresh plan does not have it.
        enabled_before = plan.observed and dataclasses.replace(fresh, enabled=plan.observed.enabled)
        return dataclasses.replace(
            current, action=Action.UPDATE, reason=plan.reason, observed=enabled_before, set_enabled=False
        )
    return current


def _replace(plan: Plan, fresh: Job, store: JobStore) -> None:
    """Write the whole model. When the outcome is unknown, reading it back decides."""
    try:
        store.writer.update(
            fresh, plan.model, allow_old_gfs_points_retention=plan.desired.allow_old_gfs_points_retention
        )
    except OutcomeUnknown as error:
        found = look_back(store.reader, fresh.id, plan.model, error)
        if found is None:
            raise explain(error, f'The job "{fresh.name}" (id {fresh.id}) no longer exists.') from None
        if next(differences(plan.wanted, found.model, store.models.comparison), None) is None:
            return
        kept = found.model == fresh.model
        state = "as it was before" if kept else "neither as it was before nor as wanted"
        raise explain(error, f'The job "{fresh.name}" is {state}. Run the task again.') from None
    except RequestRefused as error:
        raise explain(error, f'The settings of the job "{fresh.name}" are as they were before.') from None


def _create(plan: Plan, store: JobStore) -> Applied:
    name = plan.desired.name or ""
    try:
        job_id = store.creator.create(plan.model, enabled=plan.set_enabled)
    except OutcomeUnknown as error:
        job_id = _find_created(name, store.reader, error)
    except RequestRefused as error:
        return made_by_another(plan, store, error)
    job = _read_new(job_id, name, {}, store.reader)
    if plan.set_enabled is False:
        job = _disable_created(plan, job, store)
    elif plan.set_enabled and job.enabled is False:
        _set_enabled(job, store, enabled=True)
        job = _read_new(job_id, name, {}, store.reader)
    verify(plan, job, store.models)
    return Applied(plan, job)


def _disable_created(plan: Plan, job: Job, store: JobStore) -> Job:
    """Disable a job that was created without what could start it, and give it that afterwards."""
    if job.enabled is not False:
        _disable_new(job.id, job.name, store)
    # All that was to be sent, not only what the user wrote: the schedule may have been made up with the rest.
    current = _plan_again(dataclasses.replace(plan, wanted=plan.model, set_enabled=None), job, store.models)
    if current.differences:
        # As they were to be sent, not laid over what the job has: nothing of what kept it still may stay behind.
        changed = {difference.members[0] for difference in current.differences}
        whole = {**current.model, **{member: plan.model[member] for member in changed if member in plan.model}}
        _replace(dataclasses.replace(current, model=store.models.as_enabled(whole, enabled=False)), job, store)
    return _read_new(job.id, job.name, {}, store.reader)


def _find_created(name: str, reader: JobReader, error: OutcomeUnknown) -> str:
    """The id of the job that a create of unknown outcome made. Nothing is sent twice: without one it is an error."""
    try:
        found = reader.find(name)
    except VeeamError as trouble:
        raise explain(
            error,
            f'Whether the job "{name}" exists now could not be found out either: {trouble.message} Run the task again '
            "when the server answers: it looks for the job before it creates one.",
        ) from None
    if found is None:
        raise explain(error, f'There is no job "{name}" on the server now. Run the task again.') from None
    return found.id


def _disable_new(job_id: str, name: str, store: JobStore) -> None:
    try:
        store.writer.set_enabled(job_id, enabled=False)
    except VeeamError as error:
        found = look(store.reader, job_id, error)
        if found is None or found.enabled is not False:
            raise explain(
                error,
                f'The job "{name}" (id {job_id}) was created without its schedule, but could not be disabled. '
                "Run the task again.",
            ) from None


def _clone(plan: Plan, source: Job, store: JobStore) -> Applied:
    """Copy, then change the copy. A copy that cannot be changed is removed again, so that a later run starts clean."""
    try:
        copy_id = _copied(plan, source, store)
    except RequestRefused as error:
        return made_by_another(plan, store, error)
    try:
        if plan.set_enabled is False:
            _disable_new(copy_id, f"copy of {source.name}", store)
        copy = _read_new(copy_id, f"copy of {source.name}", {}, store.reader)
        changed = _plan_again(dataclasses.replace(plan, set_enabled=None), copy, store.models)
        _replace(changed, copy, store)
        if plan.set_enabled and copy.enabled is False:
            _set_enabled(copy, store, enabled=True)
        job = _read_new(copy_id, plan.desired.name or copy.name, changed.model, store.reader)
    except RequestRefused as error:
        _remove_copy(copy_id, source, store, error)
        return made_by_another(plan, store, error)
    except VeeamError as error:
        _remove_copy(copy_id, source, store, error)
        raise
    verify(plan, job, store.models)
    return Applied(plan, job)


def _copied(plan: Plan, source: Job, store: JobStore) -> str:
    try:
        return store.writer.clone(source, plan.wanted)
    except OutcomeUnknown as error:
        if store.planning.names_clones:
            return _find_created(plan.desired.name or "", store.reader, error)
        raise explain(error, _said_of_copies(source, store)) from None


def _said_of_copies(source: Job, store: JobStore) -> str:
    """What to say when it is unknown whether a copy was made: nothing tells whose a copy is that is there."""
    try:
        listed = copies_of(source, store)
    except VeeamError as trouble:
        return (
            f'There may be a copy of "{source.name}" now, called "{source.name}_clone1" or similar; that could not be '
            f"found out: {trouble.message} Look for it and delete it before you run the task again."
        )
    if listed.rows:
        names = ", ".join(f'"{job.name}" (id {job.id})' for job in listed.rows)
        return f'There is a copy of "{source.name}" now: {names}. Delete it before you run the task again.'
    if listed.gap is not None:
        return f'No copy of "{source.name}" was found, which does not mean that there is none: {listed.gap}.'
    return f'There is no copy of "{source.name}" on the server now. Run the task again.'


def _remove_copy(copy_id: str, source: Job, store: JobStore, error: VeeamError) -> None:
    """Say in ``error`` that the copy is gone; raise it when it is not."""
    copy = Job(copy_id, f"copy of {source.name}", source.type, {})
    try:
        give(DELETION, copy, store.writer).prove(store.reader)
    except VeeamError as trouble:
        raise explain(
            error,
            f'The unfinished copy of the job "{source.name}" has the id {copy_id} and could not be removed: '
            f"{trouble.message} Delete it before you run the task again.",
        ) from None
    explain(error, f'The unfinished copy of the job "{source.name}" was removed again: nothing is changed.')


def _set_enabled(job: Job, store: JobStore, *, enabled: bool) -> None:
    """Flip the state. An error counts only when the job is not in the wanted state afterwards."""
    try:
        store.writer.set_enabled(job.id, enabled=enabled)
    except VeeamError as error:
        found = look(store.reader, job.id, error)
        if found is None or found.enabled != enabled:
            word = "disabled" if enabled else "enabled"
            raise explain(error, f'The job "{job.name}" is still {word}.') from None


def _read(job: Job, reader: JobReader) -> Job:
    return _still_there(job, reader.get(job.id))


def _still_there(job: Job, found: Job | None) -> Job:
    if found is None:
        raise NotFound(f'The job "{job.name}" (id {job.id}) has been deleted by somebody else in the meantime.')
    return found


def _read_new(job_id: str, name: str, written: Json, reader: JobReader) -> Job:
    """A job that this run has made; ``written`` as in ``JobReader.read_back``."""
    try:
        found = reader.read_back(job_id, written)
    except VeeamError as error:
        raise explain(
            error, f'The job "{name}" exists (id {job_id}), but could not be checked. Run the task again.'
        ) from None
    if found is None:
        raise NotFound(f'The server created the job "{name}" as {job_id}, and knows no such job when asked for it.')
    return found
