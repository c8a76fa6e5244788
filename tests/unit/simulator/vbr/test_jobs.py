# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from tests.simulator.options import REVISIONS
from tests.unit.simulator.vbr.site import Json, Site

GFS = {"isEnabled": True, "weekly": {"isEnabled": True, "keepForNumberOfWeeks": 8, "desiredTime": "Sunday"}}


def new_job(site: Site, name: str = "New") -> Json:
    """A small create body in the spelling of the site's revision."""
    old = site.job("Daily VMs")
    return {
        "name": name,
        "type": old["type"],
        "description": "Made by a test",
        "virtualMachines": {"includes": old["virtualMachines"]["includes"]},
        "storage": {
            "backupRepositoryId": old["storage"]["backupRepositoryId"],
            "backupProxies": {"autoSelectEnabled": True},
            "retentionPolicy": {"type": "Days", "quantity": 3},
        },
    }


def test_what_is_created_comes_back_filled_up(any_site: Site) -> None:
    created = any_site.call("POST", "jobs", new_job(any_site))
    assert created.status_code == 201, created.text
    job = any_site.get(f"jobs/{created.json()['id']}")
    assert job == created.json()
    assert job["storage"]["retentionPolicy"] == {"type": "Days", "quantity": 3}
    assert job["isDisabled"] is False
    assert job["schedule"]["runAutomatically"] is False
    assert job["virtualMachines"]["includes"][0]["size"].endswith(" GB")


def test_every_job_can_be_put_back_as_it_is(any_site: Site) -> None:
    for job in any_site.get("jobs")["data"]:
        if len(job) > 4:  # Types that are only listed have nothing to edit.
            reply = any_site.call("PUT", f"jobs/{job['id']}", job)
            assert (reply.status_code, reply.json()) == (200, job)


def test_types_are_spelt_as_the_revision_does_and_unknown_ones_are_left_out() -> None:
    shown = {}
    for revision in REVISIONS:
        jobs = Site(revision=revision, shapes="documents").get("jobs")["data"]
        shown[revision] = {job["type"] for job in jobs}
    assert "Backup" in shown["1.2-rev1"]
    assert "VSphereBackup" in shown["1.3-rev0"]
    assert "HyperVBackup" not in shown["1.2-rev1"]
    assert "LegacyBackupCopy" in shown["1.3-rev0"]
    assert "FileBackup" not in shown["1.3-rev0"]
    assert "NutanixAHVBackupJob" not in shown["1.3-rev1"]
    assert "NutanixAHVBackupJob" in shown["1.3-rev2"]


def test_revisions_see_the_same_job_in_their_own_words() -> None:
    old = Site(revision="1.2-rev1")
    new = old.asked_in("1.3-rev2")
    job = old.job("Daily VMs")
    settings = job["storage"]["advancedSettings"]
    settings["synthenticFulls"] = {"isEnabled": True}
    settings["storageData"]["storageOptimization"] = "LANTarget"
    job["guestProcessing"]["guestCredentials"] = {
        "credentialsId": old.get("credentials")["data"][0]["id"],
        "credentialsType": "Standard",
    }
    assert old.call("PUT", f"jobs/{job['id']}", job).status_code == 200
    seen = new.get(f"jobs/{job['id']}")
    assert seen["storage"]["advancedSettings"]["syntheticFulls"]["isEnabled"] is True
    assert seen["storage"]["advancedSettings"]["storageData"]["storageOptimization"] == "512KB"
    credentials = seen["guestProcessing"]["guestCredentials"]["credentials"]
    assert credentials == {
        "credentialsId": job["guestProcessing"]["guestCredentials"]["credentialsId"],
        "credentialsType": "Standard",
    }
    assert seen["virtualMachines"]["includes"][0]["platform"] == "VSphere"


