# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""veeam_jobs_drift: what somebody changed behind the back of the job files is found, named, and reported."""

from __future__ import annotations

import json
import pathlib
import typing as t
from xml.etree import ElementTree

import pytest

from tests.integration.conftest import each_way, newest_revision
from tests.integration.playbooks import Playbooks, Task, failing, task

DRIFT = "veeam_jobs_drift"


@pytest.fixture
def files(playbook: Playbooks, tmp_path: pathlib.Path) -> pathlib.Path:
    """The job files of the whole server."""
    folder = tmp_path / "jobs"
    playbook(task("export", "veeam_jobs_export", dest=str(folder)))
    return folder


def drift(name: str, **options: t.Any) -> Task:
    return task(name, DRIFT, **options)


def line_of(file: pathlib.Path, text: str) -> int:
    return file.read_text(encoding="utf-8").splitlines().index(text) + 1


@newest_revision
def test_it_is_quiet_until_somebody_changes_something(playbook: Playbooks, files: pathlib.Path) -> None:
    storage = {"retentionPolicy": {"quantity": 3}}
    ran = playbook(
        drift("before", src=[str(files)]),
        task("retention", "veeam_job", name="Daily VMs", settings={"storage": storage}, enabled=False),
        task("gone", "veeam_job", name="Web servers", state="absent"),
        task("stray", "veeam_job", name="Stray", previous_name="Databases"),
        drift("after", src=[str(files)]),
    )
    assert (ran["before"]["drifted"], ran["before"]["text"], ran["before"]["drift"]) == (False, "", [])
    assert not ran["before"]["changed"]
    assert not ran["after"]["changed"]
    found = {
        (each["job"], each["path"]): (each["status"], each["wanted"], each["actual"], each["severity"], each["rule"])
        for each in ran["after"]["drift"]
    }
    assert found == {
        ("Daily VMs", "storage.retentionPolicy.quantity"): ("drifted", 14, 3, "critical", "retention-shortened"),
        ("Daily VMs", "enabled"): ("drifted", True, False, "critical", "job-disabled"),
        ("Web servers", ""): ("missing", "present", "absent", "critical", "job-missing"),
        ("Databases", ""): ("missing", "present", "absent", "critical", "job-missing"),
    }
    quantity = next(each for each in ran["after"]["drift"] if each["path"])
    file = files / "daily-vms.yml"
    assert quantity["place"].endswith(f"daily-vms.yml:{line_of(file, '      quantity: 14')}")
    assert "Stray" in {job["name"] for job in ran["after"]["unmanaged"]}
    assert "storage.retentionPolicy.quantity: wanted 14, is 3" in ran["after"]["text"]


@each_way("veeam_jobs_drift")
def test_the_state_and_the_owner_count_when_they_are_wanted(playbook: Playbooks) -> None:
    jobs = [
        {"name": "Web servers", "enabled": True, "description": "The web"},
        {"name": "Databases", "state": "absent"},
    ]
    owned = {"jobs": jobs[:1], "managed_by": "platform"}
    ran = playbook(
        drift("differs", jobs=jobs),
        task("apply", "veeam_jobs", **owned),
        drift("owned", **owned),
        drift("without owner", jobs=jobs[:1]),
        task("disable", "veeam_job", name="Web servers", enabled=False),
        drift("disabled", **owned),
        drift("forgotten", jobs=[{"name": "Daily VMs", "type": "VSphereBackup"}], managed_by="platform"),
    )
    assert [each["rule"] for each in ran["differs"]["drift"]] == ["job-unwanted", "description-changed"]
    assert ran["owned"]["drift"] == ran["without owner"]["drift"] == []
    assert [(each["rule"], each["severity"]) for each in ran["disabled"]["drift"]] == [("job-disabled", "critical")]
    assert ("Web servers", "job-forgotten") in {(each["job"], each["rule"]) for each in ran["forgotten"]["drift"]}
    assert {job["name"] for job in ran["owned"]["unmanaged"]} >= {"Databases", "Daily VMs"}


