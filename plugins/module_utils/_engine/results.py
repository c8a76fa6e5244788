# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What modules return, as people see it: the keys are those of RETURN in the documentation of each module.

A job, a state, a session, a backup and a restore point are ``Json``: their members are the server's own.
"""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from .._model import Json, ShownChange


class SingleJobResult(t.TypedDict):
    """``veeam_job``. ``job`` is {} when it does not exist."""

    changed: bool
    job: Json
    changes: list[ShownChange]
    diff: dict[str, str]
    api_version: str


class JobsFound(t.TypedDict):
    """``veeam_job_info``."""

    changed: bool
    jobs: list[Json]
    states: list[Json]


class SessionsFound(t.TypedDict):
    """``veeam_session_info``."""

    changed: bool
    sessions: list[Json]


class BackupsFound(t.TypedDict):
    """``veeam_backup_info``."""

    changed: bool
    backups: list[Json]


class JobRun(t.TypedDict):
    """One job of ``veeam_job_state``. ``status`` is the API's own word; ``session`` None when there is none."""

    id: str
    name: str
    changed: bool
    status: str
    session: Json | None


class JobRuns(t.TypedDict):
    """``veeam_job_state``."""

    changed: bool
    jobs: list[JobRun]


class QuickBackupResult(t.TypedDict):
    """``veeam_quick_backup``. ``session`` and ``restore_point`` are {} when there is none."""

    changed: bool
    session: Json
    restore_point: Json


class PlannedChangeShown(t.TypedDict):
    """A change in a plan. ``origin`` says whether the job, a profile or the defaults want it, with file and line."""

    path: str
    before: t.Any
    after: t.Any
    origin: str


class PlanEntry(t.TypedDict):
    """One job of a plan. ``action`` is create, update, delete, disable or none."""

    name: str
    action: str
    reason: str
    changes: list[PlannedChangeShown]


class JobOutcomeShown(t.TypedDict):
    """What became of one job of a set. ``status`` is ok, failed or skipped; ``id`` "" for one that does not exist."""

    name: str
    id: str
    action: str
    status: str
    msg: str


class KeptJob(t.TypedDict):
    """A job that is not pruned although the set does not name it."""

    name: str
    reason: str


class PruningShown(t.TypedDict, total=False):
    """What pruning found: how many jobs are owned, how many may go, which go, and which stay; {} without it."""

    owned: int
    limit: int
    jobs: list[str]
    kept: list[KeptJob]


class JobSetResult(t.TypedDict):
    """``veeam_jobs``."""

    changed: bool
    plan: list[PlanEntry]
    plan_text: str
    results: list[JobOutcomeShown]
    summary: dict[str, int]
    diff: list[dict[str, str]]
    pruning: PruningShown
    api_version: str


class DriftEntry(t.TypedDict):
    """One difference. ``status`` is drifted, missing, unwanted or failed; ``severity`` info, warning or critical."""

    job: str
    id: str
    type: str
    status: str
    path: str
    wanted: t.Any
    actual: t.Any
    severity: str
    rule: str
    reason: str
    origin: str
    place: str


class UnmanagedJobShown(t.TypedDict):
    """A job that the set does not name. ``managed_by`` is None when its description names no owner."""

    name: str
    id: str
    type: str
    managed_by: str | None


class DriftResult(t.TypedDict):
    """``veeam_jobs_drift``. ``severity`` is that of the worst difference, None when there is none."""

    changed: bool
    drifted: bool
    severity: str | None
    drift: list[DriftEntry]
    unmanaged: list[UnmanagedJobShown]
    summary: dict[str, int]
    text: str
    reports: list[str]
    api_version: str
