# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How items are shown: as a reference or as an entity, with the links that the vendor's pages list for their kind."""

from __future__ import annotations

import datetime as dt
import typing as t
from dataclasses import dataclass

from tests.simulator.em.estate_model import SESSION_KINDS, Estate, Item, Json, Run, stamp

# Where a kind lives below /api, and how a collection of its entities is called.
PATHS = {
    "BackupServer": "backupServers",
    "ManagedServer": "managedServers",
    "HierarchyRoot": "hierarchyRoots",
    "Repository": "repositories",
    "Job": "jobs",
    "AgentBackupJob": "agents/jobs",
    "NasJob": "nas/jobs",
    "Backup": "backups",
    "RestorePoint": "restorePoints",
    "VmRestorePoint": "vmRestorePoints",
    "BackupFile": "backupFiles",
    "BackupJobSession": "backupSessions",
    "ReplicaJobSession": "replicaSessions",
    "BackupTaskSession": "backupTaskSessions",
    "DiscoveredComputer": "agents/discoveredComputers",
}
PLURALS = {kind: "Repositories" if kind == "Repository" else f"{kind}s" for kind in PATHS}
_DATES = {
    "RestorePoint": "BackupDateUTC",
    "VmRestorePoint": "CreationTimeUTC",
    "BackupFile": "CreationTimeUtc",
    "BackupJobSession": "CreationTimeUTC",
    "ReplicaJobSession": "CreationTimeUTC",
    "BackupTaskSession": "CreationTimeUTC",
}


@dataclass(frozen=True)
class Lens:
    """What is needed to show something: the estate, the time, where the Hrefs shall point, and whose shapes to show."""

    estate: Estate
    now: dt.datetime
    base: str
    live: bool = True

    def href(self, item: Item, tail: str = "") -> str:
        """The address of an item's reference, or of something below it."""
        return f"{self.base}/{PATHS[item.kind]}/{item.guid}{tail}"

    def find(self, kind: str, guid: str | None) -> Item | None:
        """An item that another one refers to; None when there is none (any more)."""
        return self.estate.get(kind, guid) if guid else None

    def job(self, item: Item) -> Item | None:
        """The job that an item belongs to, of whatever kind."""
        guid = item.refs.get("job")
        found = (self.find(kind, guid) for kind in ("Job", "AgentBackupJob", "NasJob"))
        return next((job for job in found if job), None)


def facts(lens: Lens, item: Item) -> Json:
    """The members of the entity at this moment, keys and links aside."""
    shown = dict(item.facts)
    if item.created and item.kind in _DATES:
        shown[_DATES[item.kind]] = stamp(item.created, item.guid)
    if isinstance(item, Run):
        shown |= item.shown(lens.now)
    if item.kind == "BackupTaskSession":
        shown |= _task_session_facts(lens, item)
    return shown


def _task_session_facts(lens: Lens, item: Item) -> Json:
    run = lens.find("BackupJobSession", item.refs["session"])
    assert isinstance(run, Run)
    end = run.ended(lens.now)
    if end is None:
        return {"State": "InProgress", "Result": "None"}
    shown = run.shown(lens.now)
    result = {"State": "Completed", "Result": shown["Result"], "EndTimeUTC": stamp(end, item.guid)}
    return result | ({"Reason": shown["FailureMessage"]} if "FailureMessage" in shown else {})


def reference(lens: Lens, item: Item) -> Json:
    """The item as ``EntityRef``."""
    links = [_link(lens, "Up", lens.find("BackupServer", item.server)), _entity_link(lens, "Alternate", item)]
    if item.kind in ("Job", "AgentBackupJob", "NasJob"):
        links.append(_sessions_link(lens, item))
    more = _LIVE_REFERENCES.get(item.kind) if lens.live else None
    if more:
        above, below = more(lens, item)
        links = [links[0], *above, links[1], *below]
    return {
        "UID": item.uid,
        "Name": item.name,
        "Href": lens.href(item),
        "Type": f"{item.kind}Reference",
        "Links": _present(links),
    }


def entity(lens: Lens, item: Item) -> Json:
    """The item with everything that Enterprise Manager knows of it."""
    links = [_link(lens, "Up", lens.find("BackupServer", item.server)), _link(lens, "Alternate", item)]
    more = _MORE_LINKS.get(item.kind)
    if item.kind == "Backup":
        links.insert(0, _link(lens, "Up", lens.find("Repository", item.refs["repository"])))
    keys = {
        "Name": item.name,
        "UID": item.uid,
        "Href": lens.href(item, "?format=Entity"),
        "Type": item.kind,
        "Links": _present(links + (more(lens, item) if more else [])),
    }
    return facts(lens, item) | keys


