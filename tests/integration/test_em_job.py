# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""veeam_job through Enterprise Manager: a life of a job, foretold by check mode, the same in both versions."""

from __future__ import annotations

import typing as t

import pytest

from tests.integration.conftest import each_way
from tests.integration.em_playbooks import VERSIONS, EmPlaybooks, comparable, each_version
from tests.integration.playbooks import Outcome, Task, failing, task

if t.TYPE_CHECKING:
    import pathlib

JOB = "veeam_job"
NAME = "Web shop"
DAILY = {"OptionsDaily": {"Enabled": True, "Kind": "WeekDays", "Time": "23:30"}}
SETTINGS: dict[str, t.Any] = {
    "JobScheduleOptions": {"Standart": DAILY},
    "JobInfo": {
        "BackupJobInfo": {
            "Includes": {"ObjectInJobs": [{"Name": "web01"}, {"Name": "db01"}]},
            "SimpleRetentionPolicy": {"RetainLimitType": "Days", "RetainDaysToKeep": 14},
        }
    },
}


def life() -> list[Task]:
    """Every step is a change."""
    return [
        task("clone", JOB, name=NAME, clone_from="Oracle Backup", description="The shop", settings=SETTINGS),
        task("change", JOB, name="CRM Backup", settings={"JobScheduleOptions": {"Standart": DAILY}}),
        task("disable", JOB, name="Manual Backup", enabled=False),
        task("one of two", JOB, name="Daily Backup", backup_server="vbr02.lab.local", description="In Munich"),
        task("delete", JOB, name="SQL Backup HV", state="absent"),
    ]


@each_version
def test_check_mode_foretells_the_life_of_a_job(
    em: EmPlaybooks, em_version: str, em_simulators: t.Any, tmp_path: pathlib.Path
) -> None:
    foretold = em(*life(), check=True)
    assert {call for entry in em.simulator.writes() if "ession" not in (call := entry["path"])} == set()
    done = em(*life())
    assert set(foretold.changed.values()) == set(done.changed.values()) == {True}
    for step in done.changed:
        for key in ("diff", "changes"):
            assert foretold[step][key] == done[step][key], (step, key)
    again = em(*life())
    assert set(again.changed.values()) == {False}
    assert [again[step]["changes"] for step in again.changed] == [[]] * len(life())

    job = done["clone"]["job"]
    assert (job["Name"], job["Description"], job["JobType"]) == (NAME, "The shop", "Backup")
    assert "Name: web01" in done["clone"]["diff"]["after"]
    assert done["clone"]["diff"]["before"] == ""
    assert done["delete"]["job"] == {}
    assert done["change"]["changes"] == [
        {
            "path": "JobScheduleOptions.Standart.OptionsDaily.Kind",
            "before": "Everyday",
            "after": "WeekDays",
        },
        {"path": "JobScheduleOptions.Standart.OptionsDaily.Time", "before": "22:00:00", "after": "23:30:00"},
    ]
    (other,) = {*VERSIONS} - {em_version}
    running = em_simulators(other)
    running.reset()
    assert results(EmPlaybooks(running, tmp_path)(*life())) == results(done), "the versions differ"


def results(ran: Outcome) -> list[t.Any]:
    """What both versions return alike."""
    return [comparable(without_own(ran[step])) for step in ran.changed]


def without_own(result: Task) -> Task:
    """A result without what is drawn by lot for a new job, and without the time of its next run."""
    job = {name: value for name, value in result["job"].items() if name not in ("UID", "NextRun")}
    entries = job.get("JobInfo", {}).get("BackupJobInfo", {}).get("Includes", {}).get("ObjectInJobs", [])
    for entry in entries:
        entry.pop("ObjectInJobId")
    return {"job": job, "changes": result["changes"], "diff": result["diff"]}


