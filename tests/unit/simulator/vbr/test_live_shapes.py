# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Replies as live servers were seen to write them, where the documents have something else."""

from __future__ import annotations

import re
import typing as t
from collections import Counter

import pytest

from tests.simulator.options import REVISIONS
from tests.simulator.vbr.deviations import TABLE
from tests.unit.simulator.vbr.site import SESSION_SECONDS, Json, Site

HIDDEN = ["Nutanix machines", "Proxmox machines", "Legacy copy"]
LISTS = ("jobs", "jobs/states", "sessions", "taskSessions", "backups", "backupObjects", "restorePoints")


@pytest.fixture(scope="module")
def site() -> Site:
    """A live server of the newest revision; tests on it only read."""
    return Site()


def named(site: Site, path: str, name: str) -> Json:
    return next(row for row in site.get(path, limit=500)["data"] if row["name"] == name)


def test_every_line_of_the_table_of_deviations_is_needed_and_nothing_else_deviates() -> None:
    seen: set[str] = set()
    for revision in REVISIONS:
        site = Site(revision=revision)
        for path in LISTS:
            site.get(path, limit=500)
        site.call("GET", "jobs/11111111-2222-3333-4444-555555555555")
        site.call("POST", f"jobs/{site.job('Daily VMs')['id']}/start")
        site.wait(SESSION_SECONDS / 2)
        site.get("taskSessions", limit=500)
        assert site.misfits() == []
        seen |= {text for entry in site.world.recorder.requests() for text in entry["deviations"]}
    assert seen == {line.seen for line in TABLE}


def test_the_documents_have_no_deviations() -> None:
    site = Site(shapes="documents")
    for path in LISTS:
        site.get(path, limit=500)
    assert site.call("GET", "jobs/11111111-2222-3333-4444-555555555555").json().keys() == {
        "errorCode",
        "message",
        "resourceId",
    }
    assert site.misfits() == []
    assert [entry["deviations"] for entry in site.world.recorder.requests() if entry["deviations"]] == []


class TestJobsWithoutAModel:
    def test_they_are_counted_and_not_listed(self, site: Site) -> None:
        page = site.get("jobs", limit=500)
        assert page["pagination"]["total"] == page["pagination"]["count"] + len(HIDDEN) == 25
        assert not set(HIDDEN) & {job["name"] for job in page["data"]}

    def test_skip_counts_them(self, site: Site) -> None:
        pages = [site.get("jobs", skip=skip, limit=5) for skip in range(0, 25, 5)]
        assert [page["pagination"]["count"] for page in pages] == [5, 4, 4, 5, 4]

    def test_their_states_are_listed_without_saying_where_the_page_is(self, site: Site) -> None:
        page = site.get("jobs/states", limit=500)
        assert page["pagination"] == {"total": 25, "count": 25}
        assert named(site, "jobs/states", "Proxmox machines")["type"] == "ProxmoxBackupJob"

    @pytest.mark.parametrize("method", ["GET", "DELETE"])
    def test_they_cannot_be_read_by_id(self, site: Site, method: str) -> None:
        reply = site.call(method, f"jobs/{named(site, 'jobs/states', 'Proxmox machines')['id']}")
        words = "Specify job of supported platform type."
        assert reply.json() == {"errorCode": "UnknownError", "message": words, "title": words, "status": 400}

    def test_they_can_be_started_stopped_retried_disabled_and_enabled(self) -> None:
        site = Site()
        path = f"jobs/{named(site, 'jobs/states', 'Proxmox machines')['id']}"
        assert site.call("POST", f"{path}/start").json()["sessionType"] == "PlatformBackupJob"
        assert site.call("POST", f"{path}/stop", {"gracefulStop": False}).status_code == 201
        assert site.call("POST", f"{path}/retry").status_code == 201
        assert site.call("POST", f"{path}/disable").status_code == 204
        assert site.call("POST", f"{path}/enable").status_code == 204

    def test_13_0_calls_their_type_unknown(self) -> None:
        state = named(Site(revision="1.3-rev1"), "jobs/states", "Proxmox machines")
        assert state["type"] == "Unknown"
        assert not {"lastRun", "sessionId"} & state.keys()