Links = list[Json | None]


def _backup_reference(lens: Lens, backup: Item) -> tuple[Links, Links]:
    """What a reference has above and below its link to the entity: as live servers of 9.5 to 12 write it."""
    return [_link(lens, "Up", lens.find("Repository", backup.refs["repository"]))], _backup_links(lens, backup)


def _point_reference(lens: Lens, point: Item) -> tuple[Links, Links]:
    above, *below = _point_links(lens, point)
    return [above], below


def _vm_point_reference(lens: Lens, point: Item) -> tuple[Links, Links]:
    return [link for link in _vm_point_links(lens, point) if link and link["Rel"] == "Up"], []


_LIVE_REFERENCES: dict[str, t.Callable[[Lens, Item], tuple[Links, Links]]] = {
    "Backup": _backup_reference,
    "RestorePoint": _point_reference,
    "VmRestorePoint": _vm_point_reference,
}


def _present(links: list[Json | None]) -> list[Json]:
    return [link for link in links if link]


def _link(lens: Lens, rel: str, item: Item | None, *, name: str = "") -> Json | None:
    """A link to the reference of an item."""
    if item is None:
        return None
    return {"Rel": rel, "Href": lens.href(item), "Name": name or item.name, "Type": f"{item.kind}Reference"}


def _entity_link(lens: Lens, rel: str, item: Item) -> Json:
    return {"Rel": rel, "Href": lens.href(item, "?format=Entity"), "Name": item.name, "Type": item.kind}


def _below(lens: Lens, item: Item, tail: str, link_type: str, *, rel: str = "Down") -> Json:
    return {"Rel": rel, "Href": lens.href(item, tail), "Type": link_type}


def _action(lens: Lens, item: Item, rel: str, tail: str) -> Json:
    return {"Rel": rel, "Href": lens.href(item, tail)}


def _sessions_link(lens: Lens, job: Item) -> Json:
    if job.facts["JobType"] == "Replica":
        return _below(lens, job, "/replicaSessions", "ReplicaJobSessionReferenceList")
    return _below(lens, job, "/backupSessions", "BackupJobSessionReferenceList")


def _job_links(lens: Lens, job: Item) -> Links:
    kind = job.facts["JobType"]
    common: Links = [
        _action(lens, job, "Clone", "?action=clone"),
        _action(lens, job, "ToggleScheduleEnabled", "?action=toggleScheduleEnabled"),
        _sessions_link(lens, job),
    ]
    if kind in ("BackupCopy", "ImmediateBackupCopy"):
        links: Links = [*common, _action(lens, job, "Sync", "?action=sync")]
        for tail, name in (
            ("/linkedJobs", "LinkedJobObject"),
            ("/linkedBackupRepositories", "LinkedBackupRepositoryObject"),
        ):
            links += [_below(lens, job, tail, f"{name}List"), _below(lens, job, tail, name, rel="Create")]
        return links
    edit = {"Rel": "Edit", "Href": lens.href(job), "Name": job.name, "Type": "JobReference"}
    includes = [
        _below(lens, job, "/includes", "ObjectInJobList"),
        _below(lens, job, "/includes", "ObjectInJob", rel="Create"),
    ]
    actions = [_action(lens, job, rel, f"?action={rel.lower()}") for rel in ("Start", "Stop", "Retry")]
    return [edit, *common, *includes, *actions]


def _agent_job_links(lens: Lens, job: Item) -> Links:
    actions = [_action(lens, job, rel, f"?action={rel.lower()}") for rel in ("Start", "Stop", "Retry")]
    return [
        _below(lens, job, "/includes", "ObjectInAgentBackupJobList"),
        _action(lens, job, "ToggleScheduleEnabled", "?action=toggleScheduleEnabled"),
        _sessions_link(lens, job),
        *actions,
    ]


def _nas_job_links(lens: Lens, job: Item) -> Links:
    actions = [_action(lens, job, rel, f"/{rel}") for rel in ("Start", "Stop", "Retry")]
    return [
        _below(lens, job, "/includes", "NASObjectList"),
        _action(lens, job, "ToggleScheduleEnabled", "/toggleScheduleEnabled"),
        _sessions_link(lens, job),
        *actions,
    ]


