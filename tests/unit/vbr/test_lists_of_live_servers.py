# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What live servers list that no document has, and how lists are sorted."""

from __future__ import annotations

import typing as t
from datetime import tzinfo
from zoneinfo import ZoneInfo

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import (
    IncompleteList,
    InvalidInput,
    RequestRefused,
    Unsupported,
)
from ansible_collections.backupops.veeam.plugins.module_utils._model import Gap, Order
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.api.sorting import sorting
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.backups import VbrBackups
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.job_runs.quick_backup import VbrQuickBackup
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.job_runs.sessions import VbrSessions
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.jobs.search import VbrJobSearch

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from ansible_collections.backupops.veeam.plugins.module_utils._model import Json


class Lists:
    """A client of a server in New York that has one list for each path; ``strict`` ones refuse unknown types."""

    revision = "1.3-rev2"

    def __init__(self, rows: dict[str, list[Json]], *, strict: bool = False, gap: Gap | None = None) -> None:
        self.rows = rows
        self.strict = strict
        self.gap = gap
        self.asked: list[dict[str, str]] = []

    def zone(self) -> tzinfo:
        return ZoneInfo("America/New_York")

    def pages(self, path: str, params: t.Any = (), *, page_size: int = 200) -> Iterator[Json]:
        del page_size
        self.asked.append(dict(params))
        if self.strict and "typeFilter" in dict(params):
            raise RequestRefused("no", status=400, method="GET", path=path, error_code="", server_message="no")
        yield from self.rows[path]
        return self.gap

    def unexplained_pages(self, path: str, params: t.Any = (), *, order: t.Any = None) -> Iterator[Json]:
        del order
        return self.pages(path, params)


def session(name: str, kind: str) -> Json:
    return {"id": name, "name": name, "sessionType": kind, "state": "Stopped", "creationTime": "2026-07-01T22:00:00"}


ROWS = {"/sessions": [session("a", "VmBackupJobV2"), session("b", "BackupJob")]}


def found(lists: Lists, filters: Json) -> list[str]:
    return [each.name for each in VbrSessions(t.cast("t.Any", lists)).search(filters, limit=None)]


@pytest.mark.parametrize("strict", [False, True])
def test_types_that_no_document_has_can_be_filtered_by(strict: bool) -> None:
    lists = Lists(ROWS, strict=strict)
    assert found(lists, {"type": ["VmBackupJobV2"]}) == ["a"]
    assert lists.asked[0]["typeFilter"] == "VmBackupJobV2"
    assert len(lists.asked) == 1 + strict


def test_a_misspelt_type_is_told_when_nothing_has_it() -> None:
    with pytest.raises(InvalidInput, match=r"type: .BackupJbo. is not one of .*Did you mean BackupJob"):
        found(Lists(ROWS, strict=True), {"type": ["BackupJbo"]})


def test_a_misspelt_type_of_a_job_is_told_so() -> None:
    lists = Lists({"/jobs": [{"id": "1", "name": "Web", "type": "VSphereBackup"}]}, strict=True)
    with pytest.raises(InvalidInput, match=r"type: .Backups. is not one of .*VSphereBackup"):
        VbrJobSearch(t.cast("t.Any", lists)).jobs({"type": "Backups"})


def test_a_type_that_a_short_list_lacks_is_not_called_misspelt() -> None:
    gap = Gap("GET /api/v1/sessions", 9, 2)
    with pytest.raises(IncompleteList, match=r"9 entries .* and gave 2"):
        found(Lists(ROWS, strict=True, gap=gap), {"type": ["BackupJbo"]})


def test_another_refusal_is_passed_on() -> None:
    with pytest.raises(RequestRefused):
        found(Lists(ROWS, strict=True), {"type": ["BackupJob"]})


@pytest.mark.parametrize(
    ("after", "names"),
    [("2026-07-02T01:59:59Z", ["a", "b"]), ("2026-07-02T02:00:00Z", []), ("2026-07-01 21:59", ["a", "b"])],
)
def test_local_times_are_compared_as_what_they_are(after: str, names: list[str]) -> None:
    assert found(Lists(ROWS), {"created_after": after}) == names


def test_local_times_are_returned_with_their_offset() -> None:
    rows = {"/backups": [{"id": "1", "creationTime": "2026-01-05T22:41:22.578683", "jobType": "VSphereBackup"}]}
    backups = VbrBackups(t.cast("t.Any", Lists(rows)), str)
    assert backups.search({})[0]["creationTime"] == "2026-01-05T22:41:22.578683-05:00"


@pytest.mark.parametrize("revision", ["1.2-rev1", "1.3-rev0", "1.3-rev1", "1.3-rev2"])
def test_lists_are_sorted_by_the_server(revision: str) -> None:
    newest = Order("last_run", descending=True)
    assert sorting("/jobs/states", newest, revision=revision) == (("orderColumn", "LastRun"), ("orderAsc", "false"))
    assert sorting("/jobs", Order(), revision=revision) == (("orderColumn", "Name"), ("orderAsc", "true"))


def test_a_column_of_another_list_is_refused() -> None:
    with pytest.raises(InvalidInput, match="cannot be sorted by last_run, but by name, type, description"):
        sorting("/jobs", Order("last_run"), revision="1.3-rev2")


def test_a_column_that_the_revision_lacks_is_named() -> None:
    with pytest.raises(Unsupported, match=r"The value repository_name of order_by .*1.2-rev1"):
        sorting("/jobs/states", Order("repository_name"), revision="1.2-rev1")


def point(name: str, hour: int) -> Json:
    return {"id": str(hour), "name": name, "creationTime": f"2026-07-01T{hour:02}:00:00-04:00", "backupId": "other"}


MACHINE = {"platform": "vsphere", "body": {"name": "web01", "objectId": "vm-1"}}


def newest(objects: list[Json], points: list[Json]) -> tuple[Json | None, Lists]:
    lists = Lists({"/backupObjects": objects, "/restorePoints": points})
    return VbrQuickBackup(t.cast("t.Any", lists), t.cast("t.Any", None)).newest_restore_point(MACHINE), lists


def test_a_machine_that_is_listed_once_for_each_backup_is_asked_for_once() -> None:
    row = {"id": "1", "name": "web01", "platformName": "VMware", "objectId": "vm-1"}
    found_point, lists = newest([row, {**row, "backupId": "2"}], [point("web01", 22)])
    assert found_point == point("web01", 22)
    assert len(lists.asked) == 2


def test_a_restore_point_of_another_machine_is_not_believed() -> None:
    row = {"id": "1", "name": "web01", "platformName": "VMware", "objectId": "vm-1"}
    assert newest([row], [point("db01", 22)])[0] is None


@pytest.mark.parametrize("platform", ["LinuxPhysical", "HyperV"])
def test_a_namesake_on_another_platform_is_another_machine(platform: str) -> None:
    row = {"id": "1", "name": "web01", "platformName": platform}
    assert newest([row], [point("web01", 22)])[0] is None
