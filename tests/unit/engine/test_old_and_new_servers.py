# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What works on the oldest server works on the newest."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import DesiredJob
from ansible_collections.backupops.veeam.plugins.module_utils._engine.single_job import converge
from tests.simulator.launch import Running, launch
from tests.unit.engine.test_against_simulator import NEW
from tests.unit.vbr.connection import connect

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._vbr.product import VbrProduct

CREDENTIALS = {"username": "LAB\\svc-backup", "description": "SQL servers"}


@pytest.fixture(scope="module", params=["1.2-rev1", "1.3-rev2"])
def simulator(request: pytest.FixtureRequest) -> t.Iterator[Running]:
    with launch(revision=request.param, jobs=5, vms=20) as running:
        yield running


@pytest.fixture
def product(simulator: Running) -> t.Iterator[VbrProduct]:
    simulator.reset()
    connected = connect(simulator)
    yield connected
    connected.close()


def job(guest: t.Any, **storage: t.Any) -> DesiredJob:
    settings = {**NEW["settings"], **storage, "guestProcessing": {"guestCredentials": guest}}
    settings["guestProcessing"]["appAwareProcessing"] = {"isEnabled": False}
    settings["guestProcessing"]["guestFSIndexing"] = {"isEnabled": False}
    return DesiredJob.from_params({**NEW, "settings": settings})


def test_a_new_job_needs_no_more_than_the_credentials(product: VbrProduct) -> None:
    wanted = job({"credentials": CREDENTIALS})
    assert converge(product, wanted, check_mode=False).changed
    assert not converge(product, wanted, check_mode=False).changed
    made = product.jobs.reader.find("New")
    assert made is not None
    assert made.model["guestProcessing"]["guestCredentials"]["useAgentManagementCredentials"] is False
