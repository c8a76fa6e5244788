# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which job of the server an entry is about, in the light of the other entries."""

from __future__ import annotations

from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.result import SetFailed
from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput
from tests.unit.engine.memory_store import MemoryProduct
from tests.unit.engine.sets import fail, run

VM = "VSphereBackup"


def test_renames_are_ordered_and_free_names_for_others(product: MemoryProduct) -> None:
    first, second = product.jobs.add("a"), product.jobs.add("b")
    run(
        product,
        {"name": "b", "type": VM, "previous_name": "a"},
        {"name": "c", "previous_name": "b"},
        {"name": "a", "type": VM},
    )
    assert product.jobs.contents[first]["name"] == "b"
    assert product.jobs.contents[second]["name"] == "c"
    assert len(product.jobs.contents) == 3


def test_two_entries_for_one_job_are_refused(product: MemoryProduct) -> None:
    known = product.jobs.add("a")
    assert "a" in fail(product, InvalidInput, {"name": "a"}, {"name": "a"}).message
    error = fail(product, SetFailed, {"name": "a", "type": VM}, {"id": known, "description": "x"})
    assert "second time" in error.message


def test_twins_on_the_server_are_left_alone(product: MemoryProduct) -> None:
    product.jobs.add("a")
    product.jobs.add("a")
    error = fail(product, SetFailed, {"name": "a", "type": VM, "description": "x"})
    assert "There are 2 jobs" in error.message
    assert not product.jobs.calls
