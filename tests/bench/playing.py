# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plays tasks with the real ansible-playbook, and takes their times."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import typing as t

import yaml

if t.TYPE_CHECKING:
    from tests.simulator.launch import Running

HERE = pathlib.Path(__file__).resolve().parent
Task = dict[str, t.Any]


def play(tasks: list[Task], simulator: Running) -> dict[str, list[float]]:
    """Seconds that each task took, by name, in the order of the play. Raises RuntimeError when one fails.

    The connection comes from the environment.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        durations, book = folder / "durations.json", folder / "play.yml"
        plays = [{"hosts": "localhost", "gather_facts": False, "tasks": tasks}]
        book.write_text(yaml.safe_dump(plays, sort_keys=False), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "ansible", "playbook", str(book)],
            env=_environment(durations, simulator),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
        taken: dict[str, list[float]] = json.loads(durations.read_text(encoding="utf-8"))
        return taken


def _environment(durations: pathlib.Path, simulator: Running) -> dict[str, str]:
    return {
        **os.environ,
        "ANSIBLE_LIBRARY": str(HERE / "library"),
        "ANSIBLE_CALLBACK_PLUGINS": str(HERE / "callback_plugins"),
        "ANSIBLE_CALLBACKS_ENABLED": "task_durations",
        "TASK_DURATIONS": str(durations),
        "VEEAM_HOST": "localhost",
        "VEEAM_API": "vbr" if simulator.vbr_port else "em",
        "VEEAM_PORT": str(simulator.vbr_port or simulator.em_port),
        "VEEAM_USERNAME": simulator.username,
        "VEEAM_PASSWORD": simulator.password,
        "VEEAM_CA_PATH": simulator.ca_path,
    }
