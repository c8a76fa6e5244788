# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values that no document has, times without an offset, and lists that are cut short: what filters make of them."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import (
    IncompleteList,
    InvalidInput,
    RequestRefused,
)
from ansible_collections.backupops.veeam.plugins.module_utils._model import Gap
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.job_runs.sessions import VbrSessions
from tests.unit.vbr.lists import Lists

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._model import Json


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
