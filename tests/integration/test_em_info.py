# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The info modules through Enterprise Manager."""

from __future__ import annotations

import typing as t

from tests.integration.conftest import each_way
from tests.integration.em_playbooks import VERSIONS, EmPlaybooks, comparable
from tests.integration.playbooks import Outcome, Playbooks, Task, failing, task

ORACLE = "Oracle Backup"
SPECIAL = 'Exchange "prod"; (EU), Köln & 50%'
EVERYTHING: t.Final = {
    "child_backups": True,
    "restore_points": True,
    "vm_restore_points": True,
    "objects": True,
    "files": True,
}


def questions() -> list[Task]:
    """Jobs, states, sessions and backups, by id, by name and by filters."""
    return [
        task("one job", "veeam_job_info", name=SPECIAL, query="jobs[0].JobType"),
        task("by id", "veeam_job_info", id="78c3919c-54d7-43fe-b047-485d3566f11f"),
        task("disabled", "veeam_job_info", schedule_enabled=False, query="jobs[].Name"),
        task("agents", "veeam_job_info", type="AgentBackup", query="jobs[].Name"),
        task("failed", "veeam_job_info", gather=["states", "jobs"], last_result="Failed"),
        task("backup", "veeam_backup_info", name=ORACLE, **EVERYTHING),
        task("of a job", "veeam_backup_info", job=ORACLE, query="backups[].Name"),
        task("short", "veeam_backup_info", name=ORACLE, representation="reference"),
        task("parents", "veeam_backup_info", backup_type="ParentBackup", **EVERYTHING),
        task("sessions", "veeam_session_info", job=ORACLE, task_sessions=True, limit=2),
    ]


def assert_answered(em: EmPlaybooks, ran: Outcome) -> None:
    """Every question has its answer, and asking changes nothing."""
    assert ran["one job"]["query_result"] == "Backup"
    assert ran["by id"]["jobs"][0]["Name"] == ORACLE
    assert ran["disabled"]["query_result"] == ["Archive Backup"]
    assert ran["agents"]["query_result"] == ["Linux Agents", "Windows Agents"]
    assert [state["Name"] for state in ran["failed"]["states"]] == ["Daily Backup"]
    assert [job["Name"] for job in ran["failed"]["jobs"]] == ["Daily Backup"]
    (backup,) = ran["backup"]["backups"]
    assert backup["Type"] == "Backup"
    assert backup["restore_points"][0]["vm_restore_points"][0]["VmName"] == "oracle01"
    assert [each["Name"] for each in backup["objects"]] == ["oracle01"]
    assert backup["files"]
    assert backup["child_backups"] == []
    assert ran["of a job"]["query_result"] == [ORACLE]
    assert ran["short"]["backups"][0]["Type"] == "BackupReference"
    assert all(parent["child_backups"] for parent in ran["parents"]["backups"])
    assert ran["sessions"]["sessions"][0]["JobName"] == ORACLE
    assert set(ran.changed.values()) == {False}
    assert {entry["method"] for entry in em.simulator.requests()} == {"GET", "POST", "DELETE"}
    assert {entry["path"].split("/")[2] for entry in em.simulator.writes()} <= {"sessionMngr", "logonSessions"}


def test_both_versions_return_the_same(em_simulators: t.Any, tmp_path: t.Any) -> None:
    results = []
    for version in VERSIONS:
        running = em_simulators(version)
        running.reset()
        em = EmPlaybooks(running, tmp_path)
        ran = em(*questions())
        assert_answered(em, ran)
        results.append([comparable(without_times(entry["result"])) for entry in ran.tasks])
    assert results[0] == results[1]


def without_times(value: t.Any) -> t.Any:
    """A result without points in time: the two estates were not made in the same second."""
    if isinstance(value, dict):
        times = ("UTC", "Utc", "NextRun", "LastRun", "NewestRestorePoint", "Name", "FilePath", "invocation")
        return {key: without_times(item) for key, item in value.items() if not key.endswith(times)}
    return [without_times(item) for item in value] if isinstance(value, list) else value


@each_way("veeam_job_info", "veeam_backup_info")
def test_an_account_that_may_not_see_jobs_can_look_at_backups(em: EmPlaybooks) -> None:
    user = {**em.connection, "VEEAM_USERNAME": "portal-user"}
    ran = em(
        task("backups", "veeam_backup_info", name=ORACLE, restore_points=True),
        failing("jobs", "veeam_job_info", name=ORACLE),
        env=user,
        refused=True,
    )
    assert ran["backups"]["backups"][0]["restore_points"]
    assert "Portal Administrator" in ran["jobs"]["msg"]


def test_what_only_the_other_api_has_is_refused(em: EmPlaybooks, playbook: Playbooks) -> None:
    ran = em(
        failing("workload", "veeam_job_info", workload="Vm"),
        failing("limit", "veeam_backup_info", limit=1),
        failing("logs", "veeam_session_info", job=ORACLE, logs=True),
        failing("period", "veeam_backup_info", name=ORACLE, files=True, file_filters={"gfs_period": "Weekly"}),
        failing("no points", "veeam_backup_info", name=ORACLE, vm_restore_points=True),
    )
    for step in ("workload", "limit", "logs", "period"):
        assert "api: vbr" in ran[step]["msg"], step
    assert "restore_points: true" in ran["no points"]["msg"]
    other = playbook(
        failing("server", "veeam_job_info", backup_server="vbr01"),
        failing("enabled", "veeam_job_info", schedule_enabled=False),
        failing("children", "veeam_backup_info", child_backups=True),
        failing("type", "veeam_backup_info", backup_type="Standard"),
    )
    for step in ("server", "enabled", "children", "type"):
        assert "api: em" in other[step]["msg"], (step, other[step]["msg"])
