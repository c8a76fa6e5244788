# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Machines and what was backed up: look-up, quick backup, backups, restore points, files, infrastructure."""

from __future__ import annotations

import typing as t

import pytest

from tests.simulator.em.estate_curious import CURIOUS_NAMES

VBR01, VBR02 = "f365fbd8-fbd2-43ad-9f7a-c87cd390a0d9", "ffa6d4ef-ea63-4fb3-88a1-84706c2430e1"
ROOT1, ROOT2 = "02bd0847-f522-4670-90eb-10312498809d", "3b8ebdcc-41de-4c42-a001-a344f2e75550"
ORACLE = "78c3919c-54d7-43fe-b047-485d3566f11f"


def guid_of(entity: t.Any) -> str:
    return str(entity["uid"]).rpartition(":")[2]


def lookup(em: t.Any, name: str, *, root: str = ROOT1, kind: str = "Vm") -> list[t.Any]:
    return em.get(f"lookup?host=urn:veeam:HierarchyRoot:{root}&name={name}&type={kind}")["hierarchyitems"]


def quick_backup(em: t.Any, machine: str, *, server: str = VBR01, root: str = ROOT1) -> t.Any:
    body = {"VmRef": f"urn:VMware:Vm:{root}.{machine}"}
    return em.done(f"backupServers/{server}?action=quickbackup", body)


def test_one_vcenter_on_two_backup_servers(em: t.Any) -> None:
    """T86."""
    roots = em.query("HierarchyRoot", 'Name=="vcenter01.lab.local"')
    assert len({root["uniqueid"] for root in roots}) == 1
    assert {link["href"].rpartition("/")[2] for root in roots for link in root["links"] if link["rel"] == "Up"} == {
        VBR01,
        VBR02,
    }
    assert {root["hierarchyrootid"] for root in roots} == {ROOT1, ROOT2}


def test_lookup(em: t.Any) -> None:
    """T47: letter case does not matter, `*` stands for anything, no hit is an empty list."""
    assert lookup(em, "dns")[0]["objectname"] == "DNS"
    assert lookup(em, "oracle01")[0]["objectref"] == f"urn:VMware:Vm:{ROOT1}.vm-80225"
    assert lookup(em, "none") == []
    assert {item["objectname"] for item in lookup(em, "app*")} == {"app01", "app02"}
    assert len(lookup(em, "clone01")) == 2
    assert lookup(em, "Production", kind="Folder")[0]["objecttype"] == "Folder"


def test_lookup_of_a_reference(em: t.Any) -> None:
    found = em.get(f"lookup?hierarchyRef=urn:vmware:vm:{ROOT1}.vm-80225")["hierarchyitems"]
    assert [item["objectname"] for item in found] == ["oracle01"]


def test_lookup_needs_all_its_parameters(em: t.Any) -> None:
    assert em.call("GET", "lookup?name=a&type=Vm").status_code == 400
    assert em.call("GET", f"lookup?host=urn:veeam:HierarchyRoot:{VBR01}&name=a&type=Vm").status_code == 404


def test_quick_backup_leaves_an_increment(em: t.Any) -> None:
    condition = "VmDisplayName==oracle01"
    before = em.query("VmRestorePoint", condition)
    assert quick_backup(em, "vm-80225")["result"]["success"] is True
    em.advance(5)
    after = em.query("VmRestorePoint", condition, "&sortDesc=CreationTime")
    assert len(after) == len(before) + 1
    assert after[0]["pointtype"] == "Increment"


def test_quick_backup_of_a_machine_in_a_folder(em: t.Any) -> None:
    """T86: the folder's job has no full backup yet."""
    finished = quick_backup(em, "vm-102")
    assert finished["result"]["success"] is False
    assert "no full backup" in finished["result"]["message"]
    job = guid_of(em.job("Folder Backup"))
    em.done(f"jobs/{job}?action=start")
    em.advance(5)
    assert quick_backup(em, "vm-102")["result"]["success"] is True


