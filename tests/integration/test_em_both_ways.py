# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A tour over the modules that know Enterprise Manager, played in the controller and as modules: the same results."""

from __future__ import annotations

import json
import typing as t

from tests.integration.playbooks import failing, task

if t.TYPE_CHECKING:
    from tests.integration.both_ways import BothWays

DAILY = {"OptionsDaily": {"Enabled": True, "Kind": "WeekDays", "Time": "23:30"}}
SETTINGS = {"JobScheduleOptions": {"Standart": DAILY}}
SERVER = "vbr01.lab.local"
SET = [
    {"name": "Oracle Backup", "description": "Every night"},
    {"name": "SQL Backup HV", "description": "Not for now", "enabled": False},
]
QUICKLY = {"wait_interval": 0.1}


def test_every_module_does_the_same(both_em: BothWays) -> None:
    way = both_em(
        task("predict", "veeam_job", name="CRM Backup", settings=SETTINGS, keywords={"check_mode": True}),
        task("change", "veeam_job", name="CRM Backup", settings=SETTINGS),
        task("again", "veeam_job", name="CRM Backup", settings=SETTINGS),
        failing("odd", "veeam_job", name="CRM Backup", settings={"JobSchedule": {}}),
        task("find", "veeam_job_info", name="CRM Backup", query="jobs[].Name"),
        task("apply", "veeam_jobs", src=["jobs"], backup_server=SERVER, concurrency=1),
        task("drift", "veeam_jobs_drift", src=["jobs"], backup_server=SERVER),
        task("validate", "veeam_jobs_validate", src=["jobs"], api="em"),
        failing("export", "veeam_jobs_export", dest="exported", names=["CRM Backup"]),
        task("start", "veeam_job_state", name="CRM Backup", state="started", **QUICKLY),
        task("quick", "veeam_quick_backup", name="oracle01", backup_server=SERVER, **QUICKLY),
        task("backups", "veeam_backup_info", name="Oracle Backup"),
        task("sessions", "veeam_session_info", job="CRM Backup", limit=1),
        task("log on", "veeam_token", keywords={"register": "logon", "no_log": True}),
        task("use", "veeam_job_info", name="CRM Backup", token="{{ logon.token }}", keywords={"no_log": True}),
        task("log off", "veeam_token", state="absent", token="{{ logon.token }}"),
        failing("no logon", "veeam_job_info", password="S3CRET-1", name="S3CRET-1"),
        files={"jobs/set.json": json.dumps({"jobs": SET})},
    )
    assert way.outcome.changed["change"]
    assert not way.outcome.changed["again"]
    assert {each["name"] for each in way.results if each["status"] == "failed"} == {"odd", "export", "no logon"}
