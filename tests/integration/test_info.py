# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The info modules: every filter, checked again on the client, with parts, limits and JMESPath."""

from __future__ import annotations

import typing as t
from datetime import datetime

import pytest

from tests.breadth import ends, is_whole
from tests.integration.conftest import each_way, newest_revision
from tests.integration.playbooks import Playbooks, failing, task

JOBS = "veeam_job_info"
SESSIONS = "veeam_session_info"
BACKUPS = "veeam_backup_info"
WEB = "Web servers"
# Of a 13.1; a 13.0 has one word for all of them.
WITHOUT_A_MODEL = {"NutanixAHVBackupJob", "ProxmoxBackupJob", "LegacyBackupCopy", "Unknown"}
LONG_AGO = "2020-01-01T00:00:00Z"
NEVER = "2099-01-01T00:00:00+02:00"


def names(found: list[dict[str, t.Any]]) -> list[str]:
    """The names of a list of things."""
    return [each["name"] for each in found]


@pytest.mark.parametrize("revision", ends(["1.2-rev1", "1.3-rev0", "1.3-rev2"]))
def test_jobs_and_their_states_are_filtered(playbook: Playbooks, revision: str) -> None:
    web = "{{ (all.states | selectattr('name', 'eq', 'Web servers') | first) }}"
    ran = playbook(
        task("all", JOBS, gather=["jobs", "states"], query="jobs[].[name, type]", keywords={"register": "all"}),
        task("by name", JOBS, name=WEB, query="length(jobs)"),
        task("by pattern", JOBS, name="*e*servers", gather=["jobs", "states"]),
        task("by type", JOBS, type="vspherebackup"),
        task("by status", JOBS, gather=["states"], status="Disabled"),
        task("by workload", JOBS, gather=["states"], workload="Vm"),
        task("by result", JOBS, last_result="Success", type="VSphereBackup"),
        task("ran after", JOBS, gather=["states"], last_run_after=LONG_AGO),
        task("ran before", JOBS, gather=["states"], last_run_before=LONG_AGO, last_result="Success"),
        task("by objects", JOBS, gather=["states"], objects_count=2, is_high_priority_job=False),
        task("by id", JOBS, id="{{ web.id }}", repository_id="{{ web.repositoryId }}", keywords={"vars": {"web": web}}),
        task("none", JOBS, name="No such job", gather=["jobs", "states"]),
        failing("after", JOBS, gather=["states"], after_job_name=WEB),
        failing("no time", JOBS, last_run_after="yesterday"),
        task("last run first", JOBS, gather=["states"], order_by="last_run", descending=True),
        task("last name first", JOBS, descending=True),
        failing("no column", JOBS, order_by="last_run"),
    )
    everything = ran["all"]
    assert set(names(everything["states"])) == set(names(everything["jobs"])) >= {WEB, "Databases"}
    assert everything["query_result"] == [[job["name"], job["type"]] for job in everything["jobs"]]
    assert {job["type"] for job in everything["jobs"] if job["name"] == WEB} == {"VSphereBackup"}
    assert (names(ran["by name"]["jobs"]), ran["by name"]["states"], ran["by name"]["query_result"]) == ([WEB], [], 1)
    matching = [name for name in names(everything["jobs"]) if name.endswith("servers") and "e" in name[:-7]]
    assert names(ran["by pattern"]["jobs"]) == names(ran["by pattern"]["states"]) == matching
    vsphere = [job["name"] for job in everything["jobs"] if job["type"] == "VSphereBackup"]
    assert names(ran["by type"]["jobs"]) == vsphere
    assert names(ran["by status"]["states"]) == [s["name"] for s in everything["states"] if s["status"] == "Disabled"]
    assert set(names(ran["by workload"]["states"])) >= set(vsphere)
    successful = [s["name"] for s in everything["states"] if s["lastResult"] == "Success"]
    assert names(ran["by result"]["jobs"]) == [name for name in vsphere if name in successful]
    assert names(ran["ran after"]["states"]) == [s["name"] for s in everything["states"] if s.get("lastRun")]
    assert ran["ran before"]["states"] == []
    assert all(state["objectsCount"] == 2 for state in ran["by objects"]["states"])
    assert ran["by objects"]["states"]
    assert names(ran["by id"]["jobs"]) == [WEB]
    assert (ran["none"]["jobs"], ran["none"]["states"]) == ([], [])
    if revision == "1.2-rev1":
        assert "The filter after_job_name does not exist in revision 1.2-rev1" in ran["after"]["msg"]
        assert "1.3-rev0" in ran["after"]["msg"]
    else:
        assert ran["after"]["states"] == []
    assert "is not a point in time such as" in ran["no time"]["msg"]
    runs = [state["lastRun"] for state in ran["last run first"]["states"] if state.get("lastRun")]
    assert runs == sorted(runs, key=datetime.fromisoformat, reverse=True)
    # The server sorts what it lists; jobs that it only counts come after them.
    listed = [job["name"] for job in everything["jobs"] if job["type"] not in WITHOUT_A_MODEL]
    assert names(everything["jobs"])[: len(listed)] == listed
    assert names(ran["last name first"]["jobs"])[: len(listed)] == listed[::-1]
    assert set(names(ran["last name first"]["jobs"])) == set(names(everything["jobs"]))
    assert "cannot be sorted by last_run, but by name, type, description" in ran["no column"]["msg"]


