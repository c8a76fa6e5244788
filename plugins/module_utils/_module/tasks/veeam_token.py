# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Logs on for other tasks, and off again."""

from __future__ import annotations

import typing as t

from ..options import Options, backup_server_options, connection_options
from ..products import connect
from ..server_module import ServerModule

if t.TYPE_CHECKING:
    from ..._product import Product
    from ..invocation import Invocation

OPTIONS = (
    connection_options()
    + backup_server_options()
    + Options(
        arguments={"state": {"type": "str", "choices": ["present", "absent"], "default": "present"}},
        required_if=(
            ("state", "present", ("username", "password")),
            ("state", "absent", ("token",)),
        ),
    )
)


class TokenResult(t.TypedDict):
    """``token`` is "" and ``expires_in``, seconds, 0 after a log-off."""

    changed: bool
    token: str
    expires_in: int


def execute(invocation: Invocation, product: Product) -> TokenResult:
    """Return a token that outlives the task, or end the logon of the one that was given.

    A logon manages nothing: it is no change.
    """
    if invocation.params["state"] == "present":
        issued = product.tokens.issue()
        return {"changed": False, "token": issued["token"], "expires_in": issued["expires_in"]}
    if not invocation.check_mode:
        product.tokens.revoke()
    return {"changed": True, "token": "", "expires_in": 0}


MODULE = ServerModule(OPTIONS, execute, connect)
