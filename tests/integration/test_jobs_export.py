# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""veeam_jobs_export: files that a person would write, that change nothing, and that make the same jobs elsewhere."""

from __future__ import annotations

import pathlib
import typing as t

import yaml

from tests.integration.conftest import each_way, newest_revision
from tests.integration.playbooks import Playbooks, failing, task

EXPORT = "veeam_jobs_export"


def contents(folder: pathlib.Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())}


@newest_revision
@each_way("veeam_jobs_export")
def test_exported_files_change_nothing_and_are_written_once(playbook: Playbooks, tmp_path: pathlib.Path) -> None:
    folder = tmp_path / "jobs"
    export = task("export", EXPORT, dest=str(folder))
    predicted = playbook(export, check=True)
    assert not folder.exists()
    first = playbook(export, task("again", EXPORT, dest=str(folder)), task("apply", "veeam_jobs", src=[str(folder)]))
    assert first.changed == {"export": True, "again": False, "apply": False}
    assert predicted["export"]["diff"] == first["export"]["diff"]
    assert not playbook.simulator.writes()
    daily = (folder / "daily-vms.yml").read_text(encoding="utf-8")
    assert "backupRepository: Main" in daily
    written = yaml.safe_load(daily)
    assert (written["name"], written["type"]) == ("Daily VMs", "VSphereBackup")
    assert {job["file"] for job in first["export"]["jobs"]} == {str(path) for path in folder.iterdir()}
    names = {job["name"] for job in first["export"]["jobs"]}
    assert not names & {job["name"] for job in first["export"]["unmanageable"]}


def test_an_empty_server_gets_the_same_jobs_and_gives_the_same_files(
    playbook: Playbooks, tmp_path: pathlib.Path
) -> None:
    folder, again = tmp_path / "jobs", tmp_path / "again"
    exported = playbook(task("export", EXPORT, dest=str(folder)))
    names = [job["name"] for job in exported["export"]["jobs"]]
    gone = [{"name": name, "state": "absent"} for name in names]
    playbook(
        task("wipe", "veeam_jobs", jobs=gone),
        task("apply", "veeam_jobs", src=[str(folder)]),
        task("export", EXPORT, dest=str(again)),
    )
    assert contents(again) == contents(folder)


def test_one_file_some_jobs_every_setting(playbook: Playbooks, tmp_path: pathlib.Path) -> None:
    file = tmp_path / "some.yml"
    complete: dict[str, t.Any] = {"dest": str(file), "names": ["web *", "Databases"], "complete": True}
    ran = playbook(
        task("export", EXPORT, **complete),
        task("apply", "veeam_jobs", src=[str(file)]),
        task("text", EXPORT, names=["Web servers"], types=["vspherebackup"]),
    )
    assert ran.changed == {"export": True, "apply": False, "text": False}
    jobs = yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"]
    assert [job["name"] for job in jobs] == ["Databases", "Web servers"]
    assert "storageData" in jobs[0]["settings"]["storage"]["advancedSettings"]
    short = yaml.safe_load(ran["text"]["content"])["jobs"]
    assert [job["name"] for job in short] == ["Web servers"]
    assert len(yaml.safe_dump(short)) < len(yaml.safe_dump(jobs[1])) / 2


def test_a_name_with_a_mistake_writes_nothing_and_a_bracket_is_a_bracket(
    playbook: Playbooks, tmp_path: pathlib.Path
) -> None:
    file = tmp_path / "keep.yml"
    bracket = {"name": "[AB01]:Web_1", "clone_from": "Web servers"}
    tasks = [
        task("first", EXPORT, dest=str(file), names=["Web servers"]),
        failing("typo", EXPORT, dest=str(file), names=["Web server", "D*"]),
        task("create", "veeam_jobs", jobs=[bracket]),
        task("bracket", EXPORT, names=["[ab01]:Web_?", "nothing*"]),
    ]
    ran = playbook.run([{"tasks": tasks}])
    assert 'no job "Web server" on the server. Did you mean "Web servers"' in ran["typo"]["msg"]
    assert yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"][0]["name"] == "Web servers"
    assert [job["name"] for job in ran["bracket"]["jobs"]] == ["[AB01]:Web_1"]
    assert "nothing*" in str(ran["bracket"]["warnings"])


def test_files_of_gone_jobs_are_reported_and_removed_on_request_and_own_files_are_left_alone(
    playbook: Playbooks, tmp_path: pathlib.Path
) -> None:
    folder = tmp_path / "jobs"
    playbook(task("export", EXPORT, dest=str(folder)))
    own = folder / "mine.yml"
    own.write_text("name: Mine\n", encoding="utf-8")
    ran = playbook(
        task("delete", "veeam_job", name="Web servers", state="absent"),
        task("report", EXPORT, dest=str(folder)),
        task("some", EXPORT, dest=str(folder), names=["Databases"], remove_stale=False),
        task("remove", EXPORT, dest=str(folder), remove_stale=True),
        task("remove again", EXPORT, dest=str(folder), remove_stale=True),
    )
    gone = str(folder / "web-servers.yml")
    assert [ran[name]["stale"] for name in ("report", "some", "remove", "remove again")] == [[gone]] * 3 + [[]]
    assert ran.changed == {"delete": True, "report": False, "some": False, "remove": True, "remove again": False}
    assert not pathlib.Path(gone).exists()
    assert own.exists()
    (folder / "databases.yml").write_text("name: Databases\n", encoding="utf-8")
    refused = playbook(failing("foreign", EXPORT, dest=str(folder)))
    assert "databases.yml exists and was not written by this module" in refused["foreign"]["msg"]
