# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Starts, stops, retries, enables, disables and syncs jobs."""

from __future__ import annotations

import typing as t

from ..._engine.job_runs.job_state import StateRequest, ensure_state
from ..._model import StartOptions
from ..options import Options, backup_server_options, connection_options, wait_options
from ..products import connect
from ..server_module import ServerModule
from ..waiting import waiting

if t.TYPE_CHECKING:
    from ..._engine.results import JobRuns
    from ..._product import Product
    from ..invocation import Invocation

OPTIONS = (
    connection_options()
    + backup_server_options()
    + wait_options()
    + Options(
        arguments={
            "name": {"type": "str"},
            "id": {"type": "str"},
            "names": {"type": "list", "elements": "str"},
            "state": {
                "type": "str",
                "choices": ["started", "stopped", "retried", "enabled", "disabled", "synced"],
                "required": True,
            },
            "active_full": {"type": "bool", "default": False},
            "chained_jobs": {"type": "bool", "default": False},
            "graceful": {"type": "bool"},
            "restore_points": {"type": "str", "choices": ["all", "latest"]},
        },
        required_one_of=(("name", "id", "names"),),
        mutually_exclusive=(("name", "id", "names"),),
    )
)


def execute(invocation: Invocation, product: Product) -> JobRuns:
    """Bring the jobs into the state, and wait for what that started."""
    params = invocation.params
    request = StateRequest(
        state=params["state"],
        names=tuple(params["names"] or ()),
        name=params["name"],
        job_id=params["id"],
        start=StartOptions(params["active_full"], params["chained_jobs"], params["restore_points"]),
        graceful=params["graceful"],
        wait=waiting(invocation, product),
    )
    return ensure_state(product, request, check_mode=invocation.check_mode, warn=invocation.warn)


MODULE = ServerModule(OPTIONS, execute, connect)
