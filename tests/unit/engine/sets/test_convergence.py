# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import copy
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import DesiredJob
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.result import SetFailed, SetResult
from ansible_collections.backupops.veeam.plugins.module_utils._engine.single_job import converge as converge_one
from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput, VeeamError
from tests.unit.engine.memory_store import LISTED_ONLY, UNDESCRIBED, MemoryProduct
from tests.unit.engine.sets import Params, actions, converge, options, predict

VM = "VSphereBackup"
MARK = "[managed by: git]"


@pytest.fixture
def product() -> MemoryProduct:
    return MemoryProduct()


def run(product: MemoryProduct, *jobs: Params, **given: t.Any) -> SetResult:
    """Converge; check mode said the same before and wrote nothing, a second run has nothing to do."""
    before = copy.deepcopy(product.jobs.contents)
    predicted = predict(product, *jobs, **given)
    assert product.jobs.contents == before
    assert not product.jobs.calls
    result = converge(product, *jobs, **given)
    for member in ("changed", "plan", "diff", "summary"):
        assert getattr(predicted, member) == getattr(result, member), member
    product.jobs.calls.clear()
    again = converge(product, *jobs, **given)
    assert not again.changed
    assert not product.jobs.calls
    return result


def fail(product: MemoryProduct, error: type[VeeamError], *jobs: Params, **given: t.Any) -> t.Any:
    with pytest.raises(error) as caught:
        converge(product, *jobs, **given)
    return caught.value


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


def test_a_job_may_be_a_clone_of_a_new_one(product: MemoryProduct) -> None:
    run(
        product,
        {"name": "copy", "clone_from": "first", "description": "second"},
        {"name": "first", "type": VM, "settings": {"storage": {"x": 1}}},
    )
    assert product.jobs.model("copy")["storage"] == {"x": 1}
    assert product.jobs.model("copy")["description"] == "second"


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


class TestOwnership:
    def test_the_marker_is_the_last_line_of_the_description_and_in_the_diff(self, product: MemoryProduct) -> None:
        product.jobs.add("kept", description="Of old")
        result = run(
            product,
            {"name": "new", "type": VM, "description": "Two\nlines"},
            {"name": "kept"},
            {"name": "plain", "type": UNDESCRIBED},
            managed_by="git",
        )
        assert product.jobs.model("new")["description"] == f"Two\nlines\n{MARK}"
        assert product.jobs.model("kept")["description"] == f"Of old\n{MARK}"
        assert MARK in result.diff[1]["after"]
        assert MARK not in result.diff[1]["before"]

    def test_without_managed_by_a_written_description_leaves_the_marker_where_it_is(
        self, product: MemoryProduct
    ) -> None:
        product.jobs.add("job", description=f"x\n\n{MARK}")
        for unchanged in ({}, {"description": "x"}, {"description": "x\n"}, {"description": f"x\n{MARK}"}):
            assert not converge(product, {"name": "job", **unchanged}).changed
        result = run(product, {"name": "job", "description": "y"})
        assert product.jobs.model("job")["description"] == f"y\n{MARK}"
        assert MARK in result.diff[0]["before"]
        assert MARK in result.diff[0]["after"]

    def test_nor_does_the_task_of_a_single_job_take_it(self, product: MemoryProduct) -> None:
        product.jobs.add("job", description=f"x\n{MARK}")
        for description, expected in (("y", f"y\n{MARK}"), ("", MARK)):
            wanted = DesiredJob.from_params({"name": "job", "description": description})
            predicted = converge_one(product, wanted, check_mode=True)
            assert converge_one(product, wanted, check_mode=False).changes == predicted.changes
            assert product.jobs.model("job")["description"] == expected
            assert not converge_one(product, wanted, check_mode=False).changed
        claim = DesiredJob.from_params({"name": "job", "description": "x\n[managed by: others]"})
        with pytest.raises(InvalidInput, match=r"others.*git"):
            converge_one(product, claim, check_mode=False)

    @pytest.mark.parametrize("given", [{}, {"managed_by": "git"}])
    def test_a_job_that_another_set_takes_meanwhile_is_left_to_it(
        self, product: MemoryProduct, given: dict[str, t.Any]
    ) -> None:
        taken = product.jobs.add("job", description="x")

        def take() -> None:
            product.jobs.contents[taken]["description"] = "x\n[managed by: others]"

        product.jobs.meanwhile = take
        error = fail(product, SetFailed, {"name": "job", "description": "y"}, **given)
        assert 'is managed by "others"' in error.message
        assert product.jobs.model("job")["description"] == "x\n[managed by: others]"

    def test_a_copy_of_an_owned_job_is_nobodys_and_is_not_pruned(self, product: MemoryProduct) -> None:
        product.jobs.add("Web", description=f"Text\n{MARK}")
        copied = DesiredJob.from_params({"name": "Trial", "clone_from": "Web"})
        converge_one(product, copied, check_mode=False)
        assert product.jobs.model("Trial")["description"] == "Text"
        product.jobs.calls.clear()
        run(product, {"name": "Web"}, managed_by="git", prune="delete", prune_limit="100%")
        assert product.jobs.model("Trial")

    def test_a_copy_within_the_set_belongs_to_the_set(self, product: MemoryProduct) -> None:
        product.jobs.add("Web", description="[managed by: somebody]")
        run(product, {"name": "Copy", "clone_from": "Web"}, managed_by="git")
        assert product.jobs.model("Copy")["description"] == MARK

    def test_the_job_of_another_owner_is_not_taken(self, product: MemoryProduct) -> None:
        product.jobs.add("job", description="x\n[managed by: others]")
        assert '"others"' in fail(product, SetFailed, {"name": "job"}, managed_by="git").message

    @pytest.mark.parametrize("owner", ["", " git", "a]b", "a\nb"])
    def test_an_owner_that_no_marker_can_hold_is_refused(self, product: MemoryProduct, owner: str) -> None:
        assert "managed_by" in fail(product, InvalidInput, {"name": "job", "type": VM}, managed_by=owner).message


