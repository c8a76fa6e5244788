# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How a job of a plan is shown in the result of a module."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.job_set import Origin, SourceLocation
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.planned_job import (
    Delete,
    Disable,
    PlannedChange,
    Removed,
    Unchanged,
)
from ansible_collections.backupops.veeam.plugins.module_utils._model import Change, Job

SEEN = Job("1", "old", "VSphereBackup", {})
DAYS = Change(("storage", "days"), 7, 14)


def test_a_job_that_is_as_wanted_has_no_changes() -> None:
    shown = Unchanged(name="same", reason="the job is as wanted", id="1").as_dict()
    assert shown == {"name": "same", "action": "none", "changes": [], "reason": "the job is as wanted"}


def test_a_change_says_who_wants_it() -> None:
    wanted = PlannedChange(DAYS, Origin("profile gold", SourceLocation("gold.yml", 3)))
    assert wanted.as_dict() == {"path": "storage.days", "before": 7, "after": 14, "origin": "profile gold (gold.yml:3)"}


@pytest.mark.parametrize(("kind", "action"), [(Delete, "delete"), (Disable, "disable")])
def test_a_job_that_no_file_names_is_pruned(kind: type[Removed], action: str) -> None:
    shown = kind(name="old", reason="no file names it", changes=(PlannedChange(DAYS, None),), seen=SEEN).as_dict()
    assert shown["action"] == action
    assert [change["origin"] for change in shown["changes"]] == ["prune"]
