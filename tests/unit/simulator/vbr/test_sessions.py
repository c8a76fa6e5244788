# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from tests.unit.simulator.vbr.site import SESSION_SECONDS, Json, Site

ACTIVE = {"Starting", "Working", "Stopping"}


def start(site: Site, name: str = "Daily VMs", **body: object) -> Json:
    reply = site.call("POST", f"jobs/{site.job(name)['id']}/start", body or None)
    assert reply.status_code == 201, reply.text
    return dict(reply.json())


def test_session_goes_its_way_and_leaves_restore_points(any_site: Site) -> None:
    before = any_site.get("restorePoints", limit=1)["pagination"]["total"]
    session = start(any_site, performActiveFull=True)
    assert session["state"] == "Starting"
    any_site.wait(SESSION_SECONDS / 2)
    session = any_site.get(f"sessions/{session['id']}")
    assert (session["state"], session["result"]["result"]) == ("Working", "None")
    assert "running" in any_site.get("jobs/states", idFilter=session["jobId"])["data"][0]["status"].lower()
    any_site.wait(SESSION_SECONDS)
    session = any_site.get(f"sessions/{session['id']}")
    assert (session["state"], session["result"]["result"]) == ("Stopped", "Success")
    assert any_site.get("restorePoints", limit=1)["pagination"]["total"] == before + 2
    tasks = any_site.get(f"sessions/{session['id']}/taskSessions")["data"]
    assert sorted(task["name"] for task in tasks) == ["app01", "app02"]


@pytest.mark.parametrize(
    ("fault", "result"), [("session-failed", "Failed"), ("session-warning", "Warning"), ("session-none", "None")]
)
def test_session_ends_as_the_fault_wants(site: Site, fault: str, result: str) -> None:
    site.world.faults.add(f"{fault}:daily*")
    session = start(site)
    site.wait(SESSION_SECONDS + 1)
    assert site.get(f"sessions/{session['id']}")["result"]["result"] == result


def test_log_of_a_failed_session_is_newest_first_and_says_why(site: Site) -> None:
    site.world.faults.add("session-failed")
    session = start(site)
    site.wait(SESSION_SECONDS + 1)
    records = site.get(f"sessions/{session['id']}/logs")["records"]
    assert [record["id"] for record in records] == sorted((record["id"] for record in records), reverse=True)
    assert any("Failed to open the disk" in record["title"] for record in records if record["status"] == "Failed")


def test_only_a_failed_job_can_be_retried(site: Site) -> None:
    job = site.job("Daily VMs")
    assert site.call("POST", f"jobs/{job['id']}/retry").status_code == 400
    site.world.faults.add("session-failed:count=1")
    start(site)
    site.wait(SESSION_SECONDS + 1)
    assert site.call("POST", f"jobs/{job['id']}/retry").status_code == 201


def test_running_job_is_not_started_twice_and_can_be_stopped(site: Site) -> None:
    session = start(site)
    path = f"jobs/{session['jobId']}"
    site.wait(1)
    assert site.call("POST", f"{path}/start").status_code == 400
    assert site.call("DELETE", path).status_code == 400
    stopped = site.call("POST", f"{path}/stop", {"gracefulStop": False})
    assert stopped.status_code == 201
    ended = site.get(f"sessions/{session['id']}")
    assert (ended["state"], ended["result"]["result"]) == ("Stopped", "Failed")


def test_immediate_copy_waits_for_ever(site: Site) -> None:
    job = site.job("Offsite copy")
    session = site.get("sessions", jobIdFilter=job["id"], orderColumn="CreationTime", orderAsc="false")["data"][0]
    assert session["state"] == "Idle"
    site.wait(100_000)
    site.log_on()
    assert site.get(f"sessions/{session['id']}")["state"] == "Idle"


def test_continuous_schedule_starts_at_once_unless_disabled(site: Site) -> None:
    job = site.job("Daily VMs")
    path = f"jobs/{job['id']}"
    job["schedule"] |= {"runAutomatically": True, "continuously": {"isEnabled": True}}
    site.call("POST", f"{path}/disable")
    assert site.call("PUT", path, job | {"isDisabled": True}).status_code == 200
    assert site.get("sessions", jobIdFilter=job["id"], stateFilter="Starting")["data"] == []
    site.call("POST", f"{path}/enable")
    assert len(site.get("sessions", jobIdFilter=job["id"], stateFilter="Starting")["data"]) == 1


def test_jobs_that_follow_a_renamed_job_still_do(site: Site) -> None:
    first, second = site.job("Daily VMs"), site.job("Web servers")
    second["schedule"]["afterThisJob"] = {"isEnabled": True, "jobName": "Daily VMs"}
    assert site.call("PUT", f"jobs/{second['id']}", second).status_code == 200
    assert site.call("PUT", f"jobs/{first['id']}", first | {"name": "Nightly"}).status_code == 200
    assert site.job("Web servers")["schedule"]["afterThisJob"]["jobName"] == "Nightly"


