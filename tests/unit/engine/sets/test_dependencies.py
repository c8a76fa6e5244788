# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The order in which the jobs of a set are written."""

from __future__ import annotations

from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput
from tests.unit.engine.memory_store import UNDESCRIBED, MemoryProduct
from tests.unit.engine.sets import Params, fail, run

VM = "VSphereBackup"


def test_jobs_are_written_after_those_that_they_refer_to(product: MemoryProduct) -> None:
    chain = [
        {
            "name": f"job {number}",
            "type": VM,
            "settings": {"schedule": {"afterThisJob": {"isEnabled": True, "jobName": f"job {number + 1}"}}},
        }
        for number in range(6)
    ]
    del chain[-1]["settings"]
    run(product, *chain, {"name": "copy", "type": UNDESCRIBED, "settings": {"primaryJob": "job 0"}})
    names = [model["name"] for model in product.jobs.contents.values()]
    assert names == ["job 5", "job 4", "job 3", "job 2", "job 1", "job 0", "copy"]
    assert product.jobs.model("copy")["primaryJobId"] == product.jobs.model("job 0")["id"]


def test_a_circle_is_refused_and_shown(product: MemoryProduct) -> None:
    def after(name: str, other: str) -> Params:
        schedule = {"afterThisJob": {"isEnabled": True, "jobName": other}}
        return {"name": name, "type": VM, "settings": {"schedule": schedule}}

    error = fail(product, InvalidInput, after("a", "b"), after("b", "c"), after("c", "a"), {"name": "d", "type": VM})
    assert '"a" needs "b" needs "c" needs "a"' in error.message or '"b" needs "c" needs "a" needs "b"' in error.message
    assert not product.jobs.calls