@pytest.mark.parametrize(
    ("machine", "server", "root", "words"),
    [
        ("vm-110", VBR01, ROOT1, "not in any backup job"),
        ("vm-80225", VBR02, ROOT1, "not found on the backup server vbr02"),
        ("vm-80225", VBR01, ROOT2, "not found on the backup server vbr01"),
        ("vm-9999999", VBR01, ROOT1, "not found"),
        ("group-v22", VBR01, ROOT1, "not found"),
    ],
)
def test_quick_backups_that_fail(em: t.Any, machine: str, server: str, root: str, words: str) -> None:
    """T85, T86."""
    result = quick_backup(em, machine, server=server, root=root)["result"]
    assert result["success"] is False
    assert words in result["message"]


def test_two_machines_of_one_job(em: t.Any) -> None:
    """T87: the second one fails while the first is running."""
    assert quick_backup(em, "vm-101")["result"]["success"] is True
    assert "is running" in quick_backup(em, "vm-103")["result"]["message"]
    em.advance(5)
    assert quick_backup(em, "vm-103")["result"]["success"] is True


def test_quick_backup_of_nonsense(em: t.Any) -> None:
    path = "backupServers/{}?action=quickbackup"
    assert em.call("POST", path.format(VBR01), body={"VmRef": "vm-1"}).status_code == 400
    assert em.call("POST", path.format(VBR01), body={}).status_code == 400
    assert em.call("POST", path.format(VBR01)).status_code == 400
    reference = {"VmRef": f"urn:VMware:Vm:{ROOT1}.vm-80225"}
    assert em.call("POST", path.format(ORACLE), body=reference).status_code == 404


def test_quick_backup_of_a_hyperv_machine(em: t.Any) -> None:
    root = next(root for root in em.query("HierarchyRoot") if root["hosttype"] == "HvServer")
    ref = lookup(em, "sql01-hv", root=root["hierarchyrootid"])[0]["objectref"]
    assert ref.startswith("urn:HyperV:Vm:")
    finished = em.done(f"backupServers/{VBR01}?action=quickbackup", {"VmRef": ref})
    assert finished["result"]["success"] is True


def test_parents_and_children_of_backups(em: t.Any) -> None:
    """T41, T84: a parent has children and no restore points of its own."""
    parent = em.query("Backup", 'BackupType==ParentBackup;Name=="Linux Agents"')[0]
    rels = {link["href"].rpartition("/")[2]: link["rel"] for link in parent["links"]}
    assert rels["childbackups?format=Entity"] == "Up"
    assert "restorePoints" not in rels
    assert em.get(f"backups/{guid_of(parent)}/restorePoints")["refs"] == []
    children = em.get(f"backups/{guid_of(parent)}/childbackups?format=Entity")["backups"]
    assert [child["backuptype"] for child in children] == ["ChildBackup", "ChildBackup"]
    ups = [link["name"] for link in children[0]["links"] if link["rel"] == "Up"]
    assert "Parent Backup" in ups
    assert em.get(f"backups/{guid_of(children[0])}/restorePoints")["refs"]


def test_from_backup_to_file(em: t.Any) -> None:
    """T61: the file's time has a name of its own."""
    backup = guid_of(em.query("Backup", f'JobUid=="urn:veeam:Job:{ORACLE}"')[0])
    points = em.get(f"backups/{backup}/restorePoints?format=Entity")["restorepoints"]
    files = em.get(f"backups/{backup}/backupFiles?format=Entity")["backupfiles"]
    assert [file["filetype"] for file in files] == ["vbk", "vib"]
    text = em.call("GET", f"backupFiles/{guid_of(files[0])}?format=Entity", accept="application/xml").text
    assert "<CreationTimeUtc>" in text
    machines = em.get(f"restorePoints/{guid_of(points[0])}/vmRestorePoints?format=Entity")["vmrestorepoints"]
    assert [(machine["vmname"], machine["algorithm"]) for machine in machines] == [("oracle01", "Full")]
    assert em.get(f"restorePoints/{guid_of(points[0])}/backupFiles")["refs"][0]["uid"] == files[0]["uid"]
    assert em.get(f"backupFiles/{guid_of(files[0])}/restorePoints")["refs"][0]["uid"] == points[0]["uid"]
    assert em.get(f"backupFiles/{guid_of(files[0])}/vmRestorePoints")["refs"][0]["uid"] == machines[0]["uid"]


