# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.compare import differences
from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import DesiredJob
from ansible_collections.backupops.veeam.plugins.module_utils._engine.single_job import JobResult, converge
from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput, Unsupported, VeeamError
from ansible_collections.backupops.veeam.plugins.module_utils._paths import text
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.product import VbrProduct
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema import job_types
from tests.simulator.launch import Running, launch
from tests.unit.engine.jobs_by_name import NOTHING_TO_REFER_TO, SETTINGS
from tests.unit.vbr.connection import connect

REVISIONS = ("1.2-rev1", "1.3-rev0", "1.3-rev1", "1.3-rev2")
VCENTER = "vcenter01.lab.local"
# What finding the revision of an older server takes.
PROBES = ("/serverTime", "/swagger/index.js")
OWN_OPTIONS = {"id", "name", "type", "description", "isHighPriority", "isDisabled"}

NEW: dict[str, t.Any] = {
    "name": "New",
    "type": "VSphereBackup",
    "description": "By name",
    "settings": {
        "virtualMachines": {"includes": [f"{VCENTER}/HQ/app01", {"name": "Gold", "type": "Tag", "hostName": VCENTER}]},
        "storage": {
            "backupRepository": "Main",
            "backupProxies": {"autoSelectEnabled": False, "proxies": ["proxy01.lab.local"]},
            "retentionPolicy": {"type": "days", "quantity": "14"},
            "advancedSettings": {
                "backupModeType": "Incremental",
                "syntheticFulls": {"isEnabled": True, "weekly": {"isEnabled": True, "days": ["friday"]}},
                "storageData": {
                    "storageOptimization": "4MB",
                    "encryption": {
                        "isEnabled": True,
                        "encryptionType": "ByUserPassword",
                        "encryptionPassword": "Main key",
                    },
                },
            },
        },
        "guestProcessing": {
            "appAwareProcessing": {
                "isEnabled": True,
                "appSettings": [
                    {"vmObject": f"{VCENTER}/app01", "vss": "IgnoreFailures", "transactionLogs": "Process"}
                ],
            },
            "guestFSIndexing": {"isEnabled": False},
            "guestInteractionProxies": {"autoSelectEnabled": False, "proxies": ["proxy01.lab.local"]},
            "guestCredentials": {
                "useAgentManagementCredentials": False,
                "credentials": {"username": "LAB\\svc-backup", "description": "SQL servers"},
            },
        },
        "schedule": {
            "runAutomatically": True,
            "daily": {
                "isEnabled": True,
                "localTime": "4:00",
                "dailyKind": "SelectedDays",
                "days": ["friday", "Monday"],
            },
            "backupWindow": {"isEnabled": True, "backupWindow": {"allowed": ["Mon-Fri 22:00-06:00"]}},
        },
    },
}


@pytest.fixture(scope="module", params=REVISIONS)
def simulator(request: pytest.FixtureRequest) -> t.Iterator[Running]:
    with launch(revision=request.param, jobs=25, vms=20) as running:
        yield running


@pytest.fixture
def product(simulator: Running) -> t.Iterator[VbrProduct]:
    simulator.reset()
    connected = connect(simulator)
    yield connected
    assert connected.close() == []


def run(product: VbrProduct, simulator: Running, **params: t.Any) -> JobResult:
    """Converge; check mode says the same and writes nothing, a second run writes nothing either."""
    desired = DesiredJob.from_params(params)
    before = len(simulator.writes())
    predicted = converge(product, desired, check_mode=True)
    assert len(simulator.writes()) == before
    result = converge(product, desired, check_mode=False)
    assert (predicted.changed, predicted.changes, predicted.diff) == (result.changed, result.changes, result.diff)
    foreseen = {member: value for member, value in predicted.job.items() if member != "id"}
    assert list(differences(foreseen, result.job, product.jobs.models.comparison)) == []
    assert all(entry["applied"] for entry in simulator.writes())
    done = len(simulator.writes())
    again = converge(product, desired, check_mode=False)
    assert again.changes == []
    assert len(simulator.writes()) == done
    return result


def test_a_job_by_names_is_created_changed_and_deleted(product: VbrProduct, simulator: Running) -> None:
    created = run(product, simulator, **NEW)
    assert created.action.value == "create"
    assert "backupRepository: Main" in created.diff["after"]
    assert '- "Mon-Fri 22:00-06:00"' in created.diff["after"]
    assert run(product, simulator, name="New", state="absent").job == {}