@pytest.mark.parametrize("revision", ["1.3-rev2", "1.2-rev1"] if is_whole() else ["1.3-rev2"])
def test_sessions_are_filtered_newest_first(playbook: Playbooks, revision: str) -> None:
    playbook.simulator.fault("session-warning:Databases")
    ran = playbook(
        task("run", "veeam_job_state", names=[WEB, "Databases"], state="started", keywords={"register": "run"}),
        task("newest", SESSIONS, limit=2),
        task("of a job", SESSIONS, job=WEB, limit=1, logs=True, task_sessions=True, query="sessions[0].logs[].title"),
        task("one", SESSIONS, id="{{ run.jobs[0].session.id }}", result=["Success"]),
        task("not that one", SESSIONS, id="{{ run.jobs[0].session.id }}", result=["Failed"]),
        task("bad ones", SESSIONS, result=["Warning", "Failed"], created_after=LONG_AGO, ended_before=NEVER),
        task("by type", SESSIONS, type=["BackupJob"], state="Stopped", name="Data*", limit=1),
        task("future", SESSIONS, created_after=NEVER),
        task("past", SESSIONS, ended_before=LONG_AGO),
        failing("no job", SESSIONS, job="No such job"),
        failing("no limit", SESSIONS, limit=0),
        failing("both", SESSIONS, job=WEB, job_id="1"),
    )
    sessions = {job["name"]: job["session"]["id"] for job in ran["run"]["jobs"]}
    times = [session["creationTime"] for session in ran["newest"]["sessions"]]
    assert len(times) == 2
    assert times == sorted(times, reverse=True)
    (of_a_job,) = ran["of a job"]["sessions"]
    assert of_a_job["id"] == sessions[WEB]
    assert {each["name"] for each in of_a_job["task_sessions"]} == {"web01", "web02"}
    assert ran["of a job"]["query_result"] == [line["title"] for line in of_a_job["logs"]]
    starts = [line["startTime"] for line in of_a_job["logs"]]
    assert starts == sorted(starts)
    assert [session["id"] for session in ran["one"]["sessions"]] == [sessions[WEB]]
    assert ran["not that one"]["sessions"] == []
    assert [session["id"] for session in ran["bad ones"]["sessions"]] == [sessions["Databases"]]
    assert [session["id"] for session in ran["by type"]["sessions"]] == [sessions["Databases"]]
    assert ran["future"]["sessions"] == ran["past"]["sessions"] == []
    assert 'There is no job "No such job"' in ran["no job"]["msg"]
    assert "limit: must be at least 1" in ran["no limit"]["msg"]
    assert "mutually exclusive" in ran["both"]["msg"]


