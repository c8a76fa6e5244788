# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jobs of every type can be read, created, changed, run and deleted, in the shapes of every revision."""

from __future__ import annotations

import typing as t

import pytest

from tests.contract.client import Client, Json
from tests.contract.conftest import JOBS, SESSION_SECONDS
from tests.openapi import document

ONLY_LISTED = ("NutanixAHVBackupJob", "ProxmoxBackupJob", "LegacyBackupCopy")
NOBODY = "11111111-2222-3333-4444-555555555555"


def test_the_estate_has_a_job_of_every_type_that_can_be_created(api: Client) -> None:
    known = document(api.revision).shapes.named("JobSpec").variants
    listed = {job["type"] for job in api.get("jobs", limit=JOBS)["data"]}
    # Live servers list jobs without a model only here.
    found = {state["type"] for state in api.get("jobs/states", limit=JOBS)["data"]} if api.is_live else listed
    assert set(known) & found == set(known) & listed
    assert set(known) - found <= {"WindowsAgentBackupServerPolicy", "LinuxAgentBackupWorkstationPolicy", "IrisBackup"}
    assert ("NutanixAHVBackupJob" in found) == (api.revision == "1.3-rev2")


def test_each_job_can_be_read_written_back_and_made_again(api: Client) -> None:
    for job in api.get("jobs", limit=JOBS)["data"]:
        if job["type"] in ONLY_LISTED:
            continue
        assert _without_sizes(api.get(f"jobs/{job['id']}")) == _without_sizes(job)
        changed = api.call("PUT", f"jobs/{job['id']}", status=200, body=job)
        assert _without_sizes(changed) == _without_sizes(job)
        wanted = {name: value for name, value in job.items() if name not in ("id", "isDisabled")}
        made = api.call("POST", "jobs", status=201, body=wanted | {"name": f"{job['name']} again"})
        assert set(job) - {"isDisabled"} <= made.keys()
        assert made["id"] != job["id"]
        api.call("DELETE", f"jobs/{made['id']}", status=204)
        api.call("GET", f"jobs/{made['id']}", status=404)


def test_a_job_that_was_deleted_leaves_its_backup(api: Client) -> None:
    job = api.job("Web servers")
    api.call("DELETE", f"jobs/{job['id']}", status=204)
    assert "Web servers" not in api.names("jobs")
    assert "Web servers" in api.names("backups")


def test_enabling_and_disabling(api: Client) -> None:
    job = api.job("Databases")
    done = 200 if api.revision in ("1.2-rev1", "1.3-rev0") else 204
    api.call("POST", f"jobs/{job['id']}/disable", status=done)
    assert api.get(f"jobs/{job['id']}")["isDisabled"] is True
    state = _state(api, "Databases")
    assert state["status"].lower() == "disabled"
    api.call("POST", f"jobs/{job['id']}/enable", status=done)
    assert api.get(f"jobs/{job['id']}")["isDisabled"] is False


def test_a_run_leaves_a_session_and_a_restore_point(api: Client) -> None:
    job = api.job("Databases")
    before = len(_points(api, "Databases"))
    session = api.call("POST", f"jobs/{job['id']}/start", status=201, body={"performActiveFull": True})
    assert session["jobId"] == job["id"]
    ended = _ended(api, session["id"])
    assert ended["result"]["result"] == "Success"
    points = _points(api, "Databases")
    assert len(points) == before + 1
    assert points[-1]["type"] == "Full"
    assert _state(api, "Databases")["lastResult"] == "Success"
    assert session["id"] in [one["id"] for one in api.get("sessions", jobIdFilter=job["id"])["data"]]
    for path in ("logs", "taskSessions"):
        api.get(f"sessions/{session['id']}/{path}")


def test_a_quick_backup_adds_a_point_of_one_machine(api: Client) -> None:
    machine = api.browse("inventory/vcenter01.lab.local", filter=_named(api, "app02"))["data"][0]
    before = {point["id"] for point in _points(api, "Daily VMs")}
    session = api.call("POST", "jobs/quickBackup/vSphere", status=201, body=machine)
    assert _ended(api, session["id"])["result"]["result"] == "Success"
    added = [point for point in _points(api, "Daily VMs") if point["id"] not in before]
    assert [point["name"] for point in added] == ["app02"]


def test_stopping_a_run(api: Client) -> None:
    job = api.job("Daily VMs")
    session = api.call("POST", f"jobs/{job['id']}/start", status=201)
    stopped = api.call("POST", f"jobs/{job['id']}/stop", status=201, body={"gracefulStop": False})
    assert stopped["id"] == session["id"]
    assert _ended(api, session["id"])["state"] == "Stopped"


def test_cloning_exists_since_1_3(api: Client) -> None:
    job = api.job("Daily VMs")
    if api.revision == "1.2-rev1":
        api.call("POST", f"jobs/{job['id']}/clone", status=404)
        return
    clone = api.call("POST", f"jobs/{job['id']}/clone", status=201)
    assert clone["name"].startswith("Daily VMs")
    assert clone["id"] != job["id"]


@pytest.mark.parametrize("path", ["jobs/states", "sessions", "taskSessions"])
def test_what_jobs_are_doing_can_be_listed(api: Client, path: str) -> None:
    job = api.job("Databases")
    session = api.call("POST", f"jobs/{job['id']}/start", status=201)
    api.get(path)
    _ended(api, session["id"])
    assert api.get(path)["data"]


def test_an_unknown_job_is_not_found(api: Client) -> None:
    for method, path in (("GET", ""), ("DELETE", ""), ("POST", "/start"), ("POST", "/stop"), ("POST", "/enable")):
        body = {"gracefulStop": True} if path == "/stop" else None
        assert api.call(method, f"jobs/{NOBODY}{path}", status=404, body=body)["errorCode"] == "NotFound"


def test_a_body_that_the_schema_does_not_allow_is_refused(api: Client) -> None:
    job = api.job("Daily VMs")
    assert "storage" in api.call("PUT", f"jobs/{job['id']}", status=400, body=job | {"storage": "Main"})["message"]
    api.call("POST", "jobs", status=400, body={"name": "No type"})


def _named(api: Client, name: str) -> Json:
    operation = "Equals" if api.revision in ("1.3-rev1", "1.3-rev2") else "equals"
    return {"type": "PredicateExpression", "property": "name", "operation": operation, "value": name}


def _points(api: Client, backup_name: str) -> list[Json]:
    backup = next(one for one in api.get("backups", nameFilter=backup_name)["data"] if one["name"] == backup_name)
    query = {"backupIdFilter": backup["id"], "orderColumn": "CreationTime", "orderAsc": "true"}
    return t.cast("list[Json]", api.get("restorePoints", **query)["data"])


def _state(api: Client, name: str) -> Json:
    return next(state for state in api.get("jobs/states", nameFilter=name)["data"] if state["name"] == name)


def _ended(api: Client, session_id: str) -> Json:
    api.advance(SESSION_SECONDS)
    session: Json = api.get(f"sessions/{session_id}")
    assert session["state"] == "Stopped"
    return session


def _without_sizes(value: t.Any) -> t.Any:
    """Sizes are made up anew for every answer, and lists may come in any order."""
    if isinstance(value, dict):
        return {name: _without_sizes(member) for name, member in value.items() if name != "size"}
    return [_without_sizes(item) for item in value] if isinstance(value, list) else value
