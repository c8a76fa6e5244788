# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Finds backups and what is in them."""

from __future__ import annotations

import typing as t

from ..._engine.info import backup_facts
from ..options import Options, backup_server_options, connection_options, query_options
from ..products import connect
from ..server_module import ServerModule

if t.TYPE_CHECKING:
    from ..._engine.results import BackupsFound
    from ..._product import Product
    from ..invocation import Invocation


def execute(invocation: Invocation, product: Product) -> BackupsFound:
    """Search the backups."""
    return backup_facts(product, invocation.params)


def _restore_point_filters() -> dict[str, dict[str, t.Any]]:
    types = ["Increment", "Full", "Rollback", "Snapshot", "Cdp", "Different"]
    statuses = ["Clean", "Suspicious", "Infected", "Informative"]
    return {
        **_strings("name", "created_after", "created_before", "platform_name", "platform_id", "backup_object_id"),
        "malware_status": {"type": "list", "elements": "str", "choices": statuses},
        "type": {"type": "list", "elements": "str", "choices": types},
        "exclude_snapshot_type": {"type": "list", "elements": "int"},
    }


def _strings(*names: str) -> dict[str, dict[str, t.Any]]:
    return {name: {"type": "str"} for name in names}


OPTIONS = (
    connection_options()
    + backup_server_options()
    + query_options()
    + Options(
        arguments={
            **_strings("id", "name", "job", "job_id", "job_type", "repository", "repository_id", "platform_id"),
            "platform": {"type": "str"},
            "backup_type": {"type": "str", "choices": ["Standard", "ParentBackup", "ChildBackup"]},
            "representation": {"type": "str", "choices": ["entity", "reference"]},
            "child_backups": {"type": "bool", "default": False},
            "vm_restore_points": {"type": "bool", "default": False},
            **_strings("policy_tag", "policy_unique_id", "created_after", "created_before"),
            "limit": {"type": "int"},
            "objects": {"type": "bool", "default": False},
            "object_filters": {
                "type": "dict",
                "options": _strings("name", "platform_name", "platform_id", "type", "vi_type"),
            },
            "restore_points": {"type": "bool", "default": False},
            "restore_point_filters": {"type": "dict", "options": _restore_point_filters()},
            "files": {"type": "bool", "default": False},
            "file_filters": {
                "type": "dict",
                "options": {
                    **_strings("name", "created_after", "created_before"),
                    "gfs_period": {"type": "str", "choices": ["None", "Weekly", "Monthly", "Quarterly", "Yearly"]},
                },
            },
        },
        mutually_exclusive=(("job", "job_id"), ("repository", "repository_id")),
    )
)
MODULE = ServerModule(OPTIONS, execute, connect)
