# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The estate that Enterprise Manager shows: three backup servers, and on them what the vendor's examples talk about.

Two servers hold the same vCenter and a job of the same name. The rest is made from the number of jobs and machines.
"""

from __future__ import annotations

import datetime as dt
import typing as t

from tests.simulator.em import estate_curious, estate_history, estate_jobs
from tests.simulator.em.estate_model import Estate, Item, Machine

SERVERS = {
    "vbr01.lab.local": ("f365fbd8-fbd2-43ad-9f7a-c87cd390a0d9", "13.0.1.1071"),
    "vbr02.lab.local": ("ffa6d4ef-ea63-4fb3-88a1-84706c2430e1", "12.3.2.3617"),
    "local.host": ("8c88c6d6-931f-4044-8c0b-7a0c5f188b00", "11.0.1.1261"),
}
VCENTER_INSTANCE = "7b1d2a51-7a3f-4a1e-9c43-0d7b2f6c5e10"
# (name of the root, host type, server, guid or None, unique id or None)
ROOTS = (
    ("vcenter01.lab.local", "VC", "vbr01.lab.local", "02bd0847-f522-4670-90eb-10312498809d", VCENTER_INSTANCE),
    ("vcenter01.lab.local", "VC", "vbr02.lab.local", "3b8ebdcc-41de-4c42-a001-a344f2e75550", VCENTER_INSTANCE),
    ("vcenter02.lab.local", "VC", "vbr02.lab.local", None, None),
    ("hyperv01.lab.local", "HvServer", "vbr01.lab.local", None, "hyperv01.lab.local"),
)
# Repositories by name, kind and server, the guid where it matters.
REPOSITORIES = (
    ("Default Backup Repository", "WindowsLocal", "vbr01.lab.local", "cbd9a4b6-b9ed-4cd6-a091-75b6481c9d55"),
    ("Scale-out Backup Repository 1", "Extendable", "vbr01.lab.local", None),
    ("Default Backup Repository", "LinuxLocal", "vbr02.lab.local", None),
    ("Scale-out Backup Repository 2", "Extendable", "local.host", "b8832f03-2c9e-4222-8d0b-e43e0c912f93"),
)
# Machines of vcenter01, visible through both of its roots: (name, MoRef). clone01 exists twice.
NAMED_VMS = (
    ("oracle01", "vm-80225"),
    ("crm01", "vm-62230"),
    ("app01", "vm-101"),
    ("app02", "vm-102"),
    ("web01", "vm-103"),
    ("db01", "vm-104"),
    ("clone01", "vm-105"),
    ("clone01", "vm-106"),
    ("shared01", "vm-107"),
    ("DNS", "vm-108"),
    ('web "blue"; (EU), Köln & 50%', "vm-109"),
    ("unprotected01", "vm-110"),
)
IN_PRODUCTION = ("app02", "vm-106")  # the members of the folder, by name or MoRef
CONTAINERS = (("Production", "Folder", "group-v22"), ("Gold", "Tag", "urn:vmomi:InventoryServiceTag:5fd2"))


def build(*, jobs: int, vms: int, seed: int, now: dt.datetime) -> Estate:
    """The estate of a fresh simulator. The same arguments give the same names and ids."""
    estate = Estate(seed)
    servers = _servers(estate)
    _repositories(estate, servers)
    roots = _roots(estate, servers)
    _machines(estate, roots, vms)
    estate_jobs.add_jobs(estate, servers, count=jobs, now=now)
    estate_history.add_history(estate, now)
    estate_curious.add(estate, servers, now)
    return estate


def _servers(estate: Estate) -> dict[str, Item]:
    servers = {}
    for name, (guid, version) in SERVERS.items():
        facts = {"Description": "", "Port": 9392, "Version": version}
        if not version.startswith("11."):
            facts |= {"WcfPort": 9405, "VbrCertificateThumbprint": "0" * 40}
        servers[name] = estate.new("BackupServer", name, guid=guid, facts=facts)
        estate.new(
            "ManagedServer",
            name,
            server=servers[name].guid,
            facts={"Description": "Backup server", "ManagedServerType": "BackupServer"},
        )
    return servers


def _repositories(estate: Estate, servers: dict[str, Item]) -> None:
    for name, kind, server, guid in REPOSITORIES:
        known = kind != "Extendable"  # scale-out repositories do not tell their size
        size = {"Capacity": 10 * 2**40, "FreeSpace": 4 * 2**40} if known else {"Capacity": -1, "FreeSpace": -1}
        estate.new("Repository", name, guid=guid, server=servers[server].guid, facts=size | {"Kind": kind})


def _roots(estate: Estate, servers: dict[str, Item]) -> list[Item]:
    roots = []
    for name, host_type, server, guid, unique in ROOTS:
        root = estate.new("HierarchyRoot", name, guid=guid, server=servers[server].guid)
        root.facts = {"HierarchyRootId": root.guid, "UniqueId": unique or estate.guid(), "HostType": host_type}
        facts = {"Description": "", "ManagedServerType": host_type}
        estate.new("ManagedServer", name, guid=root.guid, server=root.server, facts=facts)
        roots.append(root)
    return roots


def _machines(estate: Estate, roots: list[Item], vms: int) -> None:
    first, second, third, hyperv = (root.guid for root in roots)
    for root in (first, second):
        for name, moref in NAMED_VMS:
            folder = "Production" if name in IN_PRODUCTION or moref in IN_PRODUCTION else ""
            estate.place(Machine(root, moref, name, folder=folder))
        for name, kind, ref in CONTAINERS:
            estate.place(Machine(root, ref, name, type=kind))
    for number in range(1, vms + 1):
        estate.place(Machine(third, f"vm-{2000 + number}", f"vm-{number:04d}"))
    estate.place(Machine(third, "vm-2000", "shared01"))
    estate.place(Machine(hyperv, estate.guid(), "sql01-hv", platform="HyperV"))


def machine_named(estate: Estate, name: str, root: str | None = None) -> Machine:
    """The first machine of that name (below ``root`` when given); for building and for tests."""
    found: t.Iterator[Machine] = (
        machine for machine in estate.machines.values() if machine.name == name and root in (None, machine.root)
    )
    return next(found)
