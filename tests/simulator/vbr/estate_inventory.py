# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the inventory browser shows: vSphere, Cloud Director, Hyper-V, and computers in protection groups.

Everything is in the spelling of the newest revision.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from tests.simulator.vbr.estate_identity import Identity, Json, gigabytes

VCENTERS = ("vcenter01.lab.local", "vcenter02.lab.local")
STANDALONE_HOST = "esx-standalone.lab.local"
CLOUD_DIRECTOR = "vcloud.lab.local"
HYPERV_HOST = "hyperv01.lab.local"
HYPERV_CLUSTER = "hvcluster01.lab.local"

VSPHERE_HIERARCHIES = {
    "vCenterServer": {"HostsAndClusters"},
    "Datacenter": {"HostsAndClusters", "DatastoresAndVms", "HostsAndDatastores", "VmsAndTemplates", "Network"},
    "Cluster": {"HostsAndClusters", "HostsAndDatastores"},
    "Host": {"HostsAndClusters", "HostsAndDatastores"},
    "ResourcePool": {"HostsAndClusters"},
    "VirtualMachine": {"HostsAndClusters", "DatastoresAndVms", "VmsAndTemplates", "VmsAndTags"},
    "Folder": {"VmsAndTemplates"},
    "Template": {"VmsAndTemplates"},
    "Datastore": {"DatastoresAndVms", "HostsAndDatastores"},
    "DatastoreCluster": {"DatastoresAndVms", "HostsAndDatastores"},
    "Category": {"VmsAndTags"},
    "Tag": {"VmsAndTags"},
    "Network": {"Network"},
    "DVSNetwork": {"Network"},
}
CLOUD_DIRECTOR_HIERARCHIES = {"VAppsAndVms", "Network", "StoragePolicies", "Datastores"}
HYPERV_HIERARCHIES = {
    "Host": {"HostsAndVms", "Hosts", "HostsAndVolumes", "Network"},
    "Cluster": {"HostsAndVms", "Hosts", "HostsAndVolumes", "Network"},
    "VirtualMachine": {"HostsAndVms", "Groups", "Tags"},
    "Volume": {"HostsAndVolumes"},
    "VMGroup": {"Groups"},
    "Tag": {"Tags"},
    "Network": {"Network"},
}
ALL_HIERARCHIES: frozenset[str] = frozenset(CLOUD_DIRECTOR_HIERARCHIES).union(
    *VSPHERE_HIERARCHIES.values(), *HYPERV_HIERARCHIES.values()
)

# (name, folder, vCenter index, tag). Two of them share a name in one vCenter, two share it over two vCenters.
NAMED_VMS = (
    ("app01", "Production", 0, "Gold"),
    ("app02", "Production", 0, "Gold"),
    ("web01", "Production", 0, "Silver"),
    ("db01", "Production", 0, "Gold"),
    ("clone01", "Production", 0, "Silver"),
    ("clone01", "Test", 0, "Bronze"),
    ("shared01", "Production", 0, "Silver"),
    ("shared01", "Production", 1, "Silver"),
    ("web02", "Production", 0, "Silver"),
    ("file01", "Production", 0, "Gold"),
    ("dc01", "Production", 0, "Gold"),
    ("mail01", "Production", 1, "Gold"),
    ("test01", "Test", 0, "Bronze"),
    ("test02", "Test", 1, "Bronze"),
)


@dataclass(frozen=True)
class Node:
    """One object of an inventory tree: what the API shows of it, where it is shown, and what it lies in.

    ``within`` holds the object ids of every container above it (folder, tag, host, datastore, …).
    """

    model: Json
    hierarchies: frozenset[str]
    container: str = ""
    path: str = ""
    within: frozenset[str] = frozenset()


class VSphereBuilder:
    """Builds the tree below one vCenter."""

    def __init__(self, identity: Identity, *, host_name: str, index: int) -> None:
        self._identity = identity
        self._host_name = host_name
        self._root = identity.guid("vcenter", host_name)
        self.number = index + 1
        self.nodes: list[Node] = []

    def add(self, kind: str, name: str, *, moref: str, parent: Node | None = None, also: tuple[Node, ...] = ()) -> Node:
        """One node below ``parent`` that lies in the containers ``also`` as well."""
        above = (parent, *also) if parent else also
        path = f"{parent.path}\\{name}" if parent and parent.path else name
        within: set[str] = set()
        within.update(*(node.within | {node.model["objectId"]} for node in above))
        node = Node(
            model=self._model(kind, name, moref=moref),
            hierarchies=frozenset(VSPHERE_HIERARCHIES[kind]),
            container=parent.model["name"] if parent else self._host_name,
            path=path,
            within=frozenset(within),
        )
        self.nodes.append(node)
        return node

    def moref(self, prefix: str, number: int) -> str:
        """A managed object reference that no other vCenter of the estate has."""
        return f"{prefix}-{self.number * 100_000 + number}"

    def _model(self, kind: str, name: str, *, moref: str) -> Json:
        model: Json = {
            "platform": "VSphere",
            "size": "N/A",
            "hostName": self._host_name,
            "name": name,
            "type": kind,
            "objectId": moref,
            "urn": f"vc:{self._root};{moref}",
        }
        if kind in ("VirtualMachine", "Template"):
            model["size"] = gigabytes(self._identity.between(8, 400, self._host_name, moref))
            model["powerState"] = "PoweredOn" if kind == "VirtualMachine" else "PoweredOff"
            model["metadata"] = [{"field": "UUID", "data": self._identity.guid("bios", self._host_name, moref)}]
        return model


