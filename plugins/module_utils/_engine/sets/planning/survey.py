# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Look through the jobs of a server once, and keep only what a set is about."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from ...._errors import InvalidInput, several_jobs
from ...ownership import owner_of

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...._model import Gap, Job
    from ...desired import DesiredJob
    from ...leftover_clones import CopySearch
    from ...results import UnmanagedJobShown


@dataclass(frozen=True, slots=True)
class UnmanagedJob:
    """A job of the server that the set does not name. ``owner`` is whose marker it carries."""

    name: str
    id: str
    type: str
    owner: str | None
    manageable: bool

    def as_dict(self) -> UnmanagedJobShown:
        """For a result."""
        return {"name": self.name, "id": self.id, "type": self.type, "managed_by": self.owner}


@dataclass
class Survey:
    """What the listing of a server says about a set.

    ``referenced`` are jobs that entries refer to, by name; ``unnamed`` the owned jobs that the set does not name;
    ``others`` says a little of every job that it does not name, ``types`` has the types of those that it names, by id.
    ``owned`` counts all that carry the marker of ``owner``; with an owner ``names`` are those of all jobs. ``clashes``:
    entries whose job has an entry by id as well. ``gap``: what the listing lacks, None when it was whole; to be asked
    (``check_absence``) before anything is done because a job was not in it. ``copies`` looks for what clones left.
    """

    wanted: Wanted
    references: frozenset[str]
    owner: str | None
    full: t.Callable[[Job], Job]
    found: dict[int, list[Job]] = field(default_factory=dict)
    previous: dict[int, list[Job]] = field(default_factory=dict)
    referenced: dict[str, list[Job]] = field(default_factory=dict)
    unnamed: list[Job] = field(default_factory=list)
    others: list[UnmanagedJob] = field(default_factory=list)
    types: dict[str, str] = field(default_factory=dict)
    clashes: dict[int, str] = field(default_factory=dict)
    owned: int = 0
    gap: Gap | None = None
    names: list[str] = field(default_factory=list)
    copies: CopySearch | None = None

    def look_at(self, jobs: Iterator[Job]) -> Iterator[tuple[int, Job]]:
        """Read ``jobs`` (a ``Reading``) to the end; yields each that the set names, with the number of its entry."""
        while True:
            try:
                job = next(jobs)
            except StopIteration as end:
                self.gap = end.value
                return
            if job.name in self.references:
                self.referenced.setdefault(job.name, []).append(job)
            if self.copies is not None:
                self.copies.look_at(job)
            named = self.wanted.by_name.get(job.name)
            index = self.wanted.by_id.get(job.id.lower(), named)
            if named is not None and named != index:
                self.clashes[named] = job.id
            former = self.wanted.by_previous.get(job.name)
            if former is not None:
                self.previous.setdefault(former, []).append(self.full(job))
            if self.owner is not None:
                self.names.append(job.name)
            owner = owner_of(job)
            mine = self.owner is not None and owner == self.owner
            self.owned += mine
            if index is None and former is None:
                self.others.append(UnmanagedJob(job.name, job.id, job.type, owner, job.manageable))
                self.unnamed += [job] if mine else []
            else:
                self.types[job.id] = job.type
            if index is not None:
                yield index, job


@dataclass(frozen=True)
class Wanted:
    """The entries of a set by what they go by: numbers of entries."""

    by_name: dict[str, int]
    by_id: dict[str, int]
    by_previous: dict[str, int]

    @classmethod
    def of(cls, jobs: Iterable[DesiredJob]) -> Wanted:
        """Raises InvalidInput when two entries are about the same job."""
        wanted = cls({}, {}, {})
        problems: list[tuple[str, str]] = []
        for index, desired in enumerate(jobs):
            for name, known, what in (
                (None if desired.id else desired.name, wanted.by_name, "name"),
                (desired.id and desired.id.lower(), wanted.by_id, "id"),
                (desired.previous_name, wanted.by_previous, "previous_name"),
            ):
                if name and known.setdefault(name, index) != index:
                    problems.append(("jobs", f'two jobs of the set have the {what} "{name}"'))
        if problems:
            raise InvalidInput(problems)
        return wanted


def only(jobs: list[Job], name: str) -> Job | None:
    """The one job of ``jobs``, None when there is none. Raises Ambiguous."""
    if len(jobs) > 1:
        raise several_jobs(name, jobs)
    return jobs[0] if jobs else None
