# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Copies that a killed run leaves, and two runs that make the same jobs at the same time."""

from __future__ import annotations

import time
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import DesiredJob
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.convergence import Convergence
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.result import SetFailed
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.set_plan import SetPlan
from ansible_collections.backupops.veeam.plugins.module_utils._engine.single_job import converge as converge_one
from ansible_collections.backupops.veeam.plugins.module_utils._engine.writing import removal
from ansible_collections.backupops.veeam.plugins.module_utils._errors import RequestRefused
from tests.unit.engine.memory_store import MemoryProduct, MemoryStore
from tests.unit.engine.sets import Params, job_set, options

CLONES: list[Params] = [{"name": f"web {number}", "clone_from": "Gold"} for number in range(5)]
NEW: list[Params] = [
    {"name": f"new {number}", "type": "VSphereBackup", "settings": {"storage": {"days": 7}}} for number in range(3)
]


@pytest.fixture(autouse=True)
def in_no_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(removal, "PAUSE", 0.0)


class Killed(BaseException):
    """What a signal does to a run."""


class Busy(MemoryStore):
    """Takes its time for updates, and can be killed in one."""

    def __init__(self) -> None:
        super().__init__()
        self.most_copies = 0
        self.listings = 0
        self.kills = False
        self.faster: dict[str, t.Any] | None = None

    def all(self) -> t.Any:
        self.listings += 1
        return super().all()

    def update(self, observed: t.Any, model: t.Any, **given: t.Any) -> None:
        self.most_copies = max(self.most_copies, sum("_clone" in each["name"] for each in list(self.contents.values())))
        if self.kills:
            raise Killed
        time.sleep(0.005)
        super().update(observed, model, **given)

    def clone(self, source: t.Any, wanted: t.Any) -> str:
        taken = {model["name"] for model in list(self.contents.values())}
        number = next(number for number in range(1, 99) if f"{source.name}_clone{number}" not in taken)
        body = {**self.contents[source.id], "name": f"{source.name}_clone{number}"}
        return str(self._do("clone", lambda: self._added(body)))

    def create(self, model: t.Any, *, enabled: bool | None) -> str:
        if self.faster is not None:
            members = {**model, **self.faster}
            self.add(members.pop("name"), **members)
            raise RequestRefused("A job of that name already exists.", status=400, method="POST", path="/jobs")
        return super().create(model, enabled=enabled)


@pytest.fixture
def product() -> t.Any:
    made: t.Any = MemoryProduct()
    made.jobs = Busy()
    made.jobs.add("Gold", storage={"days": 14})
    return made


def planned(product: t.Any, jobs: list[Params], **given: t.Any) -> tuple[Convergence, SetPlan]:
    convergence = Convergence(product, job_set(*jobs), options(**given))
    return convergence, convergence.plan()


def names(product: t.Any) -> list[str]:
    return sorted(model["name"] for model in product.jobs.contents.values())


def test_clones_are_made_one_at_a_time(product: t.Any) -> None:
    convergence, plan = planned(product, CLONES)
    assert convergence.apply(plan).summary["create"] == 5
    assert product.jobs.most_copies == 1


def test_a_killed_run_leaves_one_copy_that_the_next_runs_name(product: t.Any) -> None:
    convergence, plan = planned(product, CLONES)
    product.jobs.kills = True
    with pytest.raises(Killed):
        convergence.apply(plan)
    assert names(product) == ["Gold", "Gold_clone1"]
    product.jobs.kills = False
    for dummy in range(2):
        convergence, plan = planned(product, CLONES)
        [warning] = plan.warnings
        assert '"Gold_clone1"' in warning
        convergence.apply(plan)
    assert names(product) == ["Gold", "Gold_clone1", *(job["name"] for job in CLONES)]


@pytest.mark.parametrize(
    ("copy", "jobs"),
    [
        ({"name": "Gold_clone1", "storage": {"days": 1}}, CLONES),
        ({"name": "Gold_clonedike", "storage": {"days": 14}}, CLONES),
        ({"name": "Gold_clone1", "storage": {"days": 14}}, [{"name": "Gold_clone1"}, *CLONES]),
        ({"name": "Gold_clone1", "storage": {"days": 14}}, NEW),
    ],
    ids=["other contents", "another name", "in the set", "the set clones nothing"],
)
def test_other_jobs_are_not_called_left_over(product: t.Any, copy: dict[str, t.Any], jobs: list[Params]) -> None:
    product.jobs.add(copy.pop("name"), **copy)
    assert planned(product, jobs)[1].warnings == ()


def test_a_single_clone_names_what_was_left(product: t.Any) -> None:
    product.jobs.add("Gold_clone1", storage={"days": 14}, isDisabled=True)
    desired = DesiredJob.from_params(CLONES[0])
    for check_mode in (True, False):
        assert "Gold_clone1" in converge_one(product, desired, check_mode=check_mode).warnings[0]


def test_a_create_that_another_run_was_faster_with_is_done(product: t.Any) -> None:
    product.jobs.faster = {}
    convergence, plan = planned(product, NEW)
    result = convergence.apply(plan)
    assert (result.changed, result.summary["unchanged"], result.summary["failed"]) == (False, 3, 0)
    alone = converge_one(product, DesiredJob.from_params({**NEW[0], "name": "alone"}), check_mode=False)
    assert (alone.changed, alone.action.value) == (False, "none")


def test_a_job_of_another_run_that_is_not_as_wanted_is_not_called_done(product: t.Any) -> None:
    product.jobs.faster = {"storage": {"days": 1}}
    convergence, plan = planned(product, NEW)
    with pytest.raises(SetFailed, match="not as wanted"):
        convergence.apply(plan)


def test_a_run_that_is_still_at_it_is_waited_for(product: t.Any) -> None:
    product.jobs.faster = {"storage": {"days": 1}}
    store, looks = product.jobs, []

    def find(name: str) -> t.Any:
        looks.append(name)
        if len(looks) == 3:
            store.model(name)["storage"] = {"days": 7}
        return Busy.find(store, name)

    store.find = find
    alone = converge_one(product, DesiredJob.from_params({**NEW[0], "name": "alone"}), check_mode=False)
    assert (alone.changed, alone.action.value) == (False, "none")


def test_a_refused_create_without_such_a_job_stays_refused(product: t.Any) -> None:
    product.jobs.trouble["create"] = "refused"
    convergence, plan = planned(product, NEW[:1])
    with pytest.raises(SetFailed, match="The server refused it: no"):
        convergence.apply(plan)


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
