# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Names in ``settings`` turned into UIDs and references, all of them of one backup server. Reads only."""

from __future__ import annotations

import copy
import typing as t
from dataclasses import dataclass

from ..._errors import Ambiguous, InvalidInput, NotFound, check_absence
from ..._model import Listed, records
from ..._paths import text
from ..api.kinds import BACKUP_SERVER, HIERARCHY_ROOT, JOB, REPOSITORY, Kind
from ..api.links import up
from ..api.query import Where, uid
from ..api.servers import COLLECT_HINT, server_of
from ..api.shapes import items

if t.TYPE_CHECKING:
    from collections.abc import Iterable

    from ..._model import Job, Json
    from ..._paths import Path
    from ..api.client import EmClient
    from ..api.query import EmQuery
    from ..api.servers import Server

MACHINE: t.Final = "Vm"
INCLUDES: t.Final = (("JobInfo", "BackupJobInfo", "Includes"), ("JobInfo", "ReplicaJobInfo", "Includes"))
LINKED: t.Final = ("JobInfo", "ImmediateBackupCopyJobInfo")


@dataclass(frozen=True)
class Linked:
    """One kind of what a copy job takes its data from.

    ``part`` of the job holds the list ``items``, in which ``uid`` is the id and ``alias`` may be a name in its place;
    ``path`` is where the calls go.
    """

    part: str
    items: str
    uid: str
    alias: str
    kind: Kind
    path: str


LINKED_KINDS: t.Final = (
    Linked("LinkedJobIncludes", "LinkedJobObjects", "LinkedJobUid", "LinkedJob", JOB, "/linkedJobs"),
    Linked(
        "LinkedBackupRepositoryIncludes",
        "LinkedBackupRepositories",
        "LinkedBackupRepositoryUid",
        "LinkedBackupRepository",
        REPOSITORY,
        "/linkedBackupRepositories",
    ),
)


def at(tree: Json, path: t.Iterable[str]) -> Json:
    """The object at ``path``, {} when there is none."""
    for name in path:
        below = tree.get(name)
        if not isinstance(below, dict):
            return {}
        tree = below
    return tree


def objects_of(model: Json) -> list[Json]:
    """What a backup or replica job includes."""
    found = (at(model, path).get("ObjectInJobs") for path in INCLUDES)
    return list(next((entries for entries in found if entries), []))


