# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A client that knows nothing but HTTP and the vendor's OpenAPI file, by which it judges every reply."""

from __future__ import annotations

import typing as t

import requests

from tests.openapi import check_response
from tests.simulator.launch import Running
from tests.simulator.options import SHAPES
from tests.simulator.vbr import deviations

Json = dict[str, t.Any]


class Client:
    """Talks to one simulator in one revision."""

    def __init__(
        self, session: requests.Session, *, simulator: Running, revision: str, shapes: str = SHAPES[0]
    ) -> None:
        self._session = session
        self._simulator = simulator
        self.revision = revision
        self.is_live = shapes == "live"
        session.verify = simulator.ca_path
        session.headers["x-api-version"] = revision

    def log_on(self) -> Client:
        """Get a token and use it from now on."""
        form = {"grant_type": "password", "username": self._simulator.username, "password": self._simulator.password}
        token = self._session.post(f"{self._simulator.url}/api/oauth2/token", data=form, timeout=30).json()
        self._session.headers["Authorization"] = f"Bearer {token['access_token']}"
        return self

    def call(self, method: str, path: str, *, status: int, body: t.Any = None, query: t.Any = None) -> t.Any:
        """Send a request below /api/v1; the answer must have that status and be what the vendor's file promises."""
        url = f"{self._simulator.url}/api/v1/{path}"
        reply = self._session.request(method, url, json=body, params=query, timeout=30)
        answer = reply.json() if reply.content else None
        assert reply.status_code == status, answer
        problems = check_response(self.revision, method, f"/api/v1/{path}", status, answer)
        assert (deviations.unexplained(f"/api/v1/{path}", problems) if self.is_live else problems) == []
        return answer

    def get(self, path: str, **query: t.Any) -> t.Any:
        """What is at ``path``."""
        return self.call("GET", path, status=200, query=query)

    def advance(self, seconds: float) -> None:
        """Put the server's clock forward."""
        self._simulator.advance(seconds)

    def names(self, path: str, **query: t.Any) -> list[str]:
        """Names of the items of the list at ``path``."""
        return [item["name"] for item in self.get(path, **query)["data"]]

    def browse(self, path: str, **filters: t.Any) -> Json:
        """What the inventory browser finds."""
        return t.cast("Json", self.call("POST", path, status=200, body=filters))

    def job(self, name: str) -> Json:
        """The job of that name."""
        found = [job for job in self.get("jobs", nameFilter=name)["data"] if job["name"] == name]
        assert len(found) == 1
        return t.cast("Json", found[0])
