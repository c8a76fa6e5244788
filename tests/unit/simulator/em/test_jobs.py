# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jobs: starting and stopping, their sessions, toggling, cloning, editing, their objects, deleting."""

from __future__ import annotations

import typing as t

import pytest

ORACLE = "78c3919c-54d7-43fe-b047-485d3566f11f"
ROOT = "02bd0847-f522-4670-90eb-10312498809d"


def guid_of(entity: t.Any) -> str:
    return str(entity["uid"]).rpartition(":")[2]


def sessions(em: t.Any, job: str, kind: str = "BackupJobSession") -> list[t.Any]:
    return em.query(kind, f'JobUid=="urn:veeam:Job:{job}"', "&sortDesc=CreationTime")


def clone_info(**changes: str) -> t.Any:
    target = "urn:veeam:Repository:cbd9a4b6-b9ed-4cd6-a091-75b6481c9d55"
    return {"JobName": "Clone", "FolderName": "Clone", "RepositoryUid": target, **changes}


def test_a_started_job_has_a_new_session(em: t.Any) -> None:
    """T77: while it runs its result is None and it has no end."""
    before = sessions(em, ORACLE)
    em.done(f"jobs/{ORACLE}?action=start")
    now = sessions(em, ORACLE)
    assert len(now) == len(before) + 1
    new = now[0]
    assert (new["state"], new["result"], new["endtimeutc"], new["isretry"]) == ("Starting", "None", None, False)
    em.advance(2)
    assert sessions(em, ORACLE)[0]["state"] == "Working"
    em.advance(2)
    assert (sessions(em, ORACLE)[0]["state"], sessions(em, ORACLE)[0]["result"]) == ("Stopped", "Success")


def test_a_finished_session_leaves_a_restore_point(em: t.Any) -> None:
    em.done(f"jobs/{ORACLE}?action=start")
    em.advance(5)
    session = sessions(em, ORACLE)[0]
    related = [link["href"] for link in session["links"] if link["rel"] == "Related"]
    assert len(related) == 1
    point = em.get(related[0].partition("/api/")[2] + "?format=Entity")
    assert point["type"] == "RestorePoint"
    tasks = em.get(f"backupSessions/{guid_of(session)}/taskSessions?format=Entity")["backuptasksessions"]
    assert [(task["vmdisplayname"], task["state"], task["result"]) for task in tasks] == [
        ("oracle01", "Completed", "Success")
    ]


@pytest.mark.parametrize(("fault", "result"), [("session-failed", "Failed"), ("session-warning", "Warning")])
def test_sessions_that_end_badly(em: t.Any, fault: str, result: str) -> None:
    em.fault(f"{fault}:Oracle*")
    em.done(f"jobs/{ORACLE}?action=start")
    em.advance(5)
    session = sessions(em, ORACLE)[0]
    assert session["result"] == result
    assert "injected" in session["failuremessage"]


def test_odd_sessions(em: t.Any) -> None:
    """T77: an unknown state, no end, a result of None."""
    em.fault("em-odd-state:Oracle*:state=Postprocessing")
    em.fault("session-stuck:Oracle*")
    em.done(f"jobs/{ORACLE}?action=start")
    em.advance(100_000)
    em.log_on()
    assert sessions(em, ORACLE)[0]["state"] == "Postprocessing"


def test_progress_is_100_before_the_end(em: t.Any) -> None:
    """T77."""
    em.done(f"jobs/{ORACLE}?action=start")
    em.advance(2.9)
    session = sessions(em, ORACLE)[0]
    assert (session["state"], session["progress"]) == ("Working", 100)


def test_a_late_session(em: t.Any) -> None:
    """T73: it appears after some reads only."""
    em.fault("session-late:Oracle*:polls=2")
    em.done(f"jobs/{ORACLE}?action=start")
    assert [len(sessions(em, ORACLE)) for dummy in range(3)] == [2, 2, 3]


def test_start_without_a_session(em: t.Any) -> None:
    """T73."""
    em.fault("em-start-silent:Oracle*")
    assert em.done(f"jobs/{ORACLE}?action=start")["result"]["success"] is True
    assert len(sessions(em, ORACLE)) == 2


