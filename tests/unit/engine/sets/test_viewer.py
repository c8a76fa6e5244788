# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who may only look at jobs can export them, and plan and compare what was exported."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.drift import compare
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.export import Selection, export
from ansible_collections.backupops.veeam.plugins.module_utils._errors import RequestRefused
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.drift_severity import judge
from tests.simulator.launch import Running, launch
from tests.unit.engine.sets import actions, job_set, predict
from tests.unit.engine.test_against_simulator import REVISIONS, VCENTER
from tests.unit.vbr.connection import connect

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._model import Json
    from ansible_collections.backupops.veeam.plugins.module_utils._vbr.product import VbrProduct

VM = {"name": "web01", "hostName": VCENTER, "type": "VirtualMachine"}


@pytest.fixture(scope="module", params=[REVISIONS[0], REVISIONS[-1]])
def simulator(request: pytest.FixtureRequest) -> t.Iterator[Running]:
    with launch(revision=request.param, role="viewer", jobs=30, vms=20) as running:
        yield running


@pytest.fixture
def product(simulator: Running) -> t.Iterator[VbrProduct]:
    simulator.reset()
    connected = connect(simulator)
    yield connected
    connected.close()


def exported(simulator: Running, *, everything: bool) -> tuple[list[Json], list[str]]:
    product = connect(simulator)
    entries = [job.entry for job in export(product, Selection(), everything=everything).jobs]
    return entries, product.close()


def browsed(simulator: Running) -> list[str]:
    posts = [entry["path"] for entry in simulator.requests() if entry["method"] == "POST"]
    return [path for path in posts if path.startswith("/api/v1/inventory")]


@pytest.mark.parametrize("everything", [False, True], ids=["tidy", "everything"])
def test_an_export_plans_nothing_and_has_not_drifted(simulator: Running, product: VbrProduct, everything: bool) -> None:
    entries, warnings = exported(simulator, everything=everything)
    assert len(entries) > 15
    refused = [warning for warning in warnings if "POST /api/v1/inventory" in warning]
    assert ["this call needs the role" in warning for warning in refused] == [True]
    seen = len(browsed(simulator))
    assert set(actions(predict(product, *entries)).values()) == {"none"}
    drift = compare(connect(simulator), job_set(*entries), owner=None, judge=judge, server="vbr")
    assert drift.findings() == []
    assert len(browsed(simulator)) == seen


@pytest.mark.parametrize("kind", [{}, {"type": "VirtualMachine"}], ids=["untyped", "typed"])
def test_names_that_the_job_has_already_are_not_looked_up(simulator: Running, product: VbrProduct, kind: Json) -> None:
    """As an administrator exports them, with name, server and type, and as they are written by hand."""
    job = product.jobs.reader.find("Web servers")
    assert job is not None
    includes = [
        {"name": item["name"], "hostName": item["hostName"].upper(), **kind}
        for item in job.model["virtualMachines"]["includes"]
    ]
    entry = {"name": "Web servers", "type": job.type, "settings": {"virtualMachines": {"includes": includes}}}
    assert actions(predict(product, entry)) == {"Web servers": "none"}
    assert browsed(simulator) == []


def test_a_name_that_the_job_does_not_have_is_looked_up(simulator: Running, product: VbrProduct) -> None:
    new = {"name": "db01", "hostName": VCENTER}
    entry = {"name": "Web servers", "type": "VSphereBackup", "settings": {"virtualMachines": {"includes": [new]}}}
    with pytest.raises(RequestRefused, match=r"this call needs the role (Veeam )?Backup Administrator"):
        predict(product, entry)
    assert browsed(simulator) == [f"/api/v1/inventory/{VCENTER}"]


@pytest.mark.parametrize(
    "written",
    [
        {"name": "web01", "hostName": "vcenter02.lab.local", "type": "VirtualMachine"},
        {"name": "web01", "hostName": VCENTER, "type": "Folder"},
        {"name": "WEB01", "hostName": VCENTER, "type": "VirtualMachine"},
        {"name": "web01", "type": "VirtualMachine"},
        {"path": f"{VCENTER}/Prague/web01"},
    ],
    ids=["another server", "another type", "another name", "no server", "a path"],
)
def test_what_may_be_another_object_is_looked_up(simulator: Running, product: VbrProduct, written: Json) -> None:
    entry = {"name": "Web servers", "type": "VSphereBackup", "settings": {"virtualMachines": {"includes": [written]}}}
    with pytest.raises(RequestRefused, match="/api/v1/inventory"):
        predict(product, entry)
