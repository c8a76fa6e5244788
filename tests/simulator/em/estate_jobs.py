# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The jobs of the estate and the settings that a job has."""

from __future__ import annotations

import copy
import datetime as dt
import typing as t

from tests.simulator.em.estate_model import Estate, Item, Json

WEEK = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
MONTHS = "January February March April May June July August September October November December".split()
VBR01, VBR02, OLD = "vbr01.lab.local", "vbr02.lab.local", "local.host"
# Backup jobs: (name, server, names of machines, more members of the entity, guid or None)
BACKUP_JOBS: tuple[tuple[str, str, tuple[str, ...], Json, str | None], ...] = (
    ("Oracle Backup", VBR01, ("oracle01",), {}, "78c3919c-54d7-43fe-b047-485d3566f11f"),
    ("CRM Backup", VBR02, ("crm01",), {"Description": "Backup of CRM system"}, "2851cb88-37b6-46ea-b2c8-47b55270169d"),
    ("Daily Backup", VBR01, ("app01", "web01", "shared01"), {}, None),
    ("Daily Backup", VBR02, ("app02", "web01"), {}, None),
    ("Archive Backup", VBR01, ("db01",), {"ScheduleEnabled": False, "NextRun": "2024-01-01T22:00:00Z"}, None),
    ("Manual Backup", VBR01, ("clone01",), {"ScheduleConfigured": False, "NextRun": None}, None),
    ("Folder Backup", VBR01, ("Production",), {}, None),
    ('Exchange "prod"; (EU), Köln & 50%', VBR01, ("DNS",), {}, None),
    ("SQL Backup HV", VBR01, ("sql01-hv",), {"Platform": "Hyperv"}, None),
    ("Old Backup", OLD, (), {}, None),
)
NEVER = "00000000-0000-0000-0000-000000000000"


def _hours() -> Json:
    return {"Days": [{"Name": day, "Value": ",".join("1" * 24)} for day in WEEK]}


def standard_schedule() -> Json:
    """The schedule of a new job: daily at ten, everything else off."""
    return {
        "RetryOptions": {"RetryTimes": 3, "RetryTimeout": 10, "RetrySpecified": True},
        "WaitForBackupCompletion": True,
        "BackupCompetitionWaitingPeriodMin": 180,
        "OptionsDaily": {
            "Enabled": True,
            "Kind": "Everyday",
            "Days": list(WEEK),
            "Time": "22:00:00",
            "TimeOffsetUtc": 2,
        },
        "OptionsMonthly": {
            "Enabled": False,
            "Time": "22:00:00",
            "TimeOffsetUtc": 2,
            "DayNumberInMonth": "Fourth",
            "DayOfWeek": "Saturday",
            "Months": list(MONTHS),
            "DayOfMonth": 1,
        },
        "OptionsPeriodically": {"Enabled": False, "Kind": "Hours", "FullPeriod": 1, "Schedule": _hours()},
        "OptionsContinuous": {"Enabled": False, "Schedule": _hours()},
        "OptionsBackupWindow": {"Enabled": False, "TimePeriods": _hours()},
        "OptionsDaisyChaining": {"Enabled": False, "PreviousJobUid": ""},
    }


def guest_options() -> Json:
    """The guest processing of a machine in a job, as the vendor's example of a job shows it."""
    windows = ["%windir%", "%ProgramFiles%", "%TEMP%"]
    linux = ["/cdrom", "/dev", "/media", "/mnt", "/proc", "/tmp", "/lost+found"]
    mode = {"FileSystemIndexingMode": "ExceptSpecifiedFolders", "IncludedIndexingFolders": []}
    return {
        "VssSnapshotOptions": {"VssSnapshotMode": "RequireSuccess", "IsCopyOnly": False},
        "WindowsGuestFSIndexingOptions": mode | {"ExcludedIndexingFolders": windows},
        "LinuxGuestFSIndexingOptions": mode | {"ExcludedIndexingFolders": linux},
        "SqlBackupOptions": {
            "TransactionLogsProcessing": "OnlyOnSuccessJob",
            "BackupLogsFrequencyMin": 15,
            "UseDbBackupRetention": True,
            "RetainDays": 15,
        },
        "WindowsCredentialsId": "",
        "LinuxCredentialsId": NEVER,
    }


def new_include(estate: Estate, ref: str, name: str, options: Json | None = None) -> Json:
    """One object of a job; its id is new every time, also for a machine that was in the job before."""
    return {
        "ObjectInJobId": estate.guid(),
        "HierarchyObjRef": ref,
        "Name": name,
        "DisplayName": name,
        "GuestProcessingOptions": copy.deepcopy(options) if options is not None else guest_options(),
    }


def default_gfs() -> Json:
    """The archive retention of a new job: off."""
    return {
        "Enabled": False,
        "Weekly": {"Enabled": False, "RetentionPeriod": 1, "SelectedDay": "Sunday"},
        "Monthly": {"Enabled": False, "RetentionPeriod": 1, "SelectedWeek": "First"},
        "Yearly": {"Enabled": False, "RetentionPeriod": 1, "SelectedMonth": "January"},
    }


def default_retention() -> Json:
    """The retention of a new job. The API's clone gets this one, whatever its source had (T79)."""
    return {"RetainCycles": 14, "RetainDaysToKeep": 14, "RetainLimitType": "Days"}


def _job_facts(kind: str, platform: str, now: dt.datetime) -> Json:
    tomorrow = (now + dt.timedelta(days=1)).replace(hour=21, minute=0, second=0, microsecond=0)
    return {
        "JobType": kind,
        "Platform": platform,
        "Description": "",
        "ScheduleConfigured": True,
        "ScheduleEnabled": True,
        "NextRun": tomorrow.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "JobScheduleOptions": {"Standart": standard_schedule()},
    }