class TestTimes:
    def test_backups_and_task_sessions_have_the_servers_time_without_an_offset(self) -> None:
        site = Site(time_zone="America/Los_Angeles")
        created = named(site, "backups", "Daily VMs")["creationTime"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT22:00:00", created)
        after = site.get("backups", createdAfterFilter=created, createdBeforeFilter=created, limit=500)
        assert [backup["name"] for backup in after["data"]] == ["Daily VMs"]
        session = site.call("POST", f"jobs/{site.job('Daily VMs')['id']}/start").json()
        site.wait(SESSION_SECONDS + 1)
        task = site.get(f"sessions/{session['id']}/taskSessions")["data"][0]
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?", task["creationTime"])
        assert session["creationTime"].startswith(task["creationTime"])
        assert re.search(r"(\.\d{1,6})?-0[78]:00\Z", session["creationTime"])

    def test_only_logons_and_the_clock_have_seven_digits(self, site: Site) -> None:
        logon = site.log_on().json()
        assert re.search(r"\.\d{7}[+-]", logon[".issued"])
        for path in LISTS:
            assert not re.search(r"T\d\d:\d\d:\d\d\.\d{7}", str(site.get(path, limit=500)))

    def test_the_server_tells_its_zone(self) -> None:
        site = Site(time_zone="Europe/Berlin")
        told = site.get("serverTime")
        assert told["ianaTimeZoneId"] == "Europe/Berlin"
        assert told["serverTime"].endswith(("+01:00", "+02:00"))


class TestJobs:
    def test_what_is_off_says_nothing_else(self, site: Site) -> None:
        job = site.job("Daily VMs")
        assert job["schedule"]["afterThisJob"] == {"isEnabled": False}
        encryption = job["storage"]["advancedSettings"]["storageData"]["encryption"]
        assert encryption == {"encryptionType": "ByUserPassword", "isEnabled": False}

    def test_times_of_day_have_three_forms(self, site: Site) -> None:
        job = site.job("Daily VMs")
        settings = job["storage"]["advancedSettings"]
        assert settings["backupHealth"]["weekly"]["localTime"] == "05:00:00"
        assert "localTime" not in settings["fullBackupMaintenance"]["defragmentAndCompact"]["weekly"]
        assert (job["schedule"]["daily"]["localTime"], job["schedule"]["monthly"]["localTime"]) == ("22:00", "22:00")

    def test_a_continuous_copy_has_no_window(self, site: Site) -> None:
        assert site.job("Offsite copy")["schedule"] == {"scheduleMode": "Continuous", "type": "Immediate"}

    def test_own_members_come_before_common_ones_and_enums_first(self, site: Site) -> None:
        assert next(iter(site.job("Offsite copy"))) == "mode"
        assert list(site.job("Offsite copy"))[-4:] == ["type", "id", "name", "isDisabled"]
        assert list(site.get("backups")["data"][0])[:2] == ["platformName", "jobType"]

    def test_what_was_read_can_be_written_back(self) -> None:
        site = Site()
        for name in ("Daily VMs", "Offsite copy", "Linux servers", "File shares"):
            job = site.job(name)
            assert site.call("PUT", f"jobs/{job['id']}", job).json() == job == site.job(name)


class TestBackups:
    def test_platforms_and_policies(self, site: Site) -> None:
        copy, files = named(site, "backups", "Offsite copy"), named(site, "backups", "File shares")
        assert (copy["platformName"], copy["policyUniqueId"]) == ("CustomPlatform", copy["jobId"])
        assert (files["policyUniqueId"], files["platformId"].strip("0-")) == ("", "")

    def test_a_machine_is_listed_once_for_each_backup_with_one_id(self, site: Site) -> None:
        rows = [row for row in site.get("backupObjects", limit=500)["data"] if row["name"] == "app01"]
        assert len({row["id"] for row in rows}) == 1 < len(rows) == len({row["backupId"] for row in rows})

    def test_an_agent_belongs_to_a_backup_that_is_not_listed(self, site: Site) -> None:
        backups = {backup["id"] for backup in site.get("backups", limit=500)["data"]}
        agents = [row for row in site.get("backupObjects", limit=500)["data"] if "computerId" in row]
        assert {row["type"] for row in agents} == {"Directory"}
        assert not backups & {row["backupId"] for row in agents}
        backup = named(site, "backups", "Linux servers")
        assert site.get(f"backups/{backup['id']}/objects")["data"]

    def test_restore_points_tell_no_object_and_sometimes_no_session(self, site: Site) -> None:
        points = site.get("restorePoints", limit=500)["data"]
        machines = [point for point in points if point["platformName"] == "VMware"]
        assert {"objectId" in point for point in machines} == {False}
        assert {point["sessionId"].strip("0-") == "" for point in machines} == {True, False}
        files = [point for point in points if point["platformName"] == "UnstructuredData"]
        assert files
        for point in files:
            assert not {"type", "malwareStatus", "sessionId", "backupFileId"} & point.keys()
            assert re.search(r" Id: \d+\Z", point["name"])


class TestSessions:
    def test_more_than_half_belong_to_no_job(self, site: Site) -> None:
        sessions = site.get("sessions", limit=500)["data"]
        jobs = {state["id"] for state in site.get("jobs/states", limit=500)["data"]}
        system = [one for one in sessions if one["initiatedBy"] == "SYSTEM"]
        assert len(system) * 2 > len(sessions)
        assert not jobs & {one["jobId"] for one in system}
        assert "platformName" not in named(site, "sessions", "Configuration Database Resynchronize")
        assert {one["result"]["message"] for one in sessions if one["state"] == "Stopped"} == {"Success"}

    def test_a_run_of_a_copy_job_has_a_child_for_each_machine(self) -> None:
        site = Site()
        job = site.job("Offsite copy")
        site.call("POST", f"jobs/{job['id']}/start")
        site.wait(SESSION_SECONDS + 1)
        newest = site.get("sessions", orderColumn="CreationTime", orderAsc="false", limit=3)["data"]
        names = Counter(session["name"] for session in newest)
        assert names.keys() == {"Offsite copy", *(f"Offsite copy\\{name} Backup (Incremental)" for name in MACHINES)}
        assert len({session["jobId"] for session in newest}) == 3

    def test_a_run_that_was_stopped_failed_without_a_word(self) -> None:
        site = Site()
        site.world.faults.add("session-cancelled:Daily*")
        started = site.call("POST", f"jobs/{site.job('Daily VMs')['id']}/start").json()
        assert site.get(f"sessions/{started['id']}/logs")["records"]
        site.wait(SESSION_SECONDS)
        session: dict[str, t.Any] = site.get(f"sessions/{started['id']}")
        assert session["result"] == {"result": "Failed", "message": "Failed", "isCanceled": False}
        assert site.get(f"sessions/{started['id']}/logs") == {"totalRecords": 0, "records": []}


MACHINES = ("app01", "app02")
