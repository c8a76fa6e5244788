# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A client of the simulated Enterprise Manager, in this process, that knows HTTP and nothing else."""

from __future__ import annotations

import asyncio
import base64
import json
import typing as t

import httpx
import pytest

from tests.simulator.app import build
from tests.simulator.options import Options

JSON, XML = "application/json", "application/xml"
ORACLE = "78c3919c-54d7-43fe-b047-485d3566f11f"


class Em:
    """Logged on as the administrator unless told otherwise; JSON unless told otherwise."""

    def __init__(self, **options: t.Any) -> None:
        self.options = Options(em_port=0, **options)
        self.servers = build(self.options)
        self.world = self.servers.world
        self.token = ""
        self.session_id = ""

    def call(self, method: str, path: str, *, accept: str | None = JSON, **more: t.Any) -> httpx.Response:
        """One request. ``token=None`` sends no token; ``body`` is bytes or something for JSON."""
        headers = dict(more.get("headers") or {})
        token = more.get("token", self.token)
        if token:
            headers["X-RestSvcSessionId"] = token
        if accept is not None:
            headers["Accept"] = accept
        body = more.get("body")
        if body is not None:
            headers.setdefault("Content-Type", accept or XML)
            body = body if isinstance(body, bytes) else json.dumps(body).encode()

        async def run() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.servers.apps["em"])
            async with httpx.AsyncClient(transport=transport, base_url="https://localhost:9398") as client:
                client.headers.pop("accept")
                return await client.request(method, f"/api/{path}", headers=headers, content=body)

        return asyncio.run(run())

    def log_on(self, user: str | None = None, *, path: str = "sessionMngr/?v=latest", **more: t.Any) -> httpx.Response:
        """Log on and keep the token and the id of the session."""
        secret = more.pop("password", self.options.password)
        basic = base64.b64encode(f"{user or self.options.username}:{secret}".encode()).decode()
        headers = {"Authorization": f"Basic {basic}", **more.pop("headers", {})}
        reply = self.call("POST", path, headers=headers, token=None, **more)
        if reply.status_code == 201:
            self.token = reply.headers["X-RestSvcSessionId"]
            if more.get("accept", JSON) == JSON:
                self.session_id = low(reply.json())["sessionid"]
        return reply

    def get(self, path: str) -> t.Any:
        """The JSON of a successful GET, names in lower case."""
        reply = self.call("GET", path)
        assert reply.status_code == 200, reply.text
        return low(reply.json())

    def post(self, path: str, body: t.Any = None, *, method: str = "POST") -> t.Any:
        """The task of an asynchronous call, names in lower case."""
        reply = self.call(method, path, body=body)
        assert reply.status_code == 202, reply.text
        return low(reply.json())

    def wait(self, task: t.Any, polls: int = 5) -> t.Any:
        """The task when it is finished."""
        for dummy in range(polls):
            if task["state"] == "Finished":
                return task
            task = self.get(f"tasks/{task['taskid']}")
        raise AssertionError(f"not finished: {task}")

    def done(self, path: str, body: t.Any = None, *, method: str = "POST") -> t.Any:
        """The finished task of an asynchronous call."""
        return self.wait(self.post(path, body, method=method))

    def query(self, query_type: str, condition: str = "", more: str = "") -> list[t.Any]:
        """The rows of the first page of a query."""
        wanted = f"&filter={quote(condition)}" if condition else ""
        reply = self.get(f"query?type={query_type}&format=entities{wanted}{more}")
        container = reply["entities"] or reply["resources"]
        rows = next(content for content in container.values() if content)
        return next(iter(rows.values()))

    def job(self, name: str, server: str = "vbr01.lab.local") -> t.Any:
        """The entity of a job."""
        return self.query("Job", f'Name=="{name}";BackupServerName=="{server}"')[0]

    def fault(self, text: str) -> None:
        self.world.faults.add(text)

    def advance(self, seconds: float) -> None:
        self.world.clock.advance(seconds)

    def state(self) -> t.Any:
        return self.world.apis["em"].state()


def quote(text: str) -> str:
    """Percent-encode everything, blanks as %20."""
    return "".join(c if c.isalnum() and c.isascii() else "".join(f"%{b:02X}" for b in c.encode()) for c in text)


def low(content: t.Any) -> t.Any:
    """The same JSON with all names in lower case."""
    if isinstance(content, dict):
        return {name.lower(): low(item) for name, item in content.items()}
    return [low(item) for item in content] if isinstance(content, list) else content


def guid_of(entity: t.Any) -> str:
    return str(entity["uid"]).rpartition(":")[2]


@pytest.fixture
def make_em() -> t.Callable[..., Em]:
    """Makes a simulated Enterprise Manager and logs on."""

    def make(**options: t.Any) -> Em:
        em = Em(**{"jobs": 3, "vms": 5, **options})
        em.log_on()
        return em

    return make


@pytest.fixture(params=["12", "13"])
def em(request: pytest.FixtureRequest, make_em: t.Callable[..., Em]) -> Em:
    """One of either version."""
    return make_em(em_version=request.param)
