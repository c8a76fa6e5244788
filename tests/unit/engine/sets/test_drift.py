# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import copy
import typing as t

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.drift import Drift, compare
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.drift_severity import judge
from tests.unit.engine.memory_store import LISTED_ONLY, MemoryProduct
from tests.unit.engine.sets import Params, converge, job_set

VM = "VSphereBackup"
# Where somebody might change something: path, and what the set says there.
PLACES: dict[str, t.Any] = {
    "storage.backupRepositoryId": "11111111-1111-4111-8111-111111111111",
    "storage.retentionPolicy.quantity": 14,
    "storage.advancedSettings.storageData.encryption.isEnabled": True,
    "schedule.runAutomatically": True,
    "schedule.daily.localTime": "22:00",
}
OTHERS: dict[str, t.Any] = {
    "storage.backupRepositoryId": "22222222-2222-4222-8222-222222222222",
    "storage.retentionPolicy.quantity": 3,
    "storage.advancedSettings.storageData.encryption.isEnabled": False,
    "schedule.runAutomatically": False,
    "schedule.daily.localTime": "23:00",
}


def tree(paths: t.Iterable[str]) -> Params:
    result: Params = {}
    for path in paths:
        put(result, path, PLACES[path])
    return result


def put(target: Params, path: str, value: t.Any) -> None:
    *folders, last = path.split(".")
    for folder in folders:
        target = target.setdefault(folder, {})
    target[last] = value


def drift(product: MemoryProduct, *jobs: Params, owner: str | None = None) -> Drift:
    before = copy.deepcopy(product.jobs.contents)
    found = compare(t.cast("t.Any", product), job_set(*jobs), owner=owner, judge=judge, server="vbr01")
    assert product.jobs.contents == before
    assert product.jobs.calls == []
    return found


def told(found: Drift) -> set[tuple[str, str]]:
    return {(each["job"], each["path"]) for each in found.findings()}


@given(data=st.data(), owner=st.sampled_from([None, "git"]))
def test_random_drift_is_named_exactly(data: st.DataObject, owner: str | None) -> None:
    product = MemoryProduct()
    names = [f"job {number}" for number in range(4)]
    jobs: list[Params] = [
        {
            "name": name,
            "type": VM,
            "description": "x",
            "enabled": True,
            "settings": tree(data.draw(st.sets(st.sampled_from(sorted(PLACES))))),
        }
        for name in names
    ]
    converge(product, *jobs, **({"managed_by": owner} if owner else {}))
    product.jobs.calls.clear()
    assert drift(product, *jobs, owner=owner).drifted == []
    expected = set()
    for name in names:
        model = product.jobs.model(name)
        change = data.draw(st.sampled_from(["nothing", "settings", "disabled", "deleted"]))
        if change == "settings":
            for path in data.draw(st.sets(st.sampled_from(sorted(PLACES)))):
                put(model, path, OTHERS[path])
                if path in written(jobs[names.index(name)]["settings"]):
                    expected.add((name, path))
        elif change == "disabled":
            model["isDisabled"] = True
            expected.add((name, "enabled"))
        elif change == "deleted":
            del product.jobs.contents[model["id"]]
            expected.add((name, ""))
    found = drift(product, *jobs, owner=owner)
    assert told(found) == expected
    assert found.summary()["in_sync"] == len(names) - len({name for name, dummy in expected})
    assert (found.severity is None) == (not expected)


def written(settings: Params) -> set[str]:
    found = set()
    for path in PLACES:
        value: t.Any = settings
        for member in path.split("."):
            value = value.get(member) if isinstance(value, dict) else None
        if value is not None:
            found.add(path)
    return found


def test_jobs_that_nobody_wrote_are_listed_and_are_no_drift() -> None:
    product = MemoryProduct()
    product.jobs.add("mine", description="x\n[managed by: git]")
    product.jobs.add("yours", description="[managed by: others]")
    product.jobs.add("nobody's")
    product.jobs.add("old", type=LISTED_ONLY)
    found = drift(product, {"name": "mine", "description": "x"})
    assert found.drifted == []
    assert [(job.name, job.owner) for job in found.unmanaged] == [
        ("nobody's", None),
        ("old", None),
        ("yours", "others"),
    ]


def test_with_an_owner_its_jobs_without_a_file_are_drift() -> None:
    product = MemoryProduct()
    product.jobs.add("left", description="[managed by: git]")
    product.jobs.add("unmarked", description="x")
    found = drift(product, {"name": "unmarked", "description": "x"}, owner="git")
    rules = {(each["job"], each["rule"], each["severity"]) for each in found.findings()}
    assert rules == {("left", "job-forgotten", "warning"), ("unmarked", "description-changed", "info")}
    assert found.unmanaged == ()


def test_a_job_that_cannot_be_compared_hides_no_other() -> None:
    product = MemoryProduct()
    product.jobs.add("fine", description="x")
    product.jobs.add("other type", type="HyperVBackup")
    found = drift(product, {"name": "fine", "description": "y"}, {"name": "other type", "type": VM})
    assert [(job.name, job.status) for job in found.drifted] == [("other type", "failed"), ("fine", "drifted")]


def test_a_renamed_job_is_not_unmanaged() -> None:
    product = MemoryProduct()
    job_id = product.jobs.add("before")
    found = drift(product, {"name": "after", "previous_name": "before"}, {"id": job_id.upper(), "description": ""})
    assert found.unmanaged == ()


def test_the_message_about_a_job_that_cannot_be_compared_hides_nothing() -> None:
    product = MemoryProduct()
    found = drift(product, {"name": "no\u202etype\x1b[2J"})
    (finding,) = found.findings()
    assert "no\\u202etype\\u001b[2J" in finding["actual"]
    assert finding["job"] == "no\u202etype\x1b[2J"