def test_platform_spellings(em: t.Any) -> None:
    """T62: one platform, two spellings."""
    assert em.job("SQL Backup HV")["platform"] == "Hyperv"
    assert em.query("Backup", 'Name=="SQL Backup HV"')[0]["platform"] == "HyperV"


def test_repositories(em: t.Any) -> None:
    """The size of a scale-out repository is unknown; names repeat on other backup servers (T58)."""
    rows = em.query("Repository", "", "&sortAsc=Name")
    assert [row["name"] for row in rows].count("Default Backup Repository") == 2
    assert {row["capacity"] for row in rows if row["kind"] == "Extendable"} == {-1}
    assert len(em.get(f"backupServers/{VBR01}/repositories")["refs"]) == 2
    assert em.get("repositories/cbd9a4b6-b9ed-4cd6-a091-75b6481c9d55/backups")["refs"]


def test_infrastructure(em: t.Any) -> None:
    root = em.get(f"hierarchyRoots/{ROOT1}?format=Entity")
    related = next(link["href"] for link in root["links"] if link["rel"] == "Related")
    managed = em.get(related.partition("/api/")[2] + "?format=Entity")
    assert (managed["name"], managed["managedservertype"]) == ("vcenter01.lab.local", "VC")
    assert em.get(f"backupServers/{VBR01}?format=Entity")["port"] == 9392
    assert len(em.get(f"backupServers/{VBR01}/managedServers")["refs"]) == 3
    assert len(em.get(f"backupServers/{VBR02}/jobs")["refs"]) == 5 + len(CURIOUS_NAMES)


def test_services(em: t.Any) -> None:
    assert "pageSize=15" in em.get("querySvc")["links"][0]["href"]
    assert em.call("GET", "querySvc", accept="application/xml").text.count("<QuerySvc ") == 1
    assert "lookup?host=" in em.get("lookupSvc")["links"][0]["href"]


def test_the_same_seed_gives_the_same_estate(make_em: t.Any) -> None:
    assert make_em(seed=7).state()["jobs"] == make_em(seed=7).state()["jobs"]
    assert make_em(seed=7).state()["jobs"] != make_em(seed=8).state()["jobs"]


def test_agent_backups_and_sessions(em: t.Any) -> None:
    kinds = {session["jobtype"] for session in em.get("agents/backupSessions?format=Entity")["backupjobsessions"]}
    assert kinds == {"AgentBackup", "AgentManagement"}
    assert {row["jobtype"] for row in em.get("nas/backupSessions?format=Entity")["backupjobsessions"]} == {"NasBackup"}
    assert len(em.get("agents/backups")["refs"]) == 5
    container = em.query("BackupJobSession", "JobType==AgentBackup")[0]
    assert len(em.get(f"backupSessions/{guid_of(container)}/agentManagementSessions")["refs"]) == 2


def test_catalog(em: t.Any) -> None:
    names = [ref["name"] for ref in em.get("catalog/vms")["refs"]]
    assert "oracle01" in names
    machine = em.get("catalog/vms/oracle01?format=Entity")
    assert (machine["uid"], machine["vmdisplayname"]) == ("urn:veeam:CatalogVm:oracle01", "oracle01")
    points = em.get("catalog/vms/oracle01/vmRestorePoints")["refs"]
    assert em.get(f"catalog/vms/oracle01/vmRestorePoints/{guid_of(points[0])}") == points[0]
    assert em.call("GET", "catalog/vms/none%3F").status_code == 404
