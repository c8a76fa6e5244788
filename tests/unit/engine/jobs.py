# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Single jobs for tests: bring one to its state and look at the result, without Ansible."""

from __future__ import annotations

import copy
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import DesiredJob
from ansible_collections.backupops.veeam.plugins.module_utils._engine.single_job import JobResult, converge
from tests.unit.engine.memory_store import MemoryProduct

SCHEDULE = {"runAutomatically": True, "daily": {"isEnabled": True, "localTime": "22:00"}}


def run(product: MemoryProduct, **params: t.Any) -> JobResult:
    """Converge, and prove on the way that check mode said the same before and wrote nothing."""
    desired = DesiredJob.from_params(params)
    before = copy.deepcopy(product.jobs.contents)
    predicted = converge(t.cast("t.Any", product), desired, check_mode=True)
    assert product.jobs.contents == before
    assert not product.jobs.calls
    result = converge(t.cast("t.Any", product), desired, check_mode=False)
    assert predicted.changed == result.changed
    assert predicted.changes == result.changes
    assert predicted.diff == result.diff
    same = {member: value for member, value in result.job.items() if member in predicted.job and member != "id"}
    assert same == {member: value for member, value in predicted.job.items() if member != "id"}
    product.jobs.calls.clear()
    again = converge(t.cast("t.Any", product), desired, check_mode=False)
    assert not again.changed
    assert not product.jobs.calls
    return result


def fail(product: MemoryProduct, error: type[Exception], **params: t.Any) -> t.Any:
    with pytest.raises(error) as caught:
        converge(t.cast("t.Any", product), DesiredJob.from_params(params), check_mode=False)
    return caught.value
