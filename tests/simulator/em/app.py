# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The HTTP side of Enterprise Manager: who is asking, for what, and the way to the handler and back."""

from __future__ import annotations

import typing as t
import urllib.parse

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route as WebRoute

from tests.simulator.em import reads, routes
from tests.simulator.em.estate_model import SESSION_KINDS, Item, Json, Run
from tests.simulator.em.exchange import Ask, Refusal, Reply
from tests.simulator.em.logons import VERSIONS, Logon
from tests.simulator.em.site import Site
from tests.simulator.em.wire import Wire, wants_json
from tests.simulator.recorder import note_of

if t.TYPE_CHECKING:
    from tests.simulator.world import World

TOKEN = "X-RestSvcSessionId"
_METHODS = ["GET", "POST", "PUT", "DELETE"]


class EmApi:
    """Enterprise Manager as one of the simulated products."""

    name = "em"

    def __init__(self, world: World) -> None:
        self._world = world
        self._wire = Wire(world)
        self.site = Site(world)

    def app(self) -> Starlette:
        """The application: everything below /api goes through one handler."""
        return Starlette(routes=[WebRoute("/{path:path}", self._handle, methods=_METHODS)])

    def error(self, status: int, message: str) -> Response:
        """An error as the product words it, in JSON."""
        return self._wire.error(status, message, as_json=True)

    def forget_logons(self, *, refresh_too: bool) -> None:
        """Nobody is logged on any more; what was started goes on. There is nothing that could be refreshed."""
        self.site.effects.before_write()
        self.site.logons.clear()

    def reset(self) -> None:
        """A fresh estate without logons."""
        self.site = Site(self._world)

    def state(self) -> Json:
        """What tests and people want to see."""
        site = self.site
        lens = site.lens("")
        site.logons.expire(self._world.clock.seconds(), site.idle_seconds())
        return {
            "open_tokens": len(site.logons.all()),
            "issued_tokens": site.logons.issued,
            "logon_sessions": [
                {"user": logon.user, "role": logon.role, "session_id": logon.session_id, "tasks": list(logon.tasks)}
                for logon in site.logons.all()
            ],
            "jobs": [
                _job_state(site, job) for kind in ("Job", "AgentBackupJob", "NasJob") for job in site.estate.all(kind)
            ],
            "sessions": [
                {"id": run.guid, "job": run.facts["JobName"], "type": run.facts["JobType"], **run.shown(lens.now)}
                for kind in SESSION_KINDS
                for run in site.estate.all(kind)
                if isinstance(run, Run)
            ],
            "complaints": list(site.complaints),
        }

    async def _handle(self, request: Request) -> Response:
        as_json = wants_json(request)
        try:
            reply = self._answer(request, await request.body())
        except Refusal as refusal:
            note_of(request.scope).refused = refusal.message
            return self._wire.error(refusal.status, refusal.message, as_json=as_json)
        return self._wire.response(reply, as_json=as_json)

    def _answer(self, request: Request, body: bytes) -> Reply:
        root, dummy, path = request.scope["path"].removeprefix("/").partition("/")
        if root.lower() != "api":
            raise Refusal(404, "The resource does not exist.")
        if not path and request.method == "GET":
            return _welcome(self._base(request))
        params = _params(request)
        if path.lower() == "sessionmngr/" and request.method == "POST":
            return self._log_on(request, body, params)
        if self.site.live:
            params.pop("v", None)  # clients of other people send ?v=latest with every call
        logon = self._logon_of(request)
        route, ids = routes.find(request.method, path, params.pop("action", None))
        if logon.role not in routes.roles_of(route, params):
            raise Refusal(403, "Access denied.")
        return self._call(request, body, logon=logon, route=route, ids=ids, params=params)

    def _call(self, request: Request, body: bytes, **found: t.Any) -> Reply:
        route: routes.Route = found["route"]
        params: dict[str, str] = found["params"]
        unknown = [name for name in params if name not in route.params]
        if unknown:
            raise Refusal(400, f"Unknown query parameter '{unknown[0]}'.")  # a filter joined with & ends here (T53)
        document = self._wire.read(body, route.body, request)
        if request.method != "GET" and not route.pattern.startswith("tasks"):
            self.site.effects.before_write()
        if route.pattern.startswith(("tasks", "logonSessions")):
            note_of(request.scope).read_only = True
        lens = self.site.lens(self._base(request))
        note = note_of(request.scope)
        return route.handler(Ask(self.site, found["logon"], lens, params, found["ids"], note, document))

    def _log_on(self, request: Request, body: bytes, params: dict[str, str]) -> Reply:
        """``POST /sessionMngr/?v=latest``: Basic credentials, no body. The token is only in the header (T1, T2)."""
        note_of(request.scope).read_only = True
        if body or set(params) - {"v"} or "v" not in params:
            raise Refusal(400, "A logon needs the version as ?v=, credentials in the header Authorization and no body.")
        account = self.site.logons.role_of(request.headers.get("authorization", ""))
        if account is None or params["v"].lower() not in VERSIONS:
            raise Refusal(401, "The user name or password is incorrect")  # also for an unsupported version (T10)
        if request.cookies.get(TOKEN) or request.headers.get(TOKEN):
            self.site.complain("a logon carried an old token")
        logon = self.site.logons.open(*account, self._world.clock.seconds())
        headers = {TOKEN: logon.token, "Set-Cookie": f"{TOKEN}={logon.token}; Path=/api;"}
        document = reads.logon_document(self._base(request), logon.user, logon.session_id)
        return Reply(201, "LogonSession", document, headers)

    def _logon_of(self, request: Request) -> Logon:
        """The logon session of a request. A cookie beats the header, even a dead one (T3)."""
        token = request.cookies.get(TOKEN) or request.headers.get(TOKEN, "")
        logon = self.site.logons.use(token, self._world.clock.seconds(), self.site.idle_seconds())
        if logon is None:
            raise Refusal(401, "The session is not authorized or has expired.")
        return logon

    def _base(self, request: Request) -> str:
        """Where Hrefs point: to this server, or to somewhere else when a fault says so (T34 to T36)."""
        fault = next(iter(self._world.faults.active("em-href")), None)
        if fault:
            scheme, prefix = fault.options.get("scheme", "http"), fault.options.get("prefix", "/api")
            return f"{scheme}://{fault.value or 'local.host:9399'}{prefix}"
        return f"{request.url.scheme}://{request.url.netloc}/api"


