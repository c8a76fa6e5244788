# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks that every kind of trouble is tried with: each module with options that use much of it."""

from __future__ import annotations

import typing as t

Options = dict[str, t.Any]

WAIT: t.Final[Options] = {"wait_timeout": 60, "wait_interval": 1}
NEW_SETTINGS: t.Final[Options] = {
    "virtualMachines": {"includes": ["vcenter01.lab.local/app01"]},
    "storage": {
        "backupRepository": "Main",
        "backupProxies": {"autoSelectEnabled": True},
        "retentionPolicy": {"type": "Days", "quantity": 7},
    },
    "schedule": {
        "runAutomatically": True,
        "daily": {"isEnabled": True, "localTime": "22:00", "dailyKind": "Everyday"},
    },
}
RETENTION: t.Final[Options] = {"storage": {"retentionPolicy": {"type": "Days", "quantity": 31}}}
EM_SCHEDULE: t.Final[Options] = {
    "JobScheduleOptions": {"Standart": {"OptionsDaily": {"Enabled": True, "Kind": "WeekDays"}}}
}


class Scenario(t.NamedTuple):
    """A task. ``user``: what the simulator is told about the person it belongs to."""

    api: str
    module: str
    options: Options

    def __str__(self) -> str:
        return f"{self.api} {self.module} {self.options.get('state') or self.options.get('name') or ''}".rstrip()


VBR: t.Final[tuple[tuple[str, Options], ...]] = (
    ("veeam_job", {"name": "New", "type": "VSphereBackup", "enabled": False, "settings": NEW_SETTINGS}),
    ("veeam_job", {"name": "Web servers", "settings": RETENTION}),
    ("veeam_job", {"name": "Web servers", "state": "absent"}),
    ("veeam_job", {"name": "Copy", "clone_from": "Web servers"}),
    ("veeam_jobs", {"jobs": [{"name": "New", "type": "VSphereBackup", "settings": NEW_SETTINGS}]}),
    ("veeam_jobs", {"jobs": [{"name": "Web servers", "settings": RETENTION}], "managed_by": "git", "prune": "report"}),
    *(("veeam_job_state", {"name": "Web servers", "state": state, **WAIT}) for state in ("started", "stopped")),
    *(("veeam_job_state", {"name": "Web servers", "state": state, **WAIT}) for state in ("retried", "disabled")),
    ("veeam_quick_backup", {"name": "web01", **WAIT}),
    ("veeam_job_info", {}),
    ("veeam_job_info", {"gather": ["states"]}),
    ("veeam_session_info", {"limit": 3, "logs": True, "task_sessions": True}),
    ("veeam_backup_info", {"objects": True, "restore_points": True, "files": True, "limit": 2}),
    ("veeam_jobs_export", {}),
    ("veeam_jobs_drift", {"jobs": [{"name": "Web servers", "settings": RETENTION}]}),
    ("veeam_token", {}),
)
EM: t.Final[tuple[tuple[str, Options], ...]] = (
    ("veeam_job", {"name": "CRM Backup", "description": "changed", "settings": EM_SCHEDULE}),
    ("veeam_job", {"name": "CRM Backup", "enabled": False}),
    ("veeam_job", {"name": "CRM Backup", "state": "absent"}),
    ("veeam_job", {"name": "Copy", "clone_from": "CRM Backup", "settings": {}}),
    ("veeam_job_state", {"name": "CRM Backup", "state": "started", **WAIT}),
    ("veeam_job_state", {"name": "CRM Backup", "state": "disabled", **WAIT}),
    ("veeam_quick_backup", {"name": "web01", "backup_server": "vbr01.lab.local", **WAIT}),
    ("veeam_job_info", {}),
    ("veeam_job_info", {"gather": ["states"]}),
    ("veeam_session_info", {"limit": 3, "task_sessions": True}),
    ("veeam_backup_info", {"objects": True, "restore_points": True, "files": True}),
    ("veeam_token", {}),
)


def scenarios() -> list[Scenario]:
    """Every task, those of both APIs in turn."""
    return [Scenario("vbr", *entry) for entry in VBR] + [Scenario("em", *entry) for entry in EM]
