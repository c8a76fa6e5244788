# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filters: what is asked of a server, and what proves that an item belongs to the result."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput, Unsupported
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.api import filters
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.revisions import REVISIONS
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.schemas import load

LISTS = {
    "/jobs": filters.JOBS,
    "/jobs/states": filters.JOB_STATES,
    "/sessions": filters.SESSIONS,
    "/backups": filters.BACKUPS,
    "/backupObjects": filters.BACKUP_OBJECTS,
    "/restorePoints": filters.RESTORE_POINTS,
    "/backups/{id}/backupFiles": filters.BACKUP_FILES,
}


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("revision", REVISIONS)
def test_every_filter_of_every_revision_has_a_rule(path: str, revision: str) -> None:
    offered = {name for name in load(revision).filters(path) if name.endswith("Filter")}
    ruled = {rule.parameter for rule in LISTS[path].values()}
    assert offered <= ruled


@pytest.mark.parametrize(
    ("pattern", "asked", "kept", "refused"),
    [
        ("web", "web", ["web", "Web"], ["web01", "my web"]),
        (" Cafe\u0301? ", "Caf\u00e9*", ["caf\u00e91"], ["caf\u00e9", "cafe1"]),
        ("[w]eb", "[w]eb", ["[W]eb"], ["web"]),
        ("web*", "web*", ["web", "web01"], ["my web"]),
        ("*web", "*web", ["web", "my web"], ["web01"]),
        ("*web*", "*web*", ["my web01"], ["wab"]),
        ("w*01", "w*", ["web01", "w01"], ["web01 (old)"]),
        ("*w*01", "*01", ["my web01"], ["web02"]),
        ("*e*0*", "*e*", ["web01"], ["web1"]),
        ("a.c", "a.c", ["a.c"], ["abc"]),
        ("*", "*", ["", "anything"], []),
    ],
)
def test_names_are_matched_on_both_sides(pattern: str, asked: str, kept: list[str], refused: list[str]) -> None:
    query = filters.query("/jobs", filters.JOBS, {"name": pattern}, revision="1.3-rev2")
    assert query == [("nameFilter", asked)]
    assert all(filters.keeps(filters.JOBS, {"name": pattern}, {"name": name}) for name in kept)
    assert not any(filters.keeps(filters.JOBS, {"name": pattern}, {"name": name}) for name in refused)


@pytest.mark.parametrize(
    ("path", "wanted", "revision", "query"),
    [
        ("/jobs", {"type": "vspherebackup"}, "1.2-rev1", [("typeFilter", "Backup")]),
        ("/jobs", {"type": "VSphereBackup"}, "1.3-rev0", [("typeFilter", "VSphereBackup")]),
        ("/jobs/states", {"status": "Running"}, "1.3-rev0", [("statusFilter", "running")]),
        ("/jobs/states", {"status": "running"}, "1.3-rev1", [("statusFilter", "Running")]),
        ("/jobs/states", {"is_high_priority_job": True}, "1.3-rev2", [("isHighPriorityJobFilter", "true")]),
        ("/sessions", {"result": ["Warning", "Failed"]}, "1.2-rev1", []),
        ("/sessions", {"result": ["Failed"]}, "1.2-rev1", [("resultFilter", "Failed")]),
        (
            "/sessions",
            {"result": ["Warning", "Failed"]},
            "1.3-rev0",
            [("resultFilter", "Warning"), ("resultFilter", "Failed")],
        ),
        (
            "/sessions",
            {"created_after": "2026-11-21T22:00:00+01:00"},
            "1.3-rev2",
            [("createdAfterFilter", "2026-11-21T22:00:00+01:00")],
        ),
        ("/sessions", {"type": ["VmBackupJobV2"]}, "1.3-rev2", [("typeFilter", "VmBackupJobV2")]),
        ("/backups", {"repository_id": "1"}, "1.3-rev2", []),
    ],
)
def test_the_server_is_asked_in_its_own_words(path: str, wanted: dict, revision: str, query: list) -> None:
    assert filters.query(path, LISTS[path], wanted, revision=revision) == query


