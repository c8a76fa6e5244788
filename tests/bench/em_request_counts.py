# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which requests every operation sends to Enterprise Manager, exactly. The integration tests assert it.

A task of the simulator takes two looks until it is finished; a real one takes as many as its time needs.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from tests.bench import em_waiting
from tests.bench.playing import play
from tests.bench.report import Section, Table
from tests.simulator.launch import launch

LOG_ON, LOG_OFF = "POST sessionMngr", "DELETE logonSessions/{id}"
# A name may be that of a job of any of the three families.
FIND = ("GET query Job", "GET query AgentBackupJob", "GET query NasJob")
JOB = "GET jobs/{id}"
# An id of one family may be shown as one of another, so that all are asked before a job is called gone.
GONE = (JOB, "GET agents/jobs/{id}", "GET nas/jobs/{id}")
TASK = ("GET tasks/{id}", "GET tasks/{id}")
EDIT = (JOB, "PUT jobs/{id} edit", *TASK, JOB)
# Looked at twice before, because of a run that may have ordered the same flip and was killed.
FLIP = (JOB, JOB, "POST jobs/{id} toggleScheduleEnabled", *TASK, JOB)
SESSIONS = "GET query BackupJobSession"
START = (SESSIONS, "POST jobs/{id} start", *TASK, SESSIONS)
MACHINE = ("GET backupServers", "GET query HierarchyRoot", "GET lookup")


@dataclass(frozen=True)
class Operation:
    """A task, and the requests between its first and its last one, in order."""

    title: str
    module: str
    options: dict[str, t.Any]
    requests: tuple[str, ...]

    @property
    def expected(self) -> list[str]:
        """Every request of the task."""
        return [LOG_ON, *self.requests, LOG_OFF]


_ORACLE = "Oracle Backup"
_MACHINE = {"name": "oracle01", "backup_server": "vbr01.lab.local"}
_RETENTION = {"JobInfo": {"BackupJobInfo": {"SimpleRetentionPolicy": {"RetainCycles": 9}}}}
_OBJECTS = {"JobInfo": {"BackupJobInfo": {"Includes": {"ObjectInJobs": [{"Name": "oracle01"}, {"Name": "web01"}]}}}}

