# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Trouble on the way: nothing is done twice, the message says what is there, and a second run finishes the work."""

from __future__ import annotations

import contextlib
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import DesiredJob
from ansible_collections.backupops.veeam.plugins.module_utils._engine.single_job import JobResult, converge
from ansible_collections.backupops.veeam.plugins.module_utils._errors import (
    OutcomeUnknown,
    RequestRefused,
    VeeamError,
    VerificationFailed,
)
from tests.simulator.launch import Running, launch
from tests.unit.engine.jobs_by_name import SETTINGS
from tests.unit.vbr.connection import connect

NEW: dict[str, t.Any] = {
    "name": "New",
    "type": "VSphereBackup",
    "enabled": False,
    "settings": {**SETTINGS["VSphereBackup"], "virtualMachines": {"includes": ["vcenter01.lab.local/app01"]}},
}
CHANGED = {"name": "Web servers", "settings": {"storage": {"retentionPolicy": {"quantity": 31}}}}


@pytest.fixture(scope="module")
def running() -> t.Iterator[Running]:
    with launch(jobs=5, vms=20) as simulator:
        yield simulator


@pytest.fixture
def simulator(running: Running) -> Running:
    running.reset()
    return running


def apply(simulator: Running, **params: t.Any) -> JobResult:
    product = connect(simulator)
    try:
        return converge(product, DesiredJob.from_params(params), check_mode=False)
    finally:
        product.close()


def fail(simulator: Running, error: type[VeeamError], **params: t.Any) -> str:
    with pytest.raises(error) as caught:
        apply(simulator, **params)
    return caught.value.message


def names(simulator: Running) -> list[str]:
    product = connect(simulator)
    found = [job.name for job in product.jobs.reader.all()]
    product.close()
    return found


def sent(simulator: Running, method: str) -> int:
    return sum(entry["method"] == method and "/jobs" in entry["path"] for entry in simulator.requests())


def test_a_create_whose_answer_is_lost_is_found_by_name(simulator: Running) -> None:
    simulator.fault("reset-after:POST /api/v1/jobs")
    assert apply(simulator, **NEW).changed
    assert names(simulator).count("New") == 1


def test_a_create_that_never_happened_leaves_no_job(simulator: Running) -> None:
    simulator.fault("reset-before:POST /api/v1/jobs")
    assert 'There is no job "New"' in fail(simulator, OutcomeUnknown, **NEW)
    assert "New" not in names(simulator)


def test_a_refused_create_says_what_the_server_says(simulator: Running) -> None:
    simulator.fault("500:POST /api/v1/jobs")
    assert "500" in fail(simulator, RequestRefused, **NEW)
    assert sent(simulator, "POST") == 1


@pytest.mark.parametrize("fault", ["reset-after", "slow-body:0"])
def test_an_update_whose_answer_is_lost_is_decided_by_reading(simulator: Running, fault: str) -> None:
    simulator.fault(f"{fault}:PUT /api/v1/jobs/*")
    assert apply(simulator, **CHANGED).changed
    assert sent(simulator, "PUT") == 1


def test_an_update_that_never_happened_leaves_the_old_state(simulator: Running) -> None:
    simulator.fault("reset-before:PUT /api/v1/jobs/*")
    assert "as it was before" in fail(simulator, OutcomeUnknown, **CHANGED)
    assert apply(simulator, **CHANGED).changed


def test_a_delete_whose_answer_is_lost_is_decided_by_reading(simulator: Running) -> None:
    simulator.fault("reset-after:DELETE /api/v1/jobs/*")
    assert apply(simulator, name="Web servers", state="absent").changed
    assert "Web servers" not in names(simulator)


def test_four_eyes_are_named(simulator: Running) -> None:
    simulator.fault("four-eyes")
    assert "four-eyes" in fail(simulator, RequestRefused, name="Web servers", state="absent")
    assert "Web servers" in names(simulator)


def test_a_setting_that_the_server_forgets_is_named(simulator: Running) -> None:
    simulator.fault("drop-setting:storage.retentionPolicy.quantity")
    assert "storage.retentionPolicy.quantity: wanted 31" in fail(simulator, VerificationFailed, **CHANGED)


def test_lists_in_another_order_are_no_change(simulator: Running) -> None:
    simulator.fault("shuffle-lists")
    apply(simulator, **NEW)
    for dummy in range(3):
        assert not apply(simulator, **NEW).changed


@pytest.mark.parametrize("kind", ["reset-before", "reset-after", "500"])
def test_whatever_breaks_a_second_run_finishes_the_work(simulator: Running, kind: str) -> None:
    """The fault strikes the first, second, third … request about jobs: list, create, read, disable, update, read."""
    for passed in range(6):
        simulator.reset()
        simulator.fault(f"{kind}:/api/v1/jobs*:after={passed}")
        with contextlib.suppress(VeeamError):
            apply(simulator, **NEW)
        simulator.clear_faults()
        apply(simulator, **NEW)
        assert names(simulator).count("New") == 1
        assert not apply(simulator, **NEW).changed
