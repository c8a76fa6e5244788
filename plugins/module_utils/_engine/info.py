# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What the info modules return. Reads only."""

from __future__ import annotations

import typing as t

from .._errors import InvalidInput, NotFound
from .._model import BY_NAME, Order

if t.TYPE_CHECKING:
    from collections.abc import Mapping

    from .._model import Json
    from .._product import Product
    from .results import BackupsFound, JobsFound, SessionsFound

Params = t.Mapping[str, t.Any]

# Filters that both a job and its state can answer; the others are about states. Not every API has every filter.
JOB_FILTERS: t.Final = (
    "id",
    "name",
    "type",
    "description",
    "platform",
    "schedule_configured",
    "schedule_enabled",
    "next_run_after",
    "next_run_before",
)
STATE_FILTERS: t.Final = (
    *JOB_FILTERS,
    "last_result",
    "status",
    "workload",
    "last_run_after",
    "last_run_before",
    "is_high_priority_job",
    "repository_id",
    "objects_count",
    "after_job_id",
    "after_job_name",
)
# What jobs (the first three) and their states can be sorted by.
ORDER_COLUMNS: t.Final = (
    "name",
    "type",
    "description",
    "status",
    "last_run",
    "last_result",
    "next_run",
    "repository_id",
    "repository_name",
    "objects_count",
    "after_job_name",
)
SESSION_FILTERS: t.Final = (
    "id",
    "name",
    "job_id",
    "type",
    "state",
    "result",
    "is_retry",
    "created_after",
    "created_before",
    "ended_after",
    "ended_before",
)
BACKUP_FILTERS: t.Final = (
    "id",
    "name",
    "job_id",
    "job_type",
    "repository",
    "repository_id",
    "platform",
    "platform_id",
    "backup_type",
    "representation",
    "policy_tag",
    "policy_unique_id",
    "created_after",
    "created_before",
    "limit",
)
# The parts of a backup, and the option with the filters of each, if it has one.
BACKUP_PARTS: t.Final = {
    "objects": "object_filters",
    "restore_points": "restore_point_filters",
    "vm_restore_points": "",
    "files": "file_filters",
    "child_backups": "",
}


def job_facts(product: Product, params: Params) -> JobsFound:
    """``{jobs, states}`` that match every filter, in the wanted order. A filter on states chooses among jobs, too."""
    filters = _given(params, STATE_FILTERS)
    of_states = any(option not in JOB_FILTERS for option in filters)
    order = Order(params["order_by"], descending=params["descending"])
    jobs: list[Json] = []
    show_states = "states" in params["gather"]
    # A choice among the jobs needs no order.
    states = product.job_search.states(filters, order if show_states else BY_NAME) if of_states or show_states else []
    if "jobs" in params["gather"]:
        found = product.job_search.jobs(_given(params, JOB_FILTERS), order)
        matching = {state.get("id") for state in states}
        jobs = [job.model for job in found if not of_states or job.id in matching]
    return {"changed": False, "jobs": jobs, "states": states if show_states else []}


def session_facts(product: Product, params: Params) -> SessionsFound:
    """``{sessions}``, newest first, each with its logs and task sessions when asked for."""
    if params["logs"]:
        product.sessions.check_logs()
    filters = _given(params, SESSION_FILTERS)
    if params["job"] is not None:
        filters["job_id"] = _id_of_job(product, params["job"])
    sessions: list[Json] = []
    for session in product.sessions.search(filters, limit=params["limit"]):
        shown = dict(session.raw)
        if params["logs"]:
            shown["logs"] = product.sessions.logs(session)
        if params["task_sessions"]:
            shown["task_sessions"] = product.sessions.task_sessions(session)
        sessions.append(shown)
    return {"changed": False, "sessions": sessions}


def backup_facts(product: Product, params: Params) -> BackupsFound:
    """``{backups}``, newest first, each with the parts that were asked for."""
    _refuse_useless(params)
    parts = {part: params.get(option) or {} for part, option in BACKUP_PARTS.items() if params[part]}
    filters = _given(params, BACKUP_FILTERS)
    if params["job"] is not None:
        filters["job_id"] = _id_of_job(product, params["job"])
    backups = [product.backups.details(backup, parts) for backup in product.backups.search(filters)]
    return {"changed": False, "backups": backups}


def _refuse_useless(params: Params) -> None:
    useless = [(option, part) for part, option in BACKUP_PARTS.items() if params.get(option) and not params[part]]
    if params["vm_restore_points"] and not params["restore_points"]:
        useless.append(("vm_restore_points", "restore_points"))
    if useless:
        raise InvalidInput((option, f"has no effect without {part}: true") for option, part in useless)


def _given(params: Mapping[str, t.Any], options: tuple[str, ...]) -> Json:
    return {option: params[option] for option in options if params[option] not in (None, [])}


def _id_of_job(product: Product, name: str) -> str:
    job = product.jobs.reader.find(name)
    if job is None:
        hint = product.jobs.reader.when_missing(name)
        raise NotFound(f'There is no job "{name}". If it was deleted, give its id in job_id. {hint}'.rstrip())
    return job.id
