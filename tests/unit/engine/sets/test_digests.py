# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What makes a job another one for a plan that was reviewed, and what does not."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import DesiredJob
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.digests import (
    desired_digest,
    model_digest,
    value_digest,
)
from tests.unit.engine.memory_store import MemoryModels

MODEL: dict[str, t.Any] = {"name": "Web", "storage": {"days": 7}, "names": ["a", "b"]}


@pytest.mark.parametrize(
    ("model", "same"),
    [
        ({"names": ["a", "b"], "storage": {"days": 7}, "name": "Web"}, True),
        ({**MODEL, "names": ["b", "a"]}, True),
        ({**MODEL, "names": ["a"]}, False),
        ({**MODEL, "storage": {"days": "7"}}, False),
        ({**MODEL, "storage": {"days": 7, "weeks": None}}, False),
    ],
    ids=["order of members", "order of a list", "an item less", "another kind of value", "a member more"],
)
def test_a_job_looks_the_same_in_whatever_order(model: dict[str, t.Any], same: bool) -> None:
    assert (model_digest(model, MemoryModels()) == model_digest(MODEL, MemoryModels())) is same


def test_whatever_is_wanted_counts() -> None:
    written = [{"name": "a"}, {"name": "a", "enabled": False}, {"name": "a", "state": "absent"}, {"name": "b"}]
    digests = [desired_digest(DesiredJob.from_params(params)) for params in written]
    assert len(set(digests)) == len(written)
    assert digests[0] == desired_digest(DesiredJob.from_params({"name": "a", "state": "present"}))


@pytest.mark.parametrize("value", [None, "", [], {}])
def test_an_option_that_is_not_given_has_no_digest(value: t.Any) -> None:
    assert value_digest(value) == ""
    assert value_digest(["web*"]) != value_digest(["db*"])
