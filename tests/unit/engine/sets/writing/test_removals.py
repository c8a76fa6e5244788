# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What changes between the plan and a destructive request: such a job is left alone, and the run says so."""

from __future__ import annotations

import copy
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import DesiredJob
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.convergence import Convergence
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.result import (
    SetFailed,
    SetResult,
    as_reviewed,
)
from ansible_collections.backupops.veeam.plugins.module_utils._engine.single_job import converge as converge_one
from ansible_collections.backupops.veeam.plugins.module_utils._errors import VeeamError
from tests.unit.engine.memory_store import LISTED_ONLY, MemoryProduct
from tests.unit.engine.sets import Params, job_set, options

MARK = "[managed by: git]"
OWNED: dict[str, t.Any] = {"managed_by": "git", "prune_limit": "100%"}
KEPT: Params = {"name": "kept", "type": "VSphereBackup"}

Change = t.Callable[[MemoryProduct], None]


def _unmarked(product: MemoryProduct) -> None:
    product.jobs.model("old")["description"] = "mine now"


def _other_owner(product: MemoryProduct) -> None:
    product.jobs.model("old")["description"] = "[managed by: others]"


def _renamed(product: MemoryProduct) -> None:
    product.jobs.model("old")["name"] = "important"


def _replaced(product: MemoryProduct) -> None:
    del product.jobs.contents[product.jobs.model("old")["id"]]
    product.jobs.add("old", description=MARK)


def _edited(product: MemoryProduct) -> None:
    product.jobs.model("old")["virtualMachines"] = {"includes": [{"name": "erp"}]}


def _listed_only(product: MemoryProduct) -> None:
    product.jobs.model("old")["type"] = LISTED_ONLY


CHANGES: dict[str, tuple[Change, str]] = {
    "owner's line gone": (_unmarked, "git"),
    "another owner": (_other_owner, "others"),
    "renamed": (_renamed, "important"),
    "replaced": (_replaced, "another job"),
    "edited": (_edited, "virtualMachines"),
    "not manageable": (_listed_only, LISTED_ONLY),
}
ACTS: dict[str, tuple[list[Params], dict[str, t.Any]]] = {
    "delete": ([KEPT], {**OWNED, "prune": "delete"}),
    "disable": ([KEPT], {**OWNED, "prune": "disable"}),
    "absent": ([KEPT, {"name": "old", "state": "absent"}], {}),
}


@pytest.fixture
def product() -> MemoryProduct:
    made = MemoryProduct()
    made.jobs.add("old", description=MARK, virtualMachines={"includes": [{"name": "app"}]})
    made.jobs.add("kept", description=MARK)
    return made


def apply(product: MemoryProduct, change: Change | None, jobs: list[Params], **given: t.Any) -> SetResult:
    convergence = Convergence(t.cast("t.Any", product), job_set(*jobs), options(**given))
    plan = convergence.plan()
    if change is not None:
        change(product)
    return convergence.apply(plan)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("happens", CHANGES)
def test_a_job_of_a_set_that_moved_on_is_skipped_with_a_warning(product: MemoryProduct, act: str, happens: str) -> None:
    change, word = CHANGES[happens]
    jobs, given = ACTS[act]
    after: dict[str, t.Any] = {}

    def changed(server: MemoryProduct) -> None:
        change(server)
        after.update(copy.deepcopy(server.jobs.contents))

    result = apply(product, changed, jobs, **given)
    assert product.jobs.contents == after
    assert not product.jobs.calls
    [skipped] = [each for each in result.results if each["name"] == "old"]
    assert skipped["status"] == "skipped"
    assert word in skipped["msg"]
    assert not result.changed
    assert result.summary["failed"] == 0
    assert len(result.moved_on) == 1
    warning = next(iter(result.moved_on.values()))
    assert '"old"' in warning
    assert word in warning
    with pytest.raises(SetFailed, match="reviewed"):
        as_reviewed(result)


@pytest.mark.parametrize("happens", CHANGES)
def test_a_single_job_that_moved_on_is_left_alone_with_a_warning(product: MemoryProduct, happens: str) -> None:
    change, word = CHANGES[happens]
    product.jobs.meanwhile = lambda: change(product)
    absent = DesiredJob.from_params({"name": "old", "state": "absent"})
    result = converge_one(t.cast("t.Any", product), absent, check_mode=False)
    assert not product.jobs.calls
    assert (result.changed, result.action.value) == (False, "none")
    [warning] = result.warnings
    assert word in warning
    assert result.job["id"] in product.jobs.contents


def test_a_job_that_is_gone_already_is_no_change_and_no_trouble(product: MemoryProduct) -> None:
    def gone(server: MemoryProduct) -> None:
        del server.jobs.contents[server.jobs.model("old")["id"]]

    jobs, given = ACTS["delete"]
    result = apply(product, gone, jobs, **given)
    assert not product.jobs.calls
    assert not result.changed
    assert [each["status"] for each in result.results] == ["ok", "ok"]
    assert not result.moved_on
    assert as_reviewed(result) is result


def test_what_the_set_itself_does_is_no_change_by_others(product: MemoryProduct) -> None:
    """A server follows a rename in the schedules of the jobs that run after the renamed one."""
    after = {"afterThisJob": {"isEnabled": True, "jobName": "kept"}}
    product.jobs.model("old")["schedule"] = after
    jobs = [{"name": "renamed", "previous_name": "kept", "type": "VSphereBackup"}]

    def follow(server: MemoryProduct) -> None:
        server.jobs.model("old")["schedule"] = {"afterThisJob": {"isEnabled": True, "jobName": "renamed"}}

    result = apply(product, follow, jobs, **OWNED, prune="delete")
    assert result.summary["delete"] == 1
    assert [model["name"] for model in product.jobs.contents.values()] == ["renamed"]


def test_a_job_that_is_needed_by_one_that_moved_on_stays_too(product: MemoryProduct) -> None:
    product.jobs.add("last", description=MARK, schedule={"afterThisJob": {"isEnabled": True, "jobName": "old"}})

    def change(server: MemoryProduct) -> None:
        server.jobs.model("last")["description"] = ""

    jobs, given = ACTS["delete"]
    result = apply(product, change, jobs, **given)
    assert len(product.jobs.contents) == 3
    assert {each["name"]: each["status"] for each in result.results} == {
        "kept": "ok",
        "old": "skipped",
        "last": "skipped",
    }
    assert len(result.moved_on) == 2


def test_a_server_that_cannot_be_read_again_is_told_nothing(product: MemoryProduct) -> None:
    def unreadable() -> None:
        raise VeeamError("The server is busy.")

    def change(server: MemoryProduct) -> None:
        server.jobs.meanwhile = unreadable

    jobs, given = ACTS["delete"]
    with pytest.raises(SetFailed):
        apply(product, change, jobs, **given)
    assert not product.jobs.calls
