# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""States of jobs in the words of the newest revision, whatever a server calls them."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.job_runs.job_states import canonical, search
from tests.unit.vbr.lists import Lists


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ({"type": "Backup", "status": "running"}, {"type": "VSphereBackup", "status": "Running"}),
        ({"type": "FileBackup", "workload": "FILE"}, {"type": "FileBackup", "workload": "File"}),
        ({"type": "HyperVBackup", "status": "DISABLED"}, {"type": "HyperVBackup", "status": "Disabled"}),
        # Words of a server that is newer than this code, and what is no word, stay.
        ({"type": "MoonBackup", "status": "Orbiting"}, {"type": "MoonBackup", "status": "Orbiting"}),
        ({"type": "BackupCopy", "status": None, "workload": 5}, {"type": "BackupCopy", "status": None, "workload": 5}),
        ({"name": "Nightly"}, {"name": "Nightly", "type": ""}),
    ],
)
def test_words_are_recognised_in_any_case_and_unknown_ones_stay(
    state: dict[str, t.Any], shown: dict[str, t.Any]
) -> None:
    assert canonical(state) == shown


def test_states_are_sorted_by_the_server_checked_again_and_told_with_an_offset() -> None:
    rows = [
        {"id": "1", "name": "Web", "type": "VSphereBackup", "status": "running", "lastRun": "2026-07-01T22:00:00"},
        {"id": "2", "name": "Mail", "type": "VSphereBackup", "status": "stopped"},
    ]
    lists = Lists({"/jobs/states": rows})
    (found,) = search(t.cast("t.Any", lists), {"status": "Running"})
    assert (found["name"], found["status"], found["lastRun"]) == ("Web", "Running", "2026-07-01T22:00:00-04:00")
    assert lists.asked == [{"statusFilter": "Running", "orderColumn": "Name", "orderAsc": "true"}]