class TestPrune:
    @pytest.fixture
    def stocked(self, product: MemoryProduct) -> MemoryProduct:
        for number in range(10):
            product.jobs.add(f"own {number}", description=MARK)
        product.jobs.add("foreign", description="x\n[managed by: others]")
        product.jobs.add("unowned", description=f"{MARK}\nwas once")
        product.jobs.add("listed", description=MARK, type=LISTED_ONLY)
        return product

    SET: t.ClassVar = [{"name": f"own {number}", "type": VM} for number in range(8)]

    def test_only_owned_jobs_that_the_set_does_not_name_go(self, stocked: MemoryProduct) -> None:
        result = run(stocked, *self.SET, prune="delete", managed_by="git", prune_limit="2")
        assert result.summary["delete"] == 2
        names = {model["name"] for model in stocked.jobs.contents.values()}
        assert names == {f"own {number}" for number in range(8)} | {"foreign", "unowned", "listed"}

    def test_disabling_keeps_the_job(self, stocked: MemoryProduct) -> None:
        result = run(stocked, *self.SET, prune="disable", managed_by="git", prune_limit="50%")
        assert result.summary["disable"] == 2
        assert stocked.jobs.model("own 9")["isDisabled"] is True
        assert stocked.jobs.model("foreign")["isDisabled"] is False

    def test_report_only_tells(self, stocked: MemoryProduct) -> None:
        result = run(stocked, *self.SET[:2], prune="report", managed_by="git")
        assert result.pruning is not None
        assert result.pruning["jobs"] == [f"own {number}" for number in range(2, 10)]
        assert not result.changed

    def test_over_the_limit_nothing_at_all_is_written(self, stocked: MemoryProduct) -> None:
        new = {"name": "new", "type": VM}
        # 10% of 11 owned jobs is one, and two are not named.
        error = fail(stocked, VeeamError, *self.SET, new, prune="delete", managed_by="git")
        assert "prune_limit" in error.message
        assert '"own 8", "own 9"' in error.message
        assert not stocked.jobs.calls

    def test_protected_jobs_stay(self, stocked: MemoryProduct) -> None:
        result = run(stocked, *self.SET, prune="delete", managed_by="git", protected=("own 9", "ow? 8"))
        assert not result.changed
        assert result.pruning is not None
        assert {kept["name"] for kept in result.pruning["kept"]} == {"own 8", "own 9", "listed"}

    def test_nothing_is_pruned_when_a_job_failed(self, stocked: MemoryProduct) -> None:
        error = fail(stocked, SetFailed, *self.SET, {"name": "bad"}, prune="delete", managed_by="git", prune_limit="5")
        assert error.result.summary["delete"] == 0
        assert not stocked.jobs.calls

    def test_an_empty_set_and_a_missing_owner_are_refused(self, stocked: MemoryProduct) -> None:
        assert "empty" in fail(stocked, InvalidInput, prune="delete", managed_by="git").message
        assert "managed_by" in fail(stocked, InvalidInput, *self.SET, prune="delete").message

    @pytest.mark.parametrize("limit", ["", "-1", "1.5", "ten", "101%"])
    def test_a_limit_that_is_none_is_refused(self, limit: str) -> None:
        with pytest.raises(InvalidInput):
            options(prune_limit=limit)
