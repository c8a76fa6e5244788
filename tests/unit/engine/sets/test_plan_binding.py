# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan holds for the server and the options that it was made for, and a refusal names what is not so."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets import plan_file
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.convergence import Convergence
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.plan_binding import binding
from ansible_collections.backupops.veeam.plugins.module_utils._model import Json, ServerIdentity
from tests.unit.engine.memory_store import MemoryProduct
from tests.unit.engine.sets import job_set, options

OPTIONS = {"api": "vbr", "prune": "delete", "prune_limit": "10%", "protected": ["b", "a"], "backup_server": None}
VBR01 = ServerIdentity("1f", "vbr01.lab.local", 9419)
HIDDEN = ServerIdentity("", "vbr01.lab.local", 9419)


def planned(owner: str | None = "git", server: ServerIdentity = VBR01, **given: t.Any) -> Json:
    product = MemoryProduct()
    product.jobs.add("Shop", description="x")
    wanted = job_set({"name": "Shop", "description": "y"})
    plan = Convergence(t.cast("t.Any", product), wanted, options(managed_by=owner)).plan()
    return plan_file.document(plan, binding({**OPTIONS, **given}, owner=owner, server=server))


def refusal(reviewed: Json, now: Json) -> list[str]:
    with pytest.raises(plan_file.PlanOutdated) as caught:
        plan_file.refuse_if_outdated(reviewed, now)
    assert "the server has changed" not in caught.value.message
    return list(caught.value.details["moved"])


def same_job(reviewed: Json, now: Json) -> Json:
    """``now``, with the jobs of ``reviewed``: every run of this test makes a job of its own."""
    return {**now, "jobs": reviewed["jobs"]}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"owner": None}, ['managed_by: the plan was made with "git", this task has none']),
        ({"owner": "store"}, ['managed_by: the plan was made with "git", this task has "store"']),
        ({"prune_limit": "5"}, ['prune_limit: the plan was made with "10%", this task has "5"']),
        ({"protected": []}, ['protected: the plan was made with ["a", "b"], this task has none']),
        ({"defaults": {"settings": {"x": 1}}}, ["defaults: not those that the plan was made with"]),
        ({"profiles": {"gold": {}}}, ["profiles: not those that the plan was made with"]),
        ({"api": "em"}, ['api: the plan was made with "vbr", this task has "em"']),
        ({"backup_server": "vbr02"}, ['backup_server: the plan was made with none, this task has "vbr02"']),
    ],
)
def test_an_option_that_shapes_the_plan(change: dict[str, t.Any], said: list[str]) -> None:
    assert refusal(planned(), planned(**change)) == said


def test_options_of_pruning_count_for_nothing_without_it() -> None:
    reviewed = planned(prune="none")
    plan_file.refuse_if_outdated(reviewed, same_job(reviewed, planned(prune="none", prune_limit="5", protected=[])))


@pytest.mark.parametrize(
    "server",
    [
        ServerIdentity("1f", "localhost", 19419),
        ServerIdentity("", "VBR01.lab.local.", 9419),
    ],
)
def test_the_same_server_under_another_name_or_without_an_id(server: ServerIdentity) -> None:
    reviewed = planned()
    plan_file.refuse_if_outdated(reviewed, same_job(reviewed, planned(server=server)))
    plan_file.refuse_if_outdated({**reviewed, "server": same_job(reviewed, planned(server=server))["server"]}, reviewed)


def test_another_server() -> None:
    reviewed = planned()
    other = refusal(reviewed, planned(server=ServerIdentity("2e", "vbr01.lab.local", 9419)))
    assert other == [
        "server: the plan was made for the server vbr01.lab.local:9419 (id 1f), not for vbr01.lab.local:9419 (id 2e)"
    ]
    unread = refusal(planned(server=HIDDEN), planned(server=ServerIdentity("1f", "vbr01.lab.local", 443)))
    assert "not for vbr01.lab.local:443" in unread[0]
    assert "could not be read" in unread[0]
    assert refusal({**reviewed, "server": "vbr01", "options": None, "api": 5}, planned())
