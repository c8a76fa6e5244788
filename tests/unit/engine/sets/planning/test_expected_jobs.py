# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jobs that are referred to before they exist."""

from __future__ import annotations

from tests.unit.engine.memory_store import MemoryProduct
from tests.unit.engine.sets import run

VM = "VSphereBackup"


def test_a_job_may_be_a_clone_of_a_new_one(product: MemoryProduct) -> None:
    run(
        product,
        {"name": "copy", "clone_from": "first", "description": "second"},
        {"name": "first", "type": VM, "settings": {"storage": {"x": 1}}},
    )
    assert product.jobs.model("copy")["storage"] == {"x": 1}
    assert product.jobs.model("copy")["description"] == "second"
