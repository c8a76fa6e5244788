# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""When a new job begins to run, and how to create one that does not. Pure.

No request can create a disabled job: it is created with nothing that could start it, disabled, and given its schedule
afterwards. Most types have a switch for that. Copy jobs that run all the time have none; a window without a single
open hour takes its place.
"""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from ..._model import Json

_DAYS: t.Final = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_CONTINUOUS_COPIES: t.Final = frozenset({"FileBackupCopy", "EntraIDTenantBackupCopy"})


def with_copy_schedule(job_type: str, model: Json) -> Json:
    """``model`` (canonical) of a new job; a copy job that is not told when to run runs all the time.

    That is what the product's wizard starts with. It is written out, so that it can also be given to the job later.
    """
    if model.get("schedule") is not None:
        return model
    if job_type in _CONTINUOUS_COPIES:
        return {**model, "schedule": {"type": "Continuous"}}
    if _is_immediate_copy(job_type, model):
        return {**model, "schedule": {"type": "Immediate", "scheduleMode": "Continuous"}}
    return model


def without_triggers(model: Json) -> Json:
    """``model`` (canonical, complete) of a new job without anything that could start it."""
    job_type = str(model["type"])
    schedule = model.get("schedule")
    if job_type in _CONTINUOUS_COPIES:
        window = {"isEnabled": True, "backupWindow": _closed()}
        return {**model, "schedule": {"type": "Custom", "customWindow": window}}
    if _is_immediate_copy(job_type, model):
        closed = {"type": "Immediate", "scheduleMode": "BackupWindow", "backupWindow": _closed()}
        return {**model, "schedule": closed}
    if isinstance(schedule, dict) and schedule.get("runAutomatically"):
        return {**model, "schedule": {**schedule, "runAutomatically": False}}
    return model


def _is_immediate_copy(job_type: str, model: Json) -> bool:
    return job_type == "BackupCopy" and str(model.get("mode")).lower() == "immediate"


def _closed() -> Json:
    return {"days": [{"day": day, "hours": ",".join("0" * 24)} for day in _DAYS]}
