# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Logon, log-off and the two things that can be asked without a logon."""

from __future__ import annotations

import datetime
import typing as t

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.simulator.clock import vendor_format
from tests.simulator.options import TIME_ZONES
from tests.simulator.recorder import note_of
from tests.simulator.vbr import answer, replies, state, wording
from tests.simulator.vbr.replies import Refusal
from tests.simulator.vbr.tokens import Logon


async def _token(request: Request) -> Response:
    note_of(request.scope).read_only = True
    form = {name: str(value) for name, value in (await request.form()).items()}
    tokens = state.of(request).tokens
    short = form.get("use_short_term_refresh", "false").lower() == "true"
    # The spelling of grant types changed between revisions, but every server takes any case (trap T2).
    match form.get("grant_type", "").lower():
        case "password":
            _check_password(request, form)
            logon = tokens.issue(short_refresh=short)
        case "refresh_token":
            redeemed = tokens.redeem(form.get("refresh_token", ""), short_refresh=short)
            if redeemed is None:
                raise Refusal(401, "The refresh token is invalid or has been used already.")
            logon = redeemed
        case "authorization_code" | "vbr_token":
            raise Refusal(401, "This grant type is not available on this server.")
        case other:
            raise Refusal(400, f"The grant_type {other!r} is not supported.")
    return JSONResponse(_token_model(request, logon))


def _check_password(request: Request, form: dict[str, str]) -> None:
    options = state.of(request).world.options
    if "username" not in form or "password" not in form:
        raise Refusal(400, "username and password are required.")
    # Windows account names do not depend on case; passwords do.
    if form["username"].lower() != options.username.lower() or form["password"] != options.password:
        raise Refusal(401, wording.WRONG_PASSWORD if options.is_live else "The user name or password is incorrect.")


def _token_model(request: Request, logon: Logon) -> dict[str, t.Any]:
    server = state.of(request)
    issued = server.world.clock.now()
    expires = issued + datetime.timedelta(seconds=server.tokens.life())
    return {
        "access_token": logon.access,
        "token_type": "bearer",
        "refresh_token": logon.refresh,
        "expires_in": server.tokens.life(),
        ".issued": vendor_format(issued),
        ".expires": vendor_format(expires),
    }


async def _logout(request: Request) -> Response:
    note_of(request.scope).read_only = True
    state.of(request).tokens.revoke(request.headers["authorization"].partition(" ")[2])
    return replies.plain({})


async def _server_time(request: Request) -> Response:
    world = state.of(request).world
    zone = world.options.time_zone
    reply = {"serverTime": vendor_format(world.clock.now()), "timeZone": TIME_ZONES[zone]}
    if state.revision_of(request) == "1.3-rev2":
        reply["ianaTimeZoneId"] = zone
    return replies.plain(reply)


async def _server_certificate(request: Request) -> Response:
    now = state.of(request).world.clock.now()
    return answer.shaped(
        request,
        {
            "subject": "CN=Veeam Backup Server Certificate",
            "issuedBy": "CN=Veeam Backup Server Certificate",
            "issuedTo": "CN=Veeam Backup Server Certificate",
            "validFrom": vendor_format(now - datetime.timedelta(days=30)),
            "validBy": vendor_format(now + datetime.timedelta(days=3650)),
            "thumbprint": "0A1B2C3D4E5F60718293A4B5C6D7E8F901234567",
            "serialNumber": "0123456789ABCDEF",
            "keyAlgorithm": "RSA",
            "keySize": "2048",
            "isTrusted": False,
        },
    )


ROUTES = [
    Route("/api/oauth2/token", _token, methods=["POST"]),
    Route("/api/oauth2/logout", _logout, methods=["POST"]),
    Route("/api/v1/serverTime", _server_time),
    Route("/api/v1/serverCertificate", _server_certificate),
]