def _server_links(lens: Lens, server: Item) -> Links:
    links: Links = [
        {"Rel": "Edit", "Href": lens.href(server), "Name": server.name, "Type": "BackupServerReference"},
        _action(lens, server, "Delete", ""),
        _below(lens, server, "/jobs", "JobReferenceList"),
        _below(lens, server, "/managedServers", "ManagedServerReferenceList"),
        _below(lens, server, "/repositories", "RepositoryReferenceList"),
    ]
    for rel, action in (("VeeamZip", "veeamzip"), ("QuickBackup", "quickbackup"), ("Start", "collect")):
        links.append(_action(lens, server, rel, f"?action={action}"))
    return links


def _root_links(lens: Lens, root: Item) -> Links:
    return [_link(lens, "Related", lens.find("ManagedServer", root.guid))]


def _managed_links(lens: Lens, server: Item) -> Links:
    return [_link(lens, "Related", lens.find("HierarchyRoot", server.guid))]


def _repository_links(lens: Lens, repository: Item) -> Links:
    return [_below(lens, repository, "/backups", "BackupReferenceList")]


def _backup_links(lens: Lens, backup: Item) -> Links:
    """The link from a parent to its children has the wrong direction, as on the vendor's page (T41, T84)."""
    if backup.facts["BackupType"] == "ParentBackup":
        return [_below(lens, backup, "/childbackups?format=Entity", "BackupList", rel="Up")]
    parent = lens.find("Backup", backup.refs.get("parent"))
    return [
        _link(lens, "Up", parent, name="Parent Backup"),
        _below(lens, backup, "/restorePoints", "RestorePointReferenceList"),
        _below(lens, backup, "/backupFiles", "BackupFileReferenceList"),
    ]


def _point_links(lens: Lens, point: Item) -> Links:
    return [
        _link(lens, "Up", lens.find("Backup", point.refs["backup"])),
        _below(lens, point, "/vmRestorePoints", "VmRestorePointReferenceList"),
        _below(lens, point, "/backupFiles", "RestorePointReferenceList", rel="Related"),  # the wrong type of T43
    ]


def _vm_point_links(lens: Lens, point: Item) -> Links:
    return [
        _action(lens, point, "Restore", "?action=restore"),
        _link(lens, "Up", lens.find("RestorePoint", point.refs["point"])),
        _link(lens, "Up", lens.find("BackupFile", point.refs["file"])),
        _below(lens, point, "/mounts", "VmRestorePointMountList"),
        _below(lens, point, "/mounts", "VmRestorePointMount", rel="Create"),
    ]


def _file_links(lens: Lens, file: Item) -> Links:
    return [
        _link(lens, "Up", lens.find("Backup", file.refs["backup"])),
        _below(lens, file, "/restorePoints", "RestorePointReferenceList"),
        _below(lens, file, "/vmRestorePoints", "VmRestorePointReferenceList"),
    ]


def _session_links(lens: Lens, run: Item) -> Links:
    """``Stop`` is there on a stopped session too (T46)."""
    points = [lens.find("RestorePoint", guid) for guid in run.points] if isinstance(run, Run) else []
    links: Links = [_link(lens, "Up", lens.job(run))]
    if run.kind == "BackupJobSession":
        links.append(_below(lens, run, "/taskSessions", "BackupTaskSessionReferenceList"))
        links.append(_action(lens, run, "Stop", "?action=stop"))
    return links + [_link(lens, "Related", point) for point in points]


def _task_session_links(lens: Lens, session: Item) -> Links:
    run = lens.find("BackupJobSession", session.refs["session"])
    made = run.points if isinstance(run, Run) else []
    related = [p for p in lens.estate.all("VmRestorePoint") if p.refs["point"] in made] if made else []
    mine = [p for p in related if p.facts["VmName"] == session.facts["VmDisplayName"]]
    return [_link(lens, "Up", run), *(_link(lens, "Related", p) for p in mine)]


_MORE_LINKS: dict[str, t.Callable[[Lens, Item], Links]] = {
    "Job": _job_links,
    "AgentBackupJob": _agent_job_links,
    "NasJob": _nas_job_links,
    "BackupServer": _server_links,
    "HierarchyRoot": _root_links,
    "ManagedServer": _managed_links,
    "Repository": _repository_links,
    "Backup": _backup_links,
    "RestorePoint": _point_links,
    "VmRestorePoint": _vm_point_links,
    "BackupFile": _file_links,
    **dict.fromkeys(SESSION_KINDS, _session_links),
    "BackupTaskSession": _task_session_links,
}
