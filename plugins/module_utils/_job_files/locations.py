# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Find the place of a value later, when it is to be shown."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, replace

from .._engine.sets.job_set import SourceLocation

if t.TYPE_CHECKING:
    from .reading import File

    Steps: t.TypeAlias = "tuple[str | int, ...]"


@dataclass(frozen=True, slots=True)
class SourcePointer:
    """A value in a file, or in the options of the task when there is no file. ``start`` is the way to it."""

    source: File | None = None
    document: int = 0
    start: Steps = ()

    @property
    def file(self) -> str:
        """What to call the file."""
        return self.source.label if self.source is not None else self._option

    def below(self, *steps: str | int) -> SourcePointer:
        """A value inside this one."""
        return replace(self, start=(*self.start, *steps))

    def place(self, steps: Steps = ()) -> SourceLocation:
        """The place of this value, or of the one to which ``steps`` lead from here."""
        line = None if self.source is None else self.source.line(self.document, (*self.start, *steps))
        return SourceLocation(self.file, line)

    @property
    def _option(self) -> str:
        option = str(self.start[0]) if self.start else "jobs"
        return f"{option}[{self.start[1]}]" if len(self.start) > 1 and isinstance(self.start[1], int) else option
