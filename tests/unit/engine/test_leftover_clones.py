# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Copies that a killed run leaves under a name that the server made up."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import DesiredJob
from ansible_collections.backupops.veeam.plugins.module_utils._engine.single_job import converge as converge_one
from tests.unit.engine.busy_store import CLONES, NEW, Killed, busy_product, names, planned
from tests.unit.engine.sets import Params


@pytest.fixture
def product() -> t.Any:
    return busy_product()


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
