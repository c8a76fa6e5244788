# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a failure does to the other jobs of a set."""

from __future__ import annotations

import contextlib
import threading
import time
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.convergence import Convergence
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.result import SetFailed
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.writing import applier
from ansible_collections.backupops.veeam.plugins.module_utils._engine.writing import removal
from ansible_collections.backupops.veeam.plugins.module_utils._progress import SetSeen
from tests.unit.engine.busy_store import CLONES, busy_product, names, planned
from tests.unit.engine.memory_store import UNDESCRIBED, MemoryProduct
from tests.unit.engine.sets import Params, fail, job_set, options
from tests.unit.progress_told import Told

VM = "VSphereBackup"


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


def test_clones_are_made_one_at_a_time() -> None:
    product = busy_product()
    convergence, plan = planned(product, CLONES)
    assert convergence.apply(plan).summary["create"] == 5
    assert product.jobs.most_copies == 1


def test_a_run_that_is_ended_brings_its_jobs_to_their_end_and_begins_no_other() -> None:
    product = busy_product()
    store, create = product.jobs, product.jobs.create
    begun: list[str] = []

    class Ended(BaseException):
        """As a signal or a time-out of Ansible ends a run."""

    class Ending(Told):
        def applying(self, seen: SetSeen) -> None:
            if seen.written:
                raise Ended

    def slow(model: t.Any, **given: t.Any) -> str:
        begun.append(model["name"])
        time.sleep(0.02)
        return str(create(model, **given))

    store.create = slow
    jobs = [{"name": f"job {number}", "type": VM} for number in range(40)]
    convergence = Convergence(product, job_set(*jobs), options(concurrency=2), Ending())
    plan = convergence.plan()
    with pytest.raises(Ended):
        convergence.apply(plan)
    assert len(begun) < 40
    assert names(product) == sorted(["Gold", *begun])


def told(product: t.Any, *jobs: Params, **given: t.Any) -> list[SetSeen]:
    """What is told while the set is applied, each thing once. Only the thread of the task tells it."""
    told = Told()
    convergence = Convergence(product, job_set(*jobs), options(**given), told)
    plan = convergence.plan()
    assert told.sets == []
    with contextlib.suppress(SetFailed):
        convergence.apply(plan)
    assert told.threads <= {threading.current_thread()}
    return [seen for index, seen in enumerate(told.sets) if index == 0 or seen != told.sets[index - 1]]


def test_each_job_of_a_set_is_told_as_it_is_done(product: MemoryProduct) -> None:
    product.jobs.add("same")
    # Each waits for the one before it, so that no two are done in the same moment.
    needs = ({"name": name, "type": UNDESCRIBED, "settings": {"primaryJob": need}} for name, need in ("ba", "cb"))
    assert told(product, {"name": "same", "type": VM}, {"name": "a", "type": VM}, *needs) == [
        SetSeen(3),
        SetSeen(3, written=1),
        SetSeen(3, written=2),
        SetSeen(3, written=3),
        SetSeen(3, written=3, over=True),
    ]


def test_what_fails_and_what_is_left_out_is_told(product: MemoryProduct) -> None:
    product.jobs.trouble["create"] = "refused"
    copy = {"name": "copy", "type": UNDESCRIBED, "settings": {"primaryJob": "first"}}
    seen = told(product, {"name": "first", "type": VM}, copy, {"name": "no type"}, {"name": "other", "type": VM})
    assert seen[-1] == SetSeen(3, written=1, failed=1, left_out=1, over=True)


def test_a_set_of_many_threads_is_told_by_the_thread_of_the_task() -> None:
    product = busy_product()
    product.jobs.add("web 0", storage={"days": 1})
    jobs = [{"name": f"job {number}", "type": VM} for number in range(40)]
    seen = told(product, *jobs, concurrency=8)
    done = [each.written for each in seen]
    assert done == sorted(done)
    assert (seen[0], seen[-1]) == (SetSeen(40), SetSeen(40, written=40, over=True))


def test_a_set_with_nothing_to_do_says_nothing(product: MemoryProduct) -> None:
    product.jobs.add("same")
    assert told(product, {"name": "same", "type": VM}) == []


def test_while_one_job_takes_long_the_set_still_gives_a_sign_of_life(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applier, "_SIGN_OF_LIFE", 0.001)
    product = busy_product()
    enough = threading.Event()

    class Listener(Told):
        def applying(self, seen: SetSeen) -> None:
            super().applying(seen)
            if self.sets.count(SetSeen(1)) == 4:
                enough.set()

    create = product.jobs.create

    def slow(*args: t.Any, **given: t.Any) -> t.Any:
        assert enough.wait(60)
        return create(*args, **given)

    monkeypatch.setattr(product.jobs, "create", slow)
    listener = Listener()
    convergence = Convergence(product, job_set({"name": "slow", "type": VM}), options(), listener)
    convergence.apply(convergence.plan())
    assert enough.is_set()
    assert listener.sets[-1] == SetSeen(1, written=1, over=True)


def test_orders_that_are_still_to_be_proven_are_told(product: MemoryProduct, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(removal, "PAUSE", 0)
    names = ["a", "b", "c"]
    for name in names:
        product.jobs.add(name)
    # The server takes the orders and does nothing.
    monkeypatch.setattr(product.jobs, "delete", lambda job_id: None)
    seen = told(product, *({"name": name, "state": "absent"} for name in names), concurrency=1)
    assert seen[-4:] == [
        SetSeen(3, written=2, failed=1, unproven=2),
        SetSeen(3, written=1, failed=2, unproven=1),
        SetSeen(3, failed=3),
        SetSeen(3, failed=3, over=True),
    ]
