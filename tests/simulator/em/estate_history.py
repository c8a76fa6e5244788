# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What jobs leave behind: sessions, task sessions, backups, restore points and files, of the past and of new runs."""

from __future__ import annotations

import datetime as dt
import typing as t

from tests.simulator.em.estate_model import Estate, Item, Machine, Run

# Results of the past runs of some jobs, newest first: (days ago, result, failure message).
_USUAL = ((1, "Success", ""), (2, "Success", ""))
_PAST: dict[tuple[str, str], tuple[tuple[int, str, str], ...]] = {
    ("Daily Backup", "vbr02.lab.local"): (
        (1, "Failed", "Processing web01 Error: Insufficient space."),
        (2, "Success", ""),
    ),
    ("CRM Backup", "vbr02.lab.local"): ((1, "Warning", "Guest indexing was skipped."), (2, "Success", "")),
    ("Archive Backup", "vbr01.lab.local"): ((45, "Success", ""),),
    ("Folder Backup", "vbr01.lab.local"): (),
}
_BACKUP_GUIDS = {"Oracle Backup": "2e734096-56ea-4f36-ac2a-15546518d26c"}
_GIGABYTE = 2**30


def targets(estate: Estate, job: Item) -> list[tuple[str, str]]:
    """The machines that a job processes, as (name, hierarchy reference); containers count by their members."""
    info = job.facts.get("JobInfo") or {}
    content = info if job.kind == "AgentBackupJob" else next((part for part in info.values() if part), {})
    includes = content.get("Includes") or {}
    found: list[tuple[str, str]] = []
    for entry in includes.get("ObjectInJobs") or includes.get("ObjectInAgentBackupJobs") or ():
        machine = estate.machine(entry.get("HierarchyObjRef", ""))
        if machine is None or machine.type == "Vm":
            found.append((entry["Name"], entry.get("HierarchyObjRef", "")))
        else:
            found += [(member.name, member.ref) for member in _members(estate, machine)]
    return found


def _members(estate: Estate, folder: Machine) -> list[Machine]:
    return [m for m in estate.machines.values() if m.root == folder.root and m.folder == folder.name]


def session_type(job: Item) -> str:
    """The ``JobType`` of a job's sessions."""
    return str(job.facts["JobType"])


def add_run(estate: Estate, job: Item, when: dt.datetime, **more: t.Any) -> Run:
    """A session of the job that begins at ``when``, with its task sessions. ``more`` are members of ``Run``."""
    kind = "ReplicaJobSession" if job.facts["JobType"] == "Replica" else "BackupJobSession"
    retry = more.pop("retry", False)
    only = more.pop("only", None)
    facts = {
        "JobUid": f"urn:veeam:Job:{job.guid}",  # also for agent and file share jobs (T49)
        "JobName": job.name,
        "JobType": more.pop("job_type", None) or session_type(job),
        "IsRetry": retry,
    }
    name = f"{more.pop('name', job.name)}@{when.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S}"
    refs = {"job": job.guid, **more.pop("refs", {})}
    run = Run(kind, estate.guid(), name, server=job.server, facts=facts, refs=refs, created=when, **more)
    estate.add(run)
    if kind == "BackupJobSession":
        _add_task_sessions(estate, run, [pair for pair in targets(estate, job) if only in (None, pair[1])])
    return run


def _add_task_sessions(estate: Estate, run: Run, machines: list[tuple[str, str]]) -> None:
    assert run.created is not None
    for name, ref in machines:
        facts = {
            "JobSessionUid": run.uid,
            "TotalSize": 12 * _GIGABYTE,
            "VmUid": f"urn:veeam:Vm:{estate.guid()}",
            "VmDisplayName": name,
        }
        label = f"{name}@{run.created.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S}"
        refs = {"session": run.guid, "job": run.refs["job"], "machine": ref}
        run.tasks.append(
            estate.new("BackupTaskSession", label, server=run.server, facts=facts, refs=refs, created=run.created).guid
        )


def add_history(estate: Estate, now: dt.datetime) -> None:
    """Past runs and their backups for every job, and the imported backup of the vendor's example."""
    evening = evening_before(now)
    for kind in ("Job", "AgentBackupJob", "NasJob"):
        for job in estate.all(kind):
            job_history(estate, job, evening)
    _imported_backup(estate, now)


def evening_before(now: dt.datetime) -> dt.datetime:
    """When the jobs ran last."""
    return now.replace(hour=21, minute=0, second=0) - dt.timedelta(days=1)


def job_history(estate: Estate, job: Item, evening: dt.datetime) -> None:
    """Past runs of a job that began on ``evening`` and before it, and what they left behind."""
    server = estate.items["BackupServer"][job.server].name
    past = _PAST.get((job.name, server), _USUAL)
    for days, result, failure in reversed(past):
        when = evening - dt.timedelta(days=days - 1)
        run = add_run(estate, job, when, seconds=300.0, outcome=result, failure=failure)
        _children(estate, job, run)
        book(estate, run, job)


def _children(estate: Estate, job: Item, run: Run) -> None:
    """The inner sessions: one for each machine of an agent job, one for each source of a copy job."""
    assert run.created is not None
    same: dict[str, t.Any] = {
        "seconds": run.seconds,
        "outcome": run.outcome,
        "refs": {"parent": run.guid},
        "booked": True,
    }
    if job.kind == "AgentBackupJob":
        for name, dummy in targets(estate, job):
            add_run(estate, job, run.created, name=f"{job.name}-{name}", job_type="AgentManagement", only="-", **same)
    if job.facts["JobType"] == "ImmediateBackupCopy":
        worker = add_run(estate, job, run.created, name=f"{job.name}\\Oracle Backup", **same)
        worker.facts |= {"JobType": "ImmediateBackupCopyWorker", "JobName": f"{job.name}\\Oracle Backup"}


