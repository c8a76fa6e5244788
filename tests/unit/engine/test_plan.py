# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is to be done to one job, and what no plan can reach."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput
from tests.unit.engine.jobs import fail, run
from tests.unit.engine.memory_store import LISTED_ONLY, MemoryProduct


def test_only_what_is_written_is_changed(product: MemoryProduct) -> None:
    product.jobs.add("Nightly", storage={"retentionPolicy": {"type": "Days", "quantity": 7}, "other": 1})
    result = run(product, name="Nightly", settings={"storage": {"retentionPolicy": {"quantity": 14}}})
    assert result.changes == [{"path": "storage.retentionPolicy.quantity", "before": 7, "after": 14}]
    assert product.jobs.model("Nightly")["storage"] == {
        "retentionPolicy": {"type": "Days", "quantity": 14},
        "other": 1,
    }
    assert result.diff == {
        "before": "name: Nightly\nstorage:\n  retentionPolicy:\n    quantity: 7\n",
        "after": "name: Nightly\nstorage:\n  retentionPolicy:\n    quantity: 14\n",
    }


def test_nothing_is_written_when_nothing_differs(product: MemoryProduct) -> None:
    product.jobs.add("Nightly", description="x")
    result = run(product, name="Nightly", description="x", enabled=True)
    assert not result.changed
    assert result.job["name"] == "Nightly"


def test_a_job_cannot_be_converted(product: MemoryProduct) -> None:
    product.jobs.add("Nightly")
    message = fail(product, InvalidInput, name="Nightly", type="HyperVBackup").message
    assert "VSphereBackup" in message
    assert "HyperVBackup" in message


@pytest.mark.parametrize("state", ["present", "absent"])
def test_types_that_are_only_listed_are_never_touched(product: MemoryProduct, state: str) -> None:
    product.jobs.add("Legacy", type=LISTED_ONLY)
    assert LISTED_ONLY in fail(product, InvalidInput, name="Legacy", state=state, enabled=False).message
    assert not product.jobs.calls
