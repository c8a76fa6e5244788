# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task in the controller finds around it what a module would find, and leaves nothing of it behind."""

from __future__ import annotations

import os
import pathlib

import pytest

from ansible_collections.backupops.veeam.plugins.plugin_utils._surroundings import surroundings


def test_the_environment_of_the_task_counts_and_is_gone_afterwards(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VEEAM_HOST", "outer")
    monkeypatch.delenv("VEEAM_PORT", raising=False)
    before = dict(os.environ)
    with surroundings({"VEEAM_HOST": "inner", "VEEAM_PORT": 9419}, str(tmp_path)):
        assert (os.environ["VEEAM_HOST"], os.environ["VEEAM_PORT"]) == ("inner", "9419")
        os.environ["LEFT_BEHIND"] = "yes"
    assert dict(os.environ) == before


def test_relative_paths_count_from_the_folder_and_not_from_where_the_task_before_went(tmp_path: pathlib.Path) -> None:
    before = pathlib.Path.cwd()
    (tmp_path / "below").mkdir()
    for dummy in range(2):
        with surroundings({}, str(tmp_path)):
            assert pathlib.Path.cwd() == tmp_path
            os.chdir("below")
        assert pathlib.Path.cwd() == before


def test_nothing_is_left_after_an_error(tmp_path: pathlib.Path) -> None:
    before, variables = pathlib.Path.cwd(), dict(os.environ)
    with pytest.raises(KeyboardInterrupt), surroundings({"VEEAM_HOST": "inner"}, str(tmp_path)):
        raise KeyboardInterrupt
    assert (pathlib.Path.cwd(), dict(os.environ)) == (before, variables)


def test_a_folder_that_is_gone_changes_nothing(tmp_path: pathlib.Path) -> None:
    variables = dict(os.environ)
    with pytest.raises(FileNotFoundError), surroundings({"VEEAM_HOST": "inner"}, str(tmp_path / "gone")):
        raise AssertionError("never reached")
    assert dict(os.environ) == variables
