# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The estate is the same for the same seed, any size, and right by the vendor's schemas."""

from __future__ import annotations

import datetime
import typing as t

import pytest

from tests.openapi import check_schema
from tests.simulator.vbr.estate import Estate, build

NEWEST = "1.3-rev2"
NOW = datetime.datetime(2026, 5, 4, 12, 0, tzinfo=datetime.UTC)
SCHEMAS = {
    "backupInfrastructure/managedServers": "ManagedServerModel",
    "backupInfrastructure/repositories": "RepositoryModel",
    "backupInfrastructure/repositories/states": "RepositoryStateModel",
    "backupInfrastructure/scaleOutRepositories": "ScaleOutRepositoryModel",
    "backupInfrastructure/proxies": "ProxyModel",
    "backupInfrastructure/wanAccelerators": "WANAcceleratorModel",
    "credentials": "CredentialsModel",
    "encryptionPasswords": "EncryptionPasswordModel",
    "kmsServers": "KeyManagementServerBaseModel",
    "inventory/entraId/tenants": "EntraIDTenantModel",
    "inventory/unstructuredDataServers": "UnstructuredDataServerModel",
    "agents/protectionGroups": "ProtectionGroupModel",
}
# Members that only older revisions have; the reply to a newer one leaves them out.
OLDER = {"mountServer.mountServerId", "mountServer.writeCacheFolder", "mountServer.vPowerNFSEnabled"}
OLDER |= {"mountServer.vPowerNFSPortSettings", "processing.backupProxies"}


def _estate(*, jobs: int = 25, vms: int = 40, seed: int = 1) -> Estate:
    return build(jobs=jobs, vms=vms, seed=seed, now=NOW)


def _told(estate: Estate) -> t.Any:
    points = [point.model for point in estate.history.points]
    return [estate.collections, estate.jobs, estate.history.backups, points, estate.trees, estate.groups]


def test_the_same_seed_gives_the_same_estate_and_another_one_another() -> None:
    assert _told(_estate()) == _told(_estate())
    assert _estate().jobs[0]["id"] != _estate(seed=2).jobs[0]["id"]
    assert _estate().jobs[0]["name"] == _estate(seed=2).jobs[0]["name"]


@pytest.mark.parametrize(("jobs", "vms"), [(0, 0), (1, 1), (7, 3), (300, 500)])
def test_the_estate_has_the_size_that_was_asked_for(jobs: int, vms: int) -> None:
    estate = _estate(jobs=jobs, vms=vms)
    assert len(estate.jobs) == jobs
    assert len({job["name"] for job in estate.jobs}) == jobs
    vsphere = [machine for machine in estate.find_vm() if machine["platform"] == "VSphere"]
    assert len(vsphere) == max(vms, 1)
    assert len({(machine["hostName"], machine["objectId"]) for machine in vsphere}) == len(vsphere)


@pytest.mark.parametrize("path", SCHEMAS)
def test_what_lists_show_fits_the_newest_schemas(path: str) -> None:
    for model in _estate().collections[path]:
        problems = check_schema(NEWEST, SCHEMAS[path], model)
        assert [text for text in problems if text.removesuffix(": unknown member") not in OLDER] == []


def test_the_history_and_the_inventory_fit_the_newest_schemas() -> None:
    estate = _estate()
    nodes = [*estate.roots, *(node for tree in (*estate.trees.values(), *estate.groups.values()) for node in tree)]
    shown = {
        "BackupModel": estate.history.backups,
        "BackupObjectModel": estate.history.objects,
        "ObjectRestorePointModel": [point.model for point in estate.history.points],
        "BackupFileModel": estate.history.files,
        "InventoryObjectModel": [node.model for node in nodes],
    }
    for schema, models in shown.items():
        assert models
        assert [problem for model in models for problem in check_schema(NEWEST, schema, model)] == []


def test_every_job_can_be_created_as_it_is() -> None:
    for job in _estate().jobs:
        if job["type"] not in ("NutanixAHVBackupJob", "ProxmoxBackupJob", "LegacyBackupCopy"):
            spec = {name: value for name, value in job.items() if name != "id"}
            assert check_schema(NEWEST, "JobSpec", spec, reply=False) == []


def test_a_container_protects_what_lies_in_it() -> None:
    estate = _estate(vms=14)
    job = next(job for job in estate.jobs if job["name"] == "Gold machines")
    assert {machine.name for machine in estate.machines_of(job)} == {"app01", "app02", "db01", "file01", "dc01"}
    app01 = estate.find_vm(name="app01")[0]
    job["virtualMachines"]["excludes"] = {"vms": [app01]}
    assert "app01" not in {machine.name for machine in estate.machines_of(job)}


def test_a_run_adds_a_full_point_first_and_increments_later() -> None:
    estate = _estate(jobs=1)
    job = estate.jobs[0] | {"id": "new", "name": "New"}
    machine = estate.find_vm(name="app01")[0]
    assert not estate.protects(job, machine)
    kinds = [point["type"] for dummy in range(2) for point in estate.record_backup_run(job, at=NOW)]
    assert kinds == ["Full", "Full", "Increment", "Increment"]
    assert estate.protects(job, machine)
    only = estate.record_backup_run(job, at=NOW, only=machine)
    assert [point["name"] for point in only] == ["app01"]
    latest = estate.latest_point(machine)
    assert latest is not None
    assert latest.model["creationTime"].startswith("2026-05-04T")


def test_history_lies_in_the_past() -> None:
    for hour in (0, 12, 22, 23):
        now = NOW.replace(hour=hour, minute=1)
        estate = build(jobs=300, vms=20, seed=1, now=now)
        times = [datetime.datetime.fromisoformat(point.model["creationTime"]) for point in estate.history.points]
        assert max(times) < now
