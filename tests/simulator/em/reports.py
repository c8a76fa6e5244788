# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``/reports/summary/*``: figures for monitoring systems, counted from the estate."""

from __future__ import annotations

import datetime as dt
import typing as t

from tests.simulator.em.estate_model import JOB_KINDS, SESSION_KINDS, Item, Json, Run
from tests.simulator.em.exchange import Ask, Reply

_VIEW = "Workspace/ViewReport.aspx?definition={}&ShowParams=1"
_RECENT = dt.timedelta(days=1)


def overview(ask: Ask) -> Reply:
    """The infrastructure, and how the machines' last backups ended."""
    estate = ask.site.estate
    states = [_result(ask, item) for item in _newest_of_machines(ask)]
    figures = {
        "BackupServers": len(estate.all("BackupServer")),
        "ProxyServers": len(estate.all("BackupServer")),
        "RepositoryServers": len(estate.all("Repository")),
        "RunningJobs": len(_running(ask)),
        "ScheduledJobs": len(_scheduled(ask)),
        "SuccessfulVmLastestStates": states.count("Success"),
        "WarningVmLastestStates": states.count("Warning"),
        "FailedVmLastestStates": states.count("Failed"),
    }
    return Reply(200, "OverviewReportFrame", figures)


def vms_overview(ask: Ask) -> Reply:
    """How many machines are protected, and how large that is."""
    points = ask.site.estate.all("VmRestorePoint")
    machines = {point.facts["VmName"] for point in points}
    files = ask.site.estate.all("BackupFile")
    sizes = {
        full: sum(f.facts["BackupSize"] for f in files if (f.facts["FileType"] == "vbk") is full)
        for full in (True, False)
    }
    figures = {
        "ProtectedVms": len(machines),
        "BackedUpVms": len(machines),
        "ReplicatedVms": 0,
        "RestorePoints": len(points),
        "FullBackupPointsSize": sizes[True],
        "IncrementalBackupPointsSize": sizes[False],
        "ReplicaRestorePointsSize": 0,
        "SourceVmsSize": sum(f.facts["DataSize"] for f in files),
        "SuccessBackupPercents": 100 if machines else 0,
        "ProtectedVmsReportLink": _VIEW.format("8a56d84f-1790-4f54-ab20-2e0bfdefa16b"),
    }
    return Reply(200, "VmsOverviewReportFrame", figures)


def job_statistics(ask: Ask) -> Reply:
    """The jobs, and their runs of the last day."""
    runs = [run for run in _runs(ask) if run.created and ask.lens.now - run.created < _RECENT]
    results = [run.shown(ask.lens.now)["Result"] for run in runs]
    longest = {kind: max(_lengths(ask, kind), default=(0, "")) for kind in SESSION_KINDS}
    backups, replicas = longest["BackupJobSession"], longest["ReplicaJobSession"]
    figures = {
        "RunningJobs": len(_running(ask)),
        "ScheduledJobs": len(_scheduled(ask)),
        "ScheduledBackupJobs": len(_scheduled(ask, "Backup")),
        "ScheduledReplicaJobs": len(_scheduled(ask, "Replica")),
        "TotalJobRuns": len(runs),
        "SuccessfulJobRuns": results.count("Success"),
        "WarningsJobRuns": results.count("Warning"),
        "FailedJobRuns": results.count("Failed"),
        "MaxJobDuration": max(backups[0], replicas[0]),
        "MaxBackupJobDuration": backups[0],
        "MaxReplicaJobDuration": replicas[0],
        "MaxDurationBackupJobName": backups[1],
        "MaxDurationReplicaJobName": replicas[1],
        "BackupJobStatusReportLink": _VIEW.format("7962844d-db6c-4d29-8b6e-4e0f7db0785f"),
    }
    return Reply(200, "JobStatisticsReportFrame", figures)


def processed_vms(ask: Ask) -> Reply:
    """How many machines were processed on each of the last seven days, newest first."""
    today = ask.lens.now.replace(hour=0, minute=0, second=0, microsecond=0)
    days = [today - dt.timedelta(days=back) for back in range(7)]
    tasks = ask.site.estate.all("BackupTaskSession")
    shown = [
        {
            "Timestamp": f"{day:%Y-%m-%dT%H:%M:%SZ}",
            "ReplicatedVms": 0,
            "BackupedVms": sum(1 for item in tasks if item.created and item.created.date() == day.date()),
        }
        for day in days
    ]
    return Reply(200, "ProcessedVmsReportFrame", {"Days": shown})


def repository(ask: Ask) -> Reply:
    """The repositories and what is stored in them."""
    estate = ask.site.estate
    sizes: dict[str, int] = {}
    for file in estate.all("BackupFile"):
        backup = estate.get("Backup", file.refs["backup"])
        where = backup.refs["repository"] if backup else ""
        sizes[where] = sizes.get(where, 0) + file.facts["BackupSize"]
    periods = [
        {
            "Name": item.name,
            "Capacity": item.facts["Capacity"],
            "FreeSpace": item.facts["FreeSpace"],
            "BackupSize": sizes.get(item.guid, 0),
        }
        for item in estate.all("Repository")
    ]
    link = _VIEW.format("62221565-102c-4ec8-851b-d61c03d972d1")
    return Reply(200, "RepositoryReportFrame", {"Periods": periods, "CapacityPlanningReportLink": link})


REPORTS: dict[str, t.Callable[[Ask], Reply]] = {
    "overview": overview,
    "vms_overview": vms_overview,
    "job_statistics": job_statistics,
    "processed_vms": processed_vms,
    "repository": repository,
}


def _runs(ask: Ask) -> list[Run]:
    found = [item for kind in SESSION_KINDS for item in ask.site.estate.all(kind)]
    return [item for item in found if isinstance(item, Run) and "parent" not in item.refs]


def _running(ask: Ask) -> list[Run]:
    return [run for run in _runs(ask) if not run.ended(ask.lens.now)]


def _scheduled(ask: Ask, job_type: str = "") -> list[Item]:
    jobs = [job for kind in JOB_KINDS for job in ask.site.estate.all(kind)]
    able = [job for job in jobs if job.facts["ScheduleConfigured"] and job.facts["ScheduleEnabled"]]
    return [job for job in able if job_type in ("", job.facts["JobType"])]


def _lengths(ask: Ask, kind: str) -> t.Iterator[tuple[int, str]]:
    for run in _runs(ask):
        end = run.ended(ask.lens.now)
        if run.kind == kind and end and run.created:
            yield int((end - run.created).total_seconds()), str(run.facts["JobName"])


def _newest_of_machines(ask: Ask) -> list[Item]:
    tasks = sorted(ask.site.estate.all("BackupTaskSession"), key=lambda item: item.created or ask.lens.now)
    return list({item.facts["VmDisplayName"]: item for item in tasks}.values())


def _result(ask: Ask, task: Item) -> str:
    run = ask.site.estate.get("BackupJobSession", task.refs["session"])
    shown: Json = run.shown(ask.lens.now) if isinstance(run, Run) else {}
    return str(shown.get("Result", ""))
