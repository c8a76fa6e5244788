# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The inventory browser, and the other lists that jobs take their sources from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.openapi import Shape
from tests.simulator.recorder import note_of
from tests.simulator.vbr import answer, replies, reshape, state
from tests.simulator.vbr.estate_inventory import ALL_HIERARCHIES, Node
from tests.simulator.vbr.infrastructure import from_estate
from tests.simulator.vbr.listing import (
    PREFIX,
    Collection,
    Json,
    Wanted,
    item_shape,
    like,
    operation_of,
    page,
    page_of,
    query_of,
)
from tests.simulator.vbr.replies import Refusal

# What a tree is shown by when the request does not say. Tags, folders and networks are in other hierarchies.
DEFAULT_HIERARCHY = {"VSphere": "HostsAndClusters", "CloudDirector": "VAppsAndVms", "HyperV": "HostsAndVms"}
# Before the newest revision some Hyper-V hierarchies had other names, and one is gone since (trap T45).
HYPERV_BEFORE = {"HostsAndVMs": "HostsAndVms", "Hosts": "Hosts", "VMGroups": "Groups"}
HYPERV_SINCE = ("HostsAndVms", "Groups")


async def _servers(request: Request) -> Response:
    return _browse(request, state.of(request).estate.roots, default="HostsAndClusters")


async def _objects(request: Request) -> Response:
    estate = state.of(request).estate
    root = _root(request)
    return _browse(request, estate.trees[root["name"]], default=DEFAULT_HIERARCHY[root["platform"]])


def _root(request: Request) -> Json:
    platforms = _platforms(item_shape(operation_of(request)))
    for node in state.of(request).estate.roots:
        if node.model["name"].lower() == request.path_params["name"].lower() and node.model["platform"] in platforms:
            return node.model
    raise _unregistered(request.path_params["name"])


def _unregistered(name: str) -> Refusal:
    return Refusal(404, f"The server {name} is not registered on this backup server.")


async def _protection_groups(request: Request) -> Response:
    if "physical" not in operation_of(request).template:
        # Where protection groups cannot be browsed, the word is read as the name of a server.
        raise _unregistered("physical")
    groups = state.of(request).estate.groups
    return _browse(request, [nodes[0] for nodes in groups.values()], default="Computers")


async def _computers(request: Request) -> Response:
    group = state.of(request).estate.groups.get(request.path_params["id"].lower())
    if group is None:
        raise replies.not_found("Protection group", request.path_params["id"])
    return _browse(request, group[1:], default="Computers")


async def _all_physical(request: Request) -> Response:
    if not operation_of(request).template.endswith("/all"):
        raise replies.not_found("Protection group", "all")
    groups = state.of(request).estate.groups
    return _browse(request, [node for nodes in groups.values() for node in nodes], default="Computers")


def _browse(request: Request, nodes: Iterable[Node], *, default: str) -> Response:
    """Answer one browse request. It is a POST and changes nothing."""
    note_of(request.scope).read_only = True
    operation = operation_of(request)
    wanted = state.body_of(request) or {}
    said = wanted.get("hierarchyType") or default
    hierarchy = _hierarchy(request, said)
    platforms = _platforms(item_shape(operation))
    models = (node.model for node in nodes if hierarchy in node.hierarchies)
    items = [model for model in models if model["platform"] in platforms]
    if "filter" in wanted:
        items = [item for item in items if _holds(wanted["filter"], item)]
    if "sorting" in wanted:
        items = _sorted(items, wanted["sorting"])
    pagination = wanted.get("pagination", {})
    found = page(request, items, skip=max(pagination.get("skip", 0), 0), count=pagination.get("limit"))
    return _perhaps_wrapped(request, found | {"hierarchyType": said})


def _platforms(shape: Shape) -> set[str]:
    """Platforms, in the newest spelling, that a revision can show objects of: 1.2 has a word for more than that."""
    known = set(shape.variants) or set(shape.members["platform"].values)
    return known | {other for name in known for other in reshape.OTHER_VALUES.get(name, ())}


def _hierarchy(request: Request, said: str) -> str:
    newest = state.revision_of(request) == "1.3-rev2"
    unknown = said in HYPERV_BEFORE if newest else said in HYPERV_SINCE
    hierarchy = said if newest else HYPERV_BEFORE.get(said, said)
    # The default of a Hyper-V tree is written in the newest spelling.
    if said == DEFAULT_HIERARCHY["HyperV"] and "hierarchyType" not in (state.body_of(request) or {}):
        return said
    if unknown or hierarchy not in ALL_HIERARCHIES | {"Computers", "Clusters"}:
        raise Refusal(400, f"The hierarchy type {said!r} is unknown.")
    return hierarchy


def _sorted(items: list[Json], sorting: Json) -> list[Json]:
    name = sorting["property"]
    descending = sorting.get("direction", "Ascending").lower() == "descending"
    return sorted(items, key=lambda item: str(_property(item, name) or "").lower(), reverse=descending)


