# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What holds for every set: it converges, drift is found exactly, single jobs do the same, pruning stays inside."""

from __future__ import annotations

import copy
import typing as t

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import DesiredJob
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.result import SetFailed
from ansible_collections.backupops.veeam.plugins.module_utils._engine.single_job import converge as converge_one
from ansible_collections.backupops.veeam.plugins.module_utils._errors import VeeamError
from tests.unit.engine.memory_store import MemoryProduct
from tests.unit.engine.sets import Params, actions, converge, predict

MARK = "[managed by: git]"
NAMES = [f"job {number}" for number in range(8)]
VALUES = st.one_of(st.integers(0, 9), st.booleans(), st.sampled_from(["Main", "Offsite"]))
SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        "storage": st.dictionaries(st.sampled_from(["one", "two"]), VALUES, max_size=2),
        "retention": st.fixed_dictionaries({"quantity": st.integers(1, 99)}),
        "tags": st.lists(st.sampled_from(["a", "b", "c"]), unique=True, max_size=3),
    },
)


def jobs(names: list[str]) -> st.SearchStrategy[list[Params]]:
    """Sets of jobs with some of ``names``, some of them chained."""

    def of(chosen: list[str]) -> st.SearchStrategy[list[Params]]:
        return st.tuples(*(job(name, chosen[:index]) for index, name in enumerate(chosen))).map(list)

    return st.lists(st.sampled_from(names), unique=True, min_size=1).flatmap(of)


@st.composite
def job(draw: t.Any, name: str, others: list[str]) -> Params:
    """A job that may run after one of ``others``."""
    settings = draw(SETTINGS)
    if others and draw(st.booleans()):
        settings["schedule"] = {"afterThisJob": {"isEnabled": True, "jobName": draw(st.sampled_from(others))}}
    options = {"description": draw(st.sampled_from([None, "", "text"])), "enabled": draw(st.sampled_from([None, True]))}
    return {"name": name, "type": "VSphereBackup", "settings": settings, **options}


def server(existing: list[Params]) -> MemoryProduct:
    product = MemoryProduct()
    for each in existing:
        product.jobs.add(each["name"], **each["settings"], description=each["description"] or "")
    return product


@given(jobs(NAMES), jobs(NAMES))
def test_a_set_converges_and_check_mode_said_so(existing: list[Params], wanted: list[Params]) -> None:
    product = server(existing)
    predicted = predict(product, *wanted)
    assert not product.jobs.calls
    done = converge(product, *wanted)
    assert (predicted.plan, predicted.diff, predicted.changed) == (done.plan, done.diff, done.changed)
    assert set(actions(predict(product, *wanted)).values()) == {"none"}
    named = {each["name"] for each in wanted}
    untouched = [each for each in existing if each["name"] not in named]
    for each in untouched:
        model = product.jobs.model(each["name"])
        assert {member: model[member] for member in each["settings"]} == each["settings"]


@given(jobs(NAMES), jobs(NAMES))
def test_a_set_changes_what_single_jobs_change(existing: list[Params], wanted: list[Params]) -> None:
    many, single = server(existing), server(existing)
    done = converge(many, *wanted, concurrency=1)
    for each, planned in zip(wanted, done.plan, strict=True):
        result = converge_one(t.cast("t.Any", single), DesiredJob.from_params(each), check_mode=False)
        changes = [{key: change[key] for key in ("path", "before", "after")} for change in planned["changes"]]
        assert (planned["action"], changes) == (result.action.value, result.changes)
    for name in (each["name"] for each in wanted):
        assert {**many.jobs.model(name), "id": ""} == {**single.jobs.model(name), "id": ""}


@given(jobs(NAMES), st.data())
def test_drift_is_found_exactly_where_it_is(wanted: list[Params], data: st.DataObject) -> None:
    product = MemoryProduct()
    converge(product, *wanted)
    drifted = data.draw(st.lists(st.sampled_from([each["name"] for each in wanted]), unique=True))
    gone = data.draw(st.lists(st.sampled_from(drifted), unique=True)) if drifted else []
    for name in drifted:
        model = product.jobs.model(name)
        if name in gone:
            del product.jobs.contents[model["id"]]
        else:
            model["retention"] = {"quantity": 1000}
            model["nobody"] = "wrote about this"
    quantities = {each["name"] for each in wanted if "retention" in each["settings"]}
    expected = {
        each["name"]: "create"
        if each["name"] in gone
        else "update"
        if each["name"] in drifted and each["name"] in quantities
        else "none"
        for each in wanted
    }
    plan = predict(product, *wanted)
    assert actions(plan) == expected
    for planned in plan.plan:
        if planned["action"] == "update":
            assert [change["path"] for change in planned["changes"]] == ["retention.quantity"]


OWNERS = st.sampled_from([MARK, "", "[managed by: others]", f"{MARK}\nmore", f"text\n{MARK}"])


@given(
    st.dictionaries(st.sampled_from([f"{kind} {number}" for kind in "xy" for number in range(6)]), OWNERS),
    jobs([*NAMES[:2], "x 0", "x 1"]),
    st.sampled_from(["0", "1", "3", "0%", "10%", "50%", "100%"]),
    st.sampled_from([(), ("x*",), ("* 3", "y 1")]),
    st.sampled_from(["disable", "delete"]),
)
def test_pruning_never_goes_further_than_it_may(
    there: dict[str, str], wanted: list[Params], limit: str, protected: tuple[str, ...], prune: str
) -> None:
    product = MemoryProduct()
    for name, description in there.items():
        product.jobs.add(name, description=description)
    before = copy.deepcopy(product.jobs.contents)
    owned = sum(description.endswith(MARK) for description in there.values())
    most = owned * float(limit[:-1]) / 100 if limit.endswith("%") else int(limit)
    options = {"managed_by": "git", "prune": prune, "prune_limit": limit, "protected": protected}
    try:
        converge(product, *wanted, **options)
    except SetFailed:
        # A job of the set belongs to somebody else: then nothing is pruned at all.
        most = 0
    except VeeamError:
        assert product.jobs.contents == before
        return
    named = {each["name"] for each in wanted}
    pruned = [
        model
        for job_id, model in before.items()
        if model["name"] not in named
        and (job_id not in product.jobs.contents or product.jobs.contents[job_id]["isDisabled"])
    ]
    assert len(pruned) <= most
    for model in pruned:
        assert model["description"].endswith(MARK)
        assert not (protected == ("x*",) and model["name"].startswith("x"))
        assert not (protected == ("* 3", "y 1") and (model["name"].endswith(" 3") or model["name"] == "y 1"))
    rest = {job_id: model for job_id, model in before.items() if model["name"] not in named and model not in pruned}
    assert all(product.jobs.contents[job_id] == model for job_id, model in rest.items())