def add_jobs(estate: Estate, servers: dict[str, Item], *, count: int, now: dt.datetime) -> None:
    """All jobs: the named ones, then ``count`` more, spread over two backup servers."""
    for name, server, machines, facts, guid in BACKUP_JOBS:
        backup_job(estate, name, servers[server], machines, guid=guid, facts=facts, now=now)
    pool = [machine.name for machine in estate.machines.values() if machine.name.startswith("vm-")]
    for number in range(count):
        machines = (pool[number % len(pool)],) if pool else ()
        backup_job(estate, f"Backup Job {number + 1:04d}", servers[VBR02], machines, now=now)
    _replica_and_copies(estate, servers, now)
    _agent_and_nas(estate, servers, now)


def _repository_of(estate: Estate, server: str) -> str:
    return next(item.guid for item in estate.all("Repository") if item.server == server)


def backup_job(estate: Estate, name: str, server: Item, machines: tuple[str, ...], **more: t.Any) -> Item:
    """A backup job of these machines; ``more`` is ``now``, and a ``guid`` and members (``facts``) where they matter."""
    roots = [root.guid for root in estate.all("HierarchyRoot") if root.server == server.guid]
    includes = []
    for wanted in machines:
        found = [m for m in estate.machines.values() if m.name == wanted and m.root in roots]
        includes.append(new_include(estate, found[0].ref, wanted))
    info = {
        "Includes": {"ObjectInJobs": includes},
        "AdvancedStorageOptions": {"PasswordKeyId": NEVER},
        "GfsRetentionPolicy": default_gfs(),
        "SimpleRetentionPolicy": {"RetainCycles": 7, "RetainDaysToKeep": 7, "RetainLimitType": "Cycles"},
    }
    facts = _job_facts("Backup", "VMware", more["now"]) | {"JobInfo": {"BackupJobInfo": info}} | more.get("facts", {})
    refs = {"repository": _repository_of(estate, server.guid)}
    return estate.new("Job", name, guid=more.get("guid"), server=server.guid, facts=facts, refs=refs)


def _replica_and_copies(estate: Estate, servers: dict[str, Item], now: dt.datetime) -> None:
    oracle = estate.items["Job"]["78c3919c-54d7-43fe-b047-485d3566f11f"]
    replica = _job_facts("Replica", "VMware", now)
    includes = oracle.facts["JobInfo"]["BackupJobInfo"]["Includes"]
    replica["JobInfo"] = {"ReplicaJobInfo": {"Includes": copy.deepcopy(includes)}}
    estate.new("Job", "DC Replication", server=oracle.server, facts=replica, refs=dict(oracle.refs))
    linked = {"LinkedJobObjects": [{"ObjectInJobId": estate.guid(), "LinkedJobUid": oracle.uid}]}
    target = f"urn:veeam:Repository:{oracle.refs['repository']}"
    stored = {"ObjectInJobId": estate.guid(), "LinkedBackupRepositoryUid": target}
    repositories = {"LinkedBackupRepositories": [stored]}
    _copy_job(estate, oracle, "Immediate Copy", now, continuous=True, links={"LinkedJobIncludes": linked})
    links = {"LinkedBackupRepositoryIncludes": repositories}
    _copy_job(estate, oracle, "Periodic Copy", now, continuous=False, links=links)
    legacy = _job_facts("BackupCopy", "VMware", now) | {"JobInfo": {"BackupCopyJobInfo": {"Includes": {}}}}
    refs = {"repository": _repository_of(estate, servers[OLD].guid)}
    estate.new("Job", "Legacy Copy", server=servers[OLD].guid, facts=legacy, refs=refs)


def _copy_job(estate: Estate, source: Item, name: str, now: dt.datetime, *, continuous: bool, links: Json) -> None:
    facts = _job_facts("ImmediateBackupCopy", "CustomPlatform", now) | {"NextRun": None}
    mode = {"OptionsContinuous": {"Enabled": continuous, "Schedule": _hours()}}
    facts["JobScheduleOptions"] = {"ImmediateCopyMode": mode}
    empty: Json = {"LinkedJobIncludes": {}, "LinkedBackupIncludes": {}, "LinkedBackupRepositoryIncludes": {}}
    facts["JobInfo"] = {"ImmediateBackupCopyJobInfo": empty | links}
    estate.new("Job", name, server=source.server, facts=facts, refs=dict(source.refs))


def _agent_and_nas(estate: Estate, servers: dict[str, Item], now: dt.datetime) -> None:
    server = servers[VBR01].guid
    repository = _repository_of(estate, server)
    for name, platform, machines in (
        ("Linux Agents", "AgentForLinux", ("lnx01", "lnx02")),
        ("Windows Agents", "AgentForWindows", ("win01",)),
    ):
        objects = [{"ObjectInJobId": estate.guid(), "Name": machine, "DisplayName": machine} for machine in machines]
        facts = _job_facts("AgentBackup", platform, now)
        facts["JobInfo"] = {"Includes": {"ObjectInAgentBackupJobs": objects}}
        estate.new("AgentBackupJob", name, server=server, facts=facts, refs={"repository": repository})
    nas = _job_facts("NasBackup", "NasBackup", now)
    share = {"FileServerUid": f"urn:veeam:FileServer:{estate.guid()}", "Path": "\\\\filer01\\projects"}
    nas["Includes"] = {"NASObjects": [share]}
    nas["StorageOptions"] = {
        "BackupRepositoryUid": f"urn:veeam:Repository:{repository}",
        "ShorttermRetentionType": "Day",
        "ShorttermRetentionPeriod": 28,
        "LongtermRetentionEnabled": False,
    }
    estate.new("NasJob", "File Shares", server=server, facts=nas, refs={"repository": repository})
