# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from tests.unit.engine.memory_store import MemoryProduct
from tests.unit.engine.sets import actions, run

VM = "VSphereBackup"


def test_every_job_of_the_set_is_in_the_plan(product: MemoryProduct) -> None:
    product.jobs.add("same", description="x")
    product.jobs.add("other", description="x")
    product.jobs.add("gone")
    result = run(
        product,
        {"name": "new", "type": VM},
        {"name": "same", "description": "x"},
        {"name": "other", "description": "y"},
        {"name": "gone", "state": "absent"},
        {"name": "never", "state": "absent"},
    )
    assert actions(result) == {"new": "create", "same": "none", "other": "update", "gone": "delete", "never": "none"}
    assert result.summary == {"create": 1, "update": 1, "delete": 1, "disable": 0, "unchanged": 2, "failed": 0}
    changes = next(job["changes"] for job in result.plan if job["name"] == "other")
    assert changes == [{"path": "description", "before": "x", "after": "y", "origin": "job (jobs[2])"}]
    assert [each["before_header"] for each in result.diff] == ["new", "other", "gone"]
    assert {each["status"] for each in result.results} == {"ok"}
    assert all(each["id"] for each in result.results if each["name"] != "never")
