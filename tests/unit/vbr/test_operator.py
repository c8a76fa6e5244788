# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a Backup Operator can do on each revision: run jobs and quick backups, look at nearly everything."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import DesiredJob
from ansible_collections.backupops.veeam.plugins.module_utils._engine.single_job import converge
from ansible_collections.backupops.veeam.plugins.module_utils._errors import NotFound, RequestRefused
from ansible_collections.backupops.veeam.plugins.module_utils._model import Machine, StartOptions
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.revisions import REVISIONS
from tests.simulator.launch import launch
from tests.unit.vbr.connection import connect

VCENTER = "vcenter01.lab.local"
OLDEST = REVISIONS[0]


@pytest.fixture(scope="module", params=REVISIONS)
def simulator(request):
    with launch(revision=request.param, role="operator", jobs=25, vms=20, session_seconds=0) as running:
        yield running


@pytest.fixture
def product(simulator):
    simulator.reset()
    connected = connect(simulator)
    yield connected
    assert connected.close() == []


def quick_backups(simulator):
    return [entry for entry in simulator.writes() if "/quickBackup/" in entry["path"]]


def test_a_machine_is_found_by_its_name_where_the_server_lets_operators_look(product, simulator):
    machine = Machine(name="web01")
    if product.api_version == OLDEST:
        with pytest.raises(RequestRefused, match="only a Veeam Backup Administrator may look machines up"):
            product.quick_backup.locate(machine)
        return
    simulator.fault("wrapped-items")
    located = product.quick_backup.locate(machine)
    assert located["body"]["hostName"] == VCENTER
    product.quick_backup.start(located)
    assert [entry["status"] for entry in quick_backups(simulator)] == [201]


def test_what_is_said_in_full_needs_no_look(product, simulator):
    located = product.quick_backup.locate(web01(product))
    product.quick_backup.start(located)
    assert [(entry["status"], entry["refused"]) for entry in quick_backups(simulator)] == [(201, None)]


def test_a_server_that_is_not_there_is_named(product):
    if product.api_version == OLDEST:
        return
    with pytest.raises(NotFound, match=f"Known are: .*{VCENTER}"):
        product.quick_backup.locate(Machine(name="web01", host_name="vcenter09"))


def test_jobs_can_be_run_but_not_changed(product, simulator):
    job = product.jobs.reader.find("Daily VMs")
    assert job is not None
    assert product.control.start(job, StartOptions(), before=product.control.last(job)).session is not None
    desired = DesiredJob.from_params({"name": "Daily VMs", "settings": {"schedule": {"retry": {"retryCount": 9}}}})
    with pytest.raises(RequestRefused, match=r"this call needs the role (Veeam )?Backup Administrator \("):
        converge(product, desired, check_mode=False)


def test_what_the_server_refuses_is_said_in_its_words(product, simulator):
    """Which machines can be backed up quickly is for the server to say: its texts disagree with each other."""
    located = product.quick_backup.locate(web01(product))
    located["body"].update(name="gone01", objectId="vm-999999")
    with pytest.raises(RequestRefused, match="gone01"):
        product.quick_backup.start(located)


def web01(product):
    """The machine, said in full."""
    includes = product.jobs.reader.find("Web servers").model["virtualMachines"]["includes"]
    object_id = next(item["objectId"] for item in includes if item["name"] == "web01")
    return Machine(name="web01", host_name=VCENTER, object_id=object_id)
