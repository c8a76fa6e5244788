# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jobs of the estate, as somebody would have created them: the newest revision's create body plus ``id``.

The members that a server adds by itself are not here; the job store fills them in.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator

from tests.simulator.vbr.estate_identity import Identity, Json
from tests.simulator.vbr.estate_inventory import CLOUD_DIRECTOR, HYPERV_HOST, VCENTERS, Node

VMWARE_BACKUP_TYPE = "VSphereBackup"
# As live servers have them.
CURIOUS_NAMES = ("[ACC005]:XX_Basic_200GB_1", "Two  blanks", "Сервер баз", '"Quoted" & O\'Neil, 50%', "20240117")


class Catalogue:
    """Looks up what the jobs refer to."""

    def __init__(self, identity: Identity, *, trees: dict[str, list[Node]], groups: dict[str, list[Node]]) -> None:
        self.identity = identity
        self._trees = trees
        self._groups = groups

    def machine(self, host_name: str, name: str, *, kind: str = "VirtualMachine") -> Json:
        """The inventory object of that name and kind; another of the kind when the estate is too small for it."""
        models = [node.model for node in self._trees[host_name] if node.model["type"] == kind]
        return copy.deepcopy(next((model for model in models if model["name"] == name), models[0]))

    def machines(self, host_name: str) -> list[Json]:
        """Every virtual machine of one server."""
        return [node.model for node in self._trees[host_name] if node.model["type"] == "VirtualMachine"]

    def group(self, name: str) -> Json:
        """The agent object of a protection group."""
        return copy.deepcopy(self._groups[self.identity.guid("protection group", name)][0].model)

    def job(self, name: str) -> str:
        """The id of the estate's job ``name``."""
        return self.identity.guid("job", name)


def build(catalogue: Catalogue, *, count: int) -> list[Json]:
    """``count`` jobs: the named ones first, then as many more as it takes, mostly vSphere backups."""
    jobs: list[Json] = []
    for name, job_type, make in _named():
        jobs.append(_job(catalogue, name, job_type=job_type, members=make(catalogue)))
    jobs.extend(_numbered(catalogue, count=count - len(jobs)))
    return jobs[: max(count, 0)]


def _job(catalogue: Catalogue, name: str, *, job_type: str, members: Json) -> Json:
    head = {"id": catalogue.job(name), "name": name, "type": job_type}
    return head | members


def _named() -> tuple[tuple[str, str, Callable[[Catalogue], Json]], ...]:
    return (
        ("Daily VMs", VMWARE_BACKUP_TYPE, lambda estate: _vsphere(estate, ("app01", "app02"), time="22:00")),
        ("Web servers", VMWARE_BACKUP_TYPE, lambda estate: _vsphere(estate, ("web01", "web02"), time="23:00")),
        ("Databases", VMWARE_BACKUP_TYPE, lambda estate: _vsphere(estate, ("db01",), time="21:30")),
        ("Gold machines", VMWARE_BACKUP_TYPE, _tagged),
        ("Offsite copy", "BackupCopy", _backup_copy),
        ("Windows servers", "WindowsAgentBackup", lambda estate: _agent(estate, "Windows servers", kind="Server")),
        ("Linux servers", "LinuxAgentBackup", lambda estate: _agent(estate, "Linux servers", kind="Server")),
        ("Hyper-V machines", "HyperVBackup", _hyperv),
        ("Replicas", "VSphereReplica", _replica),
        ("Nutanix machines", "NutanixAHVBackupJob", _only_listed),
        ("Proxmox machines", "ProxmoxBackupJob", _only_listed),
        ("ERP", "CloudDirectorBackup", _cloud_director),
        ("File shares", "FileBackup", _files),
        ("Object storage", "ObjectStorageBackup", _object_storage),
        ("Contoso", "EntraIDTenantBackup", _tenant),
        ("Contoso logs", "EntraIDAuditLogBackup", _audit_log),
        ("Laptops", "WindowsAgentBackupWorkstationPolicy", lambda estate: _policy(estate, "Workstations")),
        ("Linux policy", "LinuxAgentBackupServerPolicy", lambda estate: _policy(estate, "DMZ servers")),
        ("Content scan", "SureBackupContentScan", _content_scan),
        ("File shares copy", "FileBackupCopy", lambda estate: _copy_of(estate, "File shares")),
        ("Contoso copy", "EntraIDTenantBackupCopy", lambda estate: _copy_of(estate, "Contoso")),
        ("Clusters", "WindowsAgentBackupFailoverCluster", _failover_cluster),
        ("Legacy copy", "LegacyBackupCopy", _only_listed),
        *((name, VMWARE_BACKUP_TYPE, _file_server) for name in CURIOUS_NAMES),
    )


