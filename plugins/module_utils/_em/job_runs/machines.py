# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Finding the machine of a quick backup, and the backup server to ask for it. Reads only."""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass

from ..._errors import Ambiguous, InvalidInput, NotFound, check_absence
from ..._model import Listed, kept
from ..api.kinds import HIERARCHY_ROOT, VM_RESTORE_POINT
from ..api.limits import UnsupportedByEnterpriseManager
from ..api.query import EmQuery, Where, uid
from ..api.servers import COLLECT_HINT, Server, Servers, server_of
from ..api.shapes import guid, items

if t.TYPE_CHECKING:
    from ..._model import Json, Machine
    from ..api.client import EmClient

# urn:<platform>:<type>:<hierarchy root>.<object>; the object may hold colons and dots itself.
_REFERENCE: t.Final = re.compile(r"urn:(?P<platform>[^:]+):(?P<type>[^:]+):(?P<root>[^.:]+)\.(?P<object>.+)", re.DOTALL)
# The option ``platform``: how references name it, and the kinds of hierarchy roots that have such machines.
PLATFORMS: t.Final = {
    "vsphere": ("VMware", frozenset({"vc", "esx", "esxi"})),
    "hyperv": ("HyperV", frozenset({"hvserver", "hvcluster", "scvmm"})),
}


@dataclass(frozen=True)
class Root:
    """A vCenter Server, host or cluster as one backup server has it. ``same_as`` tells which real one it is."""

    id: str
    name: str
    server: Server
    same_as: str


@dataclass(frozen=True)
class Found:
    """A machine as one backup server sees it. ``ref`` is its hierarchy reference."""

    ref: str
    name: str
    root: Root

    @property
    def real(self) -> tuple[str, str]:
        """The machine itself, whichever backup server sees it."""
        return self.root.same_as, object_of(self.ref).lower()

    def __str__(self) -> str:
        return f"{self.name} of {self.root.name} on {self.root.server.name} (object_ref: {self.ref})"


def object_of(ref: str) -> str:
    """The id of the object on its platform, "" for what is no reference."""
    found = _REFERENCE.fullmatch(ref)
    return found["object"] if found else ""


class Machines:
    """Machines of the chosen backup server, or of all."""

    def __init__(self, client: EmClient, query: EmQuery, servers: Servers) -> None:
        self._client = client
        self._query = query
        self._servers = servers

    def find(self, machine: Machine) -> Found:
        """The one machine that is meant.

        Raises InvalidInput, UnsupportedByEnterpriseManager, NotFound, IncompleteList when it was not found in a list
        that lacks rows, and Ambiguous with the candidates.
        """
        if machine.platform not in PLATFORMS:
            raise UnsupportedByEnterpriseManager(f"A quick backup of a machine of platform {machine.platform}")
        if machine.object_ref is not None:
            found = self._of_reference(machine.object_ref)
        else:
            roots = self._roots(machine)
            found = [each for root in roots.rows for each in self._of_root(root, machine)]
            if not found:
                check_absence(roots.gap, f'The machine "{machine.name or machine.object_id}"')
        return self._only(found, machine)

    def _of_reference(self, ref: str) -> list[Found]:
        parts = _REFERENCE.fullmatch(ref.strip())
        if parts is None:
            raise InvalidInput([("object_ref", f'"{ref}" is not of the form urn:VMware:Vm:<root>.vm-80225')])
        entity = self._client.entity(f"{HIERARCHY_ROOT.path}/{guid(parts['root'])}") if guid(parts["root"]) else None
        if entity is None:
            raise NotFound(f"object_ref: there is no hierarchy root {parts['root']} here. {COLLECT_HINT}")
        root = _root(entity)
        if not self._servers.fits(entity):
            problem = f"belongs to {root.server.name}, which is another one than backup_server"
            raise InvalidInput([("object_ref", problem)])
        return self._looked_up([("hierarchyRef", ref.strip())], root)

    def _roots(self, machine: Machine) -> Listed[Root]:
        kinds = PLATFORMS[machine.platform][1]
        listed = Listed.of(self._query.rows(HIERARCHY_ROOT, self._servers.narrowed(), sort="Name"))
        roots = [_root(entity) for entity in listed.rows if str(entity.get("HostType", "")).lower() in kinds]
        wanted = machine.host_name
        if wanted is None:
            return Listed(roots, listed.gap)
        named = [root for root in roots if root.name.lower() == wanted.lower()]
        if not named:
            check_absence(listed.gap, f'host_name: "{wanted}"')
            names = ", ".join(sorted({root.name for root in roots})) or "none"
            raise NotFound(f'host_name: there is no "{wanted}" here. There are: {names}.')
        # What is in these roots does not depend on others.
        return Listed(named)

    def _of_root(self, root: Root, machine: Machine) -> list[Found]:
        """The machines of a root that fit. The service takes * for anything and knows no letter case (EM-T59)."""
        if machine.object_id is not None:
            ref = f"urn:{PLATFORMS[machine.platform][0]}:Vm:{root.id}.{machine.object_id}"
            found = self._looked_up([("hierarchyRef", ref)], root)
        else:
            asked = [("host", uid(HIERARCHY_ROOT, root.id)), ("name", machine.name), ("type", "Vm")]
            found = self._looked_up(asked, root)
        return [each for each in found if machine.name is None or each.name.lower() == machine.name.lower()]

    def _looked_up(self, asked: list[tuple[str, t.Any]], root: Root) -> list[Found]:
        found = items(self._client.get_or_none("/lookup", asked))
        return [Found(str(item.get("ObjectRef", "")), str(item.get("ObjectName", "")), root) for item in found]

    def _only(self, found: list[Found], machine: Machine) -> Found:
        exact = [each for each in found if machine.name in (None, each.name)]
        wanted = machine.name or machine.object_id or machine.object_ref
        if not exact:
            near = ", ".join(f'"{each.name}"' for each in found)
            case = f" Mind the letter case: there is {near}." if near else ""
            raise NotFound(f'There is no machine "{wanted}" here.{case} {COLLECT_HINT}')
        if len({each.real for each in exact}) == 1 and len(exact) > 1:
            # Several backup servers see the same machine; the one that backs it up is meant (EM-T86).
            exact = [each for each in exact if self.newest_point(each) is not None] or exact
        if len(exact) > 1:
            raise Ambiguous(
                f'There are {len(exact)} machines "{wanted}". Choose one with object_ref, or narrow the search with '
                "host_name or backup_server:",
                candidates=[str(each) for each in exact],
            )
        return exact[0]

    def newest_point(self, found: Found) -> Json | None:
        """The newest restore point of the machine on its backup server."""
        conditions = [Where("VmDisplayName", found.name), Where("BackupServerUid", _server_uid(found.root.server))]
        points = kept(
            self._query.rows(VM_RESTORE_POINT, conditions, newest_first=True),
            lambda point: str(point.get("HierarchyObjRef", "")).lower() == found.ref.lower(),
        )
        newest = Listed.of(points, 1)
        if not newest.rows:
            check_absence(newest.gap, f'A restore point of "{found.name}"')
        return next(iter(newest.rows), None)


def _server_uid(server: Server) -> str:
    return f"urn:veeam:BackupServer:{server.id}"


def _root(entity: Json) -> Root:
    own = guid(entity.get("HierarchyRootId") or entity.get("UID"))
    same_as = str(entity.get("UniqueId") or own).lower()
    return Root(own, str(entity.get("Name", "")), server_of(entity), same_as)
