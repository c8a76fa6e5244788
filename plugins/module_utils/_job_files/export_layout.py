# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Which file each exported job goes into."""

from __future__ import annotations

import os
import typing as t

from .._errors import check_absence
from . import writing

if t.TYPE_CHECKING:
    from .._engine.sets.export import Export


def removals(found: Export, stale: list[writing.FileChange]) -> list[writing.FileChange]:
    """``stale``, to be removed because their jobs do not exist. Raises IncompleteList when that cannot be told."""
    for change in stale:
        check_absence(found.gap, f"The job of {change.path}")
    return stale


def files(found: Export, dest: str | None) -> tuple[list[writing.FileChange], dict[str, str], list[writing.FileChange]]:
    """What is to be written, the file of each job by id, and what is no longer needed. Writes nothing."""
    if dest is None:
        return [], {}, []
    entries = {job.id: job.entry for job in found.jobs}
    if writing.is_file(dest):
        return writing.one_file(dest, list(entries.values())), dict.fromkeys(entries, dest), []
    # Every job of the server counts, so that a file keeps its name whatever was asked for.
    asked = [(job.id, job.name) for job in found.jobs]
    names = writing.file_names(asked + [(job.id, job.name) for job in found.others])
    changes = writing.directory(dest, {names[job_id]: entry for job_id, entry in entries.items()})
    places = {job_id: os.path.join(dest, names[job_id]) for job_id in entries}
    return changes, places, writing.stale_files(dest, names.values())
