# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A release leaves only with a tag, a version and a changelog that agree."""

from __future__ import annotations

import pathlib

import pytest

from tests.checks.version import complaints


@pytest.fixture
def root(tmp_path: pathlib.Path) -> pathlib.Path:
    (tmp_path / "changelogs" / "fragments").mkdir(parents=True)
    (tmp_path / "galaxy.yml").write_text("version: 1.2.0\n")
    (tmp_path / "changelogs" / "changelog.yaml").write_text("releases:\n  1.2.0: {}\n")
    return tmp_path


def test_files_of_the_release_are_fine(root: pathlib.Path) -> None:
    assert list(complaints("1.2.0", root)) == []


def test_another_tag_is_refused(root: pathlib.Path) -> None:
    version, changelog = complaints("1.3.0", root)
    assert version == "The tag is 1.3.0, galaxy.yml says 1.2.0."
    assert "no release 1.3.0" in changelog


def test_fragments_that_are_left_are_named(root: pathlib.Path) -> None:
    (root / "changelogs" / "fragments" / "waiting.yml").write_text("---\n")
    assert list(complaints("1.2.0", root)) == ["Not in the changelog yet: waiting.yml."]
