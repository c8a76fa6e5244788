# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One file of tasks, every revision of the API, the same result; in make test the oldest and the newest."""

from __future__ import annotations

import pathlib
import typing as t

from tests.breadth import ends
from tests.integration.playbooks import Outcome, Playbooks, task
from tests.simulator.launch import Running
from tests.simulator.options import REVISIONS

VCENTER = "vcenter01.lab.local"
SETTINGS: dict[str, t.Any] = {
    "virtualMachines": {"includes": [f"{VCENTER}/HQ/app01", {"name": "Gold", "type": "Tag", "hostName": VCENTER}]},
    "storage": {
        "backupRepository": "Scale-out 01",
        "retentionPolicy": {"type": "Days", "quantity": 14},
        "advancedSettings": {
            "backupModeType": "Incremental",
            "syntheticFulls": {"isEnabled": True, "weekly": {"isEnabled": True, "days": ["Friday", "monday"]}},
            "activeFulls": {"isEnabled": False, "monthly": {"isEnabled": True, "dayOfMonth": 3}},
            "fullBackupMaintenance": {"removeData": {"isEnabled": True, "afterDays": 30}},
            "storageData": {"storageOptimization": "4MB", "compressionLevel": "Optimal"},
        },
    },
    "guestProcessing": {
        "appAwareProcessing": {
            "isEnabled": True,
            "appSettings": [
                {"vmObject": f"{VCENTER}/app01", "vss": "IgnoreFailures", "sql": {"logsProcessing": "NeverTruncate"}}
            ],
        },
        "guestCredentials": {
            "useAgentManagementCredentials": False,
            "credentials": {"username": "LAB\\svc-backup", "description": "SQL servers"},
        },
    },
    "schedule": {
        "runAutomatically": True,
        "daily": {"isEnabled": True, "localTime": "4:00", "dailyKind": "SelectedDays", "days": ["Friday", "Sunday"]},
        "backupWindow": {"isEnabled": True, "backupWindow": {"allowed": ["Mon-Fri 22:00-06:00"]}},
    },
}
CHANGE = {
    "storage": {"advancedSettings": {"storageData": {"storageOptimization": "512KB"}}},
    "schedule": {"daily": {"days": ["Saturday"]}},
}
TASKS = (
    task("create", "veeam_job", name="New", type="VSphereBackup", settings=SETTINGS),
    task("again", "veeam_job", name="New", type="VSphereBackup", settings=SETTINGS),
    task("change", "veeam_job", name="New", settings=CHANGE, enabled=False),
    task("rename", "veeam_job", name="Newer", previous_name="New"),
    task("run", "veeam_job_state", name="Web servers", state="started"),
    task("quick", "veeam_quick_backup", name="web01"),
    task("jobs", "veeam_job_info", type="VSphereBackup", query="jobs[].{name: name, type: type, off: isDisabled}"),
    task("backups", "veeam_backup_info", job="Web servers", query="backups[].{name: name, platform: platformName}"),
    task("delete", "veeam_job", name="Newer", state="absent"),
)


def wanted_of(job: t.Any, wanted: t.Any) -> t.Any:
    """What ``job`` has where ``wanted`` has something, without what only names stand for."""
    if isinstance(wanted, dict) and isinstance(job, dict):
        return {name: wanted_of(job[name], item) for name, item in wanted.items() if name in job}
    return job if not isinstance(job, (dict, list)) else None


def summary(ran: Outcome) -> dict[str, t.Any]:
    """What somebody who reads the results would compare."""
    return {
        "changed": ran.changed,
        "diffs": {name: ran[name]["diff"] for name in ("create", "again", "change", "rename", "delete")},
        "changes": {name: ran[name]["changes"] for name in ("create", "change", "rename")},
        "settings": wanted_of(ran["create"]["job"], SETTINGS),
        "session": ran["run"]["jobs"][0]["session"]["result"],
        "point": {name: ran["quick"]["restore_point"][name] for name in ("name", "type")},
        "queries": [ran[name]["query_result"] for name in ("jobs", "backups")],
    }


def test_the_same_tasks_have_the_same_result_on_every_revision(
    simulators: t.Callable[[str], Running], tmp_path: pathlib.Path
) -> None:
    results = {}
    for revision in ends(REVISIONS):
        simulator = simulators(revision)
        simulator.reset()
        folder = tmp_path / revision
        folder.mkdir()
        ran = Playbooks(simulator, folder)(*TASKS)
        assert {ran[name]["api_version"] for name in ("create", "change", "delete")} == {revision}
        results[revision] = summary(ran)
    newest = results[REVISIONS[-1]]
    assert len(results) > 1
    assert newest["changed"]["change"]
    for revision, result in results.items():
        assert result == newest, revision
