# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What live servers were seen to answer where the documents say otherwise or nothing, and what exporters ask for."""

from __future__ import annotations

import typing as t

import pytest

from tests.simulator.em.estate_curious import CLOUD_JOB, CLOUD_MACHINE, CURIOUS_NAMES
from tests.unit.simulator.em.conftest import XML, Em, guid_of

BACKUP = "2e734096-56ea-4f36-ac2a-15546518d26c"
Make = t.Callable[..., Em]
# Rel and Type of the links of references, in the order in which they were seen.
LINKS = {
    "backups": [
        ("Up", "BackupServerReference"),
        ("Up", "RepositoryReference"),
        ("Alternate", "Backup"),
        ("Down", "RestorePointReferenceList"),
        ("Down", "BackupFileReferenceList"),
    ],
    f"backups/{BACKUP}/restorePoints": [
        ("Up", "BackupServerReference"),
        ("Up", "BackupReference"),
        ("Alternate", "RestorePoint"),
        ("Down", "VmRestorePointReferenceList"),
        ("Related", "RestorePointReferenceList"),
    ],
    "vmRestorePoints": [
        ("Up", "BackupServerReference"),
        ("Up", "RestorePointReference"),
        ("Up", "BackupFileReference"),
        ("Alternate", "VmRestorePoint"),
    ],
}


def links_of(em: Em, path: str) -> list[tuple[str, str]]:
    """The links of the first reference of a collection."""
    return [(link["rel"], link["type"]) for link in em.get(path)["refs"][0]["links"]]


@pytest.mark.parametrize("path", LINKS)
def test_references_have_the_links_that_live_servers_give_them(em: Em, path: str) -> None:
    assert links_of(em, path) == LINKS[path]
    link = em.get("backups")["refs"][0]["links"][-1]
    assert link["name"] is None
    assert link["href"].endswith("/backupFiles")


@pytest.mark.parametrize("path", LINKS)
def test_references_of_the_documents_have_two_links(make_em: Make, path: str) -> None:
    assert [rel for rel, dummy in links_of(make_em(shapes="documents"), path)] == ["Up", "Alternate"]


def test_a_version_in_any_call_is_harmless(make_em: Make) -> None:
    for path in ("jobs?v=latest", "query?type=Job&v=latest&format=Entities", "hierarchyRoots?v=v1_7"):
        assert make_em().call("GET", path).status_code == 200
        assert make_em(shapes="documents").call("GET", path).status_code == 400
    em = make_em()
    job = guid_of(em.job("Oracle Backup"))
    assert em.call("POST", f"jobs/{job}?action=start&v=latest").status_code == 202


def test_what_is_not_there_is_null_in_queries(make_em: Make) -> None:
    em = make_em(em_version="12")
    reply = em.get("query?type=BackupJobSession&format=Entities&pageSize=1")
    assert (reply["refs"], reply["resources"]) == (None, None)
    assert {name for name, content in reply["entities"].items() if content} == {"backupjobsessions"}
    (session,) = reply["entities"]["backupjobsessions"]["backupjobsessions"]
    assert session["failuremessage"] is None


@pytest.mark.parametrize("name", CURIOUS_NAMES)
def test_curious_names_are_found(em: Em, name: str) -> None:
    condition = f'Name=="{name}"'
    assert [job["name"] for job in em.query("Job", condition)] == [name]
    (backup,) = em.query("Backup", condition)
    assert backup["name"] == name
    assert links_of(em, f"backups/{guid_of(backup)}/restorePoints")[1] == ("Up", "BackupReference")


def test_cloud_director_has_a_job_and_a_backup(em: Em) -> None:
    (job,) = em.query("Job", 'Platform=="vCloud"')
    (include,) = job["jobinfo"]["backupjobinfo"]["includes"]["objectinjobs"]
    assert (job["name"], include["name"]) == (CLOUD_JOB, CLOUD_MACHINE)
    assert ".urn:vcloud:vm:" in include["hierarchyobjref"]
    assert [backup["name"] for backup in em.query("Backup", 'Platform=="vCloud"')] == [CLOUD_JOB]
    (root,) = em.query("HierarchyRoot", 'HostType=="VcdSystem"')
    found = em.get(f"lookup?host={root['uid']}&name=erp*&type=Vm")["hierarchyitems"]
    assert [item["objectref"] for item in found] == [include["hierarchyobjref"]]


