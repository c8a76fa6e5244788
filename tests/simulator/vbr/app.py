# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Puts the Backup & Replication API together."""

from __future__ import annotations

import typing as t

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from tests.simulator.recorder import note_of
from tests.simulator.vbr import (
    auth,
    backups,
    infrastructure,
    inventory,
    job_actions,
    job_states,
    jobs,
    quick_backup,
    security,
    session,
    sessions,
    state,
)
from tests.simulator.vbr.gate import Gate
from tests.simulator.vbr.replies import Refusal
from tests.simulator.vbr.state import VbrState
from tests.simulator.world import World

# The first route that fits answers: fixed paths stand before those with an id.
ROUTES = [
    *auth.ROUTES,
    *job_states.ROUTES,
    *quick_backup.ROUTES,
    *jobs.ROUTES,
    *job_actions.ROUTES,
    *sessions.ROUTES,
    *infrastructure.ROUTES,
    *security.ROUTES,
    *inventory.ROUTES,
    *backups.ROUTES,
]


class VbrApi:
    """One backup server (see world.Api)."""

    name = "vbr"

    def __init__(self, world: World) -> None:
        self._server = VbrState(world)

    @property
    def server(self) -> VbrState:
        """What the server knows, for who changes something there by hand."""
        return self._server

    def app(self) -> Starlette:
        """The routes behind the gate; handlers find the server in `request.app.state.vbr`."""
        application = Starlette(
            routes=list(ROUTES),
            middleware=[Middleware(Gate, server=self._server)],
            exception_handlers={Refusal: _refused, 404: _no_such_path, 405: _no_such_method},
        )
        application.state.vbr = self._server
        return application

    def error(self, status: int, message: str) -> Response:
        """The vendor's Error body."""
        return Refusal(status, message).response(live=self._server.world.options.is_live)

    def forget_logons(self, *, refresh_too: bool) -> None:
        """Access tokens, and refresh tokens too if told, become invalid."""
        self._server.tokens.forget(refresh_too=refresh_too)

    def reset(self) -> None:
        """A fresh estate."""
        self._server.reset()

    def state(self) -> dict[str, t.Any]:
        """What tests assert on."""
        server, now = self._server, self._server.world.clock.seconds()
        server.sessions.settle()
        return {
            "open_tokens": server.tokens.open(),
            "issued_tokens": server.tokens.issued,
            "jobs": [
                {"id": job.id, "name": job.name, "type": job.type, "isDisabled": job.is_disabled}
                for job in server.jobs.all()
            ],
            "sessions": [session.model(one, now) for one in server.sessions.all()],
        }


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    note_of(request.scope).refused = error.message
    return error.response(live=state.of(request).world.options.is_live)


async def _no_such_path(request: Request, error: Exception) -> Response:
    return await _refused(request, Refusal(404, f"There is no {request.url.path} here.", code="InvalidURI"))


async def _no_such_method(request: Request, error: Exception) -> Response:
    return await _refused(request, Refusal(405, f"{request.method} is not possible on {request.url.path}."))
