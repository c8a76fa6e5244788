# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is in a job: machines of backup and replica jobs, linked jobs and repositories of copy jobs."""

from __future__ import annotations

import datetime as dt

from tests.simulator.em.entities import Lens
from tests.simulator.em.estate_jobs import new_include
from tests.simulator.em.estate_model import Item, Json
from tests.simulator.em.exchange import Ask, Refusal, Reply

# Collections of copy jobs: shape, member of the job's info, list in it, member with the UID, kind of the linked item.
_LINKED = {
    "linkedjobs": ("LinkedJobList", "LinkedJobIncludes", "LinkedJobObjects", "LinkedJobUid", "Job"),
    "linkedbackuprepositories": (
        "LinkedRepositoryList",
        "LinkedBackupRepositoryIncludes",
        "LinkedBackupRepositories",
        "LinkedBackupRepositoryUid",
        "Repository",
    ),
}


def include_document(lens: Lens, job: Item, entry: Json) -> Json:
    """One object of a job with its address."""
    href = lens.href(job, f"/includes/{entry['ObjectInJobId']}")
    return entry | {"Href": href, "Type": "ObjectInJob" if job.kind == "Job" else "ObjectInAgentBackupJob"}


def entries_of(job: Item) -> list[Json]:
    """The stored objects of a backup or replica job. Raises Refusal for copy jobs."""
    info = job.facts["JobInfo"]
    part = info.get("BackupJobInfo") or info.get("ReplicaJobInfo")
    if part is None:
        raise Refusal(400, "Backup copy jobs have linked objects, no includes.")
    entries: list[Json] = part["Includes"]["ObjectInJobs"]
    return entries


def with_addresses(lens: Lens, job: Item, document: Json) -> Json:
    """The entity of a job with the addresses of its objects filled in."""
    if job.kind != "Job" or not any(name in job.facts["JobInfo"] for name in ("BackupJobInfo", "ReplicaJobInfo")):
        return document
    part = next(name for name in ("BackupJobInfo", "ReplicaJobInfo") if name in job.facts["JobInfo"])
    objects = [include_document(lens, job, entry) for entry in entries_of(job)]
    info = document["JobInfo"][part] | {"Includes": {"ObjectInJobs": objects}}
    return document | {"JobInfo": {part: info}}


def listing(ask: Ask) -> Reply:
    """``GET /jobs/{ID}/includes``."""
    job = ask.item("Job")
    objects = [include_document(ask.lens, job, entry) for entry in entries_of(job)]
    return Reply(200, "ObjectsInJob", {"ObjectInJobs": objects})


def single(ask: Ask) -> Reply:
    """``GET /jobs/{ID}/includes/{ObjectInJobId}``."""
    job = ask.item("Job")
    return Reply(200, "ObjectInJob", include_document(ask.lens, job, _entry(ask, entries_of(job))))


def agent_listing(ask: Ask) -> Reply:
    """``GET /agents/jobs/{ID}/includes``."""
    job = ask.item("AgentBackupJob")
    entries = job.facts["JobInfo"]["Includes"]["ObjectInAgentBackupJobs"]
    return Reply(
        200, "AgentObjects", {"ObjectInAgentBackupJobs": [include_document(ask.lens, job, e) for e in entries]}
    )


def nas_listing(ask: Ask) -> Reply:
    """``GET /nas/jobs/{ID}/includes``."""
    return Reply(200, "NASObjects", ask.item("NasJob").facts["Includes"])


def _entry(ask: Ask, entries: list[Json]) -> Json:
    wanted = ask.ids[1].lower()
    for entry in entries:
        if entry["ObjectInJobId"].lower() == wanted:
            return entry
    raise Refusal(404, f"Object with id '{wanted}' does not exist in the job.")


def add(ask: Ask) -> Reply:
    """``POST /jobs/{ID}/includes``: the reference must be known to the backup server of the job."""
    job = ask.item("Job")
    entries = entries_of(job)
    ref = str(ask.document["HierarchyObjRef"])
    machine = ask.site.estate.machine(ref)
    if machine is None or ask.site.estate.items["HierarchyRoot"][machine.root].server != job.server:
        return ask.fail("UpdateJob", f"Object {ref} not found on the backup server of the job.")
    if any(entry["HierarchyObjRef"].lower() == ref.lower() for entry in entries):
        return ask.fail("UpdateJob", f"Object {ask.document['HierarchyObjName']} is in the job already.")

    def effect(when: dt.datetime) -> None:
        entry = new_include(ask.site.estate, ref, machine.name, ask.document.get("GuestProcessingOptions"))
        if "Order" in ask.document:
            entry["Order"] = ask.document["Order"]
        entries.append(entry)

    return ask.accept("UpdateJob", effect)


def remove(ask: Ask) -> Reply:
    """``DELETE /jobs/{ID}/includes/{ObjectInJobId}``: the last object stays (T80)."""
    entries = entries_of(ask.item("Job"))
    entry = _entry(ask, entries)
    if len(entries) == 1:
        return ask.fail("UpdateJob", "The last object of a job cannot be removed.")

    def effect(when: dt.datetime) -> None:
        entries[:] = [other for other in entries if other is not entry]

    return ask.accept("UpdateJob", effect)


def _copy_part(ask: Ask, collection: str) -> tuple[Json, list[Json]]:
    job = ask.item("Job")
    info = job.facts["JobInfo"].get("ImmediateBackupCopyJobInfo")
    if info is None:
        raise Refusal(400, "Only backup copy jobs have linked objects.")
    member, name = _LINKED[collection][1:3]
    return info, info[member].setdefault(name, [])


def linked_listing(ask: Ask, collection: str) -> Reply:
    """``GET /jobs/{ID}/linkedJobs`` or ``…/linkedBackupRepositories``."""
    dummy, entries = _copy_part(ask, collection)
    return Reply(200, _LINKED[collection][0], {_LINKED[collection][2]: entries})


def link(ask: Ask, collection: str) -> Reply:
    """``POST`` of a linked job or repository. Any such edit drops the linked backups of the job (T82)."""
    info, entries = _copy_part(ask, collection)
    member, kind = _LINKED[collection][3:]
    uid = ask.document[member]
    if ask.site.estate.get(kind, uid.rpartition(":")[2].lower()) is None:
        return ask.fail("UpdateJob", f"{kind} {uid} not found.")

    def effect(when: dt.datetime) -> None:
        info["LinkedBackupIncludes"] = {}
        entries.append({"ObjectInJobId": ask.site.estate.guid(), member: uid})

    return ask.accept("UpdateJob", effect)


def unlink(ask: Ask, collection: str) -> Reply:
    """``DELETE`` of a linked job or repository."""
    info, entries = _copy_part(ask, collection)
    entry = _entry(ask, entries)

    def effect(when: dt.datetime) -> None:
        info["LinkedBackupIncludes"] = {}
        entries.remove(entry)

    return ask.accept("UpdateJob", effect)