def _file_server(estate: Catalogue) -> Json:
    return _vsphere(estate, ("file01",), time="23:30")


def _numbered(catalogue: Catalogue, *, count: int) -> Iterator[Json]:
    machines = catalogue.machines(VCENTERS[0])
    for number in range(1, count + 1):
        if number % 10 == 0:
            members = _agent(catalogue, "Linux servers", kind="Server")
            yield _job(catalogue, f"Linux agents {number:05}", job_type="LinuxAgentBackup", members=members)
            continue
        names = tuple(machines[(number + offset) % len(machines)]["name"] for offset in (0, 1))
        members = _vsphere(catalogue, names, time=f"{number % 24:02}:{number % 60:02}")
        yield _job(catalogue, f"vSphere backup {number:05}", job_type=VMWARE_BACKUP_TYPE, members=members)


def _only_listed(dummy: Catalogue) -> Json:
    """A type that the API shows in lists and can neither create nor edit (trap T25)."""
    return {"isDisabled": False}


def _vsphere(estate: Catalogue, machines: tuple[str, ...], *, time: str) -> Json:
    return {
        "description": "Created by the simulator",
        "isHighPriority": False,
        "virtualMachines": {"includes": [estate.machine(VCENTERS[0], name) for name in dict.fromkeys(machines)]},
        "storage": _storage(estate, "Main", days=14),
        "guestProcessing": _no_guest_processing(),
        "schedule": _daily(time),
    }


def _tagged(estate: Catalogue) -> Json:
    members = _vsphere(estate, (), time="20:00")
    members["virtualMachines"]["includes"] = [estate.machine(VCENTERS[0], "Gold", kind="Tag")]
    members["storage"]["backupRepositoryId"] = estate.identity.guid("scale-out repository", "Scale-out 01")
    return members


def _hyperv(estate: Catalogue) -> Json:
    members = _vsphere(estate, (), time="22:30")
    machines = [estate.machine(HYPERV_HOST, name) for name in ("hv-app01", "hv-db01")]
    members["virtualMachines"]["includes"] = machines
    members["storage"]["backupProxies"] = {"proxyType": "OnHost"}
    return members


def _cloud_director(estate: Catalogue) -> Json:
    members = _vsphere(estate, (), time="22:15")
    members["virtualMachines"]["includes"] = [estate.machine(CLOUD_DIRECTOR, "erp", kind="vApp")]
    return members


def _storage(estate: Catalogue, repository: str, *, days: int) -> Json:
    return {
        "backupRepositoryId": estate.identity.guid("repository", repository),
        "backupProxies": {"autoSelectEnabled": True},
        "retentionPolicy": {"type": "Days", "quantity": days},
    }


def _no_guest_processing() -> Json:
    return {"appAwareProcessing": {"isEnabled": False}, "guestFSIndexing": {"isEnabled": False}}


def _daily(time: str) -> Json:
    daily = {"isEnabled": True, "localTime": time, "dailyKind": "Everyday"}
    return {"runAutomatically": True, "daily": daily, "retry": {"isEnabled": True, "retryCount": 3, "awaitMinutes": 10}}


def _replica(estate: Catalogue) -> Json:
    return {
        "description": "Created by the simulator",
        "virtualMachines": {"includes": [estate.machine(VCENTERS[0], "dc01")]},
        "destination": {
            "host": estate.machine(VCENTERS[1], "esx21.lab.local", kind="Host"),
            "resourcePool": estate.machine(VCENTERS[1], "Gold pool", kind="ResourcePool"),
            "folder": estate.machine(VCENTERS[1], "Replicas", kind="Folder"),
            "datastore": estate.machine(VCENTERS[1], "SSD-01", kind="Datastore"),
        },
        "jobSettings": {
            "metadataRepositoryId": estate.identity.guid("repository", "Main"),
            "replicaNameSuffix": "_replica",
            "restorePointsToKeep": 7,
        },
        "schedule": _daily("03:00"),
    }


