# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A list with fewer rows than the server counts proves presence, never absence: what the engine makes of it."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import IncompleteList
from ansible_collections.backupops.veeam.plugins.module_utils._jobs import converge as one
from ansible_collections.backupops.veeam.plugins.module_utils._jobs.desired import DesiredJob
from ansible_collections.backupops.veeam.plugins.module_utils._jobs.set_result import SetFailed
from tests.unit.engine.memory_store import MemoryProduct
from tests.unit.engine.sets import converge, predict

NUMBERS = "the server counts 3 entries and gave 2"


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
    assert caught.value.details["incomplete_list"] == {"what": "jobs", "promised": 3, "delivered": 2}
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
    with pytest.raises(SetFailed, match="the server counts 4 entries and gave 2"):
        predict(product, {"name": "New", "clone_from": "Hidden"})


def test_a_set_of_jobs_that_are_all_listed_needs_no_other(product: MemoryProduct) -> None:
    result = converge(product, {"name": "Web", "description": "Changed"}, {"name": "Databases"})
    assert result.summary["update"] == 1
