# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pathlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput, VeeamError
from ansible_collections.backupops.veeam.plugins.module_utils._files import output as _output
from ansible_collections.backupops.veeam.plugins.module_utils._job_files import writing


def test_a_file_is_called_after_its_job() -> None:
    jobs = [("1", "Shop Servers (DMZ) #1"), ("2", "_büro/äußen "), ("3", "Сервер"), ("4", "..."), ("5", "x" * 300)]
    assert writing.file_names(jobs) == {
        "1": "shop-servers-dmz-1.yml",
        "2": "buro-außen.yml",
        "3": "сервер.yml",
        "4": "job.yml",
        "5": f"{'x' * 60}.yml",
    }


def test_names_that_would_be_one_file_are_told_apart_whatever_the_order() -> None:
    jobs = [("1", "Web servers"), ("2", "web-servers"), ("3", "Same"), ("4", "Same"), ("5", "Other")]
    names = writing.file_names(jobs)
    assert len(set(names.values())) == 5
    assert names["5"] == "other.yml"
    assert names["1"].startswith("web-servers-")
    assert writing.file_names(reversed(jobs)) == names


@given(st.dictionaries(st.uuids().map(str), st.text(min_size=1)))
def test_every_job_has_a_file_of_its_own_that_every_system_takes(jobs: dict[str, str]) -> None:
    names = writing.file_names(jobs.items())
    assert len({name.lower() for name in names.values()}) == len(jobs)
    for name in names.values():
        assert len(name.encode()) < 256
        assert not name.startswith((".", "_"))
        assert "/" not in name


def test_only_own_files_are_written_and_removed(tmp_path: pathlib.Path) -> None:
    folder = tmp_path / "jobs"
    changes = writing.directory(str(folder), {"a.yml": {"name": "a"}, "b.yml": {"name": "b"}})
    writing.carry_out(changes)
    assert (folder / "a.yml").read_text(encoding="utf-8") == f"{writing.HEADER}name: a\n"
    assert not any(change.changed for change in writing.directory(str(folder), {"a.yml": {"name": "a"}}))
    (folder / "mine.yml").write_text("name: mine\n", encoding="utf-8")
    (folder / "notes.txt").write_text(writing.HEADER, encoding="utf-8")
    stale = writing.stale_files(str(folder), ["a.yml"])
    assert [change.path.name for change in stale] == ["b.yml"]
    writing.carry_out(stale)
    assert sorted(path.name for path in folder.iterdir()) == ["a.yml", "mine.yml", "notes.txt"]
    with pytest.raises(InvalidInput, match="was not written by this module"):
        writing.directory(str(folder), {"mine.yml": {"name": "mine"}})


def test_a_file_keeps_its_mode_and_nothing_is_left_over_when_it_cannot_be_written(tmp_path: pathlib.Path) -> None:
    file = tmp_path / "jobs.yml"
    _output.write(str(file), "a")
    assert file.stat().st_mode & 0o111 == 0
    file.chmod(0o600)
    _output.write(str(file), "b")
    assert file.stat().st_mode & 0o777 == 0o600
    (tmp_path / "folder.yml").mkdir()
    with pytest.raises(VeeamError, match=r"folder\.yml cannot be"):
        writing.carry_out([writing.FileChange(tmp_path / "folder.yml", None, "a")])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.yml", "jobs.yml"]


def test_what_dest_means(tmp_path: pathlib.Path) -> None:
    (tmp_path / "odd.yml").mkdir()
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert writing.is_file("all.YAML")
    assert not writing.is_file("jobs")
    assert not writing.is_file(str(tmp_path / "odd.yml"))
    with pytest.raises(InvalidInput, match="is a file and no directory"):
        writing.directory(str(tmp_path / "file"), {})