def test_new_session_may_be_late(site: Site) -> None:
    site.world.faults.add("session-late:polls=2")
    path = f"sessions/{start(site)['id']}"
    assert [site.call("GET", path).status_code for dummy in range(3)] == [404, 404, 200]


@pytest.mark.parametrize("fault", ["result-null", "result-absent"])
def test_running_session_may_have_no_result(site: Site, fault: str) -> None:
    site.world.faults.add(fault)
    assert site.get(f"sessions/{start(site)['id']}").get("result") is None


def test_action_required_is_not_the_end(site: Site) -> None:
    site.world.faults.add("session-action")
    session = start(site)
    site.wait(SESSION_SECONDS + 1)
    assert site.get(f"sessions/{session['id']}")["state"] == "ActionRequired"


def test_nothing_to_process(site: Site) -> None:
    site.world.faults.add("nothing-to-do")
    reply = site.call("POST", f"jobs/{site.job('Daily VMs')['id']}/start")
    assert (reply.status_code, reply.content) == (204, b"")


def test_chained_job_follows(site: Site) -> None:
    job = site.job("Web servers")
    job["schedule"] |= {"runAutomatically": True, "afterThisJob": {"isEnabled": True, "jobName": "Daily VMs"}}
    assert site.call("PUT", f"jobs/{job['id']}", job).status_code == 200
    start(site, performActiveFull=False, startChainedJobs=True)
    site.wait(SESSION_SECONDS + 1)
    sessions = site.get("sessions", jobIdFilter=job["id"])["data"]
    assert any(session["state"] in ACTIVE for session in sessions)


class TestQuickBackup:
    def machine(self, site: Site) -> Json:
        return dict(site.job("Daily VMs")["virtualMachines"]["includes"][0])

    def test_of_a_protected_machine(self, any_site: Site) -> None:
        machine = self.machine(any_site)
        reply = any_site.call("POST", "jobs/quickBackup/vSphere", machine)
        assert reply.status_code == 201, reply.text
        any_site.wait(SESSION_SECONDS + 1)
        session = any_site.get(f"sessions/{reply.json()['id']}")
        assert session["result"]["result"] == "Success"
        tasks = any_site.get(f"sessions/{session['id']}/taskSessions")["data"]
        assert [task["name"] for task in tasks] == [machine["name"]]

    def test_of_an_unprotected_machine(self, site: Site) -> None:
        machine = self.machine(site)
        found = site.call("POST", f"inventory/{machine['hostName']}", {}).json()["data"]
        protected = {"app01", "app02", "web01", "web02", "db01", "dc01"}
        other = next(one for one in found if one["type"] == "VirtualMachine" and one["name"] not in protected)
        for job in site.get("jobs")["data"]:
            if job["type"] == "VSphereBackup":
                site.call("DELETE", f"jobs/{job['id']}")
        reply = site.call("POST", "jobs/quickBackup/vSphere", other)
        assert reply.status_code == 400
        assert "full restore point" in reply.json()["message"]

    def test_of_a_computer_tells_only_the_job(self, site: Site) -> None:
        group = site.job("Windows servers")["computers"][0]
        computers = site.call("POST", f"inventory/physical/{group['protectionGroupId']}", {}).json()["data"]
        reply = site.call("POST", "jobs/quickBackup/agent", computers[0])
        assert reply.status_code == 201, reply.text
        assert list(reply.json()) == ["jobId"]
        types = [session["sessionType"] for session in site.get("sessions", jobIdFilter=reply.json()["jobId"])["data"]]
        assert "AgentOperationBackupNow" in types


def test_policy_configuration_is_applied(site: Site) -> None:
    assert site.call("POST", f"jobs/{site.job('Laptops')['id']}/applyConfiguration").status_code == 201
    assert site.call("POST", f"jobs/{site.job('Daily VMs')['id']}/applyConfiguration").status_code == 400


def test_session_filters(site: Site) -> None:
    site.world.faults.add("session-failed:daily*")
    session = start(site)
    site.wait(SESSION_SECONDS + 1)
    assert [one["id"] for one in site.get("sessions", resultFilter="Failed")["data"]] == [session["id"]]
    assert site.get("sessions", stateFilter="Working")["data"] == []
    after = site.get("sessions", createdAfterFilter=session["creationTime"])["data"]
    assert [one["id"] for one in after] == [session["id"]]
    assert {one["sessionType"] for one in site.get("sessions", typeFilter="AgentBackup")["data"]} == {"AgentBackup"}