def vsphere(identity: Identity, *, vms: int) -> dict[str, list[Node]]:
    """Nodes of each vCenter and of the standalone host, by registered name; ``vms`` machines in all."""
    builders = [VSphereBuilder(identity, host_name=name, index=index) for index, name in enumerate(VCENTERS)]
    places = [_containers(builder) for builder in builders]
    for number, (name, folder, vcenter, tag) in enumerate(_machines(vms), start=1001):
        _machine(builders[vcenter], places[vcenter], name=name, folder=folder, tag=tag, number=number)
    return {name: builder.nodes for name, builder in zip(VCENTERS, builders, strict=True)} | {STANDALONE_HOST: []}


def _machines(count: int) -> t.Iterator[tuple[str, str, int, str]]:
    # There is always one, so that the named jobs have something to process.
    yield from NAMED_VMS[: max(count, 1)]
    for number in range(1, count - len(NAMED_VMS) + 1):
        tag = ("Gold", "Silver", "Bronze")[number % 3]
        yield f"vm-{number:04}", "Production" if number % 4 else "Test", 0 if number % 3 else 1, tag


def _containers(builder: VSphereBuilder) -> dict[str, Node]:
    add, moref = builder.add, builder.moref
    place: dict[str, Node] = {}
    centre = place["datacenter"] = add("Datacenter", "HQ", moref=moref("datacenter", 21))
    cluster = place["cluster"] = add("Cluster", "Cluster01", moref=moref("domain-c", 31), parent=centre)
    for number in (1, 2):
        name = f"esx{builder.number}{number}.lab.local"
        place[f"host{number}"] = add("Host", name, moref=moref("host", 40 + number), parent=cluster)
    place["pool"] = add("ResourcePool", "Gold pool", moref=moref("resgroup", 51), parent=cluster)
    for number, name in enumerate(("Production", "Test", "Replicas")):
        place[name] = add("Folder", name, moref=moref("group-v", 60 + number), parent=centre)
    stores = place["stores"] = add("DatastoreCluster", "SSD cluster", moref=moref("group-p", 70), parent=centre)
    for number in (1, 2):
        store = add("Datastore", f"SSD-{number:02}", moref=moref("datastore", 70 + number), parent=stores)
        place[f"datastore{number}"] = store
    category = add("Category", "Tier", moref=moref("category", 80))
    for number, name in enumerate(("Gold", "Silver", "Bronze"), start=81):
        place[f"tag {name}"] = add("Tag", name, moref=moref("tag", number), parent=category)
    add("Network", "VM Network", moref=moref("network", 91), parent=centre)
    add("DVSNetwork", "DMZ", moref=moref("dvportgroup", 92), parent=centre)
    add("Template", "win2022-template", moref=moref("vm", 95), parent=place["Test"])
    return place


def _machine(builder: VSphereBuilder, place: dict[str, Node], *, name: str, folder: str, tag: str, number: int) -> None:
    host, store = place[f"host{1 + number % 2}"], place[f"datastore{1 + number % 2}"]
    builder.add(
        "VirtualMachine",
        name,
        moref=builder.moref("vm", number),
        parent=place[folder],
        also=(host, place["pool"], store, place[f"tag {tag}"]),
    )


def cloud_director(identity: Identity) -> dict[str, list[Node]]:
    """The tree of the Cloud Director server, by its name."""
    root = identity.guid("cloud director", CLOUD_DIRECTOR)
    nodes: list[Node] = []
    above: frozenset[str] = frozenset()
    path = ""
    for kind, name, word in (
        ("Organization", "Acme", "org"),
        ("OrganizationVDC", "Acme VDC", "vdc"),
        ("vApp", "erp", "vapp"),
        ("VirtualMachine", "erp-app01", "vm"),
        ("VirtualMachine", "erp-db01", "vm"),
    ):
        object_id = f"urn:vcloud:{word}:{identity.guid(kind, name)}"
        size = gigabytes(identity.between(8, 400, object_id)) if kind == "VirtualMachine" else "N/A"
        model = {"platform": "CloudDirector", "size": size, "hostName": CLOUD_DIRECTOR, "name": name, "type": kind}
        model |= {"objectId": object_id, "urn": f"vcd:{root};{object_id}"}
        container = path.rpartition("\\")[2] or CLOUD_DIRECTOR
        here = f"{path}\\{name}".lstrip("\\")
        nodes.append(Node(model, frozenset(CLOUD_DIRECTOR_HIERARCHIES), container, here, above))
        if kind != "VirtualMachine":
            above, path = above | {object_id}, here
    return {CLOUD_DIRECTOR: nodes}


