# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""When a new job begins to run."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.initial_schedule import (
    with_copy_schedule,
    without_triggers,
)


def test_what_is_created_disabled_has_nothing_that_starts_it() -> None:
    schedule = {"runAutomatically": True, "daily": {"isEnabled": True}}
    assert without_triggers({"type": "VSphereBackup", "schedule": schedule}) == {
        "type": "VSphereBackup",
        "schedule": {**schedule, "runAutomatically": False},
    }
    assert without_triggers({"type": "VSphereBackup"}) == {"type": "VSphereBackup"}


@pytest.mark.parametrize(
    ("model", "window"),
    [
        ({"type": "BackupCopy", "mode": "immediate"}, ("backupWindow",)),
        ({"type": "FileBackupCopy", "schedule": {"type": "Continuous"}}, ("customWindow", "backupWindow")),
        ({"type": "EntraIDTenantBackupCopy"}, ("customWindow", "backupWindow")),
    ],
)
def test_a_copy_that_is_created_disabled_has_no_hour_to_run_in(
    model: dict[str, t.Any], window: tuple[str, ...]
) -> None:
    found = without_triggers(model)["schedule"]
    for member in window:
        found = found[member]
    assert [day["hours"] for day in found["days"]] == [",".join("0" * 24)] * 7


def test_a_copy_runs_all_the_time_unless_somebody_says_when() -> None:
    assert with_copy_schedule("FileBackupCopy", {})["schedule"] == {"type": "Continuous"}
    immediate = with_copy_schedule("BackupCopy", {"mode": "Immediate"})["schedule"]
    assert immediate == {"type": "Immediate", "scheduleMode": "Continuous"}
    assert "schedule" not in with_copy_schedule("BackupCopy", {"mode": "Periodic"})
    assert with_copy_schedule("FileBackupCopy", {"schedule": {"type": "Custom"}})["schedule"] == {"type": "Custom"}