class TestRefusals:
    def test_duplicate_name(self, site: Site) -> None:
        assert "already exists" in site.call("POST", "jobs", new_job(site, "daily vms")).json()["message"]

    def test_duplicate_name_is_accepted_when_told_so(self, site: Site) -> None:
        site.world.faults.add("duplicate-names")
        assert site.call("POST", "jobs", new_job(site, "Daily VMs")).status_code == 201

    def test_unknown_repository(self, site: Site) -> None:
        job = new_job(site)
        job["storage"]["backupRepositoryId"] = "11111111-1111-1111-1111-111111111111"
        reply = site.call("POST", "jobs", job)
        assert reply.status_code == 400
        assert "backupRepositoryId" in reply.json()["message"]

    def test_multitag_that_was_not_there(self, site: Site) -> None:
        job = new_job(site)
        machine = job["virtualMachines"]["includes"][0]
        job["virtualMachines"]["includes"] = [machine | {"type": "Multitag", "name": "Gold, Silver"}]
        assert "Multitag" in site.call("POST", "jobs", job).json()["message"]

    def test_change_of_type(self, site: Site) -> None:
        job = site.job("Daily VMs") | {"type": "CloudDirectorBackup"}
        assert "cannot be changed" in site.call("PUT", f"jobs/{job['id']}", job).json()["message"]

    def test_half_a_model(self, site: Site) -> None:
        job = site.job("Daily VMs")
        del job["schedule"]
        assert "schedule" in site.call("PUT", f"jobs/{job['id']}", job).json()["message"]

    def test_lower_gfs_retention_without_consent(self, site: Site) -> None:
        job = site.job("Daily VMs")
        job["storage"]["gfsPolicy"] = GFS
        assert site.call("PUT", f"jobs/{job['id']}", job).status_code == 200
        job["storage"]["gfsPolicy"] = {"isEnabled": False}
        assert site.call("PUT", f"jobs/{job['id']}", job).status_code == 400
        assert site.call("PUT", f"jobs/{job['id']}", job, allowOldGfsPointsRetention="true").status_code == 200

    def test_four_eyes(self, site: Site) -> None:
        site.world.faults.add("four-eyes")
        assert site.call("DELETE", f"jobs/{site.job('Daily VMs')['id']}").status_code == 403


def test_deleted_job_leaves_its_backup_behind(site: Site) -> None:
    job = site.job("Daily VMs")
    assert site.call("DELETE", f"jobs/{job['id']}").status_code == 204
    assert site.call("GET", f"jobs/{job['id']}").status_code == 404
    assert "Daily VMs" in [backup["name"] for backup in site.get("backups")["data"]]


def test_name_filter_looks_at_every_text(site: Site) -> None:
    job = site.job("Daily VMs") | {"description": "Web servers"}
    site.call("PUT", f"jobs/{job['id']}", job)
    assert [found["name"] for found in site.get("jobs", nameFilter="web servers")["data"]] == [
        "Daily VMs",
        "Web servers",
    ]
    assert [found["name"] for found in site.get("jobs", nameFilter="Web ser")["data"]] == []
    assert len(site.get("jobs", nameFilter="Web ser*")["data"]) == 2


def test_pages() -> None:
    page = Site(shapes="documents").get("jobs", skip=20, limit=10, orderColumn="Name")
    assert page["pagination"] == {"total": 25, "count": 5, "skip": 20, "limit": 10}


@pytest.mark.parametrize(("revision", "status"), [("1.3-rev0", 200), ("1.3-rev1", 204)])
def test_disable_answers_as_the_revision_does(revision: str, status: int) -> None:
    site = Site(revision=revision)
    job = site.job("Daily VMs")
    assert site.call("POST", f"jobs/{job['id']}/disable").status_code == status
    assert site.get(f"jobs/{job['id']}")["isDisabled"] is True
    assert site.get("jobs/states", idFilter=job["id"])["data"][0]["status"].lower() == "disabled"


def test_clone_gets_the_next_free_name(site: Site) -> None:
    job = site.job("Daily VMs")
    names = [site.call("POST", f"jobs/{job['id']}/clone").json()["name"] for dummy in range(2)]
    assert names == ["Daily VMs_clone1", "Daily VMs_clone2"]


def test_setting_can_be_lost_on_the_way(site: Site) -> None:
    site.world.faults.add("drop-setting:storage.gfsPolicy")
    reply = site.call("POST", "jobs", new_job(site) | {"storage": new_job(site)["storage"] | {"gfsPolicy": GFS}})
    assert reply.json()["storage"]["gfsPolicy"]["isEnabled"] is False


def test_lists_can_be_shuffled(site: Site) -> None:
    site.world.faults.add("shuffle-lists")
    months = ["storage", "advancedSettings", "activeFulls", "monthly", "months"]
    seen = set()
    for dummy in range(5):
        value = site.job("Daily VMs")
        for step in months:
            value = value[step]
        seen.add(tuple(value))
    assert len(seen) > 1
