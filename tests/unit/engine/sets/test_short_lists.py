# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A list with fewer rows than the server counts proves presence, never absence: what the engine makes of it."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine import single_job as one
from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import DesiredJob
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.drift import compare
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.result import SetFailed
from ansible_collections.backupops.veeam.plugins.module_utils._errors import IncompleteList
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.drift_severity import judge
from tests.unit.engine.memory_store import MemoryProduct
from tests.unit.engine.sets import converge, job_set, predict

if t.TYPE_CHECKING:
    pass

NUMBERS = "the server counts 3 entries in the list of jobs and gave 2"


@pytest.fixture
def product() -> MemoryProduct:
    """A server with three jobs that lists two of them."""
    made = MemoryProduct()
    for name in ("Web", "Databases", "Hidden"):
        made.jobs.add(name)
    made.jobs.left_out = {"Hidden"}
    return made


@pytest.mark.parametrize("wanted", [{"type": "VSphereBackup"}, {"state": "absent"}, {"clone_from": "Web"}])
def test_a_job_that_is_only_not_listed_is_not_said_to_be_absent(
    product: MemoryProduct, wanted: dict[str, t.Any]
) -> None:
    desired = DesiredJob.from_params({"name": "Hidden", **wanted})
    for check_mode in (True, False):
        with pytest.raises(IncompleteList, match=NUMBERS) as caught:
            one.converge(t.cast("t.Any", product), desired, check_mode=check_mode)
    assert caught.value.details["incomplete_list"] == {"what": "the list of jobs", "promised": 3, "delivered": 2}
    assert not product.jobs.calls


@pytest.mark.parametrize(
    "wanted", [{"type": "VSphereBackup"}, {"state": "absent"}, {"previous_name": "Older"}, {"clone_from": "Web"}]
)
def test_a_set_writes_what_it_found_and_fails_where_a_job_may_be_hidden(
    product: MemoryProduct, wanted: dict[str, t.Any]
) -> None:
    with pytest.raises(SetFailed, match=NUMBERS) as caught:
        converge(product, {"name": "Web", "description": "Changed"}, {"name": "Hidden", **wanted})
    assert product.jobs.model("Web")["description"] == "Changed"
    assert [call.split()[0] for call in product.jobs.calls] == ["update"]
    assert caught.value.details["summary"] == {
        "create": 0,
        "update": 1,
        "delete": 0,
        "disable": 0,
        "unchanged": 0,
        "failed": 1,
    }


def test_the_source_of_a_clone_may_be_hidden(product: MemoryProduct) -> None:
    product.jobs.left_out = set()
    product.jobs.add("Other")
    product.jobs.left_out = {"Hidden", "Other"}
    with pytest.raises(SetFailed, match="the server counts 4 entries in the list of jobs and gave 2"):
        predict(product, {"name": "New", "clone_from": "Hidden"})


def test_a_set_of_jobs_that_are_all_listed_needs_no_other(product: MemoryProduct) -> None:
    result = converge(product, {"name": "Web", "description": "Changed"}, {"name": "Databases"})
    assert result.summary["update"] == 1


@pytest.mark.parametrize("prune", ["report", "disable", "delete"])
def test_a_short_list_keeps_nobody_from_pruning_what_is_in_it(product: MemoryProduct, prune: str) -> None:
    owned = {"managed_by": "team", "prune": prune, "prune_limit": "5"}
    nothing = predict(product, {"name": "Web"}, **owned)
    assert nothing.pruning is not None
    assert nothing.pruning["jobs"] == []
    product.jobs.contents[next(iter(product.jobs.contents))]["description"] = "[managed by: team]"
    found = predict(product, {"name": "Databases"}, **owned)
    assert found.pruning is not None
    assert found.pruning["jobs"] == ["Web"]


def test_drift_says_that_the_list_is_incomplete_and_compares_what_is_listed(product: MemoryProduct) -> None:
    found = compare(
        t.cast("t.Any", product),
        job_set({"name": "Web", "description": "Wanted"}, {"name": "Hidden", "type": "VSphereBackup"}),
        owner=None,
        judge=judge,
        server="vbr",
    )
    told = {(job.name, job.status): [finding.judgement.rule for finding in job.findings] for job in found.jobs}
    assert told[("Hidden", "failed")] == ["job-not-comparable"]
    assert told[("(not listed by the server)", "failed")] == ["list-incomplete"]
    assert ("Web", "drifted") in told
    assert NUMBERS in str(found.jobs[-1].findings[0].actual)
    assert [job.name for job in found.unmanaged] == ["Databases"]