def backup_of(estate: Estate, job: Item) -> Item | None:
    """The backup that a job writes, None before its first run."""
    found = (backup for backup in estate.all("Backup") if backup.refs.get("job") == job.guid)
    return next((backup for backup in found if backup.facts["BackupType"] != "ChildBackup"), None)


def book(estate: Estate, run: Run, job: Item) -> None:
    """Give a finished run its restore points, unless it failed or made some already."""
    run.booked = True
    sessions = [estate.items["BackupTaskSession"][guid] for guid in run.tasks]
    machines = [(item.facts["VmDisplayName"], item.refs["machine"]) for item in sessions]
    if run.outcome == "Failed" or run.stopped or job.facts["JobType"] not in ("Backup", "AgentBackup"):
        return
    if job.kind == "AgentBackupJob":
        parent = backup_of(estate, job) or _new_backup(estate, job, job.name, "ParentBackup")
        for name, ref in machines:
            child = _child_backup(estate, job, parent, f"{job.name} - {name}")
            add_point(estate, child, run, [(name, ref)])
    elif machines:
        backup = backup_of(estate, job) or _new_backup(estate, job, job.name, "Standard")
        add_point(estate, backup, run, machines)


def _new_backup(estate: Estate, job: Item, name: str, backup_type: str, **refs: str) -> Item:
    platform = {"Hyperv": "HyperV"}.get(job.facts["Platform"], job.facts["Platform"])
    facts = {"Platform": platform, "BackupType": backup_type}
    links = {"job": job.guid, "repository": job.refs["repository"], **refs}
    guid = _BACKUP_GUIDS.get(name)
    guid = None if guid and estate.get("Backup", guid) else guid
    return estate.new("Backup", name, guid=guid, server=job.server, facts=facts, refs=links)


def _child_backup(estate: Estate, job: Item, parent: Item, name: str) -> Item:
    for backup in estate.all("Backup"):
        if backup.refs.get("parent") == parent.guid and backup.name == name:
            return backup
    return _new_backup(estate, job, name, "ChildBackup", parent=parent.guid)


def add_point(estate: Estate, backup: Item, run: Run, machines: list[tuple[str, str]]) -> Item:
    """A restore point of these machines with its file: full when it is the backup's first, else an increment."""
    assert run.created is not None
    full = backup.guid not in estate.filled
    estate.filled.add(backup.guid)
    when = run.created + dt.timedelta(seconds=1)
    name = when.strftime("%b %d %Y %I:%M%p").replace(" 0", "  ")
    point = estate.new("RestorePoint", name, server=backup.server, created=when, refs={"backup": backup.guid})
    run.points.append(point.guid)
    file = _add_file(estate, backup, point, full=full)
    for machine, ref in machines:
        facts = {
            "VmName": machine,
            "VmDisplayName": machine,
            "Algorithm": "Full" if full else "Incremental",
            "PointType": "Full" if full else "Increment",
            "HierarchyObjRef": ref,
        }
        refs = {"point": point.guid, "backup": backup.guid, "file": file.guid}
        label = f"{machine}@{when.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S}"
        estate.new("VmRestorePoint", label, server=backup.server, created=when, facts=facts, refs=refs)
    return point


def _add_file(estate: Estate, backup: Item, point: Item, *, full: bool) -> Item:
    assert point.created is not None
    extension = "vbk" if full else "vib"
    name = f"{backup.name}D{point.created:%Y-%m-%dT%H%M%S}.{extension}"
    facts = {
        "FilePath": f"D:\\Backup\\{backup.name}\\{name}",
        "BackupSize": 8 * _GIGABYTE if full else _GIGABYTE,
        "DataSize": 16 * _GIGABYTE if full else 2 * _GIGABYTE,
        "DeduplicationRatio": 1.3,
        "CompressRatio": 2.0,
        "FileType": extension,
    }
    refs = {"backup": backup.guid, "point": point.guid}
    return estate.new("BackupFile", name, server=backup.server, created=point.created, facts=facts, refs=refs)


def _imported_backup(estate: Estate, now: dt.datetime) -> None:
    """The backup of the vendor's page about /backups/{ID}: a parent without a job, with two children."""
    repository = estate.items["Repository"]["b8832f03-2c9e-4222-8d0b-e43e0c912f93"]
    refs = {"repository": repository.guid}
    facts = {"Platform": "CustomPlatform", "BackupType": "ParentBackup"}
    guid = "c213fbfa-7b9e-4772-9ddc-3ecbdcc3fc70"
    parent = estate.new("Backup", "Simple backup_1", guid=guid, server=repository.server, facts=facts, refs=refs)
    for machine in ("ahv01", "ahv02"):
        child_facts = facts | {"BackupType": "ChildBackup"}
        child = estate.new("Backup", f"Simple backup_1 - {machine}", server=repository.server, facts=child_facts)
        child.refs = refs | {"parent": parent.guid}
        run = Run("BackupJobSession", "-", "imported", created=now - dt.timedelta(days=3))
        add_point(estate, child, run, [(machine, "")])
