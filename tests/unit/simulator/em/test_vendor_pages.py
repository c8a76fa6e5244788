# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The examples of the vendor's pages, played literally: what is sent, and what must come back."""

from __future__ import annotations

import itertools
import re
import typing as t
from xml.etree import ElementTree as ET

import pytest

XML = "application/xml"
SCHEMAS = 'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
ORACLE = "78c3919c-54d7-43fe-b047-485d3566f11f"
VM = "urn:VMware:Vm:02bd0847-f522-4670-90eb-10312498809d.vm-80225"
QUICK_BACKUP = "backupServers/f365fbd8-fbd2-43ad-9f7a-c87cd390a0d9?action=quickbackup"
BACKUP = "c213fbfa-7b9e-4772-9ddc-3ecbdcc3fc70"
GUID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CLONE = {
    "JobName": "Oracle Backup 01",
    "FolderName": "Oracle Backup 01",
    "RepositoryUid": "urn:veeam:Repository:cbd9a4b6-b9ed-4cd6-a091-75b6481c9d55",
    "Description": "Cloned Oracle backup job",
}


@pytest.fixture(params=itertools.product(["12", "13"], ["live", "documents"]), ids="-".join)
def em(request: pytest.FixtureRequest, make_em: t.Callable[..., t.Any]) -> t.Any:
    """One of either version, as documented and as seen: the examples hold for all of them."""
    version, shapes = request.param
    return make_em(em_version=version, shapes=shapes)


def canonical(text: str) -> str:
    return ET.canonicalize(text, strip_text=True)


def running_xml(operation: str) -> str:
    return f"""<Task xmlns="http://www.veeam.com/ent/v1.0" Type="Task" Href="https://localhost:9398/api/tasks/task-1">
      <Links><Link Rel="Delete" Type="Task" Href="https://localhost:9398/api/tasks/task-1" /></Links>
      <TaskId>task-1</TaskId><State>Running</State><Operation>{operation}</Operation></Task>"""


def finished_xml(operation: str, message: str, related: str = "") -> str:
    return f"""<Task xmlns="http://www.veeam.com/ent/v1.0" Type="Task" Href="https://localhost:9398/api/tasks/task-1">
      <Links><Link Rel="Delete" Type="Task" Href="https://localhost:9398/api/tasks/task-1" />{related}</Links>
      <TaskId>task-1</TaskId><State>Finished</State><Operation>{operation}</Operation>
      <Result Success="true"><Message>{message}</Message></Result></Task>"""


def finish_xml(em: t.Any) -> str:
    for dummy in range(5):
        text = em.call("GET", "tasks/task-1", accept=XML).text
        if "<State>Finished</State>" in text:
            return text
    raise AssertionError(text)


def link(related: str) -> t.Any:
    return next(item for item in related["links"] if item["rel"] == "Related")


def test_quick_backup_in_xml(em: t.Any) -> None:
    """POST /backupServers/{ID}?action=quickbackup: the task, and when finished the link to its session (T85)."""
    body = f"""<?xml version="1.0" encoding="utf-8"?>
      <QuickBackupStartupSpec xmlns="http://www.veeam.com/ent/v1.0" {SCHEMAS}>
        <VmRef>{VM}</VmRef>
      </QuickBackupStartupSpec>"""
    reply = em.call("POST", QUICK_BACKUP, accept=None, headers={"Content-Type": XML}, body=body.encode())
    assert reply.status_code == 202
    assert canonical(reply.text) == canonical(running_xml("QuickBackup"))
    finished = finish_xml(em)
    href = re.search(r"https://localhost:9398/api/backupSessions/[0-9a-f-]+\?format=Entity", finished)
    assert href
    related = f'<Link Rel="Related" Type="BackupJobSession" Href="{href[0]}" />'
    assert canonical(finished) == canonical(finished_xml("QuickBackup", "Ok", related))
    session = em.call("GET", href[0].partition("/api/")[2], accept=XML).text
    assert "<JobName>Oracle Backup</JobName>" in session


def test_quick_backup_in_json(em: t.Any) -> None:
    """The JSON form of the same page."""
    task = em.post(QUICK_BACKUP, {"VmRef": VM})
    assert (task["taskid"], task["state"], task["operation"]) == ("task-1", "Running", "QuickBackup")
    finished = em.wait(task)
    assert finished["result"] == {"success": True, "message": "Ok"}
    related = link(finished)
    assert related["type"] == "BackupJobSession"
    session = em.get(related["href"].partition("/api/")[2])
    assert session["jobuid"] == f"urn:veeam:Job:{ORACLE}"


def test_start_in_xml(em: t.Any) -> None:
    """POST /jobs/{ID}?action=start."""
    reply = em.call("POST", f"jobs/{ORACLE}?action=start", accept=None)
    assert reply.status_code == 202
    assert canonical(reply.text) == canonical(running_xml("StartJob"))
    expected = finished_xml("StartJob", 'Job "Oracle Backup" triggered to start.')
    assert canonical(finish_xml(em)) == canonical(expected)


