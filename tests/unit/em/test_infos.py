# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists of Enterprise Manager: jobs, their states, backups and what is in them."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._em.api.links import up
from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput
from tests.simulator.launch import Running, launch
from tests.unit.em.site import Site

ORACLE = "Oracle Backup"
SPECIAL = 'Exchange "prod"; (EU), Köln & 50%'
VBR01 = "vbr01.lab.local"


@pytest.fixture(scope="module", params=["12", "13"])
def simulator(request: pytest.FixtureRequest) -> t.Iterator[Running]:
    with launch(em_port=0, em_version=request.param, session_seconds=0.3) as running:
        yield running


@pytest.fixture
def site(simulator: Running) -> Site:
    simulator.reset()
    return Site(simulator)


def names(found: t.Iterable[t.Any]) -> list[str]:
    return [each.name if hasattr(each, "name") else each["Name"] for each in found]


# Jobs


def test_jobs_of_all_families_by_name(site: Site) -> None:
    with site.product() as product:
        found = names(product.job_search.jobs({}))
    assert found == sorted(found, key=str.lower)
    assert {ORACLE, SPECIAL, "Linux Agents", "File Shares", "DC Replication", "Immediate Copy"} <= set(found)
    assert found.count("Daily Backup") == 2


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"name": SPECIAL}, [SPECIAL]),
        ({"name": "* Agents"}, ["Linux Agents", "Windows Agents"]),
        ({"name": " oracle backup"}, ["Oracle Backup"]),
        ({"name": "[o]racle backup"}, []),
        ({"type": "nasbackup"}, ["File Shares"]),
        ({"type": "Replica"}, ["DC Replication"]),
        ({"type": "AgentBackup", "platform": "AgentForLinux"}, ["Linux Agents"]),
        ({"platform": "HyperV"}, ["SQL Backup HV"]),
        ({"platform": "hyperv", "type": "Backup"}, ["SQL Backup HV"]),
        ({"platform": "Nutanix"}, []),
        ({"schedule_configured": False}, ["Manual Backup"]),
        ({"schedule_enabled": False}, ["Archive Backup"]),
        ({"description": "Backup of CRM system"}, ["CRM Backup"]),
        ({"next_run_before": "2024-06-01T00:00:00Z"}, ["Archive Backup"]),
        ({"id": "78c3919c-54d7-43fe-b047-485d3566f11f"}, [ORACLE]),
        ({"id": "urn:veeam:Job:78c3919c-54d7-43fe-b047-485d3566f11f", "type": "Replica"}, []),
        ({"id": "no id at all"}, []),
    ],
)
def test_filters_of_jobs(site: Site, filters: dict[str, t.Any], expected: list[str]) -> None:
    for fault in (None, "em-no-filter"):
        if fault:
            site.simulator.fault(fault)
        with site.product() as product:
            assert names(product.job_search.jobs(filters)) == expected, fault


def test_jobs_of_one_backup_server(site: Site) -> None:
    with site.product(backup_server="vbr02.lab.local") as product:
        found = product.job_search.jobs({})
    assert {link.name for job in found if (link := up(job.model, "BackupServer"))} == {"vbr02.lab.local"}


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ({"workload": "Vm"}, "workload: Enterprise Manager cannot filter by this"),
        ({"next_run_after": "tomorrow"}, "not a point in time"),
        ({"type": "VSphereBackup"}, "is not one of Backup, Replica"),
    ],
)
def test_filters_that_cannot_work(site: Site, filters: dict[str, t.Any], said: str) -> None:
    with site.product() as product, pytest.raises(InvalidInput, match=said):
        product.job_search.jobs(filters)
    assert site.count() == 0


# States


def test_states_are_made_of_the_newest_session(site: Site) -> None:
    with site.product() as product:
        states = {(state["Name"], state["BackupServerName"]): state for state in product.job_search.states({})}
        assert states["Daily Backup", "vbr02.lab.local"]["LastResult"] == "Failed"
        assert states["Archive Backup", VBR01]["Status"] == "Disabled"
        assert states["Folder Backup", VBR01]["LastResult"] == "None"
        assert states["DC Replication", VBR01]["LastResult"] == "Success"
        assert names(product.job_search.states({"last_result": "failed"})) == ["Daily Backup"]
        assert names(product.job_search.states({"status": "Disabled"})) == ["Archive Backup"]
        old = names(product.job_search.states({"last_run_before": "2020-01-01T00:00:00Z"}))
        assert "Folder Backup" in old
        assert ORACLE not in old
        with pytest.raises(InvalidInput, match="api: vbr"):
            product.job_search.states({"objects_count": 3})


def test_a_running_job_has_the_state_of_its_session(site: Site) -> None:
    from ansible_collections.backupops.veeam.plugins.module_utils._model import StartOptions

    site.simulator.fault(f"session-stuck:{ORACLE}")
    with site.product() as product:
        job = product.jobs.reader.find(ORACLE)
        assert job is not None
        product.control.start(job, StartOptions(), before=product.control.last(job))
        (state,) = product.job_search.states({"name": ORACLE})
    assert state["Status"] in ("Starting", "Working")
    assert state["LastResult"] == "None"
    assert state["id"] == job.id


# Backups