def test_start_when_running_and_stop_when_idle_fail(em: t.Any) -> None:
    """T73."""
    assert em.done(f"jobs/{ORACLE}?action=stop")["result"]["success"] is False
    em.done(f"jobs/{ORACLE}?action=start")
    assert em.done(f"jobs/{ORACLE}?action=start")["result"]["success"] is False
    assert len(sessions(em, ORACLE)) == 3
    finished = em.done(f"jobs/{ORACLE}?action=stop")
    assert finished["result"]["message"] == 'Job "Oracle Backup" triggered to stop.'
    assert sessions(em, ORACLE)[0]["result"] == "Failed"


def test_stop_a_session(em: t.Any) -> None:
    """T46: the Stop link is also on a stopped session; using it then fails."""
    em.done(f"jobs/{ORACLE}?action=start")
    path = f"backupSessions/{guid_of(sessions(em, ORACLE)[0])}?action=stop"
    assert em.done(path)["operation"] == "StopJobSession"
    assert sessions(em, ORACLE)[0]["state"] == "Stopped"
    assert em.done(path)["result"]["success"] is False


def test_retry_after_a_failed_run_only(em: t.Any) -> None:
    """T75."""
    assert em.done(f"jobs/{ORACLE}?action=retry")["result"]["success"] is False
    failed = guid_of(em.job("Daily Backup", "vbr02.lab.local"))
    assert em.done(f"jobs/{failed}?action=retry")["operation"] == "RetryJob"
    assert sessions(em, failed)[0]["isretry"] is True


@pytest.mark.parametrize("action", ["start", "stop", "retry"])
def test_copy_jobs_only_sync(em: t.Any, action: str) -> None:
    """T74."""
    copy = guid_of(em.job("Immediate Copy"))
    assert em.call("POST", f"jobs/{copy}?action={action}").status_code == 400
    finished = em.done(f"jobs/{copy}?action=sync")
    assert (finished["operation"], finished["result"]["message"]) == ("StartJobSync", "OperationFinished")
    assert sessions(em, copy)[0]["state"] == "Starting"
    assert em.call("POST", f"jobs/{ORACLE}?action=sync").status_code == 400


def test_workers_of_a_copy_job(em: t.Any) -> None:
    """T55: a backslash in the name."""
    rows = em.query("BackupJobSession", "JobType==ImmediateBackupCopyWorker")
    assert rows[0]["jobname"] == "Immediate Copy\\Oracle Backup"


def test_periodic_copy_jobs_have_the_type_of_immediate_ones(em: t.Any) -> None:
    """T81."""
    job = em.job("Periodic Copy")
    assert job["jobtype"] == "ImmediateBackupCopy"
    assert job["jobscheduleoptions"]["immediatecopymode"]["optionscontinuous"]["enabled"] is False


def test_replica_sessions_are_elsewhere(em: t.Any) -> None:
    """T76."""
    replica = guid_of(em.job("DC Replication"))
    em.done(f"jobs/{replica}?action=start")
    assert sessions(em, replica) == []
    assert len(sessions(em, replica, "ReplicaJobSession")) == 3
    assert len(em.get(f"jobs/{replica}/replicaSessions")["refs"]) == 3


def test_toggle_flips_blindly(em: t.Any) -> None:
    """T65: twice is as before."""
    path = f"jobs/{ORACLE}?action=toggleScheduleEnabled"
    states = []
    for dummy in range(2):
        assert em.done(path)["operation"] == "UpdateJob"
        states.append(em.get(f"jobs/{ORACLE}?format=Entity")["scheduleenabled"])
    assert states == [False, True]


def test_somebody_else_toggles_too(em: t.Any) -> None:
    """T65."""
    em.fault("em-toggle-race:Oracle*")
    em.done(f"jobs/{ORACLE}?action=toggleScheduleEnabled")
    assert em.get(f"jobs/{ORACLE}?format=Entity")["scheduleenabled"] is True


def test_enabled_and_scheduled_are_two_things(em: t.Any) -> None:
    """T66, T67."""
    manual, archive = em.job("Manual Backup"), em.job("Archive Backup")
    assert (manual["scheduleconfigured"], manual["scheduleenabled"], manual["nextrun"]) == (False, True, None)
    assert (archive["scheduleenabled"], archive["nextrun"]) == (False, "2024-01-01T22:00:00Z")


def test_disabled_jobs_can_be_started(em: t.Any) -> None:
    archive = guid_of(em.job("Archive Backup"))
    assert em.done(f"jobs/{archive}?action=start")["result"]["success"] is True


