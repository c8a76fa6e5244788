# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The engine on a simulated Enterprise Manager, without Ansible in between."""

from __future__ import annotations

import contextlib
import dataclasses
import typing as t

from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import DesiredJob
from ansible_collections.backupops.veeam.plugins.module_utils._engine.single_job import JobResult, converge
from ansible_collections.backupops.veeam.plugins.module_utils._module.products import connect

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from ansible_collections.backupops.veeam.plugins.module_utils._product import Product
    from tests.simulator.launch import Running

# Logging on and off.
FRAME = 2


@dataclasses.dataclass
class Site:
    """One Enterprise Manager. ``warnings`` are those of the last connection."""

    simulator: Running
    warnings: list[str] = dataclasses.field(default_factory=list)

    @contextlib.contextmanager
    def product(self, **params: t.Any) -> Iterator[Product]:
        """Logged on for as long as the block lasts; nothing may be left behind."""
        given = {
            "api": "em",
            "host": "localhost",
            "port": self.simulator.em_port,
            "username": self.simulator.username,
            "password": self.simulator.password,
            "token": None,
            "api_version": "auto",
            "validate_certs": True,
            "ca_path": self.simulator.ca_path,
            "timeout": 30,
            "retries": 2,
            "backup_server": None,
            "wait_interval": 0.05,
            **params,
        }
        product = connect(given)
        try:
            yield product
        finally:
            self.warnings = product.close()
        assert self.simulator.state()["em"]["open_tokens"] == 0
        assert not self.simulator.state()["em"]["complaints"]

    def job(self, *, check: bool = False, backup_server: str | None = None, **desired: t.Any) -> JobResult:
        """What ``veeam_job`` does with these options."""
        with self.product(backup_server=backup_server) as product:
            return converge(product, DesiredJob.from_params(desired), check_mode=check)

    def twice(self, **desired: t.Any) -> JobResult:
        """Foretold, done, and found done: the three agree, and the last one writes nothing."""
        before = len(self.writes())
        foretold = self.job(check=True, **desired)
        assert len(self.writes()) == before, "check mode wrote something"
        done = self.job(**desired)
        assert (foretold.changed, foretold.changes, foretold.diff) == (done.changed, done.changes, done.diff)
        written = len(self.writes())
        again = self.job(**desired)
        assert (again.changed, again.changes) == (False, [])
        assert len(self.writes()) == written
        return done

    def writes(self) -> list[tuple[str, str, t.Any]]:
        """Method, path below the job (or ``/jobs``), and body of every write but logging on and off."""
        found = []
        for entry in self.simulator.writes():
            if "essions" in entry["path"] or "sessionMngr" in entry["path"]:
                continue
            action = dict(map(tuple, entry["query"])).get("action")
            parts = entry["path"].split("/")[2:]
            path = "/".join([parts[0], *parts[2:]][:3] if len(parts) < 4 else [parts[0], parts[2]])
            found.append((entry["method"], f"{path}?{action}" if action else path, entry["body"]))
        return found

    def count(self) -> int:
        """Requests so far, without logging on and off."""
        return sum(1 for entry in self.simulator.requests() if "ogonSessions" not in entry["path"]) - self._logons()

    def _logons(self) -> int:
        return sum(1 for entry in self.simulator.requests() if "sessionMngr" in entry["path"])

    def model(self, name: str) -> dict[str, t.Any]:
        """A job as Enterprise Manager has it."""
        with self.product() as product:
            job = product.jobs.reader.find(name)
        assert job is not None, name
        return job.model