@newest_revision
def test_backups_are_filtered_and_looked_into(playbook: Playbooks, revision: str) -> None:
    backup = "{{ web.backups[0].id }}"
    ran = playbook(
        task("all", BACKUPS),
        task(
            "of a job",
            BACKUPS,
            job=WEB,
            objects=True,
            restore_points=True,
            files=True,
            keywords={"register": "web"},
        ),
        task("one", BACKUPS, id=backup, name="Web*", created_after=LONG_AGO, created_before=NEVER),
        task("not that one", BACKUPS, id=backup, created_after=NEVER),
        task("newest", BACKUPS, limit=1, platform_id="{{ web.backups[0].platformId }}"),
        task("in a repository", BACKUPS, repository="Main", query="backups[].name"),
        task(
            "parts",
            BACKUPS,
            id=backup,
            objects=True,
            object_filters={"name": "web01", "platform_name": "VMware", "vi_type": "VirtualMachine"},
            restore_points=True,
            restore_point_filters={"name": "web0*", "created_after": LONG_AGO, "malware_status": ["Clean"]},
            files=True,
            file_filters={"name": "*.vib", "gfs_period": "None"},
        ),
        failing("by points' type", BACKUPS, id=backup, restore_points=True, restore_point_filters={"type": ["Full"]}),
        failing("by job type", BACKUPS, job_type="VSphereBackup"),
        failing("by tag", BACKUPS, policy_tag="none"),
        failing("by policy", BACKUPS, policy_unique_id="none"),
        failing("useless", BACKUPS, object_filters={"name": "web01"}),
        failing("no repository", BACKUPS, repository="Mian"),
    )
    (web,) = ran["of a job"]["backups"]
    assert web["name"] == WEB
    assert set(names(web["objects"])) == {"web01", "web02"}
    assert {point["name"] for point in web["restore_points"]} == {"web01", "web02"}
    times = [point["creationTime"] for point in web["restore_points"]]
    assert times == sorted(times, reverse=True)
    assert all(file["backupId"] == web["id"] for file in web["files"])
    assert names(ran["one"]["backups"]) == [WEB]
    assert ran["not that one"]["backups"] == []
    created = [backup["creationTime"] for backup in ran["all"]["backups"]]
    assert created == sorted(created, reverse=True)
    assert len(ran["newest"]["backups"]) == 1
    assert WEB in ran["in a repository"]["query_result"]
    assert len(ran["in a repository"]["backups"]) < len(ran["all"]["backups"])
    (parts,) = ran["parts"]["backups"]
    assert names(parts["objects"]) == ["web01"]
    assert parts["restore_points"]
    assert all(file["name"].endswith(".vib") for file in parts["files"])
    assert parts["files"]

    def answers(name: str) -> bool:
        return "backups" in ran[name] or "does not exist in revision" not in ran[name]["msg"]

    assert answers("by points' type") == (revision == "1.3-rev2")
    assert answers("by job type") == (revision != "1.2-rev1")
    assert answers("by tag") == (revision != "1.3-rev2")
    assert answers("by policy") == (revision == "1.3-rev2")
    assert "has no effect without objects: true" in ran["useless"]["msg"]
    assert 'there is no backup repository "Mian"' in ran["no repository"]["msg"]


@each_way("veeam_job_info", "veeam_backup_info", "veeam_session_info")
def test_a_query_that_does_not_work_is_explained(playbook: Playbooks) -> None:
    ran = playbook(
        failing("syntax", JOBS, query="jobs[?"),
        failing("type", SESSIONS, query="length(changed)", limit=1),
        task("check", BACKUPS, query="changed"),
        check=True,
    )
    assert 'query: "jobs[?" does not work' in ran["syntax"]["msg"]
    assert 'query: "length(changed)" does not work' in ran["type"]["msg"]
    assert ran["check"]["query_result"] is False
