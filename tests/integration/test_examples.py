# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The examples in the documentation of the modules can be pasted: each of them runs, in order, as it is written."""

from __future__ import annotations

import importlib
import typing as t

import pytest
import yaml

from tests.integration.em_playbooks import EmPlaybooks
from tests.integration.playbooks import Playbooks

MODULES = "ansible_collections.backupops.veeam.plugins.modules."

# Names in the examples that stand for something of the reader's own, and what stands there in the simulator.
PLACES = {
    "vbr.example.com": "localhost",
    "em.example.com": "localhost",
    "vcenter01.example.com": "vcenter01.lab.local",
    "vbr01.example.com": "vbr01.lab.local",
    "names: ['Shop *']": "names: ['Web *']",
    "6745a759-2205-4cd2-b172-8ec8f7e60ef8.vm-80225": "02bd0847-f522-4670-90eb-10312498809d.vm-80225",
}

# What the reader is expected to have.
EXPORTED = [
    {
        "name": f"make {folder}",
        "backupops.veeam.veeam_jobs_export": {
            "host": "localhost",
            "username": "{{ veeam_username }}",
            "password": "{{ veeam_password }}",
            "dest": f"{{{{ playbook_dir }}}}/{folder}",
        },
    }
    for folder in ("jobs", "exported")
]
BEFORE: dict[str, list[dict[str, t.Any]]] = {"veeam_jobs_drift": EXPORTED}


@pytest.mark.parametrize(
    "module",
    [
        "veeam_backup_info",
        "veeam_job",
        "veeam_job_info",
        "veeam_job_state",
        "veeam_jobs_drift",
        "veeam_jobs_export",
        "veeam_quick_backup",
        "veeam_session_info",
        "veeam_token",
    ],
)
def test_examples_run_as_they_are_written(playbook: Playbooks, em: EmPlaybooks, module: str) -> None:
    text = importlib.import_module(MODULES + module).EXAMPLES
    for example, place in PLACES.items():
        text = text.replace(example, place)
    examples: list[dict[str, t.Any]] = yaml.safe_load(text)
    through_em = [each for each in examples if each.get(f"backupops.veeam.{module}", {}).get("api") == "em"]
    run(playbook, BEFORE.get(module, []) + [each for each in examples if each not in through_em])
    if through_em:
        run(em, through_em)


def run(playbooks: Playbooks, examples: list[dict[str, t.Any]]) -> None:
    connection = playbooks.connection
    ran = playbooks(
        *examples,
        env={name: connection[name] for name in ("VEEAM_PORT", "VEEAM_CA_PATH")},
        play={
            "vars": {"veeam_username": playbooks.simulator.username, "veeam_password": playbooks.simulator.password},
        },
    )
    assert {entry["status"] for entry in ran.tasks} == {"ok"}
