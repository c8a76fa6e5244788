# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulated estate: what a backup server manages, before anybody has touched it.

Everything is in the spelling of the newest revision; replies are shaped for older ones on their way out. The same
numbers and seed give the same names and ids. What people and tests can rely on by name is listed in the README.
"""

from __future__ import annotations

import typing as t
from datetime import datetime, timedelta

from tests.simulator.vbr import estate_infrastructure, estate_inventory, estate_jobs, estate_sources
from tests.simulator.vbr.estate_backups import History, Machine, Point, Run, nights
from tests.simulator.vbr.estate_identity import Identity, Json
from tests.simulator.vbr.estate_inventory import Node

# Jobs beyond these have never run, so that a large estate starts quickly.
JOBS_WITH_HISTORY = 100
NIGHTS = 3


class Estate:
    """One backup server's surroundings. ``collections`` holds the lists that the API shows, by their path."""

    def __init__(self, *, jobs: int, vms: int, seed: int, now: datetime, live: bool) -> None:
        identity = self.identity = Identity(seed)
        created = now - timedelta(days=90)
        self.trees = estate_inventory.vsphere(identity, vms=vms)
        self.trees |= estate_inventory.cloud_director(identity) | estate_inventory.hyperv(identity)
        self._machines_in = _places(self.trees)
        self.roots = estate_inventory.roots(identity)
        self.groups = estate_inventory.physical(identity)
        repositories = estate_infrastructure.repositories(identity)
        self.collections: dict[str, list[Json]] = {
            "backupInfrastructure/managedServers": estate_infrastructure.managed_servers(identity),
            "backupInfrastructure/repositories": repositories,
            "backupInfrastructure/repositories/states": estate_infrastructure.repository_states(identity, repositories),
            "backupInfrastructure/scaleOutRepositories": estate_infrastructure.scale_out_repositories(identity),
            "backupInfrastructure/proxies": estate_infrastructure.proxies(identity),
            "backupInfrastructure/wanAccelerators": estate_infrastructure.wan_accelerators(identity),
            "credentials": estate_sources.credentials(identity, created=created),
            "encryptionPasswords": estate_sources.encryption_passwords(identity, created=created),
            "kmsServers": estate_sources.kms_servers(identity),
            "inventory/entraId/tenants": estate_sources.tenants(identity),
            "inventory/unstructuredDataServers": estate_sources.unstructured_data_servers(identity),
            "agents/protectionGroups": estate_sources.protection_groups(identity),
        }
        catalogue = estate_jobs.Catalogue(identity, trees=self.trees, groups=self.groups)
        # Create bodies plus ``id``; the job store fills them up to what a server would answer.
        self.jobs: list[Json] = estate_jobs.build(catalogue, count=jobs)
        self.history = History(identity, live=live)
        self._record_past(now)

    def _record_past(self, now: datetime) -> None:
        ran = self.jobs[:JOBS_WITH_HISTORY]
        # Well before now, because the jobs of a night end one after the other.
        for at in nights(now - timedelta(hours=2), count=NIGHTS):
            for number, job in enumerate(ran):
                self.record_backup_run(job, at=at + timedelta(minutes=number))

    def record_backup_run(
        self,
        job: Json,
        *,
        at: datetime,
        session_id: str = "",
        full: bool = False,
        only: Json | None = None,
    ) -> list[Json]:
        """A run of ``job`` (newest revision's spelling) succeeded: add its backup and restore points.

        ``only`` is the inventory object of a quick backup. Returns the new restore points; [] for job types that leave
        none, such as replication, scans and types that the API merely lists.
        """
        machines = self.machines_of(job)
        if only is not None:
            machines = [machine for machine in machines if machine.key == key_of(only)] or [_machine(only)]
        run = Run(machines=machines, at=at, full=full, session_id=session_id)
        return self.history.record(job, run, repository=self.repository_of(job))

    def repository_of(self, job: Json) -> Json:
        """The repository or scale-out repository that the job writes to; the default one when it names none."""
        wanted = _repository_id(job)
        known = self.collections["backupInfrastructure/repositories"]
        known = [*known, *self.collections["backupInfrastructure/scaleOutRepositories"]]
        return next((model for model in known if model["id"] == wanted), known[0])

    def find_vm(self, *, host_name: str = "", name: str = "", object_id: str = "") -> list[Json]:
        """Virtual machines that match every given criterion, over vSphere, Cloud Director and Hyper-V servers."""
        return [
            node.model
            for host, nodes in self.trees.items()
            for node in nodes
            if node.model["type"] == "VirtualMachine"
            and (not host_name or host.lower() == host_name.lower())
            and (not name or node.model["name"] == name)
            and (not object_id or node.model["objectId"] == object_id)
        ]

    def find_computer(self, computer_id: str) -> Json | None:
        """The agent object of that computer."""
        nodes = (node.model for group in self.groups.values() for node in group[1:])
        return next((model for model in nodes if model["id"] == computer_id), None)

    def latest_point(self, machine: Json) -> Point | None:
        """The newest restore point of an inventory object."""
        return self.history.latest(key_of(machine))

    def protects(self, job: Json, machine: Json) -> bool:
        """Whether ``job`` processes the machine and has a full restore point of it, as a quick backup needs."""
        key = key_of(machine)
        protected = any(known.key == key for known in self.machines_of(job))
        return protected and self.history.has_full(key, job_id=job["id"])

    def machines_of(self, job: Json) -> list[Machine]:
        """What the job protects: containers, tags and protection groups opened, exclusions left out."""
        found: dict[str, Machine] = {}
        for machine in self._sources(job):
            found.setdefault(machine.key, machine)
        excludes = job.get("virtualMachines", {}).get("excludes", {}).get("vms", [])
        for excluded in (machine for item in excludes for machine in self._opened(item)):
            found.pop(excluded.key, None)
        return list(found.values())

    def _sources(self, job: Json) -> t.Iterator[Machine]:
        for item in job.get("virtualMachines", {}).get("includes", []):
            yield from self._opened(item)
        for item in job.get("computers", []):
            yield from self._computers(item)
        for item in job.get("objects", []):
            yield from self._unstructured(item)
        if job["type"] == "EntraIDTenantBackup":
            yield from self._tenant(job["storage"]["tenantId"])
        for source in job.get("sourceObjects", {}).get("includes", {}).get("jobs", []):
            for other in self.jobs:
                if other["id"] == source["id"] and other is not job:
                    yield from self._sources(other)

    def _opened(self, item: Json) -> list[Machine]:
        # The root of a tree has no object id, only the server's name: everything below it.
        host_name = item["hostName"].lower()
        return self._machines_in.get((host_name, item.get("objectId") or item["name"].lower()), [])

    def _computers(self, item: Json) -> t.Iterator[Machine]:
        for node in self.groups.get(item["protectionGroupId"], [])[1:]:
            if item["id"] in (item["protectionGroupId"], node.model["id"]):
                yield _machine(node.model)

    def _unstructured(self, item: Json) -> t.Iterator[Machine]:
        wanted = item.get("fileServerId") or item.get("objectStorageServerId")
        for server in self.collections["inventory/unstructuredDataServers"]:
            if server["id"] == wanted:
                path = item.get("path") or item.get("container") or ""
                yield Machine(f"{server['id']}/{path}", path or server["type"], server)

    def _tenant(self, tenant_id: str) -> t.Iterator[Machine]:
        for tenant in self.collections["inventory/entraId/tenants"]:
            if tenant["id"] == tenant_id:
                yield Machine(tenant_id, tenant["name"], tenant)


