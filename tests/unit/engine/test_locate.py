# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The job that is meant: by its id, its name or its previous name."""

from __future__ import annotations

from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput, NotFound
from tests.unit.engine.jobs import fail, run
from tests.unit.engine.memory_store import MemoryProduct


def test_a_job_is_renamed_once(product: MemoryProduct) -> None:
    product.jobs.add("Old")
    result = run(product, name="New", previous_name="Old")
    assert result.changes == [{"path": "name", "before": "Old", "after": "New"}]
    assert [model["name"] for model in product.jobs.contents.values()] == ["New"]


def test_a_rename_onto_an_existing_job_is_refused(product: MemoryProduct) -> None:
    product.jobs.add("Old")
    product.jobs.add("New")
    assert "previous_name" in fail(product, InvalidInput, name="New", previous_name="Old").message
    assert not product.jobs.calls


def test_neither_old_nor_new_name_means_a_new_job(product: MemoryProduct) -> None:
    assert run(product, name="New", previous_name="Old", type="VSphereBackup").action.value == "create"


def test_an_id_renames_too(product: MemoryProduct) -> None:
    job_id = product.jobs.add("Old")
    run(product, id=job_id, name="New")
    assert product.jobs.contents[job_id]["name"] == "New"


def test_an_unknown_id_is_an_error_unless_the_job_is_to_be_absent(product: MemoryProduct) -> None:
    missing = "11111111-1111-4111-8111-111111111111"
    assert missing in fail(product, NotFound, id=missing).message
    assert not run(product, id=missing, state="absent").changed
