# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What tasks import only when they come to need it, so that a module does not pay for what it does not use.

Here it is imported once for all tasks of a run. What is left out on purpose: Enterprise Manager, which fewer people
use and which costs a run as much again; older revisions of the API; what only a refusal, a query or a policy needs.
"""

from __future__ import annotations

import importlib
import typing as t

_COLLECTION: t.Final = "ansible_collections.backupops.veeam.plugins.module_utils"

_LIBRARIES: t.Final = ("requests.adapters", "urllib3.connection", "urllib3.connectionpool", "zoneinfo")
# The newest revision, and what reads it.
_SCHEMA: t.Final = ("_vbr.schema.data_1_3_rev2", "_vbr.schema.walk")
_READING: t.Final = (*_SCHEMA, "_vbr.settings.memo", "_vbr.jobs.store", "_vbr.jobs.reader", "_vbr.names.server_names")
_PLANNING: t.Final = (
    *_READING,
    "_vbr.jobs.models",
    "_vbr.jobs.planning",
    "_vbr.names.catalogue",
    "_vbr.names.inventory",
    "_vbr.names.resolver",
    "_vbr.settings.completion",
)
_WRITING: t.Final = (
    "_vbr.jobs.writer",
    "_engine.leftover_clones",
    "_engine.writing.apply",
    "_engine.writing.removal",
)
_JUDGING: t.Final = ("_vbr.settings.drift_severity", "_vbr.settings.policy_facts")
_RUNS: t.Final = ("_vbr.product", "_vbr.job_runs.sessions", *_SCHEMA)
_BY_NAME: t.Final = {
    "veeam_backup_info": ("_vbr.product", "_vbr.backups", *_SCHEMA),
    "veeam_job": ("_vbr.job_server", *_PLANNING, *_WRITING),
    "veeam_job_info": ("_vbr.product", "_vbr.jobs.search", *_SCHEMA),
    "veeam_job_state": (*_RUNS, *_READING, "_vbr.jobs.writer", "_vbr.job_runs.job_control"),
    "veeam_jobs": ("_vbr.product", "_vbr.vocabulary", *_PLANNING, *_WRITING, "_engine.sets.writing.applier"),
    "veeam_jobs_drift": ("_vbr.product", "_vbr.vocabulary", *_PLANNING, *_JUDGING),
    "veeam_jobs_export": ("_vbr.product", *_PLANNING, "_vbr.jobs.exporter"),
    "veeam_jobs_validate": ("_vbr.vocabulary", "_vbr.settings.memo", *_SCHEMA, "_vbr.settings.completion", *_JUDGING),
    "veeam_quick_backup": (*_RUNS, "_vbr.job_runs.quick_backup"),
    "veeam_session_info": _RUNS,
    "veeam_token": ("_vbr.product",),
}


def import_for(name: str) -> None:
    """Import what tasks of the module ``name`` come to need. Raises whatever an import raises."""
    for library in _LIBRARIES:
        importlib.import_module(library)
    for module in _BY_NAME[name]:
        importlib.import_module(f"{_COLLECTION}.{module}")
