# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Unusable answers to writes, through Ansible: what was done is seen, and what was not done is not claimed.

Each kind of trouble at each request is tried in process: ``tests/sweep/faults.py``.
"""

from __future__ import annotations

import typing as t

from tests.integration.playbooks import failing, task

if t.TYPE_CHECKING:
    from tests.integration.em_playbooks import EmPlaybooks
    from tests.integration.playbooks import Playbooks

JOB = "veeam_job"
RETENTION = {"storage": {"retentionPolicy": {"type": "Days", "quantity": 31}}}


def test_one_job_and_answers_that_say_nothing(playbook: Playbooks) -> None:
    playbook.simulator.fault(
        "odd-answer:PUT /api/v1/jobs/*:html",
        "reset-after:POST /api/v1/jobs/*/clone",
        "ignored:DELETE /api/v1/jobs/*:html",
    )
    ran = playbook(
        task("change", JOB, name="Web servers", settings=RETENTION),
        failing("clone", JOB, name="Copy", clone_from="Daily VMs"),
        failing("delete", JOB, name="Databases", state="absent"),
        task("delete again", JOB, name="Databases", state="absent"),
        refused=True,
    )
    assert ran.changed == {"change": True, "clone": False, "delete": False, "delete again": True}
    assert 'There is a copy of "Daily VMs" now: "Daily VMs_clone1"' in ran["clone"]["msg"]
    assert "still exists" in ran["delete"]["msg"]
    names = [job["name"] for job in playbook.simulator.state()["vbr"]["jobs"]]
    assert [name for name in names if "_clone" in name] == ["Daily VMs_clone1"]
    assert "Databases" not in names
    sent = [(entry["method"], entry["path"].rpartition("/")[2]) for entry in playbook.simulator.writes()]
    assert [method for method, dummy in sent].count("PUT") == 1
    assert sent.count(("POST", "clone")) == 1


def test_a_prune_whose_deletions_are_not_carried_out(playbook: Playbooks) -> None:
    kept, *old = [{"name": name} for name in ("Web servers", "Daily VMs", "Databases")]
    prune = {"jobs": [kept], "managed_by": "git", "prune": "delete", "prune_limit": "100%"}
    playbook.simulator.fault("ignored:DELETE /api/v1/jobs/*:object", "odd-answer:DELETE /api/v1/jobs/*:after=1:list")
    ran = playbook(
        task("own", "veeam_jobs", jobs=[kept, *old], managed_by="git"),
        failing("prune", "veeam_jobs", **prune),
        task("again", "veeam_jobs", **prune),
        refused=True,
    )
    assert ran.status("prune") == "failed"
    assert ran["prune"]["summary"]["delete"] == 1
    assert ran["again"]["summary"]["delete"] == 1
    names = {job["name"] for job in playbook.simulator.state()["vbr"]["jobs"]}
    assert not {"Daily VMs", "Databases"} & names
    assert "Web servers" in names


def test_enterprise_manager_and_answers_that_say_nothing(em: EmPlaybooks) -> None:
    em.simulator.fault(
        "odd-answer:PUT /api/jobs/*:html",
        "odd-answer:POST /api/jobs/*:list",
        "ignored:DELETE /api/jobs/*:html",
    )
    ran = em(
        task("change", JOB, name="CRM Backup", description="changed"),
        task("clone", JOB, name="Copy", clone_from="Oracle Backup"),
        failing("delete", JOB, name="Manual Backup", state="absent"),
        task("delete again", JOB, name="Manual Backup", state="absent"),
        refused=True,
    )
    assert ran.changed == {"change": True, "clone": True, "delete": False, "delete again": True}
    assert "still exists" in ran["delete"]["msg"]
    names = [job["name"] for job in em.simulator.state()["em"]["jobs"]]
    assert names.count("Copy") == 1
    assert "Manual Backup" not in names
