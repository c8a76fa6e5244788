# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is exported changes nothing where it came from, and makes the same jobs on an empty server."""

from __future__ import annotations

import copy
import pathlib
import typing as t

import pytest
import yaml

from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import DesiredJob
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.convergence import Convergence, SetOptions
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.drift import compare
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.export import Selection, export
from ansible_collections.backupops.veeam.plugins.module_utils._engine.single_job import converge
from ansible_collections.backupops.veeam.plugins.module_utils._job_files.export_layout import files
from ansible_collections.backupops.veeam.plugins.module_utils._job_files.loading import Sources, load
from ansible_collections.backupops.veeam.plugins.module_utils._job_files.report import validate
from ansible_collections.backupops.veeam.plugins.module_utils._job_files.writing import carry_out
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.saved.product import SavedProduct
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema import job_types
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.references import Collection
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.drift_severity import judge
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.memo import Memo
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.vocabulary import VbrVocabulary
from tests.simulator.launch import Running, launch
from tests.unit.engine.jobs_by_name import NOTHING_TO_REFER_TO, SETTINGS
from tests.unit.engine.sets import job_set
from tests.unit.engine.test_against_simulator import REVISIONS
from tests.unit.vbr.connection import connect

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._model import Json
    from ansible_collections.backupops.veeam.plugins.module_utils._vbr.product import VbrProduct


EXAMPLES = pathlib.Path(__file__).parents[3] / "docs" / "settings" / "examples"


@pytest.fixture(scope="module", params=REVISIONS)
def simulator(request: pytest.FixtureRequest) -> t.Iterator[Running]:
    with launch(revision=request.param, jobs=30, vms=20) as running:
        yield running


@pytest.fixture
def product(simulator: Running) -> t.Iterator[VbrProduct]:
    simulator.reset()
    connected = connect(simulator)
    yield connected
    assert connected.close() == []


def written(product: VbrProduct, *, everything: bool = False) -> dict[str, Json]:
    jobs = [job for job in product.jobs.reader.all() if job.manageable]
    return {entry["name"]: entry for entry in product.jobs.exporter.export(jobs, everything=everything)}


def make_one_of_every_type(product: VbrProduct) -> None:
    for job_type, settings in SETTINGS.items():
        if (
            job_types.is_creatable(job_type, product.api_version)
            and (job_type, product.api_version) not in NOTHING_TO_REFER_TO
        ):
            wanted = {"name": f"New {job_type}", "type": job_type, "settings": settings, "high_priority": None}
            converge(product, DesiredJob.from_params(wanted), check_mode=False)


@pytest.mark.parametrize("everything", [False, True], ids=["tidy", "everything"])
def test_an_export_changes_nothing(product: VbrProduct, simulator: Running, everything: bool) -> None:
    make_one_of_every_type(product)
    entries = written(product, everything=everything)
    done = len(simulator.writes())
    for entry in entries.values():
        assert converge(product, DesiredJob.from_params(entry), check_mode=False).changes == [], entry["name"]
    assert len(simulator.writes()) == done


def test_the_jobs_of_the_documentation_come_back_as_they_are(product: VbrProduct) -> None:
    """Exported they change nothing; deleted and made again from the export, they are exported alike."""
    names = make_the_documented_jobs(product)
    for everything in (True, False):
        entries = written(product, everything=everything)
        for name in names:
            again = converge(product, DesiredJob.from_params(entries[name]), check_mode=True)
            assert again.changes == [], name
    for job in list(product.jobs.reader.all()):
        if job.name in names:
            product.jobs.writer.delete(job.id)
    for entry in _dependencies_first({name: entries[name] for name in names}):
        converge(product, DesiredJob.from_params(entry), check_mode=False)
    assert written(product) == entries


def make_the_documented_jobs(product: VbrProduct) -> list[str]:
    examples = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(EXAMPLES.glob("*.yml"))]
    made: list[str] = []
    for example in examples:
        if job_types.is_creatable(example["type"], product.api_version) and (
            (example["type"], product.api_version) not in NOTHING_TO_REFER_TO
        ):
            converge(product, DesiredJob.from_params(example), check_mode=False)
            made.append(example["name"])
    return made


def test_an_empty_server_gets_the_same_jobs(product: VbrProduct, simulator: Running) -> None:
    make_one_of_every_type(product)
    entries = written(product)
    for job in list(product.jobs.reader.all()):
        if job.manageable:
            product.jobs.writer.delete(job.id)
    another = connect(simulator)
    for entry in _dependencies_first(entries):
        converge(another, DesiredJob.from_params(entry), check_mode=False)
    assert written(another) == entries
    another.close()


def _dependencies_first(entries: dict[str, Json]) -> list[Json]:
    copies = ("BackupCopy", "FileBackupCopy", "EntraIDTenantBackupCopy", "SureBackupContentScan")
    return sorted(entries.values(), key=lambda entry: entry["type"] in copies)


