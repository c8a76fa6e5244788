# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a process imports once, tasks that are forked from it do not import again."""

from __future__ import annotations

import json
import subprocess
import sys
import typing as t

import pytest

from tests.checks.places import COLLECTIONS, ROOT

COLLECTION: t.Final = "ansible_collections.backupops.veeam.plugins."
# Loads the action plugin of a module, plays tasks, and prints what was imported for them.
PROGRAM: t.Final = """
import importlib, json, sys
from tests.sweep.playing import play
from tests.sweep.site import Site
name, tasks = json.loads(sys.argv[1])
importlib.import_module(f"ansible_collections.backupops.veeam.plugins.action.{name}")
before = set(sys.modules)
site = Site("vbr")
for options in tasks:
    played = play(site, name, **options)
    assert not played.failed, played.message
print(json.dumps(sorted(set(sys.modules) - before)))
"""
MACHINES: t.Final = {"includes": ["vcenter01.lab.local/app01"]}
STORAGE: t.Final = {"backupRepository": "Main", "retentionPolicy": {"type": "Days", "quantity": 7}}
SETTINGS: t.Final = {"virtualMachines": MACHINES, "storage": STORAGE}
NEW: t.Final = {"name": "New", "type": "VSphereBackup", "settings": SETTINGS}
CHANGED: t.Final = {"name": "New", "settings": {"storage": {"retentionPolicy": {"type": "Days", "quantity": 9}}}}
POLICY: t.Final = {"name": "kept", "assert": "facts.retention_days >= `7`", "message": "Keep a week."}
NO_SERVER: t.Final = dict.fromkeys(("api", "host", "username", "password", "validate_certs", "retries"))
TASKS: t.Final[dict[str, list[dict[str, t.Any]]]] = {
    "veeam_job": [NEW, NEW, CHANGED, {"name": "New", "state": "absent"}],
    "veeam_jobs": [{"jobs": [NEW]}, {"jobs": [{**NEW, **CHANGED}]}, {"jobs": [], "allow_empty": True}],
    "veeam_job_state": [{"name": "Web servers", "state": state} for state in ("started", "disabled", "enabled")],
    "veeam_job_info": [{}],
    "veeam_session_info": [{}],
    "veeam_backup_info": [{}],
    "veeam_token": [{"state": "present"}],
    "veeam_quick_backup": [{"name": "app01", "host_name": "vcenter01.lab.local"}],
    "veeam_jobs_drift": [{"jobs": [NEW, {**CHANGED, "name": "Web servers"}], "fail_on": "none"}],
    "veeam_jobs_validate": [{"jobs": [NEW], "policies": [POLICY], **NO_SERVER}],
}


@pytest.mark.parametrize("name", TASKS)
def test_tasks_import_nothing_more_of_the_collection(name: str) -> None:
    command = [sys.executable, "-c", PROGRAM, json.dumps([name, TASKS[name]])]
    done = subprocess.run(
        command, cwd=ROOT, env={"PYTHONPATH": str(COLLECTIONS)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    late = {module.removeprefix(COLLECTION) for module in json.loads(done.stdout) if module.startswith(COLLECTION)}
    # What makes a module of it is not there in the controller; few tasks have policies or mistakes.
    module = {"modules", f"modules.{name}", "module_utils._module.run"}
    seldom = {"module_utils._expressions.bounded_query", "module_utils._vbr.settings.console_words"}
    assert late - module - seldom == set()
