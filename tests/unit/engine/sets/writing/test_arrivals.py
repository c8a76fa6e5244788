# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jobs that came between the plan and the create."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.result import SetFailed
from tests.unit.engine.busy_store import NEW, busy_product, names, planned


@pytest.fixture
def product() -> t.Any:
    return busy_product()


def test_one_fresh_listing_before_the_creates_finds_what_came_after_the_plan(product: t.Any) -> None:
    convergence, plan = planned(product, NEW)
    product.jobs.add("new 0", storage={"days": 7})
    product.jobs.add("new 1", storage={"days": 1})
    before = product.jobs.listings
    with pytest.raises(SetFailed) as caught:
        convergence.apply(plan)
    assert product.jobs.listings == before + 1
    assert {each["name"]: (each["action"], each["status"]) for each in caught.value.result.results} == {
        "new 0": ("none", "ok"),
        "new 1": ("create", "failed"),
        "new 2": ("create", "ok"),
    }
    assert "was not there when the plan was made" in caught.value.message
    assert product.jobs.calls == ["create"]


def test_a_name_that_a_rename_of_the_set_gives_free_is_free(product: t.Any) -> None:
    jobs = [{"name": "Silver", "previous_name": "Gold"}, {**NEW[0], "name": "Gold"}]
    convergence, plan = planned(product, jobs)
    assert convergence.apply(plan).summary["create"] == 1
    assert names(product) == ["Gold", "Silver"]


def test_a_fresh_listing_with_a_gap_proves_no_name_free(product: t.Any) -> None:
    convergence, plan = planned(product, NEW[:1])
    product.jobs.left_out = {"Gold"}
    with pytest.raises(SetFailed, match="does not mean that there is none"):
        convergence.apply(plan)
    assert not product.jobs.calls
