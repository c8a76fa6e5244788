# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Two runs that make the same jobs at the same time."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import DesiredJob
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.result import SetFailed
from ansible_collections.backupops.veeam.plugins.module_utils._engine.single_job import converge as converge_one
from tests.unit.engine.busy_store import NEW, Busy, busy_product, planned


@pytest.fixture
def product() -> t.Any:
    return busy_product()


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
