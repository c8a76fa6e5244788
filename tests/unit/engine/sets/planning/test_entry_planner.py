# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One entry is decided by the summary of its job where that is enough."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.plan import Action
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.planning.entry_planner import EntryPlanner
from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput
from tests.unit.engine.memory_store import UNDESCRIBED, MemoryStore
from tests.unit.engine.sets import job_set

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.job_set import SetEntry
    from ansible_collections.backupops.veeam.plugins.module_utils._model import Job

VM = "VSphereBackup"


class Reading(MemoryStore):
    """Notes what is read of one job."""

    def __init__(self) -> None:
        super().__init__()
        self.reads: list[str] = []

    def full(self, summary: Job) -> Job:
        self.reads.append("full")
        return summary

    def get(self, job_id: str) -> Job | None:
        self.reads.append("get")
        return super().get(job_id)


@pytest.fixture
def store() -> Reading:
    made = Reading()
    made.add("Web", description="kept")
    return made


def entry(**params: t.Any) -> SetEntry:
    return job_set({"name": "Web", **params}).entries[0]


@pytest.mark.parametrize(
    ("params", "action", "reads"),
    [
        ({"description": "kept"}, Action.NONE, []),
        ({"description": "new"}, Action.UPDATE, ["full"]),
        ({"state": "absent"}, Action.DELETE, ["full"]),
    ],
)
def test_the_whole_job_is_read_only_when_something_is_to_be_done(
    store: Reading, params: dict[str, t.Any], action: Action, reads: list[str]
) -> None:
    [summary] = store.all()
    planned = EntryPlanner(store, None).from_summary(entry(**params), summary)
    assert planned.action is action
    assert store.reads == reads


@pytest.mark.parametrize(("enabled", "reads"), [(None, []), (True, ["get"])])
def test_a_state_that_a_summary_lacks_is_read_when_it_is_wanted(
    store: Reading, enabled: bool | None, reads: list[str]
) -> None:
    [summary] = store.all()
    stateless = dataclasses.replace(summary, enabled=None)
    assert EntryPlanner(store, None).from_summary(entry(enabled=enabled), stateless).action is Action.NONE
    assert store.reads == reads


def test_a_mistake_is_told_of_the_whole_job(store: Reading) -> None:
    [summary] = store.all()
    with pytest.raises(InvalidInput, match="HyperVBackup"):
        EntryPlanner(store, None).from_summary(entry(type="HyperVBackup"), summary)
    assert store.reads == ["full"]


@pytest.mark.parametrize(("job_type", "description"), [(VM, "[managed by: git]"), (UNDESCRIBED, None)])
def test_an_owner_marks_jobs_of_types_that_can_carry_it(store: Reading, job_type: str, description: str | None) -> None:
    plan = EntryPlanner(store, "git").plan(entry(type=job_type), None, None)
    assert plan.desired.description == description
