# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Finds sessions, what they logged and processed."""

from __future__ import annotations

import typing as t

from ..._engine.info import session_facts
from ..options import Options, backup_server_options, connection_options, query_options
from ..products import connect
from ..server_module import ServerModule

if t.TYPE_CHECKING:
    from ..._engine.results import SessionsFound
    from ..._product import Product
    from ..invocation import Invocation

OPTIONS = (
    connection_options()
    + backup_server_options()
    + query_options()
    + Options(
        arguments={
            "id": {"type": "str"},
            "name": {"type": "str"},
            "job": {"type": "str"},
            "job_id": {"type": "str"},
            "type": {"type": "list", "elements": "str"},
            "state": {"type": "str"},
            "result": {"type": "list", "elements": "str", "choices": ["None", "Success", "Warning", "Failed"]},
            "is_retry": {"type": "bool"},
            "created_after": {"type": "str"},
            "created_before": {"type": "str"},
            "ended_after": {"type": "str"},
            "ended_before": {"type": "str"},
            "limit": {"type": "int"},
            "logs": {"type": "bool", "default": False},
            "task_sessions": {"type": "bool", "default": False},
        },
        mutually_exclusive=(("job", "job_id"),),
    )
)


def execute(invocation: Invocation, product: Product) -> SessionsFound:
    """Search the sessions."""
    return session_facts(product, invocation.params)


MODULE = ServerModule(OPTIONS, execute, connect)
