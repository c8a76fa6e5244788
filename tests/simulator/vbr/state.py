# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What one simulated backup server knows."""

from __future__ import annotations

import typing as t

from starlette.requests import Request

from tests.simulator.vbr.estate import Estate, build
from tests.simulator.vbr.tokens import TokenStore
from tests.simulator.world import World


class VbrState:
    """The server's logons, estate, jobs and sessions. Times come from `world.clock`."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.tokens = TokenStore(world)
        options = world.options
        self.estate: Estate = build(jobs=options.jobs, vms=options.vms, seed=options.seed, now=world.clock.now())


def of(request: Request) -> VbrState:
    """The server that `request` is for."""
    state = request.app.state.vbr
    assert isinstance(state, VbrState)
    return state


def revision_of(request: Request) -> str:
    """The API revision that `request` asked for and the server agreed to."""
    return str(request.scope["simulator.revision"])


def body_of(request: Request) -> t.Any:
    """The JSON body, checked against the vendor's schema, unknown members dropped; None when there was none."""
    return request.scope.get("simulator.body")
