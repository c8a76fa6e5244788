# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulator's own endpoints, below /_simulator on every port: what happened, and what shall happen."""

from __future__ import annotations

import json
import typing as t

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from tests.simulator.world import World


def routes(world: World) -> list[Route]:
    """Routes to observe and steer `world`."""

    async def requests(request: Request) -> JSONResponse:
        return JSONResponse(world.recorder.requests())

    async def writes(request: Request) -> JSONResponse:
        return JSONResponse(world.recorder.writes())

    async def state(request: Request) -> JSONResponse:
        return JSONResponse(_state(world))

    async def reset(request: Request) -> JSONResponse:
        world.reset()
        return JSONResponse({})

    async def faults(request: Request) -> JSONResponse:
        return await _faults(world, request)

    async def clock(request: Request) -> JSONResponse:
        world.clock.advance(float((await request.json())["advance"]))
        return JSONResponse({"now": world.clock.now().isoformat()})

    return [
        Route("/_simulator/requests", requests),
        Route("/_simulator/writes", writes),
        Route("/_simulator/state", state),
        Route("/_simulator/reset", reset, methods=["POST"]),
        Route("/_simulator/faults", faults, methods=["GET", "POST", "DELETE"]),
        Route("/_simulator/clock", clock, methods=["POST"]),
    ]


def _state(world: World) -> dict[str, t.Any]:
    return {
        "now": world.clock.now().isoformat(),
        "requests": world.recorder.count(),
        "faults": world.faults.listing(),
        **{name: api.state() for name, api in world.apis.items()},
    }


async def _faults(world: World, request: Request) -> JSONResponse:
    """POST takes one fault, `{"fault": "..."}`, or a list of texts; DELETE clears all."""
    if request.method == "DELETE":
        world.faults.clear()
    if request.method == "POST":
        wanted = json.loads(await request.body())
        texts = wanted if isinstance(wanted, list) else [wanted["fault"]]
        try:
            for text in texts:
                world.faults.add(text)
        except ValueError as error:
            return JSONResponse({"message": str(error)}, status_code=400)
    return JSONResponse(world.faults.listing())