def test_the_task_fails_when_it_is_bad_enough_and_reports_are_written_all_the_same(
    playbook: Playbooks, files: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    formats = ("markdown", "html", "json", "junit", "sarif")
    reports = [{"format": name, "dest": str(tmp_path / "out" / f"drift.{name}")} for name in formats]
    settings = {"storage": {"retentionPolicy": {"quantity": 30}}}
    ran = playbook(
        task("longer", "veeam_job", name="Daily VMs", settings=settings),
        drift("tolerated", src=["jobs"], chdir=str(tmp_path), fail_on="warning", reports=reports[:1]),
        failing("too bad", DRIFT, src=["jobs"], chdir=str(tmp_path), fail_on="info", reports=reports),
    )
    assert "restore points are kept for a longer time" in ran["too bad"]["msg"]
    assert ran["too bad"]["summary"]["info"] == 1
    text = {name: (tmp_path / "out" / f"drift.{name}").read_text(encoding="utf-8") for name in formats}
    (written,), (shown,) = json.loads(text["json"])["drift"], ran["too bad"]["drift"]
    line = line_of(files / "daily-vms.yml", "      quantity: 14")
    assert written == {**shown, "file": "jobs/daily-vms.yml", "line": line}
    suite = ElementTree.fromstring(text["junit"]).find("testsuite")
    assert suite is not None
    assert (suite.get("failures"), suite.get("errors")) == ("1", "0")
    (result,) = json.loads(text["sarif"])["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "jobs/daily-vms.yml"}, "region": {"startLine": line}}
    assert "Daily VMs" in text["html"]
    assert "storage.retentionPolicy.quantity" in text["markdown"]


def test_check_mode_is_the_same(playbook: Playbooks, tmp_path: pathlib.Path) -> None:
    report = tmp_path / "drift.md"
    compared = drift(
        "compare",
        jobs=[{"name": "Web servers", "enabled": False}, {"name": "New", "type": "VSphereBackup"}],
        reports=[{"format": "markdown", "dest": str(report)}],
    )
    done, checked = playbook(compared), playbook(compared, check=True)
    assert done["compare"]["drift"] == checked["compare"]["drift"]
    assert report.exists()
    assert not playbook.simulator.writes()


def test_mistakes_are_told_and_one_wrong_job_hides_no_other(playbook: Playbooks, tmp_path: pathlib.Path) -> None:
    storage = {"storage": {"backupRepository": "Mian"}}
    jobs = [{"name": "Web servers", "settings": storage}, {"name": "Databases", "enabled": False}]
    ran = playbook(
        drift("compare", jobs=jobs),
        failing("nowhere", DRIFT, jobs=jobs, reports=[{"format": "json", "dest": "/proc/nope/drift.json"}]),
        failing("nothing", DRIFT, src=[str(tmp_path / "nope")]),
    )
    assert [(each["job"], each["status"]) for each in ran["compare"]["drift"]] == [
        ("Web servers", "failed"),
        ("Databases", "drifted"),
    ]
    assert "Mian" in ran["compare"]["text"]
    assert "/proc/nope/drift.json cannot be written" in ran["nowhere"]["msg"]


def test_a_saved_export_takes_the_place_of_the_server(
    playbook: Playbooks, files: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    jobs = {"src": [str(files)], "export_src": str(files)}
    changed = [{"name": "Web servers", "settings": {"storage": {"retentionPolicy": {"quantity": 99}}}}]
    before = len(playbook.simulator.requests())
    ran = playbook(
        drift("same", **jobs),
        drift("changed", jobs=changed, export_src=str(files)),
        task("plan", "veeam_jobs", jobs=changed, export_src=str(files), keywords={"check_mode": True}),
        failing("apply", "veeam_jobs", jobs=changed, export_src=str(files)),
        env={"ANSIBLE_HOME": str(tmp_path)},
    )
    assert not ran["same"]["drifted"]
    assert [each["rule"] for each in ran["changed"]["drift"]] == ["retention-shortened"]
    assert ran["plan"]["summary"]["update"] == 1
    assert "run the task in check mode" in ran["apply"]["msg"]
    assert len(playbook.simulator.requests()) == before
