# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An action plugin is there whatever is missing: importing it fails for nobody."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys

import pytest

from ansible_collections.backupops.veeam.plugins.plugin_utils._action import load
from tests.checks.places import COLLECTIONS, ROOT

PLUGINS = sorted(path.stem for path in (ROOT / "plugins" / "action").glob("*.py"))
SHOWN = """
from ansible_collections.backupops.veeam.plugins.action.veeam_job import ActionModule
loaded = ActionModule.loaded
print(loaded.trouble or loaded.module.missing_library({}).name)
"""


def shown(requests: str, folder: pathlib.Path) -> str:
    """What the plugin of ``veeam_job`` says is in the way when the library ``requests`` is this code."""
    (folder / "requests.py").write_text(requests, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), str(COLLECTIONS)])}
    command = [sys.executable, "-c", SHOWN]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_every_module_has_an_action_plugin_and_its_code() -> None:
    assert sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("*.py")) == PLUGINS
    for name in PLUGINS:
        loaded = load(name)
        assert loaded.trouble == ""
        assert callable(loaded.run)
        assert loaded.module.options.arguments


@pytest.mark.parametrize(
    ("requests", "trouble"),
    [
        ("raise ImportError('there is none')", "requests"),
        ("raise AttributeError('half of it')", "the code cannot be imported here (AttributeError: half of it)"),
    ],
)
def test_a_library_that_cannot_be_imported_is_a_reason(tmp_path: pathlib.Path, requests: str, trouble: str) -> None:
    assert shown(requests, tmp_path) == trouble


def test_importing_reads_and_sends_nothing(tmp_path: pathlib.Path) -> None:
    """Neither a file that is not code, nor the network: that is the task's."""
    watched = """
import os, sys
from ansible_collections.backupops.veeam.plugins.plugin_utils import _action
seen = []
def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        seen.append((event, arguments))
    code = (".py", ".so")
    if event == "open" and not any(each in str(arguments[0]) for each in code) and not os.path.isdir(arguments[0]):
        seen.append((event, arguments[0]))
sys.addaudithook(watch)
loaded = _action.load("veeam_job")
print(seen, loaded.trouble)
"""
    environment = {**os.environ, "PYTHONPATH": str(COLLECTIONS), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", watched]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
