# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Nothing counts as deleted or disabled that can still be seen as it was."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import DesiredJob
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.convergence import Convergence
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.result import SetFailed
from ansible_collections.backupops.veeam.plugins.module_utils._engine.single_job import converge as converge_one
from ansible_collections.backupops.veeam.plugins.module_utils._engine.writing import removal
from ansible_collections.backupops.veeam.plugins.module_utils._errors import VeeamError
from tests.unit.engine.memory_store import MemoryProduct, MemoryStore
from tests.unit.engine.sets import converge, job_set, options

MARK = "[managed by: git]"
OLD = ("old 1", "old 2", "old 3")
OWNED: dict[str, t.Any] = {"managed_by": "git", "prune_limit": "100%", "prune": "delete"}
KEPT = {"name": "kept", "type": "VSphereBackup"}


class Counting(MemoryStore):
    """Counts readings, and can take orders without carrying them out."""

    def __init__(self) -> None:
        super().__init__()
        self.reads: list[str] = []
        self.ignores: set[str] = set()

    def all(self) -> t.Any:
        self.reads.append("listing")
        return super().all()

    def get(self, job_id: str) -> t.Any:
        self.reads.append("get")
        return super().get(job_id)

    def delete(self, job_id: str) -> None:
        if self.contents[job_id]["name"] in self.ignores:
            self.calls.append("delete")
            return
        super().delete(job_id)

    def set_enabled(self, job_id: str, enabled: bool) -> None:
        if self.contents[job_id]["name"] in self.ignores:
            self.calls.append("disable")
            return
        super().set_enabled(job_id, enabled)


@pytest.fixture
def product() -> t.Any:
    made: t.Any = MemoryProduct()
    made.jobs = Counting()
    for name in (*OLD, "kept"):
        made.jobs.add(name, description=MARK)
    return made


def test_many_are_proven_by_one_listing(product: t.Any) -> None:
    result = converge(product, KEPT, **OWNED)
    assert result.summary["delete"] == 3
    # The plan, each job before it goes, the proof.
    assert product.jobs.reads == ["listing", "get", "get", "get", "listing"]


def test_one_is_proven_by_asking_for_it(product: t.Any) -> None:
    converge(product, {"name": "old 1", "state": "absent"})
    assert product.jobs.reads == ["listing", "get", "get"]


def test_an_order_that_is_taken_and_not_carried_out_awaits_approval(product: t.Any) -> None:
    product.jobs.ignores = {"old 2"}
    with pytest.raises(SetFailed) as caught:
        converge(product, KEPT, **OWNED)
    assert caught.value.result.summary["delete"] == 2
    assert caught.value.result.summary["failed"] == 1
    assert 'The job "old 2"' in caught.value.message
    assert "awaits approval" in caught.value.message
    absent = DesiredJob.from_params({"name": "old 2", "state": "absent"})
    with pytest.raises(VeeamError, match="awaits approval"):
        converge_one(product, absent, check_mode=False)


def test_a_job_that_is_gone_a_moment_later_is_deleted(product: t.Any) -> None:
    product.jobs.ignores = {"old 2"}
    store, looks = product.jobs, []

    def sluggish(job_id: str) -> t.Any:
        looks.append(job_id)
        if len(looks) == 5:
            store.contents = {key: model for key, model in store.contents.items() if model["name"] != "old 2"}
        return Counting.get(store, job_id)

    store.get = sluggish
    assert converge(product, KEPT, **OWNED).summary["delete"] == 3


def test_a_job_that_cannot_be_looked_for_does_not_count_as_deleted(product: t.Any) -> None:
    store, before = product.jobs, Counting.get
    asked: list[str] = []

    def breaks(job_id: str) -> t.Any:
        asked.append(job_id)
        if len(asked) > 1:
            raise VeeamError("The server is busy.")
        return before(store, job_id)

    store.get = breaks
    absent = DesiredJob.from_params({"name": "old 1", "state": "absent"})
    with pytest.raises(VeeamError, match="could not be found out"):
        converge_one(product, absent, check_mode=False)


@pytest.mark.parametrize("prune", ["delete", "disable"])
def test_jobs_of_one_name_are_all_pruned(product: t.Any, prune: str) -> None:
    product.jobs.add("old 1", description=MARK)
    result = converge(product, KEPT, **{**OWNED, "prune": prune})
    assert result.summary[prune] == 4
    assert [each["status"] for each in result.results] == ["ok"] * 5


def test_disabling_is_proven_too(product: t.Any) -> None:
    result = converge(product, KEPT, **{**OWNED, "prune": "disable"})
    assert result.summary["disable"] == 3
    assert product.jobs.reads == ["listing", "get", "get", "get", "listing"]


def test_a_job_that_the_server_does_not_disable_is_named(product: t.Any) -> None:
    product.jobs.ignores = {"old 3"}
    with pytest.raises(SetFailed) as caught:
        converge(product, KEPT, **{**OWNED, "prune": "disable"})
    assert 'The job "old 3" is still enabled' in caught.value.message
    assert caught.value.result.summary["disable"] == 2


@pytest.mark.parametrize("kind", ["before", "after", "refused"])
@pytest.mark.parametrize("prune", ["delete", "disable"])
def test_trouble_is_decided_by_looking(product: t.Any, kind: str, prune: str) -> None:
    product.jobs.trouble[prune] = kind
    if kind == "after":
        assert converge(product, KEPT, **{**OWNED, "prune": prune}).summary[prune] == 3
        return
    with pytest.raises(SetFailed) as caught:
        converge(product, KEPT, **{**OWNED, "prune": prune}, concurrency=1)
    assert caught.value.result.summary[prune] == 2
    assert ("still exists" if prune == "delete" else "still enabled") in caught.value.message


def test_a_listing_with_a_gap_proves_no_deletion(product: t.Any) -> None:
    convergence = Convergence(product, job_set(KEPT), options(**OWNED))
    plan = convergence.plan()
    product.jobs.left_out = {"kept", *OLD}
    product.jobs.ignores = {"old 2"}
    with pytest.raises(SetFailed) as caught:
        convergence.apply(plan)
    assert caught.value.result.summary["delete"] == 2
    # One more for each, and for the one that is still there some more.
    assert product.jobs.reads[:5] == ["listing", "get", "get", "get", "listing"]
    assert product.jobs.reads[5:] == ["get"] * (2 + removal.LOOKS)
