# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What tasks import only when they come to need it, so that a module does not pay for what it does not use.

Here it is imported once for all tasks of a run. What is left out on purpose: Enterprise Manager, which fewer people
use and which costs a run as much again; older revisions of the API; what only a refusal needs.
"""

from __future__ import annotations

import importlib
import typing as t

_COLLECTION: t.Final = "ansible_collections.backupops.veeam.plugins.module_utils"

_LIBRARIES: t.Final = ("requests.adapters", "urllib3.connection", "urllib3.connectionpool", "zoneinfo")
_OFFLINE: t.Final = (
    "_vbr.vocabulary",
    "_vbr.settings.completion",
    "_vbr.settings.drift_severity",
    "_vbr.settings.policy_facts",
)
_SERVER: t.Final = (
    *_OFFLINE,
    "_vbr.product",
    "_vbr.settings.memo",
    "_vbr.schema.data_1_3_rev2",
    "_vbr.jobs.exporter",
    "_vbr.jobs.models",
    "_vbr.jobs.planning",
    "_vbr.jobs.reader",
    "_vbr.jobs.search",
    "_vbr.jobs.store",
    "_vbr.jobs.writer",
    "_vbr.job_runs.job_control",
    "_vbr.job_runs.quick_backup",
    "_vbr.job_runs.sessions",
    "_vbr.names.catalogue",
    "_vbr.names.inventory",
    "_vbr.names.resolver",
    "_vbr.settings.spelling",
    "_vbr.settings.support",
    "_vbr.settings.validation",
    "_vbr.backups",
    "_engine.leftover_clones",
    "_engine.writing.apply",
    "_engine.writing.removal",
)
_SETS: t.Final = ("_engine.sets.writing.applier",)


def import_for(name: str) -> None:
    """Import what tasks of the module ``name`` come to need. Raises whatever an import raises."""
    for library in _LIBRARIES:
        importlib.import_module(library)
    for module in _BY_NAME.get(name, _SERVER):
        importlib.import_module(f"{_COLLECTION}.{module}")


_BY_NAME: t.Final = {"veeam_jobs_validate": _OFFLINE, "veeam_jobs": (*_SERVER, *_SETS)}
