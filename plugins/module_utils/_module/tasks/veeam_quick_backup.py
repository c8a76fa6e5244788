# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Backs up one machine now."""

from __future__ import annotations

import typing as t

from ..._engine.job_runs.quick_backup import BackupRequest, back_up
from ..._model import Machine
from ..options import Options, backup_server_options, connection_options, wait_options
from ..products import connect
from ..server_module import ServerModule
from ..waiting import waiting

if t.TYPE_CHECKING:
    from ..._engine.results import QuickBackupResult
    from ..._product import Product
    from ..invocation import Invocation

OPTIONS = (
    connection_options()
    + backup_server_options()
    + wait_options()
    + Options(
        arguments={
            "name": {"type": "str"},
            "host_name": {"type": "str"},
            "object_id": {"type": "str"},
            "object_ref": {"type": "str"},
            "platform": {"type": "str", "choices": ["vsphere", "hyperv", "agent"], "default": "vsphere"},
            "max_age": {"type": "int"},
        },
        required_one_of=(("name", "object_id", "object_ref"),),
        mutually_exclusive=(("object_id", "object_ref"),),
    )
)


def execute(invocation: Invocation, product: Product) -> QuickBackupResult:
    """Start the backup unless there is one that is new enough, and wait for it."""
    params = invocation.params
    machine = Machine(
        name=params["name"],
        host_name=params["host_name"],
        object_id=params["object_id"],
        object_ref=params["object_ref"],
        platform=params["platform"],
        backup_server=params["backup_server"],
    )
    request = BackupRequest(machine, max_age=params["max_age"], wait=waiting(invocation, product))
    return back_up(product, request, check_mode=invocation.check_mode)


MODULE = ServerModule(OPTIONS, execute, connect)