def test_clone_is_not_like_its_source(em: t.Any) -> None:
    """T79."""
    source = em.job("Archive Backup")
    em.done(f"jobs/{guid_of(source)}?action=clone", {"BackupJobCloneInfo": clone_info()})
    clone = em.job("Clone")
    assert (source["scheduleenabled"], clone["scheduleenabled"]) == (False, True)
    retention = [job["jobinfo"]["backupjobinfo"]["simpleretentionpolicy"]["retaincycles"] for job in (source, clone)]
    assert retention == [7, 14]


@pytest.mark.parametrize(
    "changes",
    [
        {"JobName": "Oracle Backup"},
        {"RepositoryUid": "urn:veeam:Repository:b8832f03-2c9e-4222-8d0b-e43e0c912f93"},
    ],
)
def test_clones_that_fail(em: t.Any, changes: t.Any) -> None:
    """T79: a name that exists, a repository of another backup server."""
    finished = em.done(f"jobs/{ORACLE}?action=clone", {"BackupJobCloneInfo": clone_info(**changes)})
    assert finished["result"]["success"] is False


def test_clones_that_are_refused(em: t.Any) -> None:
    """T79."""
    path = f"jobs/{ORACLE}?action=clone"
    assert em.call("POST", path, body={"BackupJobCloneInfo": clone_info(JobName="x" * 51)}).status_code == 400
    assert em.call("POST", path, body={"ReplicaJobCloneInfo": {"JobName": "a", "VmSuffix": "r"}}).status_code == 400


def test_clones_of_other_kinds_of_jobs(em: t.Any) -> None:
    replica, copy = guid_of(em.job("DC Replication")), guid_of(em.job("Immediate Copy"))
    em.done(f"jobs/{replica}?action=clone", {"ReplicaJobCloneInfo": {"JobName": "R", "VmSuffix": "_r"}})
    info = clone_info(JobName="C", JobFileName="C")
    del info["FolderName"]
    em.done(f"jobs/{copy}?action=clone", {"ImmediateBackupCopyJobCloneInfo": info})
    assert (em.job("R")["jobtype"], em.job("C")["jobtype"]) == ("Replica", "ImmediateBackupCopy")


def edit(em: t.Any, body: t.Any, job: str = ORACLE) -> t.Any:
    finished = em.done(f"jobs/{job}?action=edit", body, method="PUT")
    assert (finished["operation"], finished["result"]["success"]) == ("EditJob", True)
    return em.get(f"jobs/{job}?format=Entity")


def test_edit_changes_what_is_sent(em: t.Any) -> None:
    before = em.get(f"jobs/{ORACLE}?format=Entity")
    after = edit(em, {"JobScheduleOptions": {"Standart": {"RetryOptions": {"RetryTimes": "5"}}}})
    retry = after["jobscheduleoptions"]["standart"].pop("retryoptions")
    assert retry == {"retrytimes": 5, "retrytimeout": 10, "retryspecified": True}
    before["jobscheduleoptions"]["standart"].pop("retryoptions")
    assert after == before


def test_edit_in_xml_with_the_identity_of_another_job(em: t.Any) -> None:
    """T50: the vendor's own example; it works and is noted."""
    body = b"""<?xml version="1.0" encoding="utf-8"?>
      <Job Type="Job" Href="https://localhost:9398/api/jobs/6c86549b-154f-4566-a76e-52bd64a33aea?format=Entity"
          Name="SQL Backup HV" UID="urn:veeam:Job:d1b85018-2769-45be-89bc-03f66b60e6cb"
          xmlns="http://www.veeam.com/ent/v1.0" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
        <JobScheduleOptions><Standart><RetryOptions>
          <RetryTimes>5</RetryTimes>
        </RetryOptions></Standart></JobScheduleOptions>
      </Job>"""
    reply = em.call("PUT", f"jobs/{ORACLE}?action=edit", accept="application/xml", body=body)
    assert reply.status_code == 202
    em.advance(2)
    job = em.get(f"jobs/{ORACLE}?format=Entity")
    assert job["name"] == "Oracle Backup"
    assert job["jobscheduleoptions"]["standart"]["retryoptions"]["retrytimes"] == 5
    assert any("says that it is" in text for text in em.state()["complaints"])