class Names:
    """Looks names up once each."""

    def __init__(self, client: EmClient, query: EmQuery) -> None:
        self._client = client
        self._query = query
        self._roots: dict[str, Listed[Json]] = {}
        self._uids: dict[tuple[str, str, str], str] = {}

    def prime_jobs(self, jobs: Iterable[Job]) -> None:
        """Take these jobs for what their names mean."""
        for job in jobs:
            self._uids[JOB.name, job.name, server_of(job.model).id] = job.id

    def resolved(self, settings: Json, job: Json) -> Json:
        """``settings`` with UIDs and references for the names in them; ``job`` is the job, or the one to clone."""
        wanted = copy.deepcopy(settings)
        server = server_of(job)
        for path in INCLUDES:
            includes = at(wanted, path)
            if "ObjectInJobs" in includes:
                entries = enumerate(includes["ObjectInJobs"])
                where = ("settings", *path, "ObjectInJobs")
                includes["ObjectInJobs"] = [self._object(each, job, server, (*where, n)) for n, each in entries]
        for linked in LINKED_KINDS:
            for number, item in enumerate(at(wanted, (*LINKED, linked.part)).get(linked.items, [])):
                here: Path = ("settings", *LINKED, linked.part, linked.items, number, linked.alias)
                if item.get(linked.alias):
                    item[linked.uid] = self.uid_of(linked.kind, item.pop(linked.alias), server, here)
        chain = at(wanted, ("JobScheduleOptions", "Standart", "OptionsDaisyChaining"))
        if chain.get("PreviousJob"):
            here = ("settings", "JobScheduleOptions", "Standart", "OptionsDaisyChaining", "PreviousJob")
            chain["PreviousJobUid"] = self.uid_of(JOB, chain.pop("PreviousJob"), server, here)
        return wanted

    def uid_of(self, kind: Kind, name: str, server: Server, path: Path) -> str:
        """The UID of what has this name on this backup server. Raises NotFound and Ambiguous with the ``path``."""
        key = (kind.name, name, server.id)
        if key not in self._uids:
            conditions = [Where("Name", name), Where("BackupServerUid", uid(BACKUP_SERVER, server.id))]
            listed = Listed.of(self._query.rows(kind, conditions))
            found = [item for item in listed.rows if str(item.get("Name")) == name]
            if not found:
                check_absence(listed.gap, f'{text(path)}: {kind.name} "{name}"')
                what = f'{text(path)}: there is no {kind.name} "{name}" on the backup server {server.name}.'
                raise NotFound(f"{what} {COLLECT_HINT}")
            if len(found) > 1:
                lines = [str(item.get("UID")) for item in found]
                raise Ambiguous(f'{text(path)}: "{name}" is there {len(found)} times. Give the UID:', candidates=lines)
            self._uids[key] = str(found[0]["UID"])
        return self._uids[key]

    def _object(self, entry: Json, job: Json, server: Server, path: Path) -> Json:
        """One object of a job with its reference. What is in the job already is recognised without a look-up."""
        if entry.get("HierarchyObjRef"):
            known = [each for each in objects_of(job) if _same(each.get("HierarchyObjRef"), entry["HierarchyObjRef"])]
            if known:
                return {"HierarchyObjRef": known[0]["HierarchyObjRef"], "Name": str(known[0].get("Name", ""))}
            return self._referenced(str(entry["HierarchyObjRef"]), path)
        if not entry.get("HostName") and not entry.get("Type"):
            known = [each for each in objects_of(job) if each.get("Name") == entry["Name"]]
            if len(known) == 1:
                return {"HierarchyObjRef": known[0]["HierarchyObjRef"], "Name": entry["Name"]}
        return self._looked_up(entry, server, path)

    def _referenced(self, ref: str, path: Path) -> Json:
        """An object by its reference. Its name is needed to add it to a job."""
        found = items(self._client.get_or_none("/lookup", [("hierarchyRef", ref)]))
        if not found:
            raise NotFound(f'{text((*path, "HierarchyObjRef"))}: there is no object "{ref}". {COLLECT_HINT}')
        return {"HierarchyObjRef": str(found[0].get("ObjectRef")), "Name": str(found[0].get("ObjectName"))}

    def _looked_up(self, entry: Json, server: Server, path: Path) -> Json:
        name, kind = str(entry["Name"]), str(entry.get("Type") or MACHINE)
        found: list[tuple[str, str, str]] = []
        for root in self._roots_of(server, entry.get("HostName"), path):
            asked = [("host", uid(HIERARCHY_ROOT, str(root.get("UID")))), ("name", name), ("type", kind)]
            listed = items(self._client.get_or_none("/lookup", asked))
            found += [
                (str(each.get("ObjectRef")), str(each.get("ObjectName")), str(root.get("Name"))) for each in listed
            ]
        exact = [each for each in found if each[1] == name]
        if not exact:
            near = ", ".join(f'"{each[1]}"' for each in found)
            case = f" Mind the letter case: there is {near}." if near else ""
            what = f'{text(path)}: there is no {kind} "{name}" in the inventory of the backup server {server.name}.'
            raise NotFound(f"{what}{case} {COLLECT_HINT}")
        if len(exact) > 1:
            raise Ambiguous(
                f'{text(path)}: there are {len(exact)} objects "{name}" on the backup server {server.name}. Choose one '
                "with HierarchyObjRef, or narrow the search with HostName:",
                candidates=[f"{ref} of {host}" for ref, dummy, host in exact],
            )
        return {"HierarchyObjRef": exact[0][0], "Name": name}

    def _roots_of(self, server: Server, host_name: str | None, path: Path) -> list[Json]:
        if server.id not in self._roots:
            here = Where("BackupServerUid", uid(BACKUP_SERVER, server.id))
            self._roots[server.id] = Listed.of(self._query.rows(HIERARCHY_ROOT, [here], sort="Name"))
        roots = self._roots[server.id].rows
        if host_name is None:
            return roots
        named = [root for root in roots if str(root.get("Name", "")).lower() == host_name.lower()]
        if not named:
            check_absence(self._roots[server.id].gap, f'{text((*path, "HostName"))}: "{host_name}"')
            names = ", ".join(str(root.get("Name")) for root in roots) or "none"
            message = f'there is no "{host_name}" on the backup server {server.name}. There are: {names}'
            raise InvalidInput([((*path, "HostName"), message)])
        return named


def repository_of(backup: Json) -> str:
    """The UID of the repository that a backup is in, "" when it does not say."""
    link = up(backup, "Repository")
    return uid(REPOSITORY, link.guid) if link and link.guid else ""


def jobs_named(settings: Json) -> frozenset[str]:
    """The names and UIDs of jobs in ``settings``."""
    chain = at(settings, ("JobScheduleOptions", "Standart", "OptionsDaisyChaining"))
    linked = at(settings, (*LINKED, "LinkedJobIncludes")).get("LinkedJobObjects")
    found = [chain.get("PreviousJob"), chain.get("PreviousJobUid")]
    found += [item.get(name) for item in records(linked) for name in ("LinkedJob", "LinkedJobUid")]
    return frozenset(str(name) for name in found if name)


def _same(left: t.Any, right: t.Any) -> bool:
    return str(left).lower() == str(right).lower()
