# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Puts a simulated site together: one ASGI application for each API, around one shared world."""

from __future__ import annotations

import dataclasses

from starlette.types import ASGIApp

from tests.simulator import control
from tests.simulator.options import Options
from tests.simulator.traffic import Traffic
from tests.simulator.world import Api, World


@dataclasses.dataclass
class Servers:
    """The applications by API name (`vbr`, `em`) and the world they share."""

    world: World
    apps: dict[str, ASGIApp]


def build(options: Options) -> Servers:
    """A site with the APIs that `options` give a port to."""
    world = World(options)
    if options.vbr_port is not None:
        from tests.simulator.vbr.app import VbrApi

        _add(world, VbrApi(world))
    if options.em_port is not None:
        from tests.simulator.em.app import EmApi

        _add(world, EmApi(world))
    return Servers(world=world, apps={name: _application(world, api) for name, api in world.apis.items()})


def _add(world: World, api: Api) -> None:
    world.apis[api.name] = api


def _application(world: World, api: Api) -> ASGIApp:
    application = api.app()
    application.router.routes[:0] = control.routes(world)
    return Traffic(application, world=world, api=api)
