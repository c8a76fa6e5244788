# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Find inventory objects by name: machines, folders, tags, networks … of every platform. Reads only.

Everything that one server is asked for in one run goes into as few requests as possible: one per server and view.
"""

from __future__ import annotations

import threading
import typing as t
from collections.abc import Mapping
from dataclasses import dataclass

from ..._errors import InvalidInput, RequestRefused, VeeamError
from ..._model import Listed
from ..._paths import last_member
from ..api.client import segment
from . import inventory_query as query

if t.TYPE_CHECKING:
    from collections.abc import Iterable

    from ..._model import Gap, Json
    from ..._paths import Path
    from ..api.client import VbrClient

    Written: t.TypeAlias = "str | Mapping[str, t.Any]"

# The platform of the objects of a job, by its type; the others are vSphere.
_PLATFORMS: t.Final = {"CloudDirectorBackup": "CloudDirector", "HyperVBackup": "HyperV"}

# What jobs of a type process, where it shows in a view of its own.
_USUAL_TYPES: t.Final = {"WindowsAgentBackupFailoverCluster": "WindowsCluster"}

# What must stand in these members of a job, for objects that are written as a plain name.
_TYPES_BY_MEMBER: t.Final = {
    "host": "Host",
    "resourcePool": "ResourcePool",
    "folder": "Folder",
    "datastore": "Datastore",
    "configurationFilesDatastoreMapping": "Datastore",
    "originalVM": "VirtualMachine",
    "replicaVM": "VirtualMachine",
}
_NETWORK_MEMBERS: t.Final = frozenset({"sourceNetwork", "targetNetwork"})

# What is at the top of an inventory has no object id of its own.
_SERVER_TYPES: t.Final = frozenset({"vcenterserver", "clouddirectorserver", "scvmm"})

# Where the containers of a path show, between them: datacenters, clusters and hosts, and folders.
_CONTAINER_VIEWS: t.Final = ("HostsAndClusters", "VmsAndTemplates")

# Computed by the server, never wanted.
_DROPPED: t.Final = frozenset({"size", "metadata", "powerState", "aclInfo", "isEnabled"})


@dataclass(frozen=True)
class Want:
    """An object that the settings name. ``""`` stands for "not said". ``parent``: the container it should be in."""

    name: str
    platform: str
    type: str = ""
    host: str = ""
    parent: str = ""
    group: str = ""
    view: str = ""


def want_of(written: Written, job_type: str, path: Path) -> Want | None:
    """What is to be looked up for ``written``, at ``path``; None when it is complete as it is."""
    given: Mapping[str, t.Any] = {"path": written} if isinstance(written, str) else written
    platform = str(given.get("platform") or _platform(job_type, given))
    if given.get("objectId") or (platform == "Agent" and given.get("id") and given.get("protectionGroupId")):
        return None
    folders = [part for part in str(given.get("path") or "").split("/") if part] if platform != "Agent" else []
    name = str(given.get("name") or (folders[-1] if folders else "") or given.get("path") or "")
    if not name and not given.get("protectionGroup"):
        raise InvalidInput([(path, "needs a name, a path or an objectId")])
    member = last_member(path)
    kind = str(given.get("type") or _TYPES_BY_MEMBER.get(member, ""))
    host = str(given.get("hostName") or (folders[0] if len(folders) > 1 else ""))
    return Want(
        name,
        platform,
        type=kind,
        host=host,
        parent=folders[-2] if len(folders) > 2 else "",
        group=str(given.get("protectionGroup") or ""),
        view=query.view_of(platform, kind or _USUAL_TYPES.get(job_type, ""), network=member in _NETWORK_MEMBERS),
    )


def completed(written: Written, job_type: str) -> Json:
    """An object that has its id already, with the platform that follows from the job."""
    given = {} if isinstance(written, str) else {key: value for key, value in written.items() if value is not None}
    return {"platform": _platform(job_type, given), **given}


class Inventory:
    """The inventories of one backup server. Safe to share between threads."""

    def __init__(self, client: VbrClient) -> None:
        self._client = client
        self._lock = threading.RLock()
        self._servers: Listed[Json] | None = None
        self._found: dict[Want, list[Json]] = {}
        self._unknown_hosts: set[str] = set()
        self._groups: dict[str, set[str]] = {}
        # What was looked for in lists that lack something.
        self._gaps: dict[Want, Gap] = {}

    def load(self, wants: Iterable[Want]) -> None:
        """Read everything that is wanted and not known yet, in as few requests as possible."""
        with self._lock:
            unread = [want for want in dict.fromkeys(wants) if want not in self._found]
            paths = [want for want in unread if want.parent and want.platform == "VSphere"]
            # Most containers show where their content does, and cost nothing then.
            try:
                self._load([*unread, *(_container(want, want.view) for want in paths)])
                lost = [want for want in paths if not self._has_container(want) and not self.is_unknown(want.host)]
                self._load([_container(want, view) for want in lost for view in _CONTAINER_VIEWS])
            except VeeamError:
                # What was not read is not absent.
                self._found = {want: found for want, found in self._found.items() if want not in unread}
                raise

    def _load(self, wants: Iterable[Want]) -> None:
        missing = [want for want in dict.fromkeys(wants) if want not in self._found]
        for want in missing:
            self._found[want] = []
        groups: dict[tuple[str, str, str], list[Want]] = {}
        for want in missing:
            if want.platform != "Agent":
                for host in self._hosts(want):
                    groups.setdefault((want.platform, host, want.view), []).append(want)
        for (dummy, host, view), members in groups.items():
            self._read(host, view, members)
        self._read_agents([want for want in missing if want.platform == "Agent"])

    def lacks_container(self, want: Want) -> bool:
        """Whether the path to ``want`` leads through something that is not on that server; asked after ``load``."""
        return want.platform == "VSphere" and bool(want.parent) and not self._has_container(want)

    def _has_container(self, want: Want) -> bool:
        looked = {_container(want, view) for view in (want.view, *_CONTAINER_VIEWS)}
        seen = [item for container in looked for item in self._found.get(container, [])]
        return any(str(item.get("type", "")).lower() != "virtualmachine" for item in seen)

    def matches(self, want: Want) -> list[Json]:
        """What fits ``want``; narrowed down by the container when the name alone does not do."""
        with self._lock:
            found = self._found.get(want, [])
            if len(found) > 1 and want.parent and want.platform == "VSphere":
                found = self._found[want] = self._inside(want, found)
            return found

    def servers(self) -> list[Json]:
        """Every virtualization server, as the backup server has it registered."""
        with self._lock:
            return self._servers_listed().rows

    def groups(self) -> Mapping[str, set[str]]:
        """The ids of the protection groups that were read, by name; two may have the same."""
        return self._groups

    def gap(self, want: Want) -> Gap | None:
        """What the lists lack in which ``want`` was looked for, None when they were whole; asked after ``load``."""
        return self._gaps.get(want)

    def _servers_listed(self) -> Listed[Json]:
        if self._servers is None:
            found = Listed.of(self._client.search_pages("/inventory", {}))
            self._servers = Listed([query.from_server(item, self._client.revision) for item in found.rows], found.gap)
        return self._servers

    def is_unknown(self, host: str) -> bool:
        """Whether the backup server said that it has no server of this name; asked after ``load``."""
        return host in self._unknown_hosts

    def _hosts(self, want: Want) -> list[str]:
        if want.type.lower() in _SERVER_TYPES or not want.host:
            self._note_gap(self._servers_listed().gap, [want])
            fitting = [server for server in self.servers() if query.same_platform(server, want.platform)]
            self._found[want] += [server for server in fitting if fits(want, server)]
            if want.type.lower() in _SERVER_TYPES:
                return []
            return list(dict.fromkeys(str(server.get("hostName") or server.get("name")) for server in fitting))
        return [want.host]

    def _read(self, host: str, view: str, wants: list[Want]) -> None:
        for body in query.bodies([want.name for want in wants], view, self._client.revision):
            try:
                listed = Listed.of(self._client.search_pages(f"/inventory/{segment(host)}", body))
            except RequestRefused as error:
                if error.status != 404:
                    raise
                self._unknown_hosts.add(host)
                return
            self._note_gap(listed.gap, wants)
            for item in listed.rows:
                self._note(query.from_server(item, self._client.revision), host, wants)

    def _note_gap(self, gap: Gap | None, wants: Iterable[Want]) -> None:
        if gap is not None:
            for want in wants:
                self._gaps.setdefault(want, gap)

    def _note(self, item: Json, host: str, wants: list[Want]) -> None:
        # Computers with an agent have no server that shows them.
        shown = {"hostName": host, **item} if host else item
        for want in wants:
            known = self._found[want]
            if fits(want, shown) and not any(_same(item, other) for other in known):
                known.append(shown)

    def _inside(self, want: Want, found: list[Json]) -> list[Json]:
        """Those of ``found`` that are in the container ``want.parent``: only an older call can tell."""
        params = [("nameFilter", want.name), ("parentContainerNameFilter", want.parent)]
        host = want.host or str(found[0].get("hostName"))
        listed = self._client.pages(f"/inventory/vmware/hosts/{segment(host)}", params)
        inside = [query.from_server(item, self._client.revision) for item in listed]
        narrowed = [item for item in found if any(_same(item, other) for other in inside)]
        return narrowed or found

    def _read_agents(self, wants: list[Want]) -> None:
        if not wants:
            return
        listed = Listed.of(self._client.search_pages("/inventory/physical", {}))
        self._note_gap(listed.gap, wants)
        groups = [query.from_server(item, self._client.revision) for item in listed.rows]
        for group in groups:
            self._groups.setdefault(str(group.get("name")), set()).add(str(group.get("id")))
        for want in wants:
            if not want.group:
                self._found[want] += [group for group in groups if fits(want, group)]
        # A protection group of that name is what was meant. A computer may be in several: all are looked into.
        unmet = [want for want in wants if not self._found[want] and want.type.lower() != "protectiongroup"]
        for group in groups:
            inside = [want for want in unmet if want.group in ("", str(group.get("name")))]
            for view in dict.fromkeys(want.view for want in inside):
                self._read_group(group, view, [want for want in inside if want.view == view])

    def _read_group(self, group: Json, view: str, wants: list[Want]) -> None:
        path = f"/inventory/physical/{segment(str(group.get('id') or ''))}"
        listed = Listed.of(self._client.search_pages(path, {"hierarchyType": view}))
        self._note_gap(listed.gap, wants)
        for item in listed.rows:
            machine = {"protectionGroupId": group.get("id"), **query.from_server(item, self._client.revision)}
            self._note(machine, "", wants)


def _container(want: Want, view: str) -> Want:
    return Want(want.parent, want.platform, host=want.host, view=view)


def result(item: Json) -> Json:
    """A found object as it goes into a job."""
    return {name: value for name, value in item.items() if name not in _DROPPED and value is not None}


def describe(item: Json) -> str:
    """A found object in one line, for lists of candidates."""
    parts = [str(item[member]) for member in ("type", "hostName", "path") if item.get(member)]
    identifier = item.get("objectId") or item.get("id")
    return f"{item.get('name')} ({', '.join(parts + ([f'objectId {identifier}'] if identifier else []))})"


def _platform(job_type: str, given: Mapping[str, t.Any]) -> str:
    if "AgentBackup" in job_type or given.get("protectionGroup") or given.get("protectionGroupId"):
        return str(given.get("platform") or "Agent")
    return str(given.get("platform") or _PLATFORMS.get(job_type, "VSphere"))


def fits(want: Want, item: Mapping[str, t.Any]) -> bool:
    """Whether ``item`` (canonical) is something that ``want`` can mean."""
    named = str(item.get("name", "")) == want.name or (
        want.platform == "Agent" and str(item.get("name", "")).lower() == want.name.lower()
    )
    typed = not want.type or str(item.get("type", "")).lower() == want.type.lower()
    hosted = not want.host or str(item.get("hostName", "")).lower() in ("", want.host.lower())
    return named and typed and hosted


def _same(one: Mapping[str, t.Any], other: Mapping[str, t.Any]) -> bool:
    return all(
        str(one.get(member) or "").lower() == str(other.get(member) or "").lower()
        for member in ("objectId", "id", "protectionGroupId", "name", "type")
    )
