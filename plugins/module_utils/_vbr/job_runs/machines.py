# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Machines for a quick backup, looked up in the inventory."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ..._errors import Ambiguous, NotFound, RequestRefused, check_absence
from ..._model import Listed, each, kept
from ..api.client import segment
from ..schema.revisions import at_least, hyperv_view
from ..settings.translation import enum_to_revision

if t.TYPE_CHECKING:
    from ..._model import Json, Machine, Reading
    from ..api.client import VbrClient


_OLD_CALL_FOR_OPERATORS: t.Final = "1.3-rev0"


@dataclass(frozen=True)
class Platform:
    """``names`` is what the inventory calls it (VBR-T4), ``members`` what a quick backup is asked for with.

    ``backed_up_as`` is what the lists of backed-up objects call it.
    """

    title: str
    feature: str
    path: str
    view: str
    names: tuple[str, ...]
    types: tuple[str, ...]
    members: tuple[str, ...]
    backed_up_as: tuple[str, ...]


PLATFORMS: t.Final = {
    "vsphere": Platform(
        title="The quick backup of a vSphere machine",
        feature="quickBackupVSphere",
        path="vSphere",
        view="HostsAndClusters",
        names=("VSphere", "VMware"),
        types=("VirtualMachine",),
        members=("platform", "hostName", "name", "type", "objectId", "urn"),
        backed_up_as=("VMware", "VSphere"),
    ),
    "hyperv": Platform(
        title="The quick backup of a Hyper-V machine",
        feature="quickBackupHyperV",
        path="hyperV",
        view="HostsAndVms",
        names=("HyperV",),
        types=("VirtualMachine",),
        members=("platform", "hostName", "name", "type", "objectId", "urn", "parentObjectId"),
        backed_up_as=("HyperV",),
    ),
    "agent": Platform(
        title="The quick backup of an agent-managed machine",
        feature="quickBackupAgent",
        path="agent",
        view="Computers",
        names=("Agent",),
        types=("WindowsComputer", "LinuxComputer", "WindowsCluster"),
        members=("platform", "id", "name", "type", "protectionGroupId", "path", "parentObjectId"),
        backed_up_as=("WindowsPhysical", "LinuxPhysical", "LinuxPhysicalPpc"),
    ),
}


def find_machine(client: VbrClient, machine: Machine) -> Json:
    """The one machine that is meant, with the members a quick backup takes.

    Raises NotFound, IncompleteList when it was not found in lists that lack something, Ambiguous, or RequestRefused
    for a user who may run jobs but not look at the inventory.
    """
    platform = PLATFORMS[machine.platform]
    search = _agents if machine.platform == "agent" else _virtual_machines
    try:
        candidates = Listed.of(search(client, machine, platform))
    except RequestRefused as error:
        if error.status != 403 or machine.platform != "vsphere":
            raise
        if machine.name and machine.host_name and _object_id(machine):
            return _as_said(machine, client.revision)
        candidates = Listed.of(_for_operators(client, machine, error))
    found = [(place, item) for place, item in candidates.rows if _is_meant(machine, item)]
    if not found:
        check_absence(candidates.gap, _described(machine))
        raise NotFound(f"{_described(machine)} is not in the inventory of the backup server.{_advice(machine)}")
    if len(found) > 1:
        lines = [_candidate(place, item) for place, item in found]
        message = f"{_described(machine)} exists {len(found)} times. Say which one with host_name or object_id:"
        raise Ambiguous(message, candidates=lines)
    return {member: found[0][1][member] for member in platform.members if found[0][1].get(member) is not None}


def _virtual_machines(client: VbrClient, machine: Machine, platform: Platform) -> Reading[tuple[str, Json]]:
    """Candidates with the server they are on. Only the servers of the platform are searched."""
    known = each(client.search_pages("/inventory", {}), _unwrapped)
    servers = Listed.of(kept(known, lambda server: server.get("platform") in platform.names))
    body = _body(machine, platform, client.revision)
    gap = servers.gap
    for name in _hosts(machine, servers):
        listed = Listed.of(client.search_pages(f"/inventory/{segment(name)}", body))
        yield from ((name, _unwrapped(item)) for item in listed.rows)
        gap = gap or listed.gap
    return gap


