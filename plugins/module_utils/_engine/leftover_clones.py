# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Copies that a server named by itself (``Web_clone1``) and that still are like their source.

Backup & Replication clones without a name, so that a run that is killed between the clone and its first change leaves
such a copy. Nothing tells it from one that a person made in the console: it is named, and never touched.
"""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass, field

from .._model import Listed
from .compare import differences

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from .._model import Job
    from .._product import JobModels, JobStore

_MADE_UP: t.Final = re.compile(r"(?P<source>.+)_clone[0-9]+", re.DOTALL)
# What the first copy of a job is called.
FIRST_COPY: t.Final = "{}_clone1"
# What a copy does not share with its source: a run disables a copy before it changes anything else.
_OWN: t.Final = frozenset({"name", "description", "isDisabled"})


def source_name(name: str) -> str | None:
    """The name of the job that a job called ``name`` would be a copy of; None for a name of another form."""
    found = _MADE_UP.fullmatch(name)
    return found["source"] if found else None


def is_copy(job: Job, source: Job, models: JobModels) -> bool:
    """Whether ``job`` has a made-up name for a copy of ``source``, and still its contents."""
    if source_name(job.name) != source.name or job.type != source.type or job.id == source.id:
        return False
    contents = {member: value for member, value in models.without_identity(source.model).items() if member not in _OWN}
    return next(differences(contents, job.model, models.comparison), None) is None


def copies_of(source: Job, store: JobStore) -> Listed[Job]:
    """The copies of ``source`` that the server has now; reads the list of jobs."""
    listed = Listed.of(store.reader.all())
    return Listed([job for job in listed.rows if is_copy(job, source, store.models)], listed.gap)


@dataclass
class CopySearch:
    """Finds, in a listing that is read anyway, copies of the jobs that ``wanted`` names (by name or id)."""

    wanted: frozenset[str]
    originals: dict[str, Job] = field(default_factory=dict)
    suspects: list[Job] = field(default_factory=list)

    def look_at(self, job: Job) -> None:
        """Take note of one job of the listing."""
        if job.name in self.wanted or job.id in self.wanted:
            self.originals[job.name] = job
        if source_name(job.name) is not None:
            self.suspects.append(job)

    def warnings(self, store: JobStore, named: t.Container[str]) -> Iterator[str]:
        """One for each copy that the set does not itself name (``named``)."""
        for job in self.suspects:
            source = self.originals.get(source_name(job.name) or "")
            if source is None or job.name in named:
                continue
            if is_copy(store.reader.full(job), store.reader.full(source), store.models):
                yield left_over(job, source)


def left_over(copy: Job, source: Job) -> str:
    """The warning about a copy that was found."""
    return (
        f'The job "{copy.name}" (id {copy.id}) is a copy of "{source.name}" under a name that the server made up: a '
        "run that was killed while it cloned may have left it. It was not touched. Delete it, or rename it to keep it."
    )
