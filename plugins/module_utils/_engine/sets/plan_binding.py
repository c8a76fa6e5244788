# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What a plan was made for: the server, and the options that shape it. Pure functions."""

from __future__ import annotations

import json
import typing as t

from .digests import value_digest

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..._model import Json, ServerIdentity

# Options whose values are too long to be told, or hold what is not to be told.
_DIGESTED: t.Final = ("defaults", "profiles")


def binding(params: Mapping[str, t.Any], *, owner: str | None, server: ServerIdentity) -> Json:
    """For the file of a plan: ``server``, ``api`` and ``options`` of the task with the options ``params``.

    ``owner`` is that of the set, from the option or from the files. Options that count for nothing without ``prune``
    are left out without it.
    """
    prune = params["prune"] != "none"
    return {
        "server": {"id": server.id, "host": _plain_host(server.host), "port": server.port},
        "api": params["api"],
        "options": {
            "managed_by": owner or "",
            "prune": params["prune"],
            "prune_limit": str(params["prune_limit"]).strip() if prune else "",
            "protected": sorted(params["protected"]) if prune else [],
            "backup_server": (params.get("backup_server") or "").strip().lower(),
            **{name: value_digest(params.get(name)) for name in _DIGESTED},
        },
    }


def differences(reviewed: Json, now: Json) -> Iterator[str]:
    """What of the binding of ``reviewed`` is not as it is ``now``, a sentence each.

    The server is the same when both have its id and the ids are equal, whatever it was called; where one of them has
    no id (the role of the account may not read it), host and port tell.
    """
    if reviewed.get("api") != now["api"]:
        yield f"api: the plan was made with {_told(reviewed.get('api'))}, this task has {_told(now['api'])}"
    before = reviewed.get("options")
    before = before if isinstance(before, dict) else {}
    for option, value in now["options"].items():
        if before.get(option) == value:
            continue
        if option in _DIGESTED:
            yield f"{option}: not those that the plan was made with"
        else:
            yield f"{option}: the plan was made with {_told(before.get(option))}, this task has {_told(value)}"
    yield from _server(reviewed.get("server"), now["server"])


def _server(before: t.Any, now: Json) -> Iterator[str]:
    before = before if isinstance(before, dict) else {}
    by_id = bool(before.get("id") and now["id"])
    counts = ("id",) if by_id else ("host", "port")
    if all(before.get(name) == now[name] for name in counts):
        return
    hint = "" if by_id else ". Its id, by which it would be known under another name, could not be read"
    yield f"server: the plan was made for the server {_address(before)}, not for {_address(now)}{hint}"


def _address(server: Json) -> str:
    shown = f"{server.get('host')}:{server.get('port')}" if server.get("port") else str(server.get("host"))
    return f"{shown} (id {server['id']})" if server.get("id") else shown


def _plain_host(host: str) -> str:
    return host.strip().rstrip(".").casefold()


def _told(value: t.Any) -> str:
    return json.dumps(value, ensure_ascii=False) if value else "none"
