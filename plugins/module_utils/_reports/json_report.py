# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""A comparison for programs. Its members are described in the documentation of ``veeam_jobs_drift``."""

from __future__ import annotations

import json
import typing as t

if t.TYPE_CHECKING:
    from .._engine.sets.drift import Drift

FORMAT: t.Final = "backupops.veeam/drift"
VERSION: t.Final = 1


def render(drift: Drift, *, taken: str) -> str:
    """One JSON object. ``taken`` is the time of the comparison (ISO 8601)."""
    report = {
        "format": FORMAT,
        "version": VERSION,
        "taken": taken,
        "server": drift.server,
        "api_version": drift.api_version,
        "drifted": bool(drift.drifted),
        "severity": None if drift.severity is None else drift.severity.value,
        "summary": drift.summary(),
        "jobs": [{"name": job.name, "id": job.id, "type": job.type, "status": job.status} for job in drift.jobs],
        "drift": drift.findings(),
        "unmanaged": [job.as_dict() for job in drift.unmanaged],
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"