def test_edit_ignores_what_cannot_be_edited(em: t.Any) -> None:
    info = {"BackupJobInfo": {"SimpleRetentionPolicy": {"RetainCycles": 30}, "AdvancedStorageOptions": {}}}
    after = edit(em, {"Name": "Renamed", "Platform": "vCloud", "JobInfo": info, "Description": "new"})
    assert (after["name"], after["platform"], after["description"]) == ("Oracle Backup", "VMware", "new")
    assert after["jobinfo"]["backupjobinfo"]["simpleretentionpolicy"]["retaincycles"] == 30
    dropped = next(entry["dropped"] for entry in em.world.recorder.writes() if entry["method"] == "PUT")
    assert set(dropped) == {"Name", "Platform", "JobInfo.BackupJobInfo.AdvancedStorageOptions"}


def test_edit_may_drop_a_setting(em: t.Any) -> None:
    em.fault("drop-setting:JobScheduleOptions.Standart.RetryOptions.RetryTimes")
    after = edit(em, {"JobScheduleOptions": {"Standart": {"RetryOptions": {"RetryTimes": 9, "RetryTimeout": 1}}}})
    retry = after["jobscheduleoptions"]["standart"]["retryoptions"]
    assert (retry["retrytimes"], retry["retrytimeout"]) == (3, 1)


def test_enabling_by_edit_needs_a_schedule(em: t.Any) -> None:
    path = f"jobs/{ORACLE}?action=edit"
    assert em.call("PUT", path, body={"ScheduleEnabled": True}).status_code == 400
    assert edit(em, {"ScheduleEnabled": False})["scheduleenabled"] is False


def test_daily_and_monthly_exclude_each_other(em: t.Any) -> None:
    def block(name: str) -> t.Any:
        return {name: {"Enabled": True, "Time": "21:00"}}

    after = edit(em, {"JobScheduleOptions": {"Standart": block("OptionsMonthly")}})
    standard = after["jobscheduleoptions"]["standart"]
    assert (standard["optionsdaily"]["enabled"], standard["optionsmonthly"]["enabled"]) == (False, True)
    both = {"JobScheduleOptions": {"Standart": block("OptionsMonthly") | block("OptionsDaily")}}
    assert em.call("PUT", f"jobs/{ORACLE}?action=edit", body=both).status_code == 400


def test_edit_by_the_plain_address(em: t.Any) -> None:
    """T45."""
    em.fault("em-edit-plain")
    assert em.call("PUT", f"jobs/{ORACLE}?action=edit", body={"Description": "x"}).status_code == 405
    assert em.call("PUT", f"jobs/{ORACLE}", body={"Description": "x"}).status_code == 202


def test_jobs_that_cannot_be_edited(em: t.Any) -> None:
    for name, server in (("Immediate Copy", "vbr01.lab.local"), ("Old Backup", "local.host")):
        job = guid_of(em.job(name, server))
        assert em.call("PUT", f"jobs/{job}?action=edit", body={"Description": "x"}).status_code == 400


def test_objects_are_added_then_removed(em: t.Any) -> None:
    """T80: the last object stays; the id of an object is new when it comes again."""
    path = f"jobs/{ORACLE}/includes"
    old = em.get(path)["objectinjobs"][0]
    assert em.get(f"{path}/{old['objectinjobid']}")["name"] == "oracle01"
    assert em.done(f"{path}/{old['objectinjobid']}", method="DELETE")["result"]["success"] is False
    new = {"HierarchyObjRef": f"urn:VMware:Vm:{ROOT}.vm-103", "HierarchyObjName": "web01", "Order": 1}
    assert em.done(path, new)["operation"] == "UpdateJob"
    assert em.done(path, new)["result"]["success"] is False
    assert em.done(f"{path}/{old['objectinjobid']}", method="DELETE")["result"]["success"] is True
    assert [entry["name"] for entry in em.get(path)["objectinjobs"]] == ["web01"]
    em.done(path, {"HierarchyObjRef": old["hierarchyobjref"], "HierarchyObjName": "oracle01"})
    assert em.get(path)["objectinjobs"][1]["objectinjobid"] != old["objectinjobid"]


def test_objects_of_another_backup_server(em: t.Any) -> None:
    foreign = {
        "HierarchyObjRef": "urn:VMware:Vm:3b8ebdcc-41de-4c42-a001-a344f2e75550.vm-103",
        "HierarchyObjName": "web01",
    }
    assert em.done(f"jobs/{ORACLE}/includes", foreign)["result"]["success"] is False


