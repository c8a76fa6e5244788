# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Backups and what is in them.

A parent backup holds others and no restore points of its own (EM-T84): what is asked of it is asked of its children.
"""

from __future__ import annotations

import typing as t

from .api import filters as lists
from .api.kinds import BACKUP, BACKUP_FILE, REPOSITORY, RESTORE_POINT, VM_RESTORE_POINT, Kind
from .api.query import Where, uid
from .api.shapes import guid, items, kind_of_uid

if t.TYPE_CHECKING:
    from collections.abc import Mapping

    from .._model import Json
    from .api.client import EmClient
    from .api.query import EmQuery
    from .api.servers import Servers

PARENT: t.Final = "parentbackup"
REFERENCE: t.Final = "reference"


class EmBackups:
    """``BackupReader`` of Enterprise Manager."""

    def __init__(self, client: EmClient, query: EmQuery, servers: Servers) -> None:
        self._client = client
        self._query = query
        self._servers = servers
        # What was read of a backup although only its reference is shown.
        self._entities: dict[str, Json] = {}

    def search(self, filters: Json) -> list[Json]:
        """Backups that match every filter, by name; as references with ``representation: reference``."""
        wanted = lists.given(filters)
        as_reference = wanted.pop("representation", "") == REFERENCE
        lists.check(wanted, lists.BACKUPS)
        found = self._one(wanted["id"]) if "id" in wanted else self._listed(wanted)
        kept = [each for each in found if self._servers.fits(each) and lists.keeps(wanted, lists.BACKUPS, each)]
        kept.sort(key=lambda each: (str(each.get("Name", "")).lower(), str(each.get("UID"))))
        return self._references(kept, single="id" in wanted) if as_reference else kept

    def details(self, backup: Json, parts: Mapping[str, Json]) -> Json:
        """``backup`` with the wanted parts; each part comes with its own filters."""
        entity = self._entities.get(guid(backup.get("UID")), backup)
        for part, wanted in parts.items():
            lists.check(lists.given(wanted), PARTS[part], prefix=f"{FILTER_OPTIONS.get(part, part)}.")
        shown = dict(backup)
        children = self._children(entity) if _is_parent(entity) else []
        if "child_backups" in parts:
            shown["child_backups"] = children
        holders = children if _is_parent(entity) else [entity]
        points = self._points(holders) if POINTS_NEEDED & parts.keys() else []
        if "restore_points" in parts:
            wanted = lists.given(parts["restore_points"])
            machines = "vm_restore_points" in parts
            shown["restore_points"] = [
                {**point, "vm_restore_points": self._machine_points(point)} if machines else point
                for point in points
                if lists.keeps(wanted, lists.RESTORE_POINTS, point)
            ]
        if "objects" in parts:
            shown["objects"] = self._objects(points, lists.given(parts["objects"]))
        if "files" in parts:
            shown["files"] = self._below(BACKUP_FILE, holders, lists.given(parts["files"]), lists.FILES)
        return shown

    def _one(self, backup_id: str) -> list[Json]:
        found = self._client.entity(f"{BACKUP.path}/{guid(backup_id)}") if guid(backup_id) else None
        return [] if found is None else [found]

    def _listed(self, wanted: Json) -> list[Json]:
        asked = dict(wanted)
        conditions = []
        if "job_id" in asked:
            # Backups name their job as if it was one of virtual machines, at least in the vendor's examples (EM-T49).
            job = asked.pop("job_id")
            names = dict.fromkeys(["Job", kind_of_uid(job) or "Job"])
            conditions.append(Where("JobUid", [f"urn:veeam:{name}:{guid(job)}" for name in names]))
        if "repository_id" in asked:
            conditions.append(Where("RepositoryUid", uid(REPOSITORY, asked.pop("repository_id"))))
        return list(self._query.rows(BACKUP, [*conditions, *lists.conditions(asked, lists.BACKUPS)], sort="Name"))

    def _references(self, entities: list[Json], *, single: bool) -> list[Json]:
        """The same backups in their short form, as the server shows it when nothing else is asked for."""
        self._entities.update({guid(each.get("UID")): each for each in entities})
        if single:
            return [self._client.get(f"{BACKUP.path}/{guid(each.get('UID'))}") for each in entities]
        short = {guid(each.get("UID")): each for each in items(self._client.get(BACKUP.path))} if entities else {}
        return [short[wanted] for each in entities if (wanted := guid(each.get("UID"))) in short]

    def _children(self, parent: Json) -> list[Json]:
        """The backups in a parent backup: found by address, because the link to them says Up (EM-T41)."""
        path = f"{BACKUP.path}/{guid(parent.get('UID'))}/childbackups"
        return self._client.entities(path, single=BACKUP.path)

    def _points(self, holders: list[Json]) -> list[Json]:
        """The restore points, newest first."""
        return self._below(RESTORE_POINT, holders, {}, lists.RESTORE_POINTS)

    def _machine_points(self, point: Json) -> list[Json]:
        path = f"{RESTORE_POINT.path}/{guid(point.get('UID'))}/vmRestorePoints"
        return self._client.entities(path, single=VM_RESTORE_POINT.path)

    def _objects(self, points: list[Json], wanted: Json) -> list[Json]:
        """The machines of which there are restore points, each once, by name."""
        found: dict[str, Json] = {}
        for point in points:
            for each in self._machine_points(point):
                key = str(each.get("HierarchyObjRef") or each.get("VmName")).lower()
                newest = {"Name": each.get("VmName"), "HierarchyObjRef": each.get("HierarchyObjRef")}
                entry = found.setdefault(key, {**newest, "NewestRestorePoint": each.get("CreationTimeUTC"), "Count": 0})
                entry["Count"] += 1
        shown = sorted(found.values(), key=lambda each: str(each["Name"]))
        return [each for each in shown if lists.keeps(wanted, lists.OBJECTS, each)]

    def _below(self, kind: Kind, holders: list[Json], wanted: Json, rules: lists.Rules) -> list[Json]:
        """What belongs to any of ``holders``, newest first."""
        if not holders:
            return []
        ids = [uid(BACKUP, str(each.get("UID"))) for each in holders]
        conditions = [Where("BackupUid", ids), *lists.conditions(wanted, rules)]
        found = self._query.rows(kind, conditions, newest_first=True)
        return [each for each in found if lists.keeps(wanted, rules, each)]


POINTS_NEEDED: t.Final = frozenset({"restore_points", "objects"})
PARTS: t.Final[t.Mapping[str, lists.Rules]] = {
    "objects": lists.OBJECTS,
    "restore_points": lists.RESTORE_POINTS,
    "files": lists.FILES,
    "child_backups": {},
    "vm_restore_points": {},
}
FILTER_OPTIONS: t.Final = {
    "objects": "object_filters",
    "restore_points": "restore_point_filters",
    "files": "file_filters",
}


def _is_parent(backup: Json) -> bool:
    return str(backup.get("BackupType", "")).lower() == PARENT
