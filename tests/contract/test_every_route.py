# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every call that the simulator knows answers, in every revision that has it, as the vendor's OpenAPI file says."""

from __future__ import annotations

import typing as t

from starlette.routing import Route

from tests.contract.client import Client, Json
from tests.contract.conftest import SESSION_SECONDS
from tests.openapi import document
from tests.simulator.launch import Running
from tests.simulator.vbr.app import ROUTES

NOT_OF_THE_API = ("/swagger/", "/api/oauth2/")
NOBODY = "11111111-2222-3333-4444-555555555555"
POLICY = "WindowsAgentBackupWorkstationPolicy"
# None of the machines that quick backups are made of here is in it.
FAILING = "Web servers"


def test_every_route_answers_as_the_vendor_says(api: Client, simulator: Running) -> None:
    simulator.fault(f"session-failed:{FAILING}:count=1")
    for name in ("Gold machines", FAILING):
        _start(api, name)
    # The runs end by the simulator's clock, so that nobody has to wait.
    simulator.advance(SESSION_SECONDS)
    for method, path in _calls():
        concrete = _concrete(api, path)
        operation = document(api.revision).operation(method, f"/api/v1/{concrete}")
        if operation is None:
            api.call(method, concrete, status=405 if document(api.revision).template(f"/api/v1/{concrete}") else 404)
        elif operation.template.count("{") > path.count("{"):
            # The revision reads a word as the id or the name of something that is not there.
            api.call(method, concrete, status=404)
        else:
            status = min(status for status in operation.replies if status < 300)
            api.call(method, concrete, status=status, body=_body(api, method, path))
            simulator.advance(SESSION_SECONDS)


def _calls() -> list[tuple[str, str]]:
    """Method and path of every route; deleting comes last."""
    calls = [
        (method, route.path)
        for route in ROUTES
        if isinstance(route, Route) and not route.path.startswith(NOT_OF_THE_API)
        for method in sorted((route.methods or set()) - {"HEAD"})
    ]
    return sorted(calls, key=lambda call: call[0] == "DELETE")


def _start(api: Client, name: str) -> str:
    """Start a job; the id of its session."""
    return str(api.call("POST", f"jobs/{api.job(name)['id']}/start", status=201)["id"])


def _concrete(api: Client, path: str) -> str:
    """The path below /api/v1 with something real in the place of its parameters."""
    short = path.removeprefix("/api/v1/").replace("{name}", "vcenter01.lab.local").replace("{platform}", "VMware")
    if "{id}" in short:
        short = short.replace("{id}", _id(api, short))
    if "{file_id}" in short:
        files = short.partition("/{file_id}")[0]
        short = short.replace("{file_id}", api.get(files)["data"][0]["id"])
    return short


def _id(api: Client, path: str) -> str:
    listed = path.partition("/{id}")[0].replace("inventory/physical", "agents/protectionGroups")
    if document(api.revision).operation("GET", f"/api/v1/{listed}") is None:
        return NOBODY
    if path == "sessions/{id}/stop":
        return _start(api, "Daily VMs")
    if listed == "jobs":
        return _job_id(api, path)
    return str(api.get(listed)["data"][0]["id"])


def _job_id(api: Client, path: str) -> str:
    if path.endswith(("/applyConfiguration", "/clearCache")):
        found = [job for job in api.get("jobs", limit=100)["data"] if job["type"] == POLICY]
        return str(found[0]["id"]) if found else NOBODY
    if path.endswith("/stop"):
        _start(api, "Daily VMs")
    return str(api.job(FAILING if path.endswith("/retry") else "Daily VMs")["id"])


def _body(api: Client, method: str, path: str) -> t.Any:
    if method == "PUT" or (method, path) == ("POST", "/api/v1/jobs"):
        job = api.job("Databases" if method == "POST" else "Daily VMs")
        return job if method == "PUT" else _new(job)
    if "quickBackup" in path:
        return _machine(api, path)
    if path.endswith("/stop") and "/jobs/" in path:
        return {"gracefulStop": True}
    return {} if path.endswith("/details") else None


def _new(job: Json) -> Json:
    return {name: value for name, value in job.items() if name not in ("id", "isDisabled")} | {"name": "New"}


def _machine(api: Client, path: str) -> Json:
    if path.endswith("/agent"):
        groups = {item["name"]: item["id"] for item in api.browse("inventory/physical")["data"]}
        return t.cast("Json", api.browse(f"inventory/physical/{groups['Windows servers']}")["data"][0])
    server, name = ("hyperv01", "hv-db01") if path.endswith("/hyperV") else ("vcenter01", "db01")
    found = api.browse(f"inventory/{server}.lab.local")["data"]
    return t.cast("Json", next(item for item in found if item["name"] == name))
