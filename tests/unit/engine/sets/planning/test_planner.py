# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a set costs job by job: nothing is planned or presented of a job that is as wanted, and nothing twice."""

from __future__ import annotations

import dataclasses
import typing as t
from collections import Counter

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine import prepare, presentation, single_job
from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import DesiredJob
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets import kinds
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.convergence import Convergence
from ansible_collections.backupops.veeam.plugins.module_utils._engine.writing import apply as applying
from tests.unit.engine.memory_store import MemoryProduct, MemoryStore
from tests.unit.engine.sets import converge, job_set, options

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._model import Job, Reading

SAME = {"name": "same", "type": "VSphereBackup", "description": "kept"}
OTHER = {"name": "other", "type": "VSphereBackup", "description": "new words"}
# What is shown of one setting that differs: the setting before and after, and the job before and after.
SHOWN = {"present": 1, "presentable": 4, "yaml": 2}


class Summarised(MemoryStore):
    """Lists jobs in other words than it shows them one by one, as servers do."""

    def summaries(self) -> Reading[Job]:
        for job in list(self.all()):
            yield dataclasses.replace(job, model={**job.model, "type": job.type.upper()})
        return None

    def full(self, summary: Job) -> Job:
        return self._job(self.contents[summary.id])


@pytest.fixture
def product() -> t.Any:
    made: t.Any = MemoryProduct()
    made.jobs = Summarised()
    made.jobs.add("same", description="kept")
    made.jobs.add("other", description="old words")
    return made


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch, product: t.Any) -> Counter[str]:
    """How often what is called."""
    found: Counter[str] = Counter()

    def count(place: t.Any, name: str, what: str) -> None:
        call = getattr(place, name)

        def counted(*arguments: t.Any, **named: t.Any) -> t.Any:
            found[what] += 1
            return call(*arguments, **named)

        monkeypatch.setattr(place, name, counted)

    count(prepare, "plan", "plan")
    count(applying, "make_plan", "plan to apply")
    count(kinds, "present", "present")
    count(single_job, "present", "present")
    count(presentation, "as_yaml", "yaml")
    count(product.jobs.models, "presentable", "presentable")
    return found


def test_a_changed_job_is_planned_and_presented_once(product: t.Any, counts: Counter[str]) -> None:
    plan = Convergence(product, job_set(SAME, OTHER), options()).plan()
    assert [job.action.value for job in plan.jobs] == ["none", "update"]
    assert counts == {"plan": 1, **SHOWN}


def test_apply_plans_once_more_on_what_it_read_and_presents_nothing(product: t.Any, counts: Counter[str]) -> None:
    assert converge(product, SAME, OTHER).summary["update"] == 1
    assert counts == {"plan": 1, "plan to apply": 1, **SHOWN}


def test_one_job_costs_the_same(product: t.Any, counts: Counter[str]) -> None:
    desired = DesiredJob.from_params(OTHER)
    assert single_job.converge(product, desired, check_mode=False).changed
    assert counts == {"plan": 1, "plan to apply": 1, **SHOWN}


def test_a_set_of_jobs_that_are_as_wanted_plans_none(product: t.Any, counts: Counter[str]) -> None:
    assert not Convergence(product, job_set(SAME), options()).plan().changed
    assert counts == {}


def test_a_clone_by_id_is_owned_and_described_as_one_by_name_is(product: t.Any) -> None:
    source = product.jobs.model("same")["id"]
    for name, clone_from in (("by name", "same"), ("by id", source)):
        converge(product, {"name": name, "clone_from": clone_from}, managed_by="git")
        assert product.jobs.model(name)["description"] == "kept\n[managed by: git]"


@pytest.mark.parametrize("state", ["present", "absent"])
def test_an_id_says_which_job_is_meant_whatever_the_previous_name(product: t.Any, state: str) -> None:
    job_id = product.jobs.model("other")["id"]
    wanted = {"id": job_id, "name": "renamed", "previous_name": "other", "state": state}
    alone: t.Any = MemoryProduct()
    alone.jobs.contents = {key: dict(model) for key, model in product.jobs.contents.items()}
    result = converge(product, wanted)
    single = single_job.converge(alone, DesiredJob.from_params(wanted), check_mode=False)
    assert result.plan[0]["action"] == single.action.value
    assert product.jobs.contents == alone.jobs.contents
