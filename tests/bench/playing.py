# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plays tasks with the real ansible-playbook, and takes their times."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import typing as t
from dataclasses import dataclass

import yaml

from tests.bench.turns import wall

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.simulator.launch import Running

HERE = pathlib.Path(__file__).resolve().parent
Task = dict[str, t.Any]
# Where a task runs: the values of VEEAM_RUN_IN. One that cannot run in the controller fails, instead of being slower.
CONTROLLER: t.Final = "controller"
MODULE: t.Final = "module"
WAYS: t.Final = (CONTROLLER, MODULE)
# What tasks are compared with: a module that does nothing, and a task that no process is started for.
EMPTY: t.Final[Task] = {"name": "empty module", "bench_empty": {}}
DEBUG: t.Final[Task] = {"name": "debug", "ansible.builtin.debug": {"msg": "nothing"}}


def task(module: str, options: Mapping[str, t.Any], way: str, **keywords: t.Any) -> Task:
    """A task of the collection that runs in the controller or as a module. Its name is that of ``named``."""
    chosen = {"veeam_run_in": way}
    return {"name": named(module, way), f"backupops.veeam.{module}": dict(options), "vars": chosen, **keywords}


def named(module: str, way: str) -> str:
    """The name of a task that ``task`` makes."""
    return f"{module}, {way}"


@dataclass(frozen=True)
class Playbook:
    """A playbook that is ready to be run. ``durations`` is where it leaves how long its tasks took."""

    command: list[str]
    environment: dict[str, str]
    durations: pathlib.Path

    def run(self) -> None:
        """Run it. Raises RuntimeError when a task fails."""
        done = subprocess.run(self.command, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)


@contextlib.contextmanager
def playbook(
    tasks: list[Task], environment: Mapping[str, str], *, inventory: Mapping[str, t.Any] | None = None
) -> Iterator[Playbook]:
    """A playbook of one play with ``tasks`` for the hosts of ``inventory``, or for localhost."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        book, hosts = folder / "play.yml", folder / "inventory.yml"
        plays = [{"hosts": "all" if inventory else "localhost", "gather_facts": False, "tasks": tasks}]
        book.write_text(yaml.safe_dump(plays, sort_keys=False), encoding="utf-8")
        command = [sys.executable, "-m", "ansible", "playbook", str(book)]
        if inventory:
            hosts.write_text(yaml.safe_dump(dict(inventory)), encoding="utf-8")
            command += ["-i", str(hosts)]
        durations = folder / "durations.json"
        yield Playbook(command, {**_plugins(durations), **environment}, durations)


def play(tasks: list[Task], simulator: Running) -> dict[str, list[float]]:
    """Seconds that each task took, by name, in the order of the play. Raises RuntimeError when one fails.

    The connection comes from the environment.
    """
    with playbook(tasks, connection(simulator)) as prepared:
        prepared.run()
        taken: dict[str, list[float]] = json.loads(prepared.durations.read_text(encoding="utf-8"))
        return taken


def seconds(tasks: list[Task], simulator: Running) -> float:
    """What a play takes, from the start of ansible-playbook to its end."""
    with playbook(tasks, connection(simulator)) as prepared:
        return wall(prepared.run)


def connection(simulator: Running) -> dict[str, str]:
    """The variables of the environment that name a server."""
    return {
        "VEEAM_HOST": "localhost",
        "VEEAM_API": "vbr" if simulator.vbr_port else "em",
        "VEEAM_PORT": str(simulator.vbr_port or simulator.em_port),
        "VEEAM_USERNAME": simulator.username,
        "VEEAM_PASSWORD": simulator.password,
        "VEEAM_CA_PATH": simulator.ca_path,
    }


def _plugins(durations: pathlib.Path) -> dict[str, str]:
    return {
        **os.environ,
        "ANSIBLE_LIBRARY": str(HERE / "library"),
        "ANSIBLE_CALLBACK_PLUGINS": str(HERE / "callback_plugins"),
        "ANSIBLE_CALLBACKS_ENABLED": "task_durations",
        "TASK_DURATIONS": str(durations),
    }