def _params(request: Request) -> dict[str, str]:
    """Query parameters, names in lower case. A plus sign is a plus sign here, blanks are %20."""
    pairs = (piece.partition("=") for piece in request.scope["query_string"].decode("latin-1").split("&") if piece)
    return {urllib.parse.unquote(name).lower(): urllib.parse.unquote(text) for name, dummy, text in pairs}


def _welcome(base: str) -> Reply:
    """``GET /api/``: works without logon and tells the versions."""
    href = f"{base}/sessionMngr/?v="
    versions = [
        {"Name": name, "Links": [{"Rel": "Create", "Href": href + name, "Type": "LogonSession"}]}
        for name in ("v1_5", "v1_6", "v1_7")
    ]
    links = [
        {"Rel": "Down", "Href": f"{base}/logonSessions", "Type": "LogonSessionList"},
        {"Rel": "Create", "Href": f"{href}latest", "Type": "LogonSession"},
    ]
    document = {"Links": links, "SupportedVersions": {"SupportedVersions": versions}, "Href": f"{base}/"}
    return Reply(200, "EnterpriseManager", document | {"Type": "EnterpriseManager"})


def _job_state(site: Site, job: Item) -> Json:
    return {
        "id": job.guid,
        "name": job.name,
        "backup_server": site.estate.items["BackupServer"][job.server].name,
        "type": job.facts["JobType"],
        "description": job.facts["Description"],
        "enabled": job.facts["ScheduleEnabled"],
        "settings": {name: job.facts[name] for name in ("JobScheduleOptions", "JobInfo") if name in job.facts},
    }
