# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Members that every document promises, and that a row lacks all the same: one message, or the row as it is."""

from __future__ import annotations

import json
import typing as t

import pytest

from tests.sweep.playing import UNFORESEEN, play
from tests.sweep.site import Answer, NoWatch, Site

if t.TYPE_CHECKING:
    import pathlib


class Without(NoWatch):
    """Takes ``member`` away from every row of the list at ``path``."""

    def __init__(self, path: str, member: str) -> None:
        self._path, self._member = path, member
        self.struck = False
        self.asked: list[str] = []

    def before(self, number: int, method: str, path: str) -> None:
        del number
        self.asked.append(f"{method} {path}")

    def after(self, number: int, answer: Answer) -> None:
        if answer.path == self._path and answer.status == 200:
            body = json.loads(answer.body)
            for row in body["data"]:
                self.struck |= row.pop(self._member, None) is not None
            answer.body = json.dumps(body).encode()


@pytest.fixture(scope="module")
def site() -> Site:
    return Site("vbr", jobs=3)


@pytest.fixture(scope="module")
def estate() -> Site:
    return Site("vbr", jobs=25, hidden_jobs=True)


@pytest.mark.parametrize(
    ("module", "options", "path", "member"),
    [
        ("veeam_session_info", {"limit": 3}, "/api/v1/sessions", "id"),
        ("veeam_session_info", {"limit": 3, "logs": True}, "/api/v1/sessions", "id"),
        ("veeam_backup_info", {"objects": True}, "/api/v1/backups", "id"),
        ("veeam_quick_backup", {"name": "web01", "max_age": 1}, "/api/v1/backupObjects", "id"),
        ("veeam_job_info", {}, "/api/v1/jobs", "id"),
        ("veeam_job_info", {}, "/api/v1/jobs", "type"),
        ("veeam_job", {"name": "Web servers", "description": "x"}, "/api/v1/jobs", "id"),
    ],
)
def test_a_row_may_lack_what_it_must_have(
    site: Site, module: str, options: dict[str, t.Any], path: str, member: str
) -> None:
    site.reset()
    watch = site.watch = Without(path, member)
    played = play(site, module, **options)
    assert watch.struck
    assert not played.error
    assert not played.message.startswith(UNFORESEEN), played.message
    assert site.open_logons == 0


SETTINGS = {
    "virtualMachines": {"includes": ["web01"]},
    "storage": {"backupRepository": "Main", "retentionPolicy": {"type": "Days", "quantity": 7}},
    "guestProcessing": {
        "appAwareProcessing": {"isEnabled": True},
        "guestCredentials": {"credentials": "administrator@vsphere.local"},
    },
    "schedule": {"runAutomatically": False},
}


@pytest.mark.parametrize("path", ["/api/v1/backupInfrastructure/repositories", "/api/v1/credentials"])
def test_what_has_no_id_cannot_be_referred_to(estate: Site, path: str) -> None:
    estate.reset()
    before = estate.jobs()
    estate.watch = Without(path, "id")
    played = play(estate, "veeam_job", name="New", type="VSphereBackup", settings=SETTINGS)
    assert played.failed
    assert "was not found, which does not mean that there is none: the server counts" in played.message
    assert f"in GET {path} and gave 0" in played.message
    assert estate.jobs() == before


@pytest.mark.parametrize("module", ["veeam_jobs_export", "veeam_jobs_drift", "veeam_jobs"])
def test_jobs_without_ids_are_neither_missing_nor_gone(estate: Site, module: str, tmp_path: pathlib.Path) -> None:
    estate.reset()
    assert not play(estate, "veeam_jobs_export", dest=str(tmp_path)).failed
    (tmp_path / "old.yml").write_text("name: Old\n", encoding="utf-8")
    files, jobs = sorted(tmp_path.iterdir()), estate.jobs()
    assert len(files) > 1
    estate.watch = Without("/api/v1/jobs", "id")
    options: dict[str, t.Any] = {"src": str(tmp_path)}
    if module == "veeam_jobs_export":
        options = {"dest": str(tmp_path), "remove_stale": True}
    played = play(estate, module, **options)
    assert not played.error
    assert not played.message.startswith(UNFORESEEN), played.message
    assert estate.jobs() == jobs
    assert sorted(tmp_path.iterdir()) == files
    assert "job-missing" not in {finding["rule"] for finding in (played.result or {}).get("drift", [])}


@pytest.mark.parametrize(
    ("module", "options", "path"),
    [
        ("veeam_job_info", {"gather": ["jobs", "states"], "status": "Inactive"}, "/api/v1/jobs/states"),
        ("veeam_job_state", {"name": "Proxmox machines", "state": "disabled"}, "/api/v1/jobs/states"),
        ("veeam_session_info", {"limit": 3, "logs": True}, "/api/v1/sessions"),
        ("veeam_backup_info", {"objects": True}, "/api/v1/backups"),
    ],
)
def test_no_request_is_sent_without_the_id_that_it_needs(
    estate: Site, module: str, options: dict[str, t.Any], path: str
) -> None:
    estate.reset()
    watch = estate.watch = Without(path, "id")
    played = play(estate, module, **options)
    assert not played.message.startswith(UNFORESEEN), played.message
    assert not [asked for asked in watch.asked if "//" in asked]
    assert estate.open_logons == 0
