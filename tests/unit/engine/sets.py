# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sets of jobs for tests: plan, apply and look at the result, without Ansible and without files."""

from __future__ import annotations

import typing as t

from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import DesiredJob
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.convergence import Convergence, SetOptions
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.job_set import Given, JobSet, SetEntry
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.prune import Limit, Prune
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.result import SetResult

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
