# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Check the jobs of a set without any server."""

from __future__ import annotations

import typing as t

from .._engine.desired import State
from .problems import TreeProblem

if t.TYPE_CHECKING:
    from .._engine.sets.job_set import JobSet, SetEntry
    from .._errors import Problem
    from .._paths import Path
    from .._vocabulary import Vocabulary


def check(jobs: JobSet, vocabulary: Vocabulary, *, revision: str | None = None) -> list[TreeProblem]:
    """What no server could take, or no server of ``revision``. Jobs need not be complete."""
    return [
        _at_origin(entry, path, message) for entry in jobs for path, message in _mistakes(entry, vocabulary, revision)
    ]


def check_complete(jobs: JobSet, vocabulary: Vocabulary, *, revision: str | None = None) -> list[TreeProblem]:
    """What the jobs lack that a server could need to create. Jobs that exist already, or that are clones, lack nothing.

    Only for jobs in which ``check`` found nothing.
    """
    return [_at_origin(entry, path, message) for entry in jobs for path, message in _gaps(entry, vocabulary, revision)]


def _at_origin(entry: SetEntry, path: Path, message: str) -> TreeProblem:
    origin = entry.origin(path)
    said = message if origin.layer == "job" else f"{message} (from the {origin.layer})"
    return TreeProblem.at(origin.place, said, path=path, job=entry.desired.name or "")


def _mistakes(entry: SetEntry, vocabulary: Vocabulary, revision: str | None) -> list[Problem]:
    job = entry.desired
    if job.state is State.ABSENT:
        return []
    given = {"description": job.description, "high_priority": job.high_priority}
    options = [name for name, value in given.items() if value is not None]
    return vocabulary.problems(job.type, job.settings, options=options, revision=revision)


def _gaps(entry: SetEntry, vocabulary: Vocabulary, revision: str | None) -> list[Problem]:
    job = entry.desired
    if job.state is State.ABSENT or job.id or job.clone_from:
        return []
    return vocabulary.missing(job.type, job.settings, revision=revision)