def test_only_the_wanted_change_is_made(product: VbrProduct, simulator: Running) -> None:
    settings = {"storage": {"retentionPolicy": {"quantity": 31}}, "schedule": {"daily": {"localTime": "20:15"}}}
    before = product.jobs.reader.find("Web servers")
    result = run(product, simulator, name="Web servers", settings=settings, enabled=False)
    assert [change["path"] for change in result.changes] == [
        "storage.retentionPolicy.quantity",
        "schedule.daily.localTime",
        "enabled",
    ]
    after = product.jobs.reader.find("Web servers")
    assert before is not None
    assert after is not None
    expected = before.model
    expected["storage"]["retentionPolicy"]["quantity"] = 31
    expected["schedule"]["daily"]["localTime"] = "20:15"
    expected["isDisabled"] = True
    assert {**after.model, "virtualMachines": None} == {**expected, "virtualMachines": None}


def test_an_exported_job_is_as_wanted(product: VbrProduct, simulator: Running) -> None:
    """What the server says of every job, written down as settings, changes nothing."""
    seen = set()
    for job in list(product.jobs.reader.all()):
        if job.manageable and job.type not in seen:
            seen.add(job.type)
            settings = {member: value for member, value in job.model.items() if member not in OWN_OPTIONS}
            result = run(product, simulator, name=job.name, type=job.type, settings=settings)
            assert not result.changed, job.type
    assert "VSphereBackup" in seen


def test_a_new_disabled_job_never_runs(product: VbrProduct, simulator: Running) -> None:
    result = run(product, simulator, **{**NEW, "enabled": False})
    assert result.job["isDisabled"] is True
    assert result.job["schedule"]["runAutomatically"] is True
    created = next(entry for entry in simulator.writes() if entry["path"].endswith("/jobs"))
    assert created["body"]["schedule"]["runAutomatically"] is False


RESTLESS: dict[str, dict[str, t.Any]] = {
    "VSphereBackup": {"schedule": {"runAutomatically": True, "continuously": {"isEnabled": True}}},
    "BackupCopy": {},
    "FileBackupCopy": {},
    "EntraIDTenantBackupCopy": {"schedule": {"type": "Continuous"}},
}


@pytest.mark.parametrize("job_type", RESTLESS)
@pytest.mark.parametrize("enabled", [True, False])
def test_a_new_disabled_job_has_no_session_even_if_it_would_run_all_the_time(
    product: VbrProduct, simulator: Running, job_type: str, enabled: bool
) -> None:
    if not job_types.is_creatable(job_type, product.api_version):
        return
    if (job_type, product.api_version) in NOTHING_TO_REFER_TO:
        return
    settings = {**SETTINGS[job_type], **RESTLESS[job_type]}
    params = {"name": "Restless", "type": job_type, "enabled": enabled, "settings": settings}
    job = run(product, simulator, **params).job
    started = [one["state"] for one in simulator.state()["vbr"]["sessions"] if one["jobId"] == job["id"]]
    assert bool(started) is enabled
    # The same job made enabled and then disabled looks the same, so nothing of the detour is left.
    run(product, simulator, name="Restless", enabled=not enabled)
    straight = run(product, simulator, **{**params, "name": "Straight", "enabled": True}).job
    assert straight["schedule"] == product.jobs.reader.find("Restless").model["schedule"]  # type: ignore[union-attr]


def test_a_job_is_renamed(product: VbrProduct, simulator: Running) -> None:
    run(product, simulator, name="Websites", previous_name="Web servers")
    assert product.jobs.reader.find("Web servers") is None


def test_a_clone_is_made_where_the_server_can(product: VbrProduct, simulator: Running) -> None:
    wanted = {"name": "Copy", "clone_from": "Web servers", "enabled": False}
    if product.api_version == "1.2-rev1":
        with pytest.raises(Unsupported):
            converge(product, DesiredJob.from_params(wanted), check_mode=True)
    else:
        assert run(product, simulator, **wanted).job["isDisabled"] is True


def test_mistakes_are_told_all_at_once_and_nothing_is_written(product: VbrProduct, simulator: Running) -> None:
    settings = {
        "virtualMachines": {"includes": ["nope", "clone01", "shared01"]},
        "storage": {"backupRepository": "Pool", "retentionPolicy": {"type": "Days"}},
        "guestProcessing": {"guestCredentials": {"credentials": "root"}},
    }
    with pytest.raises(InvalidInput) as caught:
        converge(product, DesiredJob.from_params({**NEW, "settings": settings}), check_mode=False)
    assert [text(problem.path) for problem in caught.value.problems] == [
        "settings.virtualMachines.includes[0]",
        "settings.virtualMachines.includes[1]",
        "settings.virtualMachines.includes[2]",
        "settings.storage.backupRepository",
        "settings.guestProcessing.guestCredentials.credentials",
    ]
    assert "vcenter02.lab.local" in caught.value.message
    assert simulator.writes() == []


