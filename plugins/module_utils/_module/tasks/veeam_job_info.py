# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Finds jobs, and what they are doing."""

from __future__ import annotations

import typing as t

from ..._engine.info import ORDER_COLUMNS, job_facts
from ..options import Options, backup_server_options, connection_options, query_options
from ..products import connect
from ..server_module import ServerModule

if t.TYPE_CHECKING:
    from ..._engine.results import JobsFound
    from ..._product import Product
    from ..invocation import Invocation

OPTIONS = (
    connection_options()
    + backup_server_options()
    + query_options()
    + Options(
        arguments={
            "gather": {"type": "list", "elements": "str", "choices": ["jobs", "states"], "default": ["jobs"]},
            "name": {"type": "str"},
            "id": {"type": "str"},
            "type": {"type": "str"},
            "description": {"type": "str"},
            "platform": {"type": "str"},
            "schedule_configured": {"type": "bool"},
            "schedule_enabled": {"type": "bool"},
            "next_run_after": {"type": "str"},
            "next_run_before": {"type": "str"},
            "last_result": {"type": "str", "choices": ["None", "Success", "Warning", "Failed"]},
            "status": {
                "type": "str",
                "choices": [
                    "Running",
                    "Inactive",
                    "Disabled",
                    "Enabled",
                    "Stopping",
                    "Stopped",
                    "Starting",
                    "Working",
                    "Pausing",
                    "Resuming",
                ],
            },
            "workload": {"type": "str", "choices": ["Application", "CloudVm", "File", "Server", "Workstation", "Vm"]},
            "last_run_after": {"type": "str"},
            "last_run_before": {"type": "str"},
            "is_high_priority_job": {"type": "bool"},
            "repository_id": {"type": "str"},
            "objects_count": {"type": "int"},
            "after_job_id": {"type": "str"},
            "after_job_name": {"type": "str"},
            "order_by": {"type": "str", "choices": list(ORDER_COLUMNS), "default": "name"},
            "descending": {"type": "bool", "default": False},
        },
    )
)


def execute(invocation: Invocation, product: Product) -> JobsFound:
    """Search the jobs."""
    return job_facts(product, invocation.params)


MODULE = ServerModule(OPTIONS, execute, connect)
