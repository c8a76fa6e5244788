# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Status codes, error bodies, addresses, and what each role may do."""

from __future__ import annotations

import typing as t

import pytest

ORACLE = "78c3919c-54d7-43fe-b047-485d3566f11f"
NOWHERE = "11111111-2222-3333-4444-555555555555"


def test_error_body(em: t.Any) -> None:
    """T18."""
    reply = em.call("GET", f"jobs/{NOWHERE}")
    names = {name.lower(): text for name, text in reply.json().items()}
    assert reply.status_code == 404
    assert names["statuscode"] == 404
    assert "does not exist" in names["message"]
    assert 'StatusCode="404"' in em.call("GET", f"jobs/{NOWHERE}", accept="application/xml").text


@pytest.mark.parametrize(("kind", "media"), [("html", "text/html"), ("text", "text/plain"), ("empty", "text/plain")])
def test_error_bodies_of_other_kinds(em: t.Any, kind: str, media: str) -> None:
    """T18."""
    em.fault(f"em-error-body:{kind}")
    assert em.call("GET", f"jobs/{NOWHERE}").headers["content-type"].startswith(media)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "nonsense", 404),
        ("PUT", "backups", 405),
        ("POST", f"jobs/{ORACLE}?action=explode", 400),
        ("POST", f"jobs/{ORACLE}?action=start/", 400),
        ("POST", f"jobs/{ORACLE}", 400),
        ("GET", "jobs?colour=red", 400),
        ("GET", "task/task-1", 404),
        ("GET", "tasks/task-1", 500),
        ("POST", "jobs", 405),
    ],
)
def test_what_the_documentation_does_not_have_is_refused(em: t.Any, method: str, path: str, status: int) -> None:
    """T19, T39, T40, T53."""
    assert em.call(method, path).status_code == status
    assert em.world.recorder.requests()[-1]["refused"]


def test_actions_take_no_body(em: t.Any) -> None:
    assert em.call("POST", f"jobs/{ORACLE}?action=start", body={}).status_code == 400


def test_paths_and_actions_in_any_letter_case(em: t.Any) -> None:
    """T38."""
    assert em.call("GET", "backupservers").status_code == 200
    assert em.call("GET", "RestorePoints").status_code == 200
    assert em.call("POST", f"JOBS/{ORACLE.upper()}?action=START").status_code == 202


@pytest.mark.parametrize("status", [200, 201])
def test_accepted_may_have_another_status(em: t.Any, status: int) -> None:
    """T14."""
    em.fault(f"em-created:{status}")
    assert em.call("POST", f"jobs/{ORACLE}?action=start").status_code == status


def test_accepted_may_have_no_body(em: t.Any) -> None:
    """T15."""
    em.fault("em-no-task:StartJob")
    reply = em.call("POST", f"jobs/{ORACLE}?action=start")
    assert (reply.status_code, reply.content) == (202, b"")


def test_statuses_of_writes(em: t.Any) -> None:
    """T16, T17: a task, or nothing."""
    path = f"jobs/{ORACLE}"
    assert em.call("PUT", f"{path}?action=edit", body={"Description": "x"}).status_code == 202
    assert em.call("DELETE", path).status_code == 202
    assert em.call("DELETE", "tasks/task-1").status_code == 204
    assert em.call("DELETE", f"logonSessions/{em.session_id}").status_code == 204


def test_entities_without_asking(em: t.Any) -> None:
    """T51."""
    assert em.get(f"jobs/{ORACLE}")["type"] == "JobReference"
    em.fault("em-entities")
    assert em.get(f"jobs/{ORACLE}")["type"] == "Job"


def test_hostile_hrefs(em: t.Any) -> None:
    """T34, T35: another host, another scheme, another port."""
    em.fault("em-href:evil.example:9399")
    text = em.call("GET", f"jobs/{ORACLE}").text
    assert "http://evil.example:9399/api/jobs/" in text
    assert "localhost" not in text
    task = em.post(f"jobs/{ORACLE}?action=start")
    assert task["href"] == "http://evil.example:9399/api/tasks/task-1"


@pytest.mark.parametrize(("prefix", "path"), [("", "/jobs"), ("/proxy/api", "/proxy/api/jobs")])
def test_hrefs_without_or_with_another_prefix(em: t.Any, prefix: str, path: str) -> None:
    """T36."""
    em.fault(f"em-href:local.host:9399:prefix={prefix}")
    assert em.get(f"jobs/{ORACLE}")["href"] == f"http://local.host:9399{path}/{ORACLE}"