def _for_operators(client: VbrClient, machine: Machine, error: RequestRefused) -> Reading[tuple[str, Json]]:
    """Candidates for a user who may not browse the inventory, by an older call that operators may make.

    A Backup Operator may run quick backups in every revision, but browse only from 1.3-rev1 on; the older call, which
    is deprecated and knows vSphere alone, is open to operators from 1.3-rev0 on.
    """
    if not at_least(client.revision, _OLD_CALL_FOR_OPERATORS):
        raise RequestRefused(
            f"{error.message} On this server (revision {client.revision} of the API) only a Veeam Backup Administrator "
            "may look machines up. As a Backup Operator give name, host_name and object_id, so that nothing has to be "
            "looked up.",
            status=error.status,
            method=error.method,
            path=error.path,
            error_code=error.error_code,
            server_message=error.server_message,
        )
    servers = Listed.of(each(client.pages("/inventory/vmware/hosts"), _unwrapped))
    asked = {"nameFilter": machine.name, "objectIdFilter": _object_id(machine), "typeFilter": "VirtualMachine"}
    params = [(name, value) for name, value in asked.items() if value is not None]
    gap = servers.gap
    for name in _hosts(machine, servers):
        listed = Listed.of(client.pages(f"/inventory/vmware/hosts/{segment(name)}", params))
        yield from ((name, _unwrapped(item)) for item in listed.rows)
        gap = gap or listed.gap
    return gap


def _as_said(machine: Machine, revision: str) -> Json:
    """The request for a vSphere machine of which everything is given. The server says whether it exists."""
    platform = enum_to_revision("EInventoryPlatformType", "VSphere", revision=revision)
    named = {"hostName": machine.host_name, "name": machine.name, "objectId": _object_id(machine)}
    return {"platform": platform, "type": "VirtualMachine", **named}


def _hosts(machine: Machine, servers: Listed[Json]) -> list[str]:
    """The servers to search, by name. Raises NotFound, or IncompleteList, when ``servers`` lack the wanted one."""
    names = list(dict.fromkeys(str(server.get("name") or "") for server in servers.rows))
    if machine.host_name is None:
        return names
    wanted = [name for name in names if name.lower() == machine.host_name.lower()]
    if not wanted:
        check_absence(servers.gap, f'The server "{machine.host_name}" (host_name)')
        known = ", ".join(names) or "none"
        raise NotFound(f'There is no server "{machine.host_name}" in the inventory (host_name). Known are: {known}.')
    return wanted


def _unwrapped(item: Json) -> Json:
    """An inventory object; older servers wrap theirs (VBR-T16)."""
    inner: Json = item.get("inventoryObject", item)
    return inner


def _agents(client: VbrClient, machine: Machine, platform: Platform) -> Reading[tuple[str, Json]]:
    """Candidates with their protection group."""
    known_groups = Listed.of(client.search_pages("/inventory/physical", {}))
    groups = {str(group.get("id")): str(group.get("name") or "") for group in known_groups.rows}
    if machine.host_name is not None and machine.host_name not in groups.values():
        check_absence(known_groups.gap, f'The protection group "{machine.host_name}" (host_name)')
        known = ", ".join(sorted(groups.values())) or "none"
        raise NotFound(f'There is no protection group "{machine.host_name}" (host_name). Known are: {known}.')
    listed = Listed.of(client.search_pages("/inventory/physical/all", _body(machine, platform, client.revision)))
    for item in listed.rows:
        group = groups.get(str(item.get("protectionGroupId")), "")
        if machine.host_name in (None, group):
            yield group, item
    return known_groups.gap or listed.gap


def _body(machine: Machine, platform: Platform, revision: str) -> Json:
    """What the inventory is asked for: machines with that name and id, in the view that shows machines."""
    asked = [("type", "In", ",".join(platform.types))]
    if machine.name is not None:
        asked.append(("name", "Equals", machine.name))
    object_id = _object_id(machine)
    if object_id is not None:
        asked.append(("id" if machine.platform == "agent" else "objectId", "Equals", object_id))
    items = [
        {
            "type": "PredicateExpression",
            "property": member,
            "operation": enum_to_revision("EPredicateExpressionOperationType", operation, revision=revision),
            "value": value,
        }
        for member, operation, value in asked
    ]
    both = enum_to_revision("EGroupExpressionOperationType", "And", revision=revision)
    expression = {"type": "GroupExpression", "operation": both, "items": items}
    return {"filter": expression, "hierarchyType": hyperv_view(platform.view, revision)}


def _object_id(machine: Machine) -> str | None:
    """The id; from ``urn:VMware:Vm:<root>.vm-80225`` what follows the root."""
    if machine.object_ref is not None:
        return machine.object_ref.rsplit(".", 1)[-1]
    return machine.object_id


def _is_meant(machine: Machine, item: Json) -> bool:
    """What the server found, looked at again: it may take names in another case or any column."""
    object_id = _object_id(machine)
    own = str(item.get("objectId") or item.get("id") or "")
    return machine.name in (None, item.get("name")) and (object_id is None or own.lower() == object_id.lower())


def _described(machine: Machine) -> str:
    named = f'The machine "{machine.name}"' if machine.name else "The machine"
    object_id = _object_id(machine)
    return f"{named} with the id {object_id}" if object_id else named


def _advice(machine: Machine) -> str:
    return " Names are compared with case." if machine.name else ""


def _candidate(place: str, item: Json) -> str:
    object_id = item.get("objectId") or item.get("id")
    path = f", {item['path']}" if item.get("path") else ""
    return f"{item['name']} on {place} (object_id: {object_id}{path})"
