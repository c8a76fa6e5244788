# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What every request to Backup & Replication must get past: version, logon, content type."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.simulator.recorder import note_of
from tests.simulator.vbr.replies import Refusal
from tests.simulator.vbr.state import VbrState

OPEN_CALLS = frozenset(
    {("POST", "/api/oauth2/token"), ("GET", "/api/v1/serverTime"), ("GET", "/api/v1/serverCertificate")}
)
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


class Gate:
    """ASGI middleware in front of the routes."""

    def __init__(self, app: ASGIApp, *, server: VbrState) -> None:
        self._app, self._server = app, server

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/_simulator"):
            await self._app(scope, receive, send)
            return
        try:
            self._check(scope)
        except Refusal as refusal:
            note_of(scope).refused = refusal.message
            await refusal.response()(scope, receive, send)
            return
        if not self._logged_on(scope):
            note_of(scope).refused = "not logged on"
            # A rejected token is answered without a body, unlike what the vendor's examples show (trap T32).
            await Response(status_code=401)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _check(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        scope["simulator.revision"] = self._revision(headers.get("x-api-version"))
        self._check_content_type(scope, headers.get("content-type", "").partition(";")[0].strip())

    def _revision(self, wanted: str | None) -> str:
        if not wanted:
            raise Refusal(400, "The x-api-version header is required.")
        if wanted not in self._server.world.options.revisions:
            raise Refusal(400, "The specified API version is not supported.", code="NotImplemented")
        return wanted

    def _check_content_type(self, scope: Scope, content_type: str) -> None:
        has_body = Headers(scope=scope).get("content-length", "0") != "0"
        wanted = FORM if scope["path"] == "/api/oauth2/token" else JSON
        if has_body and content_type != wanted:
            raise Refusal(415, f"The content type {content_type!r} is not supported; send {wanted}.")

    def _logged_on(self, scope: Scope) -> bool:
        if (scope["method"], scope["path"]) in OPEN_CALLS:
            return True
        scheme, dummy, token = Headers(scope=scope).get("authorization", "").partition(" ")
        return scheme.lower() == "bearer" and self._server.tokens.valid(token)
