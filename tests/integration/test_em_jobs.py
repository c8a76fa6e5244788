# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""veeam_jobs through Enterprise Manager: a whole set of jobs in one task, written to in parallel."""

from __future__ import annotations

import typing as t

from tests.integration.em_playbooks import EmPlaybooks, each_version
from tests.integration.playbooks import task

SERVER = "vbr01.lab.local"
SET: list[dict[str, t.Any]] = [
    {"name": "Oracle Backup", "description": "Every night"},
    {"name": "SQL Backup HV", "description": "Not for now", "enabled": False},
    {"name": "Daily Backup", "description": "Chosen by its backup server"},
    {"name": "Oracle Backup 2", "clone_from": "Oracle Backup", "description": "A clone"},
]


@each_version
def test_a_set_is_planned_applied_and_then_left_alone(em: EmPlaybooks) -> None:
    step = task("apply", "veeam_jobs", jobs=SET, backup_server=SERVER)
    predicted = em(step, check=True)
    assert not em.simulator.writes()
    ran = em(step, {**step, "name": "apply again"})
    assert ran.changed == {"apply": True, "apply again": False}
    for run in (predicted, ran):
        summary = run["apply"]["summary"]
        assert (summary["create"], summary["update"], summary["failed"]) == (1, 3, 0)
        assert {entry["name"]: entry["action"] for entry in run["apply"]["plan"] if entry["action"] != "none"} == {
            "Oracle Backup": "update",
            "SQL Backup HV": "update",
            "Daily Backup": "update",
            "Oracle Backup 2": "create",
        }
    assert predicted["apply"]["diff"] == ran["apply"]["diff"]
    jobs = {(job["name"], job["backup_server"]): job for job in em.simulator.state()["em"]["jobs"]}
    for wanted in SET:
        assert jobs[wanted["name"], SERVER]["description"] == wanted["description"]
        assert jobs[wanted["name"], SERVER]["enabled"] is wanted.get("enabled", True)
    assert jobs["Daily Backup", "vbr02.lab.local"]["description"] != "Chosen by its backup server"
    assert len(em.calls("POST", "?action=toggleScheduleEnabled")) == 1