def test_linked_objects_of_copy_jobs(em: t.Any) -> None:
    """T44, T82."""
    job = guid_of(em.job("Immediate Copy"))
    uid = em.job("Daily Backup")["uid"]
    assert em.done(f"jobs/{job}/linkedJobs", {"LinkedJobUid": uid})["operation"] == "UpdateJob"
    linked = em.get(f"jobs/{job}/linkedJobs")["linkedjobobjects"]
    assert [entry["linkedjobuid"] for entry in linked] == [f"urn:veeam:Job:{ORACLE}", uid]
    em.done(f"jobs/{job}/linkedJobs/{linked[0]['objectinjobid']}", method="DELETE")
    assert len(em.get(f"jobs/{job}/linkedJobs")["linkedjobobjects"]) == 1
    assert em.call("GET", f"jobs/{job}/includes").status_code == 400


def test_deleted_jobs_leave_their_backups(em: t.Any) -> None:
    """T78, T90."""
    assert em.done(f"jobs/{ORACLE}", method="DELETE")["operation"] == "DeleteJob"
    assert em.call("GET", f"jobs/{ORACLE}").status_code == 404
    assert em.call("DELETE", f"jobs/{ORACLE}").status_code == 404
    assert em.query("Backup", 'Name=="Oracle Backup"')
    assert em.get("backupSessions?format=Entity")["backupjobsessions"]


def test_jobs_of_an_older_backup_server(em: t.Any) -> None:
    """T90."""
    job = guid_of(em.job("Old Backup", "local.host"))
    reply = em.call("DELETE", f"jobs/{job}")
    assert reply.status_code == 400
    assert "not supported" in reply.text


@pytest.mark.parametrize(
    ("path", "action", "operation"),
    [
        ("agents/jobs/{}?action=start", "start", "StartJob"),
        ("agents/jobs/{}?action=toggleScheduleEnabled", "toggle", "UpdateJob"),
        ("nas/jobs/{}/start", "start", "StartNasJob"),
        ("nas/jobs/{}/Start", "start", "StartNasJob"),
        ("nas/jobs/{}/toggleScheduleEnabled", "toggle", "UpdateJob"),
    ],
)
def test_agent_and_file_share_jobs(em: t.Any, path: str, action: str, operation: str) -> None:
    """T48, T49: their own paths; sessions name the job as urn:veeam:Job."""
    base = path.partition("/{}")[0]
    job = em.get(base)["refs"][0]
    guid = guid_of(job)
    assert em.done(path.format(guid))["operation"] == operation
    shown = em.get(f"{base}/{guid}?format=Entity")
    found = em.get(f"{base}/{guid}/backupSessions?format=Entity")["backupjobsessions"]
    assert {session["jobuid"] for session in found} == {f"urn:veeam:Job:{guid}"}
    assert shown["scheduleenabled"] is (action == "start")
    assert any(session["state"] == "Starting" for session in found) is (action == "start")


def test_stop_and_retry_of_agent_and_file_share_jobs(em: t.Any) -> None:
    agent, share = (guid_of(em.get(path)["refs"][0]) for path in ("agents/jobs", "nas/jobs"))
    em.done(f"agents/jobs/{agent}?action=start")
    assert em.done(f"agents/jobs/{agent}?action=stop")["operation"] == "StopAgentJob"
    em.advance(1)
    assert em.done(f"agents/jobs/{agent}?action=retry")["operation"] == "RetryAgentJob"
    em.done(f"nas/jobs/{share}/start")
    assert em.done(f"nas/jobs/{share}/stop")["operation"] == "StopNasJob"
    em.advance(1)
    assert em.done(f"nas/jobs/{share}/retry")["operation"] == "RetryNasJob"
    assert em.call("POST", f"agents/jobs/{agent}?action=clone").status_code == 400
    assert em.call("POST", f"nas/jobs/{share}?action=start").status_code == 405


def test_forms_of_agent_and_file_share_jobs(em: t.Any) -> None:
    """T48, T49."""
    agent, share = (guid_of(em.get(path)["refs"][0]) for path in ("agents/jobs", "nas/jobs"))
    assert em.get(f"agents/jobs/{agent}")["uid"] == f"urn:veeam:AgentBackupJob:{agent}"
    objects = em.get(f"agents/jobs/{agent}/includes")["objectinagentbackupjobs"]
    assert [entry["name"] for entry in objects] == ["lnx01", "lnx02"]
    text = em.call("GET", f"nas/jobs/{share}?format=Entity", accept="application/xml").text
    assert "<NASJob " in text
    assert 'Type="NasJob"' in text
    assert em.get(f"nas/jobs/{share}/includes")["nasobjects"][0]["path"] == "\\\\filer01\\projects"