def test_a_filter_that_the_revision_lacks_is_named_with_what_has_it() -> None:
    with pytest.raises(Unsupported, match=r"The filter job_type does not exist in revision 1.2-rev1") as caught:
        filters.query("/backups", filters.BACKUPS, {"job_type": "VSphereBackup"}, revision="1.2-rev1")
    assert "1.3-rev0, 1.3-rev1, 1.3-rev2" in caught.value.message


@pytest.mark.parametrize(
    ("path", "wanted", "said"),
    [
        ("/jobs/states", {"status": "Sleeping"}, {"status": '"Sleeping" is not one of Running, Inactive'}),
        ("/sessions", {"type": ["BackupJob", "BackupJbo"]}, {"type": "Did you mean BackupJob?"}),
        ("/sessions", {"type": ["BackupJob"], "name": "Web", "job_id": "1"}, {}),
    ],
)
def test_values_that_no_document_has_are_named(path: str, wanted: dict, said: dict) -> None:
    found = filters.undocumented(path, LISTS[path], wanted, revision="1.3-rev2")
    assert found.keys() == said.keys()
    assert all(said[option] in found[option] for option in said)


def test_what_is_no_point_in_time_is_refused() -> None:
    with pytest.raises(InvalidInput, match='last_run_after: "yesterday" is not a point in time'):
        filters.given({"last_run_after": "yesterday"}, lambda: UTC)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2026-11-21T22:00:00+01:00", "2026-11-21T13:00:00-08:00"),
        ("2026-07-21T22:00:00Z", "2026-07-21T15:00:00-07:00"),
        ("2026-11-21", "2026-11-21T00:00:00-08:00"),
        ("2026-07-21 22:00", "2026-07-21T22:00:00-07:00"),
    ],
)
def test_times_are_told_in_the_zone_of_the_server(text: str, told: str) -> None:
    assert filters.given({"created_after": text}, lambda: ZoneInfo("America/Los_Angeles")) == {"created_after": told}


@pytest.mark.parametrize(
    ("rules", "wanted", "item", "kept"),
    [
        (filters.SESSIONS, {"result": ["None"]}, {}, True),
        (filters.SESSIONS, {"result": ["None"]}, {"result": None}, True),
        (filters.SESSIONS, {"result": ["None"]}, {"result": {"message": ""}}, True),
        (filters.SESSIONS, {"result": ["Failed"]}, {"result": "Failed"}, True),
        (filters.SESSIONS, {"result": ["Failed"]}, {"result": {"result": "Success"}}, False),
        (filters.SESSIONS, {"ended_before": "2026-01-01"}, {}, False),
        (
            filters.SESSIONS,
            {"ended_before": "2026-01-01T00:00:00+00:00"},
            {"endTime": "2025-12-31T23:59:59.1234567+00:00"},
            True,
        ),
        (filters.SESSIONS, {"ended_after": "2026-01-01T00:00:00Z"}, {"endTime": "2026-01-01T00:30:00+01:00"}, False),
        (filters.JOB_STATES, {"last_run_before": "2026-01-01"}, {}, True),
        (filters.JOB_STATES, {"is_high_priority_job": True}, {}, True),
        (filters.JOB_STATES, {"is_high_priority_job": True}, {"highPriority": False}, False),
        (filters.JOB_STATES, {"after_job_name": "a"}, {"runAfterJob": {"jobName": "a"}}, True),
        (filters.JOB_STATES, {"after_job_name": "a"}, {"runAfterJob": None}, False),
        (filters.JOBS, {"type": "VSphereBackup"}, {"type": "Backup"}, True),
        (filters.RESTORE_POINTS, {"exclude_snapshot_type": [1]}, {"snapshotType": 1}, False),
        (filters.RESTORE_POINTS, {"exclude_snapshot_type": [1]}, {"snapshotType": 2}, True),
        (filters.BACKUP_FILES, {"gfs_period": "Weekly"}, {"gfsPeriods": ["None", "Weekly"]}, True),
    ],
)
def test_an_item_proves_that_it_belongs_to_the_result(rules: dict, wanted: dict, item: dict, kept: bool) -> None:
    assert filters.keeps(rules, wanted, item) is kept


def test_what_is_not_set_does_not_filter() -> None:
    assert filters.given({"name": None, "type": [], "limit": 0, "on": False}, lambda: UTC) == {"limit": 0, "on": False}
