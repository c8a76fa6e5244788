# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput
from tests.unit.engine.jobs import SCHEDULE, fail, run
from tests.unit.engine.memory_store import MemoryProduct


def test_a_new_job_is_created_and_the_second_run_finds_it(product: MemoryProduct) -> None:
    result = run(product, name="Nightly", type="VSphereBackup", settings={"schedule": SCHEDULE})
    assert result.changed
    assert result.action.value == "create"
    assert product.jobs.model("Nightly")["schedule"] == SCHEDULE
    assert result.diff["before"] == ""
    assert 'localTime: "22:00"' in result.diff["after"]


def test_a_new_job_needs_a_type(product: MemoryProduct) -> None:
    assert "type" in fail(product, InvalidInput, name="Nightly").message


def test_a_job_is_deleted_and_stays_so(product: MemoryProduct) -> None:
    product.jobs.add("Nightly")
    result = run(product, name="Nightly", state="absent")
    assert result.job == {}
    assert result.diff == {"before": "name: Nightly\ntype: VSphereBackup\n", "after": ""}
    assert not product.jobs.contents
