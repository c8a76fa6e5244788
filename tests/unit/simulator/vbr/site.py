# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A simulated backup server in the test's own process, called without a network."""

from __future__ import annotations

import asyncio
import copy
import typing as t

import httpx

from tests.simulator.app import build
from tests.simulator.options import Options
from tests.simulator.world import World

Json = dict[str, t.Any]
SESSION_SECONDS = 60


class Site:
    """One backup server and somebody who is logged on to it."""

    def __init__(self, *, revision: str = "1.3-rev2", newest: str = "1.3-rev2", **options: t.Any) -> None:
        defaults = {
            "vbr_port": 0,
            "revision": newest,
            "jobs": 25,
            "check_replies": True,
            "session_seconds": SESSION_SECONDS,
        }
        self._servers = build(Options(**{**defaults, **options}))
        self.revision = revision
        self.token = ""

    def asked_in(self, revision: str) -> Site:
        """The same server, asked in another revision."""
        other = copy.copy(self)
        other.revision, other.token = revision, ""
        return other

    @property
    def world(self) -> World:
        return self._servers.world

    def send(self, method: str, path: str, **request: t.Any) -> httpx.Response:
        """A request exactly as given."""

        async def exchange() -> httpx.Response:
            transport = httpx.ASGITransport(app=self._servers.apps["vbr"])  # type: ignore[arg-type]
            async with httpx.AsyncClient(transport=transport, base_url="https://vbr.test") as client:
                return await client.request(method, path, **request)

        return asyncio.run(exchange())

    def log_on(self, **form: str) -> httpx.Response:
        options = self.world.options
        form = form or {"grant_type": "password", "username": options.username, "password": options.password}
        reply = self.send("POST", "/api/oauth2/token", data=form, headers={"x-api-version": self.revision})
        if reply.status_code == 200:
            self.token = reply.json()["access_token"]
        return reply

    def call(self, method: str, path: str, body: t.Any = None, **query: t.Any) -> httpx.Response:
        """A request below /api/v1 by somebody who is logged on."""
        if not self.token:
            self.log_on()
        headers = {"x-api-version": self.revision, "Authorization": f"Bearer {self.token}"}
        more = {"json": body} if body is not None else {}
        return self.send(method, f"/api/v1/{path}", headers=headers, params=query or None, **more)

    def get(self, path: str, **query: t.Any) -> t.Any:
        reply = self.call("GET", path, **query)
        assert reply.status_code == 200, reply.text
        return reply.json()

    def job(self, name: str) -> Json:
        found = [job for job in self.get("jobs", limit=500)["data"] if job["name"] == name]
        assert len(found) == 1
        return t.cast("Json", found[0])

    def wait(self, seconds: float) -> None:
        """Let time go by on the server."""
        self.world.clock.advance(seconds)

    def last_request(self) -> Json:
        return self.world.recorder.requests()[-1]

    def misfits(self) -> list[str]:
        """In what way replies did not fit the vendor's schema."""
        return [problem for entry in self.world.recorder.requests() for problem in entry["reply_problems"]]
