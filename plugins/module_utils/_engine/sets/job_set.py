# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""A set of jobs as it was written, and where each value of it stands. Plain data."""

from __future__ import annotations

import dataclasses
import typing as t
from dataclasses import dataclass, field

if t.TYPE_CHECKING:
    from ..._paths import Path
    from ..desired import DesiredJob


@dataclass(frozen=True)
class SourceLocation:
    """A line of a file. ``file`` is what to call the file in a message; ``line`` counts from 1, None if unknown."""

    file: str
    line: int | None = None

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Origin:
    """Who says a value: ``layer`` is ``job``, ``defaults`` or ``profile gold``."""

    layer: str
    place: SourceLocation

    def __str__(self) -> str:
        return f"{self.layer} ({self.place})"


class Source(t.Protocol):
    """Knows where a job is written. Asked only for a message or a result: finding lines costs time."""

    @property
    def file(self) -> str:
        """What to call the file of the job. Costs nothing."""

    @property
    def place(self) -> SourceLocation:
        """Where the job itself begins."""

    def origin(self, path: Path, *others: Path) -> Origin:
        """Who says the value at ``path`` (from the top of the job: ``("settings", "storage", …)``, ``("enabled",)``).

        ``others``: where the same can be written, too. What says most of the way when nothing says all of it, the start
        of the job when nothing says any of it.
        """


@dataclass(frozen=True)
class Given:
    """The source of a job that was handed over as data. ``label`` is what to call it in a message (``jobs[3]``)."""

    label: str = "jobs"

    @property
    def file(self) -> str:
        return self.label

    @property
    def place(self) -> SourceLocation:
        return SourceLocation(self.label)

    def origin(self, path: Path, *others: Path) -> Origin:  # noqa: ARG002
        return Origin("job", self.place)


@dataclass(frozen=True, slots=True)
class SetEntry:
    """One job of a set: what is wanted, composed of defaults, profiles and the job itself, and where it is written."""

    desired: DesiredJob
    source: Source = field(default=Given(), compare=False)

    @property
    def place(self) -> SourceLocation:
        """Where the job itself begins."""
        return self.source.place

    def origin(self, path: Path, *others: Path) -> Origin:
        """Who says the value at ``path``, see ``Source``."""
        return self.source.origin(path, *others)


@dataclass(frozen=True)
class JobSet:
    """The jobs of a set, in the order in which they are written. Names and ids are each there once only.

    ``owner`` is whose marker they carry on the server; None when the set has no owner. ``doubtful`` are the values that
    stand where a secret could: they are shown only once the server is known to have such a name.
    """

    entries: tuple[SetEntry, ...] = ()
    owner: str | None = None
    doubtful: frozenset[str] = frozenset()

    def __iter__(self) -> t.Iterator[SetEntry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def names(self) -> frozenset[str]:
        """The names of all jobs that have one here, whether they are to exist or not."""
        return frozenset(entry.desired.name for entry in self.entries if entry.desired.name)

    def without(self, names: t.Container[str]) -> JobSet:
        """The set without the jobs that are called so."""
        return dataclasses.replace(self, entries=tuple(each for each in self.entries if each.desired.name not in names))