# In this order: some prepare the next one. There are two hierarchy roots on the backup server of the job.
OPERATIONS: t.Final = (
    Operation("`veeam_job` update", "veeam_job", {"name": _ORACLE, "settings": _RETENTION}, (*FIND, *EDIT)),
    Operation("`veeam_job` no-op", "veeam_job", {"name": _ORACLE, "settings": _RETENTION}, FIND),
    Operation(
        "`veeam_job` one more machine",
        "veeam_job",
        {"name": _ORACLE, "settings": _OBJECTS},
        (*FIND, "GET query HierarchyRoot", "GET lookup", "GET lookup", JOB, "POST jobs/{id}/includes", *TASK, JOB),
    ),
    Operation("`veeam_job` no-op, two machines", "veeam_job", {"name": _ORACLE, "settings": _OBJECTS}, FIND),
    Operation(
        "`veeam_job` clone",
        "veeam_job",
        {"name": "Budget", "clone_from": _ORACLE},
        (*FIND, *FIND, "GET query Backup", "POST jobs/{id} clone", *TASK, JOB, "PUT jobs/{id} edit", *TASK, JOB),
    ),
    Operation(
        "`veeam_job` delete",
        "veeam_job",
        {"name": "Budget", "state": "absent"},
        (*FIND, JOB, "DELETE jobs/{id}", *TASK, *GONE),
    ),
    Operation("`veeam_job` absent already", "veeam_job", {"name": "Budget", "state": "absent"}, FIND),
    Operation("`veeam_job` disable", "veeam_job", {"name": "Manual Backup", "enabled": False}, (*FIND, *FLIP, JOB)),
    Operation("`veeam_job_info` of all jobs", "veeam_job_info", {}, FIND),
    Operation("`veeam_job_info` of one type", "veeam_job_info", {"type": "Replica"}, ("GET query Job",)),
    Operation(
        "`veeam_job_info` state of one job",
        "veeam_job_info",
        {"gather": ["states"], "name": _ORACLE},
        (*FIND, SESSIONS),
    ),
    Operation("`veeam_backup_info` by name", "veeam_backup_info", {"name": _ORACLE}, ("GET query Backup",)),
    Operation(
        "`veeam_backup_info` with restore points and files",
        "veeam_backup_info",
        {"name": _ORACLE, "restore_points": True, "files": True},
        ("GET query Backup", "GET query RestorePoint", "GET query BackupFile"),
    ),
    Operation(
        "`veeam_job_state` start, not waited for",
        "veeam_job_state",
        {"name": _ORACLE, "state": "started", "wait": False},
        (*FIND, *START, SESSIONS),
    ),
    Operation(
        "`veeam_job_state` start, over at the first look",
        "veeam_job_state",
        {"name": "CRM Backup", "state": "started"},
        (*FIND, *START, "GET backupSessions/{id}", SESSIONS),
    ),
    Operation(
        "`veeam_job_state` stop, nothing runs",
        "veeam_job_state",
        {"name": _ORACLE, "state": "stopped"},
        (*FIND, SESSIONS, SESSIONS),
    ),
    Operation(
        "`veeam_job_state` disable",
        "veeam_job_state",
        {"name": _ORACLE, "state": "disabled"},
        (*FIND, *FLIP, JOB, SESSIONS),
    ),
    Operation(
        "`veeam_job_state` disabled already",
        "veeam_job_state",
        {"name": _ORACLE, "state": "disabled"},
        (*FIND, SESSIONS),
    ),
    Operation(
        "`veeam_quick_backup`, not waited for",
        "veeam_quick_backup",
        {**_MACHINE, "wait": False},
        (*MACHINE, "POST backupServers/{id} quickbackup", *TASK, "GET backupSessions/{id}"),
    ),
    Operation(
        "`veeam_quick_backup`, young enough already",
        "veeam_quick_backup",
        {**_MACHINE, "max_age": 3600},
        (*MACHINE, "GET query VmRestorePoint"),
    ),
    Operation(
        "`veeam_session_info` newest session of a job",
        "veeam_session_info",
        {"job": _ORACLE, "limit": 1},
        (*FIND, SESSIONS, "GET query ReplicaJobSession"),
    ),
)


def measure() -> Section:
    """The requests that were sent, against those that are to be sent."""
    # So that a run is over when its task is.
    with launch(em_port=0, session_seconds=0.3) as simulator:
        play([{"name": each.title, f"backupops.veeam.{each.module}": each.options} for each in OPERATIONS], simulator)
        seen = by_task(simulator.requests())
        waits = {interval: em_waiting.requests_per_minute(simulator, interval) for interval in em_waiting.EXPECTED}
    counts = [(each.title, len(sent), len(each.expected)) for each, sent in zip(OPERATIONS, seen, strict=True)]
    minutes = [
        (f"a wait with `wait_interval: {interval}`, each minute in the end", asked[-1], 60 / interval)
        for interval, asked in waits.items()
    ]
    tables = [Table(("task", "requests", "wanted"), [*counts, *minutes])]
    notes = "Logon and log-off included. A task of the simulator takes two looks until it is finished."
    return Section("Requests to Enterprise Manager", tables=tables, notes=notes)


def by_task(requests: t.Iterable[dict[str, t.Any]]) -> list[list[str]]:
    """What the simulator recorded, in short, for each task that logged on and off."""
    tasks: list[list[str]] = [[]]
    for entry in requests:
        tasks[-1].append(_short(entry))
        if tasks[-1][-1] == LOG_OFF:
            tasks.append([])
    return tasks[:-1]


def _short(entry: dict[str, t.Any]) -> str:
    """A request without what belongs to one object: ``PUT jobs/{id} edit``, ``GET query Job``."""
    parts = [part for part in entry["path"].split("/")[2:] if part]
    named = ["{id}" if part.count("-") == 4 or part.startswith("task-") else part for part in parts]
    query = dict(map(tuple, entry["query"]))
    what = query.get("action") or (query.get("type") if parts[0] == "query" else None)
    return " ".join(filter(None, [entry["method"], "/".join(named), what]))
