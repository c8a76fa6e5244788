# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The least that anybody could do: one process, one logon, one connection for each thread, and the requests needed.

``python -m tests.bench.floor list`` reads every page of jobs and keeps them; ``create`` posts the jobs in the file that
the environment names and reads each of them back, with eight threads; ``change`` reads, writes and reads back.
"""

from __future__ import annotations

import json
import os
import pathlib
import sys
import threading
import typing as t
from concurrent.futures import ThreadPoolExecutor

import requests

THREADS = 8
VERSION = {"x-api-version": "1.3-rev2"}


class Server:
    """The API with as little as possible between it and the caller."""

    def __init__(self) -> None:
        connection = json.loads(os.environ["BENCH_CONNECTION"])
        self._url = f"https://localhost:{connection['port']}/api"
        self._ca = connection["ca_path"]
        self._local = threading.local()
        form = {"grant_type": "password", "username": os.environ["BENCH_USERNAME"]}
        form["password"] = os.environ["BENCH_PASSWORD"]
        reply = self._session.post(f"{self._url}/oauth2/token", data=form, headers=VERSION)
        self._headers = {**VERSION, "Authorization": f"Bearer {reply.json()['access_token']}"}

    @property
    def _session(self) -> requests.Session:
        if not hasattr(self._local, "session"):
            self._local.session = requests.Session()
            self._local.session.trust_env = False
            self._local.session.verify = self._ca
        found: requests.Session = self._local.session
        return found

    def call(self, method: str, path: str, **sent: t.Any) -> t.Any:
        """The JSON of the reply."""
        reply = self._session.request(method, f"{self._url}{path}", headers=self._headers, **sent)
        reply.raise_for_status()
        return reply.json() if reply.content else None

    def jobs(self) -> list[dict[str, t.Any]]:
        """Every job."""
        found: list[dict[str, t.Any]] = []
        while True:
            paging = {"orderColumn": "Name", "orderAsc": "true", "skip": len(found), "limit": 200}
            page = self.call("GET", "/v1/jobs", params=paging)
            found += page["data"]
            if len(found) >= page["pagination"]["total"]:
                return found

    def create(self, body: dict[str, t.Any]) -> None:
        """Make a job and read it back."""
        made = self.call("POST", "/v1/jobs", json=body)
        self.call("GET", f"/v1/jobs/{made['id']}")

    def change(self, job: dict[str, t.Any]) -> None:
        """Read a job, write it, read it back."""
        path = f"/v1/jobs/{job['id']}"
        body = self.call("GET", path)
        self.call("PUT", path, json={**body, "description": "changed by the floor"})
        self.call("GET", path)


def main(what: str) -> None:
    """Do it once."""
    server = Server()
    if what == "list":
        server.jobs()
    else:
        with ThreadPoolExecutor(THREADS) as pool:
            bodies = json.loads(pathlib.Path(os.environ["BENCH_JOBS"]).read_text(encoding="utf-8"))
            list(pool.map(server.create if what == "create" else server.change, bodies))
    server.call("POST", "/oauth2/logout")


if __name__ == "__main__":
    main(sys.argv[1])
