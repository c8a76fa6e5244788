# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import copy
import typing as t

import pytest

from tests import openapi
from tests.simulator.options import REVISIONS

MACHINE = {"platform": "VSphere", "type": "VirtualMachine", "hostName": "vc", "name": "app01", "objectId": "vm-1"}
JOB: dict[str, t.Any] = {
    "type": "VSphereBackup",
    "name": "New",
    "description": "",
    "virtualMachines": {"includes": [MACHINE]},
    "storage": {
        "backupRepositoryId": "88788f9e-d8f5-4eb4-bc4f-9b3f5403bcec",
        "backupProxies": {"autoSelectEnabled": True},
        "retentionPolicy": {"type": "Days", "quantity": 7},
    },
}


def create(job: t.Any, revision: str = "1.3-rev2") -> list[str]:
    return openapi.check_request(revision, "POST", "/api/v1/jobs", [], job)


def changed(path: str, value: t.Any) -> dict[str, t.Any]:
    job = copy.deepcopy(JOB)
    *steps, last = path.split(".")
    place: t.Any = job
    for step in steps:
        place = place[int(step)] if isinstance(place, list) else place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return job


def test_right_body_has_no_problems() -> None:
    assert create(JOB) == []


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        ("description", None, "description: required member is missing"),
        ("descripton", "x", "descripton: unknown member"),
        ("type", "Backup", "type: 'Backup' is not one of"),
        ("type", None, "type: required member is missing"),
        ("storage.retentionPolicy.quantity", "7", "storage.retentionPolicy.quantity: expected integer, got string"),
        ("storage.retentionPolicy.quantity", True, "storage.retentionPolicy.quantity: expected integer, got boolean"),
        ("storage.retentionPolicy.type", "days", "storage.retentionPolicy.type: 'days' is not one of"),
        ("virtualMachines.includes.0.hostName", None, "virtualMachines.includes[0].hostName: required"),
        ("virtualMachines.includes.0.platform", "VMware", "virtualMachines.includes[0].platform: 'VMware' is not one"),
        ("virtualMachines.includes.0.colour", "red", "virtualMachines.includes[0].colour: unknown member"),
        ("storage.advancedSettings", {"backupModeType": "Full", "synthenticFulls": {}}, "synthenticFulls: unknown"),
    ],
)
def test_every_mistake_is_found_at_any_depth(path: str, value: t.Any, problem: str) -> None:
    assert any(problem in found for found in create(changed(path, value)))


@pytest.mark.parametrize("revision", REVISIONS)
def test_each_revision_has_its_own_words(revision: str) -> None:
    wanted = {"1.2-rev1": ("Backup", "VMware")}.get(revision, ("VSphereBackup", "VSphere"))
    job = changed("type", wanted[0])
    job["virtualMachines"]["includes"][0]["platform"] = wanted[1]
    assert create(job, revision) == []


def test_query_and_path_are_checked() -> None:
    assert openapi.check_request("1.3-rev2", "GET", "/api/v1/jobs", [("limit", "5")], None) == []
    assert openapi.check_request("1.3-rev2", "GET", "/api/v1/jobs", [("limt", "5")], None) == [
        "query limt: unknown parameter"
    ]
    assert openapi.check_request("1.2-rev1", "POST", "/api/v1/jobs/x/clone", [], None) == [
        "POST /api/v1/jobs/x/clone does not exist in 1.2-rev1"
    ]


def test_replies_may_hold_nulls_and_types_without_a_schema() -> None:
    job = {"id": "x", "name": "AHV", "type": "NutanixAHVBackupJob", "isDisabled": None}
    page = {"data": [job], "pagination": {"total": 1, "count": 1}}
    assert openapi.check_response("1.3-rev2", "GET", "/api/v1/jobs", 200, page) == []
    job["color"] = "blue"
    assert openapi.check_response("1.3-rev2", "POST", "/api/v1/jobs/x/stop", 201, job) != []


def test_undeclared_required_members_are_not_asked_for() -> None:
    shapes = openapi.document("1.3-rev0").shapes
    assert "restorePointId" not in shapes.named("BackupFileModel").required


def _examples() -> t.Iterator[tuple[str, t.Any, openapi.Shape]]:
    here = openapi.document("1.3-rev2")
    for method, template in (
        ("GET", "/api/v1/jobs"),
        ("POST", "/api/v1/jobs"),
        ("GET", "/api/v1/jobs/states"),
        ("GET", "/api/v1/sessions"),
        ("GET", "/api/v1/backups"),
    ):
        for name, value, shape in here.examples(method, template):
            yield f"{method} {template} {name}", value, shape


@pytest.mark.parametrize(("name", "value", "shape"), [pytest.param(*one, id=one[0]) for one in _examples()])
def test_vendors_own_examples_fit_the_vendors_schema(name: str, value: t.Any, shape: openapi.Shape) -> None:
    shapes = openapi.document("1.3-rev2").shapes
    assert openapi.Checker(shapes, ignore_case=True, reply=True).check(value, shape).all() == []