def build(*, jobs: int, vms: int, seed: int, now: datetime, live: bool = False) -> Estate:
    """The estate of a freshly started simulator; ``live`` when its history is what live servers tell of one."""
    return Estate(jobs=jobs, vms=vms, seed=seed, now=now, live=live)


def key_of(item: Json) -> str:
    """What tells an inventory object apart from every other."""
    if item.get("platform") == "Agent" or "protectionGroupId" in item:
        return str(item["id"])
    return f"{item['hostName'].lower()}/{item.get('objectId') or item['name']}"


def _machine(model: Json) -> Machine:
    return Machine(key_of(model), model["name"], model)


def _places(trees: dict[str, list[Node]]) -> dict[tuple[str, str], list[Machine]]:
    """The machines at each place, by server and object id: themselves, their containers, and the server as a whole."""
    found: dict[tuple[str, str], list[Machine]] = {}
    for host_name, nodes in trees.items():
        for node in nodes:
            if node.model["type"] == "VirtualMachine":
                for place in (host_name.lower(), node.model["objectId"], *node.within):
                    found.setdefault((host_name.lower(), place), []).append(_machine(node.model))
    return found


def _repository_id(job: Json) -> str | None:
    for member in ("storage", "target", "backupRepository"):
        settings = job.get(member, {})
        found = settings.get("backupRepositoryId") or settings.get("destination", {}).get("backupRepositoryId")
        if found:
            return str(found)
    return job.get("backupRepositoryId")
