# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a failure does to the other jobs of a set."""

from __future__ import annotations

from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.result import SetFailed
from tests.unit.engine.busy_store import CLONES, busy_product, planned
from tests.unit.engine.memory_store import UNDESCRIBED, MemoryProduct
from tests.unit.engine.sets import fail

VM = "VSphereBackup"


def test_a_failing_job_does_not_stop_the_others_but_those_that_need_it(product: MemoryProduct) -> None:
    product.jobs.trouble["create"] = "refused"
    error = fail(
        product,
        SetFailed,
        {"name": "first", "type": VM},
        {"name": "copy", "type": UNDESCRIBED, "settings": {"primaryJob": "first"}},
        {"name": "no type"},
        {"name": "other", "type": VM},
        concurrency=1,
    )
    assert [each["status"] for each in error.result.results] == ["failed", "skipped", "failed", "ok"]
    assert '"first": The server refused it' in error.message
    assert '"no type"' in error.message
    assert error.details["summary"]["failed"] == 2
    assert [model["name"] for model in product.jobs.contents.values()] == ["other"]


def test_on_error_stop_begins_nothing_more(product: MemoryProduct) -> None:
    product.jobs.trouble["create"] = "refused"
    jobs = [{"name": f"job {number}", "type": VM} for number in range(5)]
    error = fail(product, SetFailed, *jobs, stop=True, concurrency=1)
    assert sorted(each["status"] for each in error.result.results) == ["failed", *["skipped"] * 4]
    assert product.jobs.calls == ["create"]
    unplannable = fail(product, SetFailed, *jobs, {"name": "no type"}, stop=True)
    assert product.jobs.calls == ["create"]
    assert unplannable.result.summary["create"] == 0


def test_clones_are_made_one_at_a_time() -> None:
    product = busy_product()
    convergence, plan = planned(product, CLONES)
    assert convergence.apply(plan).summary["create"] == 5
    assert product.jobs.most_copies == 1
