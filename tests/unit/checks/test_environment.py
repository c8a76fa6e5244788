# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
import sys

import pytest

from tests.checks import interpreters
from tests.checks.environment import for_tests, for_tools


@pytest.mark.parametrize("name", ["VEEAM_HOST", "VEEAM_PASSWORD", "ANSIBLE_CONFIG", "PYTHONPATH", "PYENV_VERSION"])
def test_nothing_of_the_user_reaches_a_check(name):
    assert name not in for_tools({name: "mine"})


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "REQUESTS_CA_BUNDLE"])
def test_tools_may_need_the_way_out_and_tests_do_not(name):
    assert for_tools({name: "mine"})[name] == "mine"
    assert name not in for_tests({name: "mine"})


def test_shims_are_left_out_of_the_search_path():
    path = for_tools({"PATH": os.pathsep.join(["/home/someone/.pyenv/shims", "/usr/bin"])})["PATH"].split(os.pathsep)

    assert path[0] == os.path.join(sys.prefix, "bin")
    assert path[-1] == "/usr/bin"
    assert not [folder for folder in path if folder.endswith("shims")]


def test_only_interpreters_that_work_are_found(tmp_path, monkeypatch):
    folders = {"broken": "exit 127", "3.12": "echo 3.12", "shims": "echo 3.14"}
    for folder, script in folders.items():
        (tmp_path / folder).mkdir()
        for version in ("3.12", "3.14"):
            shim = tmp_path / folder / f"python{version}"
            shim.write_text(f"#!/bin/sh\n{script}\n")
            shim.chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join(str(tmp_path / folder) for folder in folders))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "none"))

    assert interpreters.find() == {"3.12": tmp_path / "3.12" / "python3.12"}
