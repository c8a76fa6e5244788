# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names of the simulated estate, settings of its jobs, and what tests ask of both."""

from __future__ import annotations

import re
import typing as t

from ansible_collections.backupops.veeam.plugins.module_utils._em.product import EmProduct
from ansible_collections.backupops.veeam.plugins.module_utils._model import Job, Started, StartOptions
from tests.simulator.launch import Running

ORACLE = "Oracle Backup"
VBR01 = "vbr01.lab.local"
# Whatever is special in a query or an address.
ODD = 'Exchange "prod"; (EU), Köln & 50%'

GUID_OR_TASK = re.compile(r"[0-9a-f-]{36}|task-\d+")
# As a person may write them.
SETTINGS: dict[str, t.Any] = {
    "ScheduleConfigured": "yes",
    "JobScheduleOptions": {"Standart": {"OptionsDaily": {"Enabled": True, "Kind": "everyday", "Time": "22:05"}}},
    "JobInfo": {"BackupJobInfo": {"SimpleRetentionPolicy": {"RetainLimitType": "days", "RetainDaysToKeep": "14"}}},
}


def job_of(product: EmProduct, name: str = ORACLE) -> Job:
    found = product.jobs.reader.find(name)
    assert found is not None
    return found


def start(product: EmProduct, job: Job) -> Started:
    return product.control.start(job, StartOptions(), before=product.control.last(job))


def posts(simulator: Running, ending: str) -> int:
    """How often something was asked for by POST."""
    targets = (f"{e['path']}?{'='.join(e['query'][0])}" if e["query"] else e["path"] for e in of(simulator, "POST"))
    return sum(1 for target in targets if target.endswith(ending))


def of(simulator: Running, method: str) -> list[dict[str, t.Any]]:
    return [entry for entry in simulator.requests() if entry["method"] == method]


def standard(**blocks: t.Any) -> dict[str, t.Any]:
    return {"JobScheduleOptions": {"Standart": blocks}}


def backup_info(**parts: t.Any) -> dict[str, t.Any]:
    return {"JobInfo": {"BackupJobInfo": parts}}


def includes(*entries: t.Any) -> dict[str, t.Any]:
    named = [{"Name": entry} if isinstance(entry, str) else entry for entry in entries]
    return backup_info(Includes={"ObjectInJobs": named})


def names(found: t.Iterable[t.Any]) -> list[str]:
    return [each.name if hasattr(each, "name") else each["Name"] for each in found]
