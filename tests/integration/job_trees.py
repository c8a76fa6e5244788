# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs the playbooks of the collection over trees of job files, as a person or a pipeline does in a checkout."""

from __future__ import annotations

import dataclasses
import json
import os
import pathlib
import subprocess
import sys
import typing as t
import uuid

import yaml

from tests.integration.playbooks import HERE, Outcome

if t.TYPE_CHECKING:
    from tests.simulator.launch import Running

GROUP = "veeam"
DEFAULTS = {
    "defaults": {
        "type": "VSphereBackup",
        "settings": {
            "storage": {
                "backupRepository": "Main",
                "backupProxies": {"autoSelectEnabled": True},
                "retentionPolicy": {"type": "Days", "quantity": 14},
            },
            "guestProcessing": {
                "appAwareProcessing": {"isEnabled": False},
                "guestFSIndexing": {"isEnabled": False},
            },
            "schedule": {"runAutomatically": False},
        },
    }
}


def job(name: str, machine: str = "web01", *, days: int | None = None, **more: t.Any) -> dict[str, t.Any]:
    """A job as a file has it. ``DEFAULTS`` say the rest."""
    settings: dict[str, t.Any] = {
        "virtualMachines": {"includes": [{"name": machine, "hostName": "vcenter01.lab.local"}]}
    }
    if days is not None:
        settings["storage"] = {"retentionPolicy": {"type": "Days", "quantity": days}}
    return {"name": name, **more, "settings": settings}


def write(folder: pathlib.Path, files: dict[str, t.Any]) -> None:
    """Write ``files`` (path to content, None removes the file) as YAML below ``folder``."""
    for name, content in files.items():
        path = folder / name
        if content is None:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")


def inventory(servers: dict[str, tuple[Running, dict[str, t.Any]]]) -> dict[str, t.Any]:
    """An inventory with one host per backup server, which has the variables that are given."""
    hosts = {
        name: {"ansible_host": "localhost", "job_config_port": server.vbr_port, "job_config_ca_path": server.ca_path}
        | variables
        for name, (server, variables) in servers.items()
    }
    return {GROUP: {"hosts": hosts}}


@dataclasses.dataclass
class Checkout:
    """A folder in which playbooks of the collection are run. ``environment`` has the logon."""

    folder: pathlib.Path
    environment: dict[str, str]

    @classmethod
    def of(cls, folder: pathlib.Path, server: Running) -> Checkout:
        """A folder with the logon of ``server``, and ``server`` as the one that localhost means."""
        return cls(
            folder,
            {
                "VEEAM_HOST": "localhost",
                "VEEAM_PORT": str(server.vbr_port),
                "VEEAM_USERNAME": server.username,
                "VEEAM_PASSWORD": server.password,
                "VEEAM_CA_PATH": server.ca_path,
            },
        )

    def run(self, playbook: str, *arguments: str, fails: bool = False, **variables: t.Any) -> Outcome:
        """Run a playbook of the collection by its full name. ``variables`` are extra variables."""
        # Several may run at a time.
        results = self.folder.parent / f"results-{uuid.uuid4()}.json"
        done = subprocess.run(
            self.command(playbook, *arguments, **variables),
            cwd=self.folder,
            env={**self.variables(), "TASK_RESULTS": str(results)},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=280,
        )
        output = done.stdout + done.stderr
        assert (done.returncode != 0) == fails, output
        assert "[WARNING]" not in output, output
        if "VEEAM_PASSWORD" in self.environment:
            assert self.environment["VEEAM_PASSWORD"] not in output
        tasks = json.loads(results.read_text(encoding="utf-8")) if results.exists() else []
        for task in tasks:
            task["name"] = task["name"].rpartition(" : ")[2]
        return Outcome(done.returncode, output, tasks)

    def command(self, playbook: str, *arguments: str, **variables: t.Any) -> list[str]:
        """The command line of ``run``."""
        extra = ["--extra-vars", json.dumps(variables)] if variables else []
        return [sys.executable, "-m", "ansible", "playbook", f"backupops.veeam.{playbook}", *arguments, *extra]

    def variables(self) -> dict[str, str]:
        """The environment of ``run``."""
        return {
            **os.environ,
            "ANSIBLE_CALLBACK_PLUGINS": str(HERE / "callback_plugins"),
            "ANSIBLE_CALLBACKS_ENABLED": "task_results",
            # Since 2.21 results have the arguments of the task only for whoever asks.
            "ANSIBLE_INJECT_INVOCATION": "true",
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
            **self.environment,
        }


def plan_of(outcome: Outcome) -> list[str]:
    """The lines of the plan that was shown."""
    shown: list[str] = outcome["Show the plan"]["msg"]
    return shown


def names_on(server: Running) -> list[str]:
    """The names of all jobs, each as often as it is there."""
    return sorted(each["name"] for each in server.state()["vbr"]["jobs"])


def writes_to_jobs(server: Running) -> list[tuple[str, str]]:
    """The requests that changed jobs."""
    return [(each["method"], each["path"]) for each in server.writes() if "/jobs" in each["path"] and each["applied"]]


def logged_on(server: Running) -> int:
    """How many logons are still open."""
    number: int = server.state()["vbr"]["open_tokens"]
    return number
