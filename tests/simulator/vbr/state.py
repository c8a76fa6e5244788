# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What one simulated backup server knows."""

from __future__ import annotations

import typing as t

from starlette.requests import Request

from tests.simulator.vbr import estate
from tests.simulator.vbr.job_store import JobStore
from tests.simulator.vbr.query import Query
from tests.simulator.vbr.session_store import SessionStore
from tests.simulator.vbr.tokens import TokenStore
from tests.simulator.world import World


class VbrState:
    """The server's logons, estate, jobs and sessions. Times come from `world.clock`."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.reset()

    def reset(self) -> None:
        """As freshly installed, with the estate that the options ask for."""
        options = self.world.options
        self.tokens = TokenStore(self.world)
        size = {"jobs": options.jobs, "vms": options.vms, "seed": options.seed}
        self.estate = estate.build(**size, now=self.world.clock.now(), live=options.is_live)
        self.jobs = JobStore(self.world, self.estate)
        self.sessions = SessionStore(self.world, estate=self.estate, jobs=self.jobs)


def of(request: Request) -> VbrState:
    """The server that `request` is for."""
    state = request.app.state.vbr
    assert isinstance(state, VbrState)
    return state


def revision_of(request: Request) -> str:
    """The API revision that `request` asked for and the server agreed to."""
    return str(request.scope["simulator.revision"])


def query_of(request: Request) -> Query:
    """The checked query with enum values in the newest revision's spelling."""
    query = request.scope["simulator.query"]
    assert isinstance(query, Query)
    return query


def body_of(request: Request) -> t.Any:
    """The JSON body in the newest revision's form: checked, without unknown members; None when there was none."""
    return request.scope.get("simulator.body")