def test_mistakes_and_limits_are_named_before_anything_is_written(em: EmPlaybooks) -> None:
    wrong = {"JobScheduleOptions": {"Standard": DAILY}, "Storage": {}, "ScheduleEnabled": True}
    ran = em(
        failing("wrong", JOB, name="Oracle Backup", settings=wrong),
        failing("from nothing", JOB, name=NAME, type="Backup"),
        failing("rename", JOB, name=NAME, previous_name="Oracle Backup"),
        failing("two servers", JOB, name="Daily Backup", description="x"),
        failing("unknown server", JOB, name="Daily Backup", backup_server="vbr03", description="x"),
        failing("agents", JOB, name="Linux Agents", state="absent"),
        failing("no template", JOB, name=NAME, clone_from="Oracle"),
        failing("long", JOB, name="n" * 51, clone_from="Oracle Backup"),
    )
    assert {problem["path"] for problem in ran["wrong"]["problems"]} == {
        "settings.JobScheduleOptions.Standard",
        "settings.Storage",
        "settings.ScheduleEnabled",
    }
    assert "Did you mean Standart?" in ran["wrong"]["msg"]
    for step in ("from nothing", "rename", "agents"):
        assert "api: vbr" in ran[step]["msg"], step
    assert "clone_from" in ran["from nothing"]["msg"]
    assert "vbr01.lab.local" in ran["two servers"]["msg"]
    assert "vbr02.lab.local" in ran["two servers"]["msg"]
    assert "There are: vbr01.lab.local" in ran["unknown server"]["msg"]
    assert 'no job "Oracle" to clone' in ran["no template"]["msg"]
    assert "51 characters" in ran["long"]["msg"]
    assert not [entry for entry in em.simulator.writes() if "/jobs" in entry["path"]]


@each_way("veeam_job")
def test_the_jobs_that_a_copy_job_is_linked_to_go_by_name(em: EmPlaybooks) -> None:
    linked = {
        "LinkedJobIncludes": {"LinkedJobObjects": [{"LinkedJob": "Oracle Backup"}, {"LinkedJob": "Manual Backup"}]}
    }
    step = task("link", JOB, name="Immediate Copy", settings={"JobInfo": {"ImmediateBackupCopyJobInfo": linked}})
    assert em(step).changed == {"link": True}
    assert em(step).changed == {"link": False}


@pytest.mark.parametrize("fault", ["em-href:evil.example.com:9399", "em-bom", "em-created:201"])
def test_odd_servers_are_no_trouble(em: EmPlaybooks, fault: str) -> None:
    em.simulator.fault(fault)
    ran = em(task("clone", JOB, name=NAME, clone_from="Oracle Backup", settings=SETTINGS))
    assert ran["clone"]["job"]["Name"] == NAME
    assert ran["clone"]["changed"] is True


def test_a_set_of_jobs_works_too(em: EmPlaybooks) -> None:
    jobs = [
        {
            "name": "Oracle Backup",
            "description": "The database",
            "settings": {"JobScheduleOptions": {"Standart": DAILY}},
        },
        {"name": NAME, "clone_from": "Oracle Backup"},
        {"name": "Linux Agents", "enabled": False},
    ]
    step = task("set", "veeam_jobs", jobs=jobs)
    foretold = em(step, check=True)
    done = em(step)
    assert foretold["set"]["diff"] == done["set"]["diff"]
    assert done["set"]["summary"] == {
        "create": 1,
        "update": 2,
        "delete": 0,
        "disable": 0,
        "unchanged": 0,
        "failed": 0,
    }
    assert em(step)["set"]["summary"]["unchanged"] == len(jobs)


@each_way("veeam_jobs_export")
def test_jobs_cannot_be_exported(em: EmPlaybooks, tmp_path: pathlib.Path) -> None:
    ran = em(failing("export", "veeam_jobs_export", dest=str(tmp_path / "exported")))
    assert "api: vbr" in ran["export"]["msg"]
    assert not (tmp_path / "exported").exists()