# Roles


@pytest.mark.parametrize(
    ("role", "statuses"),
    [
        ("administrator", {"jobs": 200, "agents/discoveredComputers": 200, "backupServers": 200, "backups": 200}),
        ("operator", {"jobs": 403, "agents/discoveredComputers": 403, "backupServers": 200, "backups": 200}),
        ("viewer", {"jobs": 403, "agents/jobs": 403, "reports/summary/overview": 200, "backupSessions": 200}),
        ("restore-operator", {"jobs": 403, "backupServers": 403, "reports/summary/overview": 403, "backups": 200}),
    ],
)
def test_the_user_has_the_role_that_was_asked_for(role: str, statuses: dict[str, int]) -> None:
    em = Em(role=role, jobs=1, vms=1)
    assert em.log_on().status_code == 201
    assert {path: em.call("GET", path).status_code for path in statuses} == statuses
    refused = em.call("GET", "query?type=Job")
    assert (refused.status_code == 403) is (role != "administrator")


def test_sessions_below_a_job_are_for_those_who_may_see_the_job(em: Em) -> None:
    job = guid_of(em.job("Oracle Backup"))
    em.log_on("portal-user")
    assert em.call("GET", f"jobs/{job}/backupSessions").status_code == 403
    assert em.call("GET", "backupSessions").status_code == 200


def test_a_role_that_this_product_does_not_have_cannot_log_on() -> None:
    assert Em(role="tape-operator", jobs=1, vms=1).log_on().status_code == 401


# What exporters ask for


def test_reports_count_what_is_there(em: Em) -> None:
    overview = em.get("reports/summary/overview")
    assert (overview["backupservers"], overview["runningjobs"]) == (3, 0)
    due = "ScheduleEnabled==true;ScheduleConfigured==true"
    scheduled = [em.query(kind, due) for kind in ("Job", "AgentBackupJob", "NasJob")]
    assert overview["scheduledjobs"] == sum(map(len, scheduled))
    assert overview["failedvmlasteststates"] >= 1
    statistics = em.get("reports/summary/job_statistics")
    counted = ("successfuljobruns", "warningsjobruns", "failedjobruns")
    assert statistics["totaljobruns"] == sum(statistics[name] for name in counted)
    assert statistics["maxbackupjobduration"] == 300
    assert statistics["maxdurationbackupjobname"]
    machines = em.get("reports/summary/vms_overview")
    assert machines["restorepoints"] == len(em.get("vmRestorePoints")["refs"])
    assert machines["fullbackuppointssize"] > machines["incrementalbackuppointssize"] > 0
    days = em.get("reports/summary/processed_vms")["days"]
    assert len(days) == 7
    assert days[0]["timestamp"] > days[1]["timestamp"]
    repositories = em.get("reports/summary/repository")["periods"]
    assert {entry["name"] for entry in repositories if entry["capacity"] == -1} == {
        "Scale-out Backup Repository 1",
        "Scale-out Backup Repository 2",
    }


def test_reports_follow_what_happens(em: Em) -> None:
    em.done(f"jobs/{guid_of(em.job('Oracle Backup'))}?action=start")
    assert em.get("reports/summary/overview")["runningjobs"] == 1


@pytest.mark.parametrize("name", ["overview", "vms_overview", "job_statistics", "processed_vms", "repository"])
def test_reports_in_xml_have_the_vendors_root(em: Em, name: str) -> None:
    roots = {"overview": "OverviewReportFrame", "repository": "RepositoryReportFrame"}
    reply = em.call("GET", f"reports/summary/{name}", accept=XML)
    assert reply.status_code == 200
    assert roots.get(name, "ReportFrame") in reply.text


def test_computers_of_protection_groups(em: Em) -> None:
    computers = em.get("agents/discoveredComputers?format=Entity")["discoveredcomputers"]
    assert {(item["name"], item["hoststatus"]) for item in computers} == {
        ("lnx01", "Online"),
        ("lnx02", "Online"),
        ("win01", "Offline"),
    }
    assert computers[0]["links"][0]["name"] == "vbr01.lab.local"
    one = em.get(f"agents/discoveredComputers/{guid_of(computers[0])}?format=Entity")
    assert one["agentstatus"] == "Installed"
    assert [item["name"] for item in em.query("DiscoveredComputer", 'HostStatus=="Offline"')] == ["win01"]