def _holds(expression: Json, item: Json) -> bool:
    operation = expression["operation"].lower()
    if "items" in expression:
        results = [_holds(part, item) for part in expression["items"]]
        return {"and": all(results), "or": any(results), "not": not any(results)}[operation]
    value = _property(item, expression["property"])
    return value is not None and _OPERATIONS[operation](value.lower(), _current(expression).lower())


def _current(expression: Json) -> str:
    """The value of a predicate; a platform may be in an older spelling."""
    value = str(expression["value"])
    return "VSphere" if expression["property"].lower() == "platform" and value == "VMware" else value


def _property(item: Json, name: str) -> str | None:
    """A member by its name in any case, as the vendor's examples write them."""
    value = next((value for key, value in item.items() if key.lower() == name.lower()), None)
    return None if value is None else str(value)


def _compared(value: str, wanted: str) -> int:
    """-1, 0 or 1; sizes compare as numbers."""
    left, right = _number(value), _number(wanted)
    if left is None or right is None:
        return (value > wanted) - (value < wanted)
    return (left > right) - (left < right)


def _number(text: str) -> float | None:
    try:
        return float(text.removesuffix("gb").strip())
    except ValueError:
        return None


_OPERATIONS: dict[str, Callable[[str, str], bool]] = {
    "in": lambda value, wanted: value in [part.strip() for part in wanted.split(",")],
    "contains": lambda value, wanted: wanted in value,
    "equals": lambda value, wanted: value == wanted,
    "notequals": lambda value, wanted: value != wanted,
    "lessthan": lambda value, wanted: _compared(value, wanted) < 0,
    "lessthanorequal": lambda value, wanted: _compared(value, wanted) <= 0,
    "greaterthan": lambda value, wanted: _compared(value, wanted) > 0,
    "greaterthanorequal": lambda value, wanted: _compared(value, wanted) >= 0,
    "startswith": lambda value, wanted: value.startswith(wanted),
    "endswith": lambda value, wanted: value.endswith(wanted),
}


async def _old_servers(request: Request) -> Response:
    roots = [node.model for node in state.of(request).estate.roots if node.model["platform"] == "VSphere"]
    return _perhaps_wrapped(request, page_of(request, roots))


async def _old_objects(request: Request) -> Response:
    root = _root(request)
    if root["platform"] != "VSphere":
        raise Refusal(404, f"{root['name']} is no VMware vSphere server.")
    hierarchy = query_of(request).text("hierarchyTypeFilter", DEFAULT_HIERARCHY["VSphere"])
    nodes = [node for node in state.of(request).estate.trees[root["name"]] if hierarchy in node.hierarchies]
    containers = {node.model["objectId"]: node.container for node in nodes}

    def below(dummy: Request, model: Json, wanted: Wanted) -> bool:
        return like(containers[model["objectId"]], wanted[0])

    def anything(dummy: Request, model: Json, wanted: Wanted) -> bool:
        return bool(model and wanted)

    special = {"parentContainerNameFilter": below, "hierarchyTypeFilter": anything}
    return _perhaps_wrapped(request, page_of(request, [node.model for node in nodes], special=special))


async def _disk_slots(request: Request) -> Response:
    return answer.shaped(request, {"diskSlots": [f"{bus}:{slot}" for bus in (0, 1) for slot in range(16)]})


def _perhaps_wrapped(request: Request, found: Json) -> Response:
    """The reply; with the fault ``wrapped-items`` in the form that the vendor's old examples show (trap T16)."""
    reply = answer.shaped(request, found)
    if not state.of(request).world.faults.active("wrapped-items"):
        return reply
    shown = json.loads(bytes(reply.body))
    data = [{"inventoryObject": item, "size": item.pop("size", "N/A")} for item in shown["data"]]
    return replies.plain(shown | {"data": data})


_COLLECTIONS = (
    Collection("inventory/entraId/tenants", "Tenant", from_estate("inventory/entraId/tenants")),
    Collection(
        "inventory/unstructuredDataServers",
        "Unstructured data server",
        from_estate("inventory/unstructuredDataServers"),
    ),
    Collection("agents/protectionGroups", "Protection group", from_estate("agents/protectionGroups")),
)

ROUTES = [
    *(route for collection in _COLLECTIONS for route in collection.routes()),
    Route(f"{PREFIX}inventory/vmware/hosts", _old_servers),
    Route(f"{PREFIX}inventory/vmware/hosts/{{name}}", _old_objects),
    Route(f"{PREFIX}inventory/platforms/{{platform}}/diskSlots", _disk_slots),
    Route(f"{PREFIX}inventory/physical", _protection_groups, methods=["POST"]),
    Route(f"{PREFIX}inventory/physical/all", _all_physical, methods=["POST"]),
    Route(f"{PREFIX}inventory/physical/{{id}}", _computers, methods=["POST"]),
    Route(f"{PREFIX}inventory", _servers, methods=["POST"]),
    Route(f"{PREFIX}inventory/{{name}}", _objects, methods=["POST"]),
]
