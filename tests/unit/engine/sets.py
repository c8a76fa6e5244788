# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sets of jobs for tests: plan, apply and look at the result, without Ansible and without files."""

from __future__ import annotations

import copy
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import DesiredJob
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.convergence import Convergence, SetOptions
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.job_set import Given, JobSet, SetEntry
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.prune import Limit, Prune
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.result import SetResult

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._errors import VeeamError
    from tests.unit.engine.memory_store import MemoryProduct

Params = dict[str, t.Any]


def job_set(*jobs: Params) -> JobSet:
    return JobSet(
        tuple(SetEntry(DesiredJob.from_params(job), Given(f"jobs[{index}]")) for index, job in enumerate(jobs))
    )


def options(**given: t.Any) -> SetOptions:
    if "prune" in given:
        given["prune"] = Prune(given["prune"])
    if "prune_limit" in given:
        given["prune_limit"] = Limit.parse(given["prune_limit"])
    return SetOptions(**given)


def predict(product: t.Any, *jobs: Params, **given: t.Any) -> SetResult:
    convergence = Convergence(product, job_set(*jobs), options(**given))
    return convergence.predict(convergence.plan())


def converge(product: t.Any, *jobs: Params, **given: t.Any) -> SetResult:
    convergence = Convergence(product, job_set(*jobs), options(**given))
    return convergence.apply(convergence.plan())


def actions(result: SetResult) -> dict[str, str]:
    """What the plan does to each job."""
    return {job["name"]: job["action"] for job in result.plan}


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
