# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A password where a hint belongs, and a name that hides something: searched for in everything that modules put out."""

from __future__ import annotations

import json
import pathlib
import typing as t

import pytest

from tests.integration.playbooks import Playbooks, failing, task

SECRET = 'Tr0ub4dor "&3'
SHORT = "§x9Q"
HINT = "Main key"
NAME = "Shop \u202etxt.\x1b[2J"


def job(name: str, password: str) -> dict[str, t.Any]:
    encryption = {"isEnabled": True, "encryptionType": "ByUserPassword", "encryptionPassword": password}
    storage = {
        "backupRepository": "Main",
        "retentionPolicy": {"type": "Days", "quantity": 7},
        "advancedSettings": {"backupModeType": "Incremental", "storageData": {"encryption": encryption}},
    }
    settings = {"virtualMachines": {"includes": ["web01"]}, "storage": storage, "schedule": {"runAutomatically": False}}
    return {"name": name, "type": "VSphereBackup", "settings": settings}


@pytest.mark.parametrize("password", [SECRET, SHORT])
def test_a_password_that_was_written_by_mistake_is_seen_nowhere(playbook: Playbooks, password: str) -> None:
    files = playbook.folder / "jobs"
    files.mkdir()
    (files / "a.json").write_text(json.dumps({"jobs": [job("A", password), job("B", HINT)]}), encoding="utf-8")
    # An export that knows no passwords at all.
    saved = [job("A", HINT), job("B", HINT)]
    for each in saved:
        each["settings"]["storage"]["advancedSettings"]["storageData"]["encryption"] = {"isEnabled": False}
    (playbook.folder / "saved.yml").write_text(json.dumps({"jobs": saved}), encoding="utf-8")
    mistaken = {**job("A", password), "profile": "none"}
    reports = [{"format": kind, "dest": f"drift.{kind}"} for kind in ("markdown", "html", "json", "junit", "sarif")]
    offline = [{"format": report["format"], "dest": f"offline.{report['format']}"} for report in reports]
    ran = playbook(
        task("hint", "veeam_job", **job("C", HINT)),
        failing("job", "veeam_job", **job("A", password)),
        failing("jobs", "veeam_jobs", jobs=[job("A", password)]),
        failing("files", "veeam_jobs", src=["jobs"], plan_dest="plan.json"),
        failing("mistake", "veeam_jobs", jobs=[mistaken]),
        failing("drift", "veeam_jobs_drift", src=["jobs"], reports=reports, fail_on="info"),
        failing("validate", "veeam_jobs_validate", jobs=[mistaken]),
        task("offline drift", "veeam_jobs_drift", src=["jobs"], export_src="saved.yml", reports=offline),
        task(
            "offline plan",
            "veeam_jobs",
            src=["jobs"],
            export_src="saved.yml",
            plan_dest="offline.plan",
            keywords={"check_mode": True},
        ),
        verbose=True,
        fails=False,
    )
    assert "Main key" in json.dumps(ran["hint"]["diff"])
    assert "(write its hint, never the password)" in ran["job"]["msg"]
    written = [path for path in playbook.folder.rglob("*") if path.is_file() and not _is_input(path)]
    assert {path.name for path in written} >= {report["dest"] for report in (*reports, *offline)} | {"offline.plan"}
    assert "encryptionPassword" in (playbook.folder / "offline.plan").read_text(encoding="utf-8")
    for text in (ran.output, *(path.read_text(encoding="utf-8", errors="replace") for path in written)):
        assert password not in text
        assert json.dumps(password)[1:-1] not in text


def _is_input(path: pathlib.Path) -> bool:
    return path.name.startswith("play") or path.parent.name == "jobs"


def test_characters_that_hide_something_are_shown(playbook: Playbooks) -> None:
    ran = playbook(
        task("create", "veeam_jobs", jobs=[job(NAME, HINT)]),
        failing("drift", "veeam_jobs_drift", jobs=[{**job(NAME, HINT), "description": "?"}], fail_on="info"),
        failing("none", "veeam_job_state", name="No " + NAME, state="started"),
    )
    assert ran["create"]["plan"][0]["name"] == NAME
    for text in (
        ran["create"]["plan_text"],
        ran["drift"]["msg"],
        ran["none"]["msg"],
        json.dumps(ran["create"]["diff"]),
    ):
        assert "\\u202e" in text
    assert "\u202e" not in ran["create"]["plan_text"] + ran["drift"]["msg"] + ran["none"]["msg"]
