# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plays the demo and ends with its first failure, or with 0."""

from __future__ import annotations

import os
import subprocess
import sys
import typing as t

from tests.checks.environment import for_tests
from tests.simulator.launch import Running, launch

COLLECTION = "backupops.veeam"


class Step(t.NamedTuple):
    """One command of the tour, and what it is there to show."""

    heading: str
    playbook: str
    options: tuple[str, ...] = ()
    api: str = "vbr"


STEPS = (
    Step("Plan: what would change (check mode with a diff; nothing is written)", "converge", ("--check", "--diff")),
    Step("Apply: the same, for real", "converge"),
    Step("Apply again: nothing left to do", "converge"),
    Step("Start a job, back up one machine, look at the backup; each is waited for", "protect"),
    Step("Back up one machine through Enterprise Manager", "protect_through_em", api="em"),
)


def main() -> int:
    """Start a simulator and play every step against it."""
    with launch(vbr_port=0, em_port=0, jobs=20, session_seconds=3) as simulator:
        print(f"A simulated backup server listens at {simulator.urls['vbr']}. Nothing here needs Veeam.")
        print(f"A simulated Enterprise Manager listens at {simulator.urls['em']}.")
        return next((code for step in STEPS if (code := _play(step, simulator))), 0)


def _play(step: Step, simulator: Running) -> int:
    command = ["ansible-playbook", f"{COLLECTION}.demo.{step.playbook}", *step.options]
    print(f"\n=== {step.heading}\n$ {' '.join(command)}", flush=True)
    return subprocess.run(command, env=_environment(simulator, step.api), check=False).returncode


def _environment(simulator: Running, api: str) -> dict[str, str]:
    port = {"vbr": simulator.vbr_port, "em": simulator.em_port}[api]
    environment = {
        **for_tests(os.environ),
        "VEEAM_HOST": "127.0.0.1",
        "VEEAM_PORT": str(port),
        "VEEAM_USERNAME": simulator.username,
        "VEEAM_PASSWORD": simulator.password,
        "VEEAM_CA_PATH": simulator.ca_path,
        "ANSIBLE_CALLBACK_RESULT_FORMAT": "yaml",
        "ANSIBLE_LOCALHOST_WARNING": "false",
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
    }
    if sys.stdout.isatty():
        environment.pop("ANSIBLE_NOCOLOR")
    return environment


if __name__ == "__main__":
    sys.exit(main())
