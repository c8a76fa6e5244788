# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Machines: finding them (look-up service), backing one up (quick backup), and asking backup servers for news."""

from __future__ import annotations

import datetime as dt
import fnmatch
import re

from tests.simulator.em import estate_history, runs
from tests.simulator.em.estate_model import Item, Machine
from tests.simulator.em.exchange import Ask, Refusal, Reply

# urn:<platform>:<type>:<root>.<object>; the object may hold colons and dots itself.
_REFERENCE = re.compile(r"urn:[A-Za-z]+:[A-Za-z]+:[0-9a-f-]{36}\..+", re.IGNORECASE)


def lookup(ask: Ask) -> Reply:
    """``GET /lookup``: by host, name (``*`` allowed) and type, or by one hierarchy reference. No hit: an empty list."""
    if "hierarchyref" in ask.params:
        machine = ask.site.estate.machine(ask.params["hierarchyref"])
        found = [machine] if machine else []
    else:
        found = _named(ask)
    items = [{"ObjectRef": m.ref, "ObjectType": m.type, "ObjectName": m.name, "Type": "HierarchyItem"} for m in found]
    return Reply(200, "HierarchyItems", {"HierarchyItems": items})


def _named(ask: Ask) -> list[Machine]:
    for name in ("host", "name", "type"):
        if not ask.params.get(name):
            raise Refusal(400, f"The parameter '{name}' is required.")
    root = ask.params["host"].rpartition(":")[2].lower()
    if ask.site.estate.get("HierarchyRoot", root) is None:
        raise Refusal(404, f"Hierarchy root '{ask.params['host']}' does not exist.")
    pattern = re.sub(r"\[", "[[]", ask.params["name"].lower()).replace("?", "[?]")
    return [
        machine
        for machine in ask.site.estate.machines.values()
        if machine.root == root
        and machine.type.lower() == ask.params["type"].lower()
        and fnmatch.fnmatchcase(machine.name.lower(), pattern)
    ]


def quick_backup(ask: Ask) -> Reply:
    """``POST /backupServers/{ID}?action=quickbackup``: an incremental run of the job that protects the machine."""
    server = ask.item("BackupServer")
    ref = str(ask.document["VmRef"])
    if not _REFERENCE.fullmatch(ref):
        raise Refusal(400, f"'{ref}' is not a valid hierarchy reference.")
    machine = ask.site.estate.machine(ref)
    root = ask.site.estate.get("HierarchyRoot", machine.root) if machine else None
    if machine is None or machine.type != "Vm" or root is None or root.server != server.guid:
        return ask.fail("QuickBackup", f"Virtual machine {ref} not found on the backup server {server.name}.")
    job = _protecting(ask, server, machine)
    problem = _problem(ask, job, machine)
    if job is None or problem:
        return ask.fail("QuickBackup", problem)

    def effect(when: dt.datetime) -> tuple[Item]:
        return (runs.start(ask.site, job, when, only=machine.ref),)

    return ask.accept("QuickBackup", effect)


def _protecting(ask: Ask, server: Item, machine: Machine) -> Item | None:
    """The job that is taken: of those that hold the machine, the first that has a full backup of it."""
    jobs = [
        job
        for job in ask.site.estate.all("Job")
        if job.server == server.guid
        and job.facts["JobType"] == "Backup"
        and machine.ref in [ref for dummy, ref in estate_history.targets(ask.site.estate, job)]
    ]
    return next((job for job in jobs if _has_full(ask, job, machine)), next(iter(jobs), None))


def _has_full(ask: Ask, job: Item, machine: Machine) -> bool:
    backup = estate_history.backup_of(ask.site.estate, job)
    points = ask.site.estate.all("VmRestorePoint")
    return backup is not None and any(
        point.refs["backup"] == backup.guid and point.facts["HierarchyObjRef"] == machine.ref for point in points
    )


def _problem(ask: Ask, job: Item | None, machine: Machine) -> str:
    if machine.platform == "vCloud":
        return f"Quick backup of {machine.name} is not possible: it is processed by a Cloud Director job."
    if job is None:
        return f"Quick backup of {machine.name} is not possible: the machine is not in any backup job."
    if not _has_full(ask, job, machine):
        return f"Quick backup of {machine.name} is not possible: no full backup was found."
    if runs.running(ask.site, job):
        return f'Quick backup of {machine.name} is not possible: job "{job.name}" is running.'
    return ""


def collect(ask: Ask) -> Reply:
    """``POST /backupServers/{ID}?action=collect``. Its task finishes when the collection has begun."""
    server = ask.item("BackupServer")
    message = f"Data collection started. Backup server: {server.name}."

    def effect(when: dt.datetime) -> None:
        ask.site.collected = True

    ask.site.collect()
    return ask.accept("CollectingBackupServer", effect, message=message)