def _backup_copy(estate: Catalogue) -> Json:
    source = {"id": estate.job("Daily VMs"), "name": "Daily VMs", "type": VMWARE_BACKUP_TYPE}
    target = {
        "backupRepositoryId": estate.identity.guid("repository", "Offsite"),
        "retentionPolicy": {"type": "RestorePoints", "quantity": 7},
    }
    return {
        "description": "Created by the simulator",
        "mode": "Immediate",
        "sourceObjects": {"includes": {"jobs": [source]}},
        "target": target,
        "schedule": {"type": "Immediate", "scheduleMode": "Continuous"},
    }


def _agent(estate: Catalogue, group: str, *, kind: str) -> Json:
    return {
        "description": "Created by the simulator",
        "isHighPriority": False,
        "agentType": kind,
        "computers": [estate.group(group)],
        "backupMode": "EntireComputer",
        "storage": {
            "backupRepositoryId": estate.identity.guid("repository", "Main"),
            "retentionPolicy": {"type": "Days", "quantity": 7},
        },
        "schedule": _daily("19:00"),
    }


def _failover_cluster(estate: Catalogue) -> Json:
    return _agent(estate, "Failover clusters", kind="FailoverCluster")


def _policy(estate: Catalogue, group: str) -> Json:
    destination = {
        "destinationType": "BackupRepository",
        "backupServerName": "vbr01.lab.local",
        "backupRepositoryId": estate.identity.guid("repository", "Main"),
    }
    return {
        "description": "Created by the simulator",
        "computers": [estate.group(group)],
        "backupMode": "EntireComputer",
        "storage": {"destination": destination, "retentionPolicy": {"type": "Days", "quantity": 7}},
    }


def _files(estate: Catalogue) -> Json:
    server = estate.identity.guid("unstructured", "FileServer", "files01.lab.local")
    return _unstructured(estate, {"fileServerId": server, "path": "D:\\Shares", "type": "Directory"})


def _object_storage(estate: Catalogue) -> Json:
    server = estate.identity.guid("unstructured", "S3Compatible", "MinIO")
    return _unstructured(estate, {"objectStorageServerId": server, "container": "media", "type": "Container"})


def _unstructured(estate: Catalogue, item: Json) -> Json:
    target = {
        "backupRepositoryId": estate.identity.guid("repository", "Main"),
        "retentionPolicy": {"type": "Days", "quantity": 30},
    }
    return {"description": "Created by the simulator", "objects": [item], "backupRepository": target}


def _tenant(estate: Catalogue) -> Json:
    tenant = estate.identity.guid("tenant", "contoso.onmicrosoft.com")
    storage = {"tenantId": tenant, "retentionPolicy": {"type": "Days", "quantity": 30}}
    return {"description": "Created by the simulator", "storage": storage, "schedule": _daily("05:00")}


def _audit_log(estate: Catalogue) -> Json:
    tenant = {"tenantId": estate.identity.guid("tenant", "contoso.onmicrosoft.com")}
    storage = {"backupRepositoryId": estate.identity.guid("repository", "Main")}
    return {"description": "Created by the simulator", "tenant": tenant, "storage": storage}


def _content_scan(estate: Catalogue) -> Json:
    return {
        "description": "Created by the simulator",
        "linkedJobs": {"includes": [{"id": estate.job("Daily VMs"), "name": "Daily VMs", "type": VMWARE_BACKUP_TYPE}]},
        "verificationOptions": {"malwareScanEnabled": True, "yaraScanEnabled": False},
    }


def _copy_of(estate: Catalogue, primary: str) -> Json:
    target = estate.identity.guid("repository", "Offsite")
    return {"primaryJobId": estate.job(primary), "backupRepositoryId": target}
