# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Makes one job what the task wants."""

from __future__ import annotations

import typing as t

from ..._engine.desired import DesiredJob
from ..._engine.single_job import converge
from ..job_servers import connect_to_jobs
from ..options import Options, backup_server_options, connection_options
from ..server_module import ServerModule

if t.TYPE_CHECKING:
    from ..._engine.results import SingleJobResult
    from ..._product import JobServer
    from ..invocation import Invocation

OPTIONS = (
    connection_options()
    + backup_server_options()
    + Options(
        arguments={
            "name": {"type": "str"},
            "id": {"type": "str"},
            "previous_name": {"type": "str"},
            "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
            "type": {"type": "str"},
            "description": {"type": "str"},
            "enabled": {"type": "bool"},
            "high_priority": {"type": "bool"},
            "settings": {"type": "dict"},
            "clone_from": {"type": "str"},
            "allow_old_gfs_points_retention": {"type": "bool", "default": False},
        },
        required_one_of=(("name", "id"),),
    )
)


def execute(invocation: Invocation, server: JobServer) -> SingleJobResult:
    """Create, change, rename, clone or delete the job."""
    desired = DesiredJob.from_params(invocation.params)
    result = converge(server, desired, check_mode=invocation.check_mode)
    for warning in result.warnings:
        invocation.warn(warning)
    return result.as_dict()


MODULE = ServerModule(OPTIONS, execute, connect_to_jobs)