def hyperv(identity: Identity) -> dict[str, list[Node]]:
    """The trees of the Hyper-V host and of the Hyper-V cluster, by their names."""
    return {
        HYPERV_HOST: _hyperv_server(identity, HYPERV_HOST, machines=("hv-app01", "hv-db01", "hv-web01")),
        HYPERV_CLUSTER: _hyperv_server(identity, HYPERV_CLUSTER, machines=("hv-sql01", "hv-app01")),
    }


def _hyperv_server(identity: Identity, host_name: str, *, machines: tuple[str, ...]) -> list[Node]:
    group = identity.guid("hyperv", host_name, "Daily group")
    wanted = [("VirtualMachine", name) for name in machines]
    wanted += [("VMGroup", "Daily group"), ("Tag", "Gold"), ("Volume", "C:\\ClusterStorage"), ("Network", "vSwitch")]
    nodes = []
    for kind, name in wanted:
        object_id = identity.guid("hyperv", host_name, name)
        size = gigabytes(identity.between(8, 400, object_id)) if kind == "VirtualMachine" else "N/A"
        model = {"platform": "HyperV", "size": size, "hostName": host_name, "name": name, "type": kind}
        model |= {"objectId": object_id, "urn": f"hv:{object_id}", "parentObjectId": identity.guid("hyperv", host_name)}
        within = frozenset({group}) if kind == "VirtualMachine" else frozenset()
        nodes.append(Node(model, frozenset(HYPERV_HIERARCHIES[kind]), host_name, f"{host_name}\\{name}", within))
    return nodes


def roots(identity: Identity) -> list[Node]:
    """The servers themselves, as "all servers" shows them. vSphere and Cloud Director servers have no object id."""
    return [
        *(_root(name, kind="vCenterServer", platform="VSphere", urn=_vsphere_urn(identity, name)) for name in VCENTERS),
        _root(STANDALONE_HOST, kind="Host", platform="VSphere", urn=_vsphere_urn(identity, STANDALONE_HOST)),
        _root(
            CLOUD_DIRECTOR,
            kind="CloudDirectorServer",
            platform="CloudDirector",
            urn=f"vcd:{identity.guid('cloud director', CLOUD_DIRECTOR)}",
        ),
        *(
            _root(name, kind=kind, platform="HyperV", object_id=identity.guid("hyperv", name))
            for name, kind in ((HYPERV_HOST, "Host"), (HYPERV_CLUSTER, "Cluster"))
        ),
    ]


def _vsphere_urn(identity: Identity, name: str) -> str:
    return f"vc:{identity.guid('vcenter', name)}"


def _root(name: str, *, kind: str, platform: str, urn: str = "", object_id: str = "") -> Node:
    model = {"platform": platform, "size": "N/A", "hostName": name, "name": name, "type": kind}
    model |= {"objectId": object_id, "urn": f"hv:{object_id}"} if object_id else {"urn": urn}
    return Node(model, ALL_HIERARCHIES)


# (protection group, kind of group, computers with their type). One computer is in two groups.
PROTECTION_GROUPS: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    ("Manually Added", "ManuallyAdded", ()),
    ("Windows servers", "IndividualComputers", (("win-srv01", "WindowsComputer"), ("win-srv02", "WindowsComputer"))),
    ("Linux servers", "IndividualComputers", (("lnx01", "LinuxComputer"), ("lnx02", "LinuxComputer"))),
    ("DMZ servers", "IndividualComputers", (("lnx01", "LinuxComputer"), ("lnx-dmz01", "LinuxComputer"))),
    ("Workstations", "IndividualComputers", (("laptop01", "WindowsComputer"), ("laptop02", "WindowsComputer"))),
    ("Failover clusters", "IndividualComputers", (("wsfc01", "WindowsCluster"),)),
)


def physical(identity: Identity) -> dict[str, list[Node]]:
    """Each protection group (first node) and its computers, by the id of the group."""
    groups = {}
    for name, kind, computers in PROTECTION_GROUPS:
        group = identity.guid("protection group", name)
        shared = {"platform": "Agent", "protectionGroupId": group, "protectionGroupType": kind}
        root = shared | {"id": group, "name": name, "type": "ProtectionGroup", "size": "N/A"}
        nodes = [Node(root, frozenset({"Computers", "Clusters"}), "", name)]
        for computer, computer_type in computers:
            model = shared | {"id": identity.guid("computer", name, computer), "name": computer, "type": computer_type}
            model |= {"path": f"{name}\\{computer}", "parentObjectId": group}
            model |= {"size": gigabytes(identity.between(20, 900, computer))}
            shown = "Clusters" if computer_type == "WindowsCluster" else "Computers"
            nodes.append(Node(model, frozenset({shown}), name, f"{name}\\{computer}", frozenset({group})))
        groups[group] = nodes
    return groups
