# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where a task runs."""

from __future__ import annotations

import dataclasses
import os
import pathlib
import sys
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.plugin_utils._choice import (
    Circumstances,
    Impossible,
    choose,
    same_python,
)

USUAL = Circumstances(
    wanted="auto", connection="local", become="", is_async=False, interpreter="auto_silent", unusable=""
)
OBSTACLES = {
    "the connection is ssh": {"connection": "ssh"},
    "become is on (sudo)": {"become": "sudo"},
    "async is on": {"is_async": True},
    "requests cannot be imported here": {"unusable": "requests cannot be imported here"},
}


def of(**changed: t.Any) -> Circumstances:
    return dataclasses.replace(USUAL, **changed)


@pytest.fixture(autouse=True)
def linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")


def test_a_task_runs_in_the_controller_where_it_would_run_anyway() -> None:
    assert choose(USUAL).in_controller
    assert choose(of(interpreter=sys.executable)).in_controller


@pytest.mark.parametrize("reason", OBSTACLES)
def test_what_only_a_module_can_do_is_done_by_one(reason: str) -> None:
    choice = choose(of(**OBSTACLES[reason]))
    assert (choice.in_controller, choice.reason) == (False, reason)


@pytest.mark.parametrize("reason", OBSTACLES)
def test_who_wants_the_controller_is_told_what_is_in_the_way(reason: str) -> None:
    with pytest.raises(Impossible) as caught:
        choose(of(**OBSTACLES[reason], wanted="controller"))
    assert str(caught.value) == f"The task cannot run in the controller, as veeam_run_in wants it to: {reason}."


def test_another_python_is_used_unless_the_controller_is_wanted() -> None:
    other = of(interpreter="/usr/bin/python9")
    assert not choose(other).in_controller
    assert "ansible_python_interpreter is /usr/bin/python9" in choose(other).reason
    assert choose(dataclasses.replace(other, wanted="controller")).in_controller


def test_on_macos_tasks_are_modules_unless_the_controller_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert "macOS" in choose(USUAL).reason
    assert not choose(USUAL).in_controller
    assert choose(of(wanted="controller")).in_controller


def test_the_user_may_want_a_module() -> None:
    assert choose(of(wanted="module")).reason == "veeam_run_in says so"
    assert not choose(of(wanted="module")).in_controller


def test_a_place_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Impossible, match='one of auto, controller, module, not "worker"'):
        choose(of(wanted="worker"))


def test_a_python_of_the_same_folder_that_is_the_same_file_is_the_same(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A virtual environment is another Python than the one it was made with, although their files are the same."""
    real = tmp_path / "usr" / "bin"
    venv = tmp_path / "venv" / "bin"
    for folder in (real, venv):
        folder.mkdir(parents=True)
    (real / "python3.11").touch()
    (real / "python3.12").touch()
    for link, target in (("python", "python3"), ("python3", str(real / "python3.11"))):
        os.symlink(target, venv / link)
    (tmp_path / "linked").symlink_to(venv)
    monkeypatch.setattr(sys, "executable", str(venv / "python3"))
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "venv"))
    assert all(same_python(str(path)) for path in (venv / "python", venv / "python3", tmp_path / "linked" / "python"))
    assert not any(same_python(str(path)) for path in (real / "python3.11", real / "python3.12", venv / "python4"))
    assert not same_python("/usr/bin/env python3")
    assert not same_python("python3")