def test_filters_of_backups(site: Site) -> None:
    with site.product(backup_server=VBR01) as product:
        everything = product.backups.search({})
        (oracle,) = product.backups.search({"name": ORACLE})
        repository = up(oracle, "Repository")
        assert repository is not None
        in_repository = product.backups.search({"repository": repository.name})
        same = product.backups.search({"repository_id": repository.guid})
        parents = product.backups.search({"backup_type": "parentbackup"})
        of_job = product.backups.search({"job_id": "78c3919c-54d7-43fe-b047-485d3566f11f"})
        one = product.backups.search({"id": oracle["UID"]})
        none = product.backups.search({"id": oracle["UID"], "platform": "HyperV"})
    with site.product() as product:
        of_all_servers = product.backups.search({})
        assert product.backups.search({"repository_id": repository.guid}) == same
    assert oracle in in_repository
    assert in_repository == same
    assert 0 < len(in_repository) < len(of_all_servers)
    assert all(up(each, "Repository") == repository for each in in_repository)
    assert {each["BackupType"] for each in parents} == {"ParentBackup"}
    assert one == of_job == [oracle]
    assert none == []
    assert names(everything) == sorted(names(everything), key=str.lower)


def test_a_filter_that_the_server_ignores_is_applied_all_the_same(site: Site) -> None:
    site.simulator.fault("em-no-filter")
    with site.product() as product:
        assert names(product.backups.search({"name": ORACLE})) == [ORACLE]
        assert {each["BackupType"] for each in product.backups.search({"backup_type": "Standard"})} == {"Standard"}


def test_a_backup_as_entity_and_as_reference(site: Site) -> None:
    with site.product() as product:
        (entity,) = product.backups.search({"name": ORACLE, "representation": "entity"})
        (short,) = product.backups.search({"id": entity["UID"], "representation": "reference"})
        listed = product.backups.search({"representation": "reference"})
        parts = product.backups.details(short, {"files": {}})
    assert (entity["Type"], short["Type"]) == ("Backup", "BackupReference")
    assert (short["UID"], short["Name"]) == (entity["UID"], entity["Name"])
    assert "Platform" not in short
    assert short in listed
    assert parts["files"]
    calls = [(entry["path"], dict(map(tuple, entry["query"]))) for entry in site.simulator.requests()]
    address = f"/api/backups/{entity['UID'].rpartition(':')[2]}"
    assert (address, {}) in calls
    assert (address, {"format": "Entity"}) in calls


def test_what_is_in_a_backup(site: Site) -> None:
    wanted: dict[str, t.Any] = {"restore_points": {}, "vm_restore_points": {}, "objects": {}, "files": {}}
    with site.product() as product:
        (backup,) = product.backups.search({"name": ORACLE})
        shown = product.backups.details(backup, wanted)
        newest = shown["restore_points"][0]["BackupDateUTC"]
        older = product.backups.details(backup, {"restore_points": {"created_before": newest}})
        vbk = product.backups.details(backup, {"files": {"name": "*.vbk"}})
        nothing = product.backups.details(backup, {"objects": {"name": "web*"}})
    dates = [point["BackupDateUTC"] for point in shown["restore_points"]]
    assert dates == sorted(dates, reverse=True)
    assert {machine["VmName"] for point in shown["restore_points"] for machine in point["vm_restore_points"]} == {
        "oracle01"
    }
    assert [(each["Name"], each["Count"]) for each in shown["objects"]] == [("oracle01", len(dates))]
    assert len(older["restore_points"]) == len(dates) - 1
    assert {each["FileType"] for each in vbk["files"]} <= {"vbk"}
    assert all(each["FilePath"] and each["CreationTimeUtc"] for each in shown["files"])
    assert nothing["objects"] == []


def test_the_children_of_a_parent_backup(site: Site) -> None:
    with site.product() as product:
        (parent,) = product.backups.search({"name": "Simple backup_1", "backup_type": "ParentBackup"})
        shown = product.backups.details(parent, {"child_backups": {}, "restore_points": {}, "files": {}})
        leaf = product.backups.details(shown["child_backups"][0], {"child_backups": {}})
    assert len(shown["child_backups"]) == 2
    assert {each["BackupType"] for each in shown["child_backups"]} == {"ChildBackup"}
    assert isinstance(shown["restore_points"], list)
    assert leaf["child_backups"] == []


@pytest.mark.parametrize(
    ("part", "wanted", "said"),
    [
        ("files", {"gfs_period": "Weekly"}, "file_filters.gfs_period: Enterprise Manager cannot filter by this"),
        ("restore_points", {"malware_status": ["Clean"]}, "restore_point_filters.malware_status"),
        ("objects", {"platform_name": "VMware"}, "object_filters.platform_name"),
    ],
)
def test_filters_that_only_the_other_api_has(site: Site, part: str, wanted: dict[str, t.Any], said: str) -> None:
    with site.product() as product:
        (backup,) = product.backups.search({"name": ORACLE})
        with pytest.raises(InvalidInput, match=said):
            product.backups.details(backup, {part: wanted})
    with site.product() as product, pytest.raises(InvalidInput, match="limit"):
        product.backups.search({"limit": 3})


def test_users_may_look_at_backups_but_not_at_jobs(site: Site) -> None:
    from ansible_collections.backupops.veeam.plugins.module_utils._errors import RequestRefused

    with site.product(username="portal-user") as product:
        assert product.backups.search({"name": ORACLE})
        with pytest.raises(RequestRefused, match="Portal Administrator"):
            product.job_search.jobs({})
