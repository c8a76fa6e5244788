# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which files make up a tree: each real folder once, and none is left out without a word."""

from __future__ import annotations

import contextlib
import os
import pathlib
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._job_files.loading import Sources, survey
from tests.unit.job_files.trees import loaded, problems_of


@pytest.mark.parametrize(
    ("src", "said"),
    [
        ("", "src: is empty; name a directory or a file"),
        (" ", "src: is empty; name a directory or a file"),
        ("a\0b", "a\0b: cannot be read: no path has the character NUL"),
        ("~nobody-of-that-name/jobs", "there is no such user, whose home folder it begins with"),
        ("x" * 5_000, "cannot be read: File name too long"),
    ],
)
def test_odd_paths_are_errors(src: str, said: str) -> None:
    (problem,) = problems_of(src)
    assert said in problem
    assert len(problem) < 200


def test_each_real_folder_is_read_once(tmp_path: pathlib.Path) -> None:
    tree, outside = tmp_path / "tree", tmp_path / "outside"
    (tree / "b").mkdir(parents=True)
    outside.mkdir()
    (tree / "b" / "b.yml").write_text("name: B", encoding="utf-8")
    (outside / "o.yml").write_text("name: O", encoding="utf-8")
    # Each of twenty levels has two links to the next: a million ways to the last.
    for level in range(20):
        (outside / str(level)).mkdir()
        for link in "xy":
            (outside / str(level) / link).symlink_to(outside / str(level + 1), target_is_directory=True)
    (outside / "20").mkdir()
    (tree / "a").symlink_to(tree / "b", target_is_directory=True)
    (tree / "c").symlink_to(outside, target_is_directory=True)
    (tree / "d").symlink_to(outside, target_is_directory=True)
    found = survey(Sources(src=(str(tree),)))
    assert found.problems == []
    assert [str(entry.place) for entry in found.jobs] == [f"{tree}/b/b.yml:1", f"{tree}/c/o.yml:1"]


@contextlib.contextmanager
def as_another_user() -> t.Iterator[None]:
    """For root, whom no mode keeps out; anybody else stays who they are."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.mark.parametrize("python", ["this one", "3.14"])
def test_a_folder_that_may_be_listed_and_not_entered_is_not_empty(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, python: str
) -> None:
    for folder in (*reversed(tmp_path.parents[:3]), tmp_path):
        folder.chmod(folder.stat().st_mode | 0o055)
    tree = tmp_path / "tree"
    (tree / "below").mkdir(parents=True)
    (tree / "below" / "a.yml").write_text("name: A", encoding="utf-8")
    if python == "3.14":
        # Since then it takes every OSError for "no".
        monkeypatch.setattr(pathlib.Path, "is_dir", lambda dummy_self: False)
    tree.chmod(0o444)
    try:
        with as_another_user():
            problems = problems_of(str(tree))
    finally:
        tree.chmod(0o755)
    assert problems == [f"{tree}/below: cannot be read: Permission denied"]


def test_links_that_lead_upwards_end(tree, tmp_path):
    tree({"jobs/a.yml": "name: A\n"})
    (tmp_path / "jobs" / "again").symlink_to(tmp_path / "jobs", target_is_directory=True)
    assert list(loaded("jobs")) == ["A"]