def test_what_was_found_once_costs_one_request_per_list(product: VbrProduct, simulator: Running) -> None:
    desired = DesiredJob.from_params(NEW)
    converge(product, desired, check_mode=False)
    before = len(simulator.requests())
    another = connect(simulator)
    assert not converge(another, desired, check_mode=False).changed
    another.close()
    paths = [entry["path"].removeprefix("/api/v1") for entry in simulator.requests()[before:]]
    assert sorted(path for path in paths if "/oauth2/" not in path and path not in PROBES) == sorted(
        [
            "/jobs",
            f"/inventory/{VCENTER}",
            f"/inventory/{VCENTER}",
            "/backupInfrastructure/repositories",
            "/backupInfrastructure/scaleOutRepositories",
            "/backupInfrastructure/proxies",
            "/backupInfrastructure/managedServers",
            "/encryptionPasswords",
            "/credentials",
        ]
    )


def test_listed_types_are_left_alone(product: VbrProduct, simulator: Running) -> None:
    listed = next((job for job in product.jobs.reader.all() if not job.manageable), None)
    if listed is None:
        assert product.api_version == "1.2-rev1"
        return
    with pytest.raises(VeeamError):
        converge(product, DesiredJob.from_params({"name": listed.name, "enabled": False}), check_mode=False)
    assert simulator.writes() == []


def test_every_type_can_be_made_by_names(product: VbrProduct, simulator: Running) -> None:
    revision = product.api_version
    assert set(SETTINGS) == set(job_types.creatable_types())
    for job_type, settings in SETTINGS.items():
        wanted = {"name": f"New {job_type}", "type": job_type, "enabled": False, "settings": settings}
        if not job_types.is_creatable(job_type, revision):
            with pytest.raises(InvalidInput) as caught:
                converge(product, DesiredJob.from_params(wanted), check_mode=True)
            assert revision in caught.value.message
        elif (job_type, revision) not in NOTHING_TO_REFER_TO:
            made = run(product, simulator, **wanted)
            assert (made.action.value, made.job["type"], made.job["isDisabled"]) == ("create", job_type, True)


def test_ids_are_not_looked_up(product: VbrProduct, simulator: Running) -> None:
    job = product.jobs.reader.find("Daily VMs")
    assert job is not None
    settings = {member: job.model[member] for member in ("virtualMachines", "storage", "guestProcessing", "schedule")}
    before = len(simulator.requests())
    assert not converge(
        product, DesiredJob.from_params({"name": job.name, "settings": settings}), check_mode=False
    ).changed
    assert [entry["path"] for entry in simulator.requests()[before:]] == ["/api/v1/jobs"]


def test_a_change_of_what_has_the_same_name_is_shown_by_id(product: VbrProduct, simulator: Running) -> None:
    def includes(name: str) -> JobResult:
        machine = {"name": "clone01", "hostName": VCENTER, "type": "VirtualMachine", "objectId": name}
        settings = {"virtualMachines": {"includes": [machine]}}
        return run(product, simulator, name="Daily VMs", settings=settings)

    includes("vm-101005")
    changed = includes("vm-101006")
    assert "vm-101005" in changed.diff["before"]
    assert "vm-101006" in changed.diff["after"]


def test_the_job_to_run_after_has_to_exist(product: VbrProduct, simulator: Running) -> None:
    def after(name: str) -> DesiredJob:
        schedule = {"afterThisJob": {"isEnabled": True, "jobName": name}}
        return DesiredJob.from_params({"name": "Daily VMs", "settings": {"schedule": schedule}})

    with pytest.raises(InvalidInput, match=r'settings\.schedule\.afterThisJob\.jobName: there is no job "Web severs"'):
        converge(product, after("Web severs"), check_mode=False)
    assert simulator.writes() == []
    result = converge(product, after("Web servers"), check_mode=False)
    assert result.job["schedule"]["afterThisJob"] == {"isEnabled": True, "jobName": "Web servers"}


def test_one_way_to_start_a_job_replaces_the_other(product: VbrProduct, simulator: Running) -> None:
    monthly = {"isEnabled": True, "localTime": "01:00", "dayNumberInMonth": "First", "dayOfWeek": "Sunday"}
    result = run(product, simulator, name="Daily VMs", settings={"schedule": {"monthly": monthly}})
    assert {"path": "schedule.daily.isEnabled", "before": True, "after": False} in result.changes


def test_an_object_may_be_given_by_its_path(product: VbrProduct, simulator: Running) -> None:
    includes = [{"path": f"{VCENTER}/HQ/Production", "type": "Folder"}, {"path": f"{VCENTER}/HQ/Test/clone01"}]
    result = run(product, simulator, name="Daily VMs", settings={"virtualMachines": {"includes": includes}})
    assert [item["objectId"] for item in result.job["virtualMachines"]["includes"]] == ["group-v-100060", "vm-101006"]