def test_start_in_json(em: t.Any) -> None:
    """The JSON form of the same page."""
    finished = em.done(f"jobs/{ORACLE}?action=start")
    assert finished["result"] == {"success": True, "message": 'Job "Oracle Backup" triggered to start.'}
    assert [item["rel"] for item in finished["links"]] == ["Delete"]


def test_clone_in_xml(em: t.Any) -> None:
    """POST /jobs/{ID}?action=clone: the link to the new job has another name than the job (T79)."""
    info = "".join(f"<{name}>{text}</{name}>" for name, text in CLONE.items())
    body = f"""<?xml version="1.0" encoding="utf-8"?>
      <JobCloneSpec xmlns="http://www.veeam.com/ent/v1.0" {SCHEMAS}>
        <BackupJobCloneInfo>{info}</BackupJobCloneInfo>
      </JobCloneSpec>"""
    reply = em.call("POST", f"jobs/{ORACLE}?action=clone", accept=XML, body=body.encode())
    assert canonical(reply.text) == canonical(running_xml("CloneJob"))
    finished = finish_xml(em)
    name = re.search(r'Name="(Oracle Backup cloned at \d\d/\d\d/\d{4} \d\d:\d\d:\d\d [AP]M)"', finished)
    new = GUID.search(finished)
    assert name
    assert new
    href = f"https://localhost:9398/api/jobs/{new[0]}?format=Entity"
    related = f'<Link Rel="Related" Type="Job" Href="{href}" Name="{name[1]}" />'
    assert canonical(finished) == canonical(finished_xml("CloneJob", "Ok", related))
    job = em.get(f"jobs/{new[0]}?format=Entity")
    assert (job["name"], job["description"]) == ("Oracle Backup 01", "Cloned Oracle backup job")


def test_clone_in_json(em: t.Any) -> None:
    """The JSON form of the same page."""
    finished = em.done(f"jobs/{ORACLE}?action=clone", {"BackupJobCloneInfo": CLONE})
    related = link(finished)
    assert related["name"].startswith("Oracle Backup cloned at ")
    assert em.get(related["href"].partition("/api/")[2])["name"] == "Oracle Backup 01"


def test_backup_as_reference(em: t.Any) -> None:
    """/backups/{ID} in its reference form."""
    text = em.call("GET", f"backups/{BACKUP}", accept=XML).text
    root = ET.fromstring(text)
    assert root.tag == "{http://www.veeam.com/ent/v1.0}EntityRef"
    assert root.attrib == {
        "UID": f"urn:veeam:Backup:{BACKUP}",
        "Name": "Simple backup_1",
        "Href": f"https://localhost:9398/api/backups/{BACKUP}",
        "Type": "BackupReference",
    }
    shown = em.get(f"backups/{BACKUP}")
    assert {name: shown[name.lower()] for name in root.attrib} == root.attrib


def test_backup_as_entity_in_xml(em: t.Any) -> None:
    """/backups/{ID} in its entity form, with the foreign host and the wrong Rel of the page (T34, T41, T84)."""
    em.fault("em-href:local.host:9399")
    base = "http://local.host:9399/api"
    expected = f"""<Backup Href="{base}/backups/{BACKUP}?format=Entity" Type="Backup" Name="Simple backup_1"
        UID="urn:veeam:Backup:{BACKUP}" xmlns="http://www.veeam.com/ent/v1.0" {SCHEMAS}>
      <Links>
        <Link Href="{base}/repositories/b8832f03-2c9e-4222-8d0b-e43e0c912f93" Name="Scale-out Backup Repository 2"
          Type="RepositoryReference" Rel="Up"/>
        <Link Href="{base}/backupServers/8c88c6d6-931f-4044-8c0b-7a0c5f188b00" Name="local.host"
          Type="BackupServerReference" Rel="Up"/>
        <Link Href="{base}/backups/{BACKUP}" Name="Simple backup_1" Type="BackupReference" Rel="Alternate"/>
        <Link Href="{base}/backups/{BACKUP}/childbackups?format=Entity" Type="BackupList" Rel="Up"/>
      </Links>
      <Platform>CustomPlatform</Platform>
      <BackupType>ParentBackup</BackupType>
    </Backup>"""
    text = em.call("GET", f"backups/{BACKUP}?format=Entity", accept=XML).text
    assert canonical(text) == canonical(expected)


@pytest.mark.parametrize("identifier", [BACKUP, "2e734096-56ea-4f36-ac2a-15546518d26c"])
def test_backup_as_entity_in_json(em: t.Any, identifier: str) -> None:
    """GET /backups/{ID}: the JSON form says the same as the XML form."""
    text = em.call("GET", f"backups/{identifier}?format=Entity", accept=XML).text
    shown = em.get(f"backups/{identifier}?format=Entity")
    root = ET.fromstring(text)
    names = "{http://www.veeam.com/ent/v1.0}"
    members = {child.tag.removeprefix(names): child.text for child in root if len(child) == 0}
    links = [dict(child.attrib) for child in root.iter(f"{names}Link")]
    assert {name: shown[name.lower()] for name in members | dict(root.attrib)} == members | dict(root.attrib)
    found = [{name: item[name.lower()] for name in ("Rel", "Href", "Name", "Type")} for item in shown["links"]]
    assert [{name: text for name, text in item.items() if text is not None} for item in found] == links
