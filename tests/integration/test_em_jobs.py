# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""veeam_jobs through Enterprise Manager: a whole set of jobs in one task, written to in parallel."""

from __future__ import annotations

import typing as t

from tests.integration.conftest import each_way
from tests.integration.em_playbooks import EmPlaybooks, each_version
from tests.integration.job_trees import Checkout, write
from tests.integration.playbooks import failing, task

if t.TYPE_CHECKING:
    import pathlib

SERVER = "vbr01.lab.local"
SET: list[dict[str, t.Any]] = [
    {"name": "Oracle Backup", "description": "Every night"},
    {"name": "SQL Backup HV", "description": "Not for now", "enabled": False},
    {"name": "Daily Backup", "description": "Chosen by its backup server"},
    {"name": "Oracle Backup 2", "clone_from": "Oracle Backup", "description": "A clone"},
]


@each_version
@each_way("veeam_jobs")
def test_a_set_is_planned_applied_and_then_left_alone(em: EmPlaybooks) -> None:
    step = task("apply", "veeam_jobs", jobs=SET, backup_server=SERVER)
    predicted = em(step, check=True)
    assert not em.simulator.writes()
    ran = em(step, {**step, "name": "apply again"})
    assert ran.changed == {"apply": True, "apply again": False}
    for run in (predicted, ran):
        summary = run["apply"]["summary"]
        assert (summary["create"], summary["update"], summary["failed"]) == (1, 3, 0)
        assert {entry["name"]: entry["action"] for entry in run["apply"]["plan"] if entry["action"] != "none"} == {
            "Oracle Backup": "update",
            "SQL Backup HV": "update",
            "Daily Backup": "update",
            "Oracle Backup 2": "create",
        }
    assert predicted["apply"]["diff"] == ran["apply"]["diff"]
    jobs = {(job["name"], job["backup_server"]): job for job in em.simulator.state()["em"]["jobs"]}
    for wanted in SET:
        assert jobs[wanted["name"], SERVER]["description"] == wanted["description"]
        assert jobs[wanted["name"], SERVER]["enabled"] is wanted.get("enabled", True)
    assert jobs["Daily Backup", "vbr02.lab.local"]["description"] != "Chosen by its backup server"
    assert len(em.calls("POST", "?action=toggleScheduleEnabled")) == 1


@each_way("veeam_jobs_drift")
def test_owned_jobs_keep_their_descriptions_and_are_recognised(em: EmPlaybooks) -> None:
    jobs = [{"name": "Oracle Backup"}, {"name": "Manual Backup"}]
    owned = {"jobs": jobs, "managed_by": "platform"}
    ran = em(
        task("describe", "veeam_job", name="Oracle Backup", description="The database"),
        task("own", "veeam_jobs", **owned),
        task("own again", "veeam_jobs", **owned),
        failing("take over", "veeam_jobs", jobs=jobs[:1], managed_by="somebody else"),
        task("forget", "veeam_jobs", **{**owned, "jobs": jobs[:1], "prune": "disable", "prune_limit": "100%"}),
        task("drift", "veeam_jobs_drift", jobs=jobs[:1]),
    )
    assert (ran["own"]["summary"]["update"], ran["own again"]["summary"]["unchanged"]) == (2, 2)
    descriptions = {job["name"]: job["description"] for job in em.simulator.state()["em"]["jobs"]}
    assert descriptions["Oracle Backup"] == "The database\n[managed by: platform]"
    assert 'is managed by "platform"' in ran["take over"]["msg"]
    assert [job["name"] for job in ran["forget"]["plan"] if job["action"] == "disable"] == ["Manual Backup"]
    assert ran["drift"]["drift"] == []


FILES: dict[str, t.Any] = {
    "jobs/oracle.yml": {
        "name": "Oracle Backup",
        "description": "Every night",
        "settings": {"JobScheduleOptions": {"Standart": {"OptionsDaily": {"Kind": "WeekDays", "Time": "23:30"}}}},
    },
    "jobs/shop.yml": {"name": "Web shop", "clone_from": "Oracle Backup", "enabled": False},
}

WRONG = {
    "name": "Web",
    "type": "Backup",
    "high_priority": True,
    "settings": {"ScheduleConfigured": "maybe", "Compression": 5},
}


def test_job_files_are_planned_applied_and_watched(em: EmPlaybooks, tmp_path: pathlib.Path) -> None:
    folder = tmp_path / "checkout"
    write(folder, FILES)
    files = Checkout(folder, em.connection)
    planned = files.run("plan")
    assert not em.simulator.writes()
    assert (planned.changed["Compare the files with the server"], len(planned.tasks) > 0) == (True, True)
    assert files.run("apply").changed["Write what the plan says"]
    assert files.run("drift")["Compare the server with the files"]["drifted"] is False
    em(task("retention", "veeam_job", name="Oracle Backup", description="Now and then"))
    found = files.run("drift", fails=True)["Compare the server with the files"]["drift"]
    assert [(each["job"], each["path"], each["wanted"], each["actual"]) for each in found] == [
        ("Oracle Backup", "Description", "Every night", "Now and then")
    ]
    assert (found[0]["place"], found[0]["rule"]) == ("jobs/oracle.yml:2", "description-changed")
    assert em.simulator.state()["em"]["open_tokens"] == 0


@each_way("veeam_jobs_validate")
def test_job_files_are_checked_without_a_server(em: EmPlaybooks, tmp_path: pathlib.Path) -> None:
    write(tmp_path / "checkout", FILES)
    where = {"src": ["checkout/jobs"], "chdir": str(tmp_path)}
    rule = {"name": "told", "assert": "description", "message": "say what it is for"}
    write(tmp_path / "checkout", {"wrong/web.yml": WRONG})
    ran = em(
        task("fine", "veeam_jobs_validate", **where),
        failing("wrong", "veeam_jobs_validate", src=["checkout/wrong"], chdir=str(tmp_path)),
        failing("apply", "veeam_jobs", src=["checkout/wrong"], chdir=str(tmp_path)),
        failing("policy", "veeam_jobs_validate", policies=[rule], **where),
        failing("revision", "veeam_jobs_validate", api_version="1.3-rev0", **where),
    )
    assert ran["fine"]["summary"] == {"jobs": 2, "errors": 0, "warnings": 0}
    assert [problem["job"] for problem in ran["policy"]["problems"]] == ["Web shop"]
    assert "api: vbr only" in ran["revision"]["msg"]
    found = [(problem["line"], problem["path"]) for problem in ran["wrong"]["problems"]]
    assert found == [(3, "high_priority"), (5, "settings.ScheduleConfigured"), (6, "settings.Compression")]
    assert "with api: vbr it can" in ran["wrong"]["problems"][2]["message"]
    assert ran["apply"]["problems"] == ran["wrong"]["problems"]
    assert not em.simulator.requests()