def test_links_of_kinds_of_jobs(em: t.Any) -> None:
    """T46: no Delete anywhere; copy jobs have Sync and linked objects instead of Start and includes."""
    rels = {name: {link["rel"] for link in em.job(name)["links"]} for name in ("Oracle Backup", "Periodic Copy")}
    assert {"Start", "Stop", "Retry", "Edit", "Clone", "ToggleScheduleEnabled"} <= rels["Oracle Backup"]
    assert "Sync" in rels["Periodic Copy"]
    assert not {"Start", "Edit", "Delete"} & rels["Periodic Copy"]
    assert "Delete" not in rels["Oracle Backup"]


def test_several_up_links(em: t.Any) -> None:
    """T42."""
    backup = em.query("Backup", 'Name=="Oracle Backup"')[0]
    ups = {link["type"] for link in backup["links"] if link["rel"] == "Up"}
    assert ups == {"RepositoryReference", "BackupServerReference"}


def test_wrong_type_of_a_link(em: t.Any) -> None:
    """T43."""
    point = em.query("RestorePoint")[0]
    assert [link["type"] for link in point["links"] if link["rel"] == "Related"] == ["RestorePointReferenceList"]


@pytest.mark.parametrize(
    "path", ["jobs", f"jobs/{ORACLE}", "query?type=Job", "query?type=ObjectInJob", "agents/jobs", "nas/jobs"]
)
def test_jobs_are_for_administrators(em: t.Any, path: str) -> None:
    """T89."""
    assert em.call("GET", path).status_code == 200
    em.log_on("LAB\\portal-user")
    reply = em.call("GET", path)
    assert reply.status_code == 403
    assert "Access denied" in reply.text


def test_what_a_portal_user_may_do(em: t.Any) -> None:
    em.log_on("portal-user@lab")
    for path in ("backupServers", "backups", "backupSessions", "query?type=BackupJobSession", "hierarchyRoots"):
        assert em.call("GET", path).status_code == 200
    vm = {"VmRef": "urn:VMware:Vm:02bd0847-f522-4670-90eb-10312498809d.vm-80225"}
    server = "f365fbd8-fbd2-43ad-9f7a-c87cd390a0d9"
    assert em.done(f"backupServers/{server}?action=quickbackup", vm)["result"]["success"] is True
    assert em.call("POST", f"jobs/{ORACLE}?action=start").status_code == 403


def test_what_a_restore_operator_may_do(em: t.Any) -> None:
    em.log_on("restore-operator")
    assert em.call("GET", "backups").status_code == 200
    for path in ("backupServers", "backupSessions", "query?type=Repository", "lookup?hierarchyRef=x"):
        assert em.call("GET", path).status_code == 403


def test_request_faults_of_the_framework_work_here(em: t.Any) -> None:
    """T23."""
    em.fault("503:GET /api/jobs:retry-after=1")
    em.fault("500:POST /api/jobs/*")
    assert em.call("GET", "jobs").status_code == 503
    assert em.call("POST", f"jobs/{ORACLE}?action=start").status_code == 500
    assert em.call("GET", "jobs").status_code == 200


def test_reset_brings_everything_back(em: t.Any) -> None:
    em.done(f"jobs/{ORACLE}?action=toggleScheduleEnabled")
    em.world.reset()
    assert em.state()["logon_sessions"] == []
    assert em.state()["jobs"][0]["enabled"] is True


@pytest.mark.parametrize(
    ("fault", "status"),
    [("empty-401", 401), ("401", 401), ("403", 403), ("429", 429), ("502", 502), ("html", 200), ("redirect", 302)],
)
def test_request_faults_by_status(em: t.Any, fault: str, status: int) -> None:
    """T7, T18, T23."""
    em.fault(f"{fault}:GET /api/jobs")
    assert em.call("GET", "jobs").status_code == status
    assert em.call("GET", "jobs").status_code == 200


@pytest.mark.parametrize(("fault", "enabled"), [("reset-before", True), ("reset-after", False)])
def test_dropped_connections(em: t.Any, fault: str, enabled: bool) -> None:
    """T23: only one of them took effect."""
    em.fault(f"{fault}:POST /api/jobs/*")
    with pytest.raises(ConnectionResetError):
        em.call("POST", f"jobs/{ORACLE}?action=toggleScheduleEnabled")
    em.advance(2)
    assert em.get(f"jobs/{ORACLE}?format=Entity")["scheduleenabled"] is enabled
