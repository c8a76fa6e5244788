# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the modules do can be imported by any process: it brings no AnsibleModule, and reads and sends nothing."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.checks.places import COLLECTIONS, ROOT

TASKS = "ansible_collections.backupops.veeam.plugins.module_utils._module.tasks"
MODULES = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("*.py"))

# The libraries are loaded before: what they read while they are imported is theirs.
LISTENING = """
import importlib, os, sys
import jmespath, requests, urllib3, yaml

class Environment(dict):
    def __getitem__(self, name):
        raise AssertionError(f"the environment was asked for {name}")
    get = __contains__ = __iter__ = __getitem__

HARMLESS = {"import", "compile", "exec", "marshal.loads", "os.listdir", "code.__new__"}

def listen(event, arguments):
    if event == "open":
        assert str(arguments[0]).endswith((".py", ".pyc", ".so")), f"{arguments[0]} was opened"
    else:
        assert event in HARMLESS or event.startswith(("sys.", "object.", "ctypes.")), f"{event}: {arguments}"

sys.dont_write_bytecode = True
os.environ = Environment()
sys.addaudithook(listen)
for name in sys.argv[1:]:
    module = importlib.import_module(name)
    assert module.execute is module.MODULE.execute
    assert not [name for name in sys.modules if name.split(".")[0] == "ansible"], name
    print(*module.MODULE.options.arguments)
"""
WITHOUT_REQUESTS = """
import importlib, sys
sys.modules["requests"] = None
for name in sys.argv[1:]:
    missing = importlib.import_module(name).MODULE.missing_library({})
    print(missing and missing.name)
"""


def lines(code: str) -> list[str]:
    """What ``code`` prints about each module, in a process that has imported nothing yet."""
    files = [f"{TASKS}.{module}" for module in MODULES]
    paths = os.pathsep.join([str(COLLECTIONS), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "-c", code, *files],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_every_module_has_its_file() -> None:
    folder = ROOT / "plugins" / "module_utils" / "_module" / "tasks"
    assert sorted(path.stem for path in folder.glob("*.py")) == MODULES


def test_importing_reads_and_sends_nothing_and_brings_no_ansible() -> None:
    options = [line.split() for line in lines(LISTENING)]
    assert len(options) == len(MODULES)
    assert all(options)


def test_a_missing_library_is_told_and_breaks_no_import() -> None:
    needed = ["None" if module == "veeam_jobs_validate" else "requests" for module in MODULES]
    assert lines(WITHOUT_REQUESTS) == needed
