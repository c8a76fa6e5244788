# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Servers, repositories, proxies, accelerators, and the server's description of itself."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.simulator.vbr import answer, replies, state
from tests.simulator.vbr.estate_infrastructure import BACKUP_SERVER, EXTENTS
from tests.simulator.vbr.listing import PREFIX, Collection, Items, Json, Wanted

BUILDS = {
    "1.2-rev1": "12.3.1.1139",
    "1.3-rev0": "13.0.0.4967",
    "1.3-rev1": "13.0.1.180",
    "1.3-rev2": "13.1.0.411",
}


def from_estate(path: str) -> Items:
    """Items of the estate's collection at ``path``."""

    def items(request: Request) -> list[Json]:
        return state.of(request).estate.collections[path]

    return items


def _without_extents(dummy: Request, model: Json, wanted: Wanted) -> bool:
    return wanted[0] != "true" or model["name"] not in EXTENTS


def _proxy_states(request: Request) -> list[Json]:
    proxies = state.of(request).estate.collections["backupInfrastructure/proxies"]
    states = []
    for proxy in proxies:
        shown = {name: proxy[name] for name in ("id", "name", "description", "type")}
        host = {name: proxy["server"][name] for name in ("hostId", "hostName")}
        states.append(shown | host | {"isDisabled": False, "isOnline": True, "isOutOfDate": False})
    return states


async def _server_info(request: Request) -> Response:
    server = state.of(request)
    info: Json = {
        "vbrId": server.estate.identity.guid("backup server"),
        "name": BACKUP_SERVER,
        "buildVersion": BUILDS[server.world.options.revision],
        "patches": [],
        "databaseVendor": "PostgreSQL",
        "sqlServerEdition": "",
        "sqlServerVersion": "17.2",
        "databaseSchemaVersion": "9540",
        "databaseContentVersion": "9540",
        "veeamRegistration": {"isRegistered": False},
        "platform": "Windows",
    }
    return answer.shaped(request, info)


async def _swagger(request: Request) -> Response:
    wanted = request.path_params["revision"].removeprefix("v")
    if wanted not in state.of(request).world.options.revisions:
        raise replies.Refusal(404, f"There is no {request.url.path} here.", code="InvalidURI")
    # The real file is the vendor's and several megabytes long; that it is there is all that can be asked of this one.
    return JSONResponse(
        {"openapi": "3.0.1", "info": {"title": "Veeam Backup & Replication REST API", "version": wanted}}
    )


async def _swagger_index(request: Request) -> Response:
    """The script of the page that shows the API to browsers: it lists every revision, and wants no logon."""
    served = reversed(state.of(request).world.options.served_revisions)
    urls = [{"url": f"/swagger/v{revision}/swagger.json", "name": f"v{revision}"} for revision in served]
    script = f"var configObject = JSON.parse('{json.dumps({'urls': urls})}');\n"
    return Response(script, media_type="application/javascript")


_STATES = Collection(
    "backupInfrastructure/repositories/states",
    "Repository",
    from_estate("backupInfrastructure/repositories/states"),
    special={"excludeExtents": _without_extents},
)
_PROXY_STATES = Collection("backupInfrastructure/proxies/states", "Proxy", _proxy_states)
_COLLECTIONS = (
    Collection(
        "backupInfrastructure/repositories",
        "Repository",
        from_estate("backupInfrastructure/repositories"),
        special={"excludeExtents": _without_extents},
    ),
    Collection(
        "backupInfrastructure/scaleOutRepositories",
        "Scale-out repository",
        from_estate("backupInfrastructure/scaleOutRepositories"),
    ),
    Collection("backupInfrastructure/proxies", "Proxy", from_estate("backupInfrastructure/proxies")),
    Collection(
        "backupInfrastructure/managedServers", "Managed server", from_estate("backupInfrastructure/managedServers")
    ),
    Collection(
        "backupInfrastructure/wanAccelerators", "WAN accelerator", from_estate("backupInfrastructure/wanAccelerators")
    ),
)

ROUTES = [
    # First, because "states" is no id.
    _STATES.list_route(),
    _PROXY_STATES.list_route(),
    *(route for collection in _COLLECTIONS for route in collection.routes()),
    Route(f"{PREFIX}serverInfo", _server_info),
    Route("/swagger/index.js", _swagger_index),
    Route("/swagger/{revision}/swagger.json", _swagger),
]
