# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the modules write: whole files or nothing, and never over what is no file, or is somebody else's."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import socket
import stat
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets import plan_file
from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput, VeeamError
from ansible_collections.backupops.veeam.plugins.module_utils._files import output as _output
from ansible_collections.backupops.veeam.plugins.module_utils._job_files import writing
from tests.unit.reports.examples import a_report

PLAN = {"format": "backupops.veeam plan 2", "jobs": []}


def no_files(folder: pathlib.Path) -> dict[str, pathlib.Path]:
    """One of everything that is no regular file."""
    made = {name: folder / f"{name}.yml" for name in ("fifo", "directory", "socket", "link", "dangling", "device")}
    os.mkfifo(made["fifo"])
    made["directory"].mkdir()
    made["link"].symlink_to(made["fifo"])
    made["dangling"].symlink_to(folder / "nowhere")
    with socket.socket(socket.AF_UNIX) as bound, contextlib.chdir(folder):
        bound.bind(made["socket"].name)
    try:
        # The device that swallows everything; only root may make one.
        os.mknod(made["device"], stat.S_IFCHR | 0o600, os.makedev(1, 3))
    except PermissionError:
        del made["device"]
    return made


WRITERS: dict[str, t.Callable[[pathlib.Path], None]] = {
    "plan": lambda path: plan_file.write(str(path), PLAN),
    "report": a_report,
    "export to a file": lambda path: writing.carry_out(writing.one_file(str(path), [])),
    "export to a directory": lambda path: writing.carry_out(writing.directory(str(path.parent), {path.name: {}})),
}


@pytest.mark.parametrize("writer", WRITERS)
def test_nothing_but_a_file_is_ever_replaced(tmp_path: pathlib.Path, writer: str) -> None:
    for name, path in no_files(tmp_path).items():
        before = path.lstat()
        with pytest.raises(VeeamError, match=rf"{name}\.yml cannot be written: it is a "):
            WRITERS[writer](path)
        after = path.lstat()
        assert (after.st_ino, after.st_mode) == (before.st_ino, before.st_mode), name
    assert not list(tmp_path.glob(".backupops-*"))


@pytest.mark.parametrize("writer", WRITERS)
def test_a_link_stays_and_what_it_leads_to_is_written(tmp_path: pathlib.Path, writer: str) -> None:
    (tmp_path / "deep").mkdir()
    file = tmp_path / "deep" / "file.yml"
    file.write_text("", encoding="utf-8")
    if "export" in writer:
        file.write_text(writing.HEADER, encoding="utf-8")
    link = tmp_path / "link.yml"
    link.symlink_to(file)
    WRITERS[writer](link)
    assert link.is_symlink()
    assert len(file.read_text(encoding="utf-8")) > 20


def test_a_disk_that_is_full_leaves_the_old_file(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    _output.write(str(file), "old")

    def full(*dummy: t.Any) -> t.NoReturn:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(VeeamError, match="No space left on device"):
        _output.write(str(file), "new")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert file.read_text(encoding="utf-8") == "old"


def test_what_a_task_reads_or_writes_already_is_refused(tmp_path: pathlib.Path) -> None:
    jobs = tmp_path / "jobs"
    jobs.mkdir()
    (tmp_path / "alias").symlink_to(jobs)
    outputs = [
        ("plan_dest", str(jobs / "plan.json")),
        ("reports", str(tmp_path / "alias" / "plan.json")),
        ("reports", str(jobs / "drift.md")),
    ]
    with pytest.raises(InvalidInput) as caught:
        _output.check_all(outputs, [str(tmp_path / "alias")])
    assert len(caught.value.problems) == 3
    assert "would be read as job file" in caught.value.message
    assert "is written for plan_dest already" in caught.value.message
    with pytest.raises(InvalidInput, match="would be read as job file"):
        _output.check_all([("plan_dest", str(tmp_path / "all.yml"))], [str(tmp_path / "all.yml")])
    _output.check_all([("plan_dest", str(tmp_path / "jobs-plan.json"))], [str(jobs)])


def test_half_a_character_of_a_server_is_written_as_json_spells_it(tmp_path: pathlib.Path) -> None:
    _output.write(str(tmp_path / "a.json"), json.dumps({"name": "a\ud800b"}, ensure_ascii=False))
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8")) == {"name": "a\ud800b"}
    assert writing.file_names([("1", "a\ud800b"), ("2", "a\ud801b")]).keys() == {"1", "2"}
