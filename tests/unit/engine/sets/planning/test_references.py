# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What each entry of a set refers to, and which can be planned alone."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import DesiredJob
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.planning.references import References
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.planning.survey import Wanted
from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput
from tests.unit.engine.memory_store import MemoryModels

if t.TYPE_CHECKING:
    from tests.unit.engine.sets import Params

VM = "VSphereBackup"


def after(name: str, other: str, **more: t.Any) -> Params:
    schedule = {"afterThisJob": {"isEnabled": True, "jobName": other}}
    return {"name": name, "type": VM, "settings": {"schedule": schedule}, **more}


def references(*jobs: Params) -> References:
    entries = [DesiredJob.from_params(job) for job in jobs]
    return References(entries, Wanted.of(entries), MemoryModels())


def test_settings_and_clones_refer_and_absent_jobs_do_not() -> None:
    found = references(
        after("a", "b"), {"name": "b", "clone_from": "Gold"}, after("c", "d", state="absent"), {"name": "d"}
    )
    assert found.all == {"b", "Gold"}
    assert found.inside(0) == [("b", 1)]
    # Gold is no job of the set.
    assert found.inside(1) == []
    assert found.needs(1) == frozenset()


def test_a_job_that_refers_to_itself_needs_no_other() -> None:
    found = references(after("a", "a"))
    assert found.inside(0) == []
    assert found.order() == [0]


def test_what_is_referred_to_comes_first() -> None:
    assert references({"name": "a"}, {"name": "b"}).order() == [0, 1]
    assert references(after("a", "b"), after("b", "c"), {"name": "c"}).order() == [2, 1, 0]
    with pytest.raises(InvalidInput, match="in a circle"):
        references(after("a", "b"), after("b", "a")).order()


def test_a_name_is_free_only_after_its_job_was_renamed() -> None:
    found = references({"name": "new", "previous_name": "old"}, {"name": "old", "type": VM})
    assert found.needs(1) == {"new"}
    assert found.needs(0) == frozenset()


@pytest.mark.parametrize(
    ("job", "alone"),
    [
        ({"name": "a", "type": VM}, True),
        ({"name": "a", "state": "absent"}, True),
        ({"name": "a"}, False),
        ({"name": "a", "type": VM, "previous_name": "x"}, False),
        ({"name": "freed", "type": VM}, False),
        (after("a", "elsewhere"), False),
    ],
    ids=["type", "absent", "no type", "former name", "name that a rename frees", "reference"],
)
def test_a_job_that_depends_on_no_other_stands_alone(job: Params, alone: bool) -> None:
    assert references(job, {"name": "b", "previous_name": "freed"}).stands_alone(0) is alone
