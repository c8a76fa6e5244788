# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which file each exported job goes into, and which files are removed."""

from __future__ import annotations

import pathlib

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.export import Export, ExportedJob
from ansible_collections.backupops.veeam.plugins.module_utils._errors import IncompleteList
from ansible_collections.backupops.veeam.plugins.module_utils._job_files import writing
from ansible_collections.backupops.veeam.plugins.module_utils._job_files.export_layout import files, removals
from ansible_collections.backupops.veeam.plugins.module_utils._model import Gap, Job

LISTED = [Job("1", "Web", "VSphereBackup", {}), Job("2", "Databases", "VSphereBackup", {})]
HIDDEN = Gap("the list of jobs", promised=3, delivered=2)


def exported(*names: str) -> list[ExportedJob]:
    return [ExportedJob(f"id of {name}", name, "VSphereBackup", {"name": name}) for name in names]


def test_files_of_jobs_that_are_only_not_listed_stay(tmp_path: pathlib.Path) -> None:
    kept = tmp_path / "hidden.yml"
    kept.write_text(f"{writing.HEADER}name: Hidden\n")
    found = Export([], LISTED, gap=HIDDEN)
    changes, dummy, stale = files(found, str(tmp_path))
    assert (changes, [change.path for change in stale]) == ([], [kept])
    with pytest.raises(IncompleteList, match="the server counts 3 entries in the list of jobs and gave 2") as caught:
        removals(found, stale)
    assert str(kept) in caught.value.message
    assert removals(Export([], LISTED), stale) == stale


def test_without_a_place_nothing_is_written() -> None:
    assert files(Export(exported("Web")), None) == ([], {}, [])


def test_all_jobs_go_into_the_one_file_that_was_named(tmp_path: pathlib.Path) -> None:
    dest = str(tmp_path / "all.yml")
    changes, places, stale = files(Export(exported("A", "B"), LISTED), dest)
    assert [(str(change.path), change.after.count("name: ")) for change in changes] == [(dest, 2)]
    assert (places, stale) == ({"id of A": dest, "id of B": dest}, [])


def test_a_file_keeps_its_name_whichever_jobs_are_asked_for(tmp_path: pathlib.Path) -> None:
    """Of two jobs whose files would have the same name, each is told apart by its id even when it comes alone."""
    first, second = exported("Web servers", "web-servers")
    both = files(Export([first, second]), str(tmp_path))[1]
    alone = files(Export([first], [Job(second.id, second.name, second.type, {})]), str(tmp_path))[1]
    assert alone == {first.id: both[first.id]}
    assert both[first.id] != both[second.id]
