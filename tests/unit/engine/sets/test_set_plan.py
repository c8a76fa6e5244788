# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a plan says as a whole follows from its jobs."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.planned_job import Delete, Refused, Unchanged
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.set_plan import SetPlan
from ansible_collections.backupops.veeam.plugins.module_utils._errors import VeeamError
from ansible_collections.backupops.veeam.plugins.module_utils._model import Job

SAME = Unchanged(name="same", reason="the job is as wanted")
GONE = Delete(name="gone", reason="the job is to be absent", seen=Job("1", "gone", "VSphereBackup", {}))
BAD = Refused(name="bad", reason="", error=VeeamError("No type."))


@pytest.mark.parametrize(
    ("jobs", "changed", "failed"),
    [((), False, []), ((SAME,), False, []), ((SAME, GONE), True, []), ((BAD, SAME), False, [BAD])],
)
def test_a_refused_job_is_a_failure_and_no_change(jobs: t.Any, changed: bool, failed: list[Refused]) -> None:
    plan = SetPlan(jobs)
    assert plan.changed is changed
    assert plan.failed == failed