@pytest.mark.parametrize("everything", [False, True], ids=["tidy", "everything"])
def test_an_export_is_the_same_in_whatever_order_the_server_lists_things(
    product: VbrProduct, simulator: Running, everything: bool, tmp_path: pathlib.Path
) -> None:
    make_one_of_every_type(product)
    make_the_documented_jobs(product)
    whole = Selection()
    dest = str(tmp_path / "jobs")
    changes, dummy, stale = files(export(product, whole, everything=everything), dest)
    carry_out([*changes, *stale])
    simulator.fault("shuffle-lists")
    for dummy in range(3):
        again, places, stale = files(export(product, whole, everything=everything), dest)
        assert [change.as_diff() for change in again if change.changed] == []
        assert places
        assert stale == []


def test_after_an_export_to_files_nothing_has_drifted_and_nothing_is_planned(
    product: VbrProduct, tmp_path: pathlib.Path
) -> None:
    """On every revision, with the jobs that the server only counts and those that it only lists."""
    make_one_of_every_type(product)
    changes, dummy, stale = files(export(product, Selection(), everything=False), str(tmp_path / "jobs"))
    carry_out([*changes, *stale])
    jobs = load(Sources(src=(str(tmp_path / "jobs"),)), VbrVocabulary(Memo()))
    assert len(jobs) == len(changes)
    found = compare(product, jobs, owner=None, judge=judge, server="vbr01")
    assert found.findings() == []
    convergence = Convergence(product, jobs, SetOptions())
    assert {job["action"] for job in convergence.predict(convergence.plan()).plan} == {"none"}
    params = {"src": [str(tmp_path / "jobs")], "complete": True, "fail_on": "warning"}
    assert validate({**params, "api_version": product.api_version}, VbrVocabulary(Memo())).jobs == len(changes)
    # Whatever is changed by hand now, is seen.
    name = "New VSphereBackup"
    change_by_hand(product, name)
    found = compare(product, jobs, owner=None, judge=judge, server="vbr01")
    assert {(each["job"], each["rule"], each["severity"]) for each in found.findings()} == {
        (name, "job-disabled", "critical"),
        (name, "exclusion-added", "critical"),
        (name, "script-added", "critical"),
        (name, "encryption-unwanted", "warning"),
        (name, "gfs-changed", "warning"),
    }


def change_by_hand(product: VbrProduct, name: str) -> None:
    """What the first user of drift tried, and drift was blind to."""
    (job,) = [product.jobs.reader.get(job.id) for job in product.jobs.reader.all() if job.name == name]
    assert job is not None
    model = copy.deepcopy(job.model)
    model["virtualMachines"]["excludes"]["vms"].append(model["virtualMachines"]["includes"][0])
    model["storage"]["gfsPolicy"]["isEnabled"] = True
    advanced = model["storage"]["advancedSettings"]
    advanced["scripts"]["preCommand"] = {"isEnabled": True, "command": "/tmp/x.sh"}
    key = product.jobs.names.catalogue.entry(Collection.ENCRYPTION_PASSWORDS, "Main key", ())["id"]
    advanced["storageData"]["encryption"] = {
        "isEnabled": True,
        "encryptionType": "ByUserPassword",
        "encryptionPasswordId": key,
    }
    product.jobs.writer.update(job, model, allow_old_gfs_points_retention=False)
    product.jobs.writer.set_enabled(job.id, enabled=False)


@pytest.mark.parametrize("everything", [False, True], ids=["tidy", "everything"])
def test_a_saved_export_stands_in_for_the_server(product: VbrProduct, everything: bool) -> None:
    """Jobs written in another way than the export writes them are as wanted, and a change is a change."""
    make_one_of_every_type(product)
    entries = written(product, everything=everything)
    saved = t.cast(
        "t.Any", SavedProduct(list(entries.values()), api_version=product.api_version, src="jobs", memo=Memo())
    )
    assert drifted(saved, *entries.values()) == []
    by_hand = [
        {"name": f"New {job_type}", "type": job_type, "settings": settings}
        for job_type, settings in SETTINGS.items()
        if f"New {job_type}" in entries
    ]
    assert drifted(saved, *by_hand) == []
    unsaid = {"storage": {"advancedSettings": {"storageData": {"compressionLevel": "Optimal"}}}}
    assert drifted(saved, {"name": "Daily VMs", "settings": unsaid}) == []
    change = {"storage": {"backupRepository": "Offsite", "retentionPolicy": {"quantity": 99}}}
    wanted = [
        {"name": "Daily VMs", "settings": change, "enabled": False, "description": "x"},
        {"name": "Unheard of", "type": "VSphereBackup", "settings": SETTINGS["VSphereBackup"]},
        {"name": "Web servers", "settings": {"virtualMachines": {"includes": ["brand-new", "web01"]}}},
    ]
    found = drifted(saved, *wanted)
    assert ("Daily VMs", "storage.backupRepository") in found
    assert ("Daily VMs", "storage.retentionPolicy.quantity") in found
    assert ("Daily VMs", "enabled") in found
    assert ("Unheard of", "") in found
    assert ("Web servers", "virtualMachines.includes[brand-new]") in found
    assert ("Web servers", "virtualMachines.includes[web01]") not in found


def drifted(product: t.Any, *jobs: t.Any) -> list[tuple[str, str]]:
    drift = compare(product, job_set(*jobs), owner=None, judge=judge, server="saved")
    return [(each["job"], each["path"]) for each in drift.findings()]
