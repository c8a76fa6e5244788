# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""The jobs of a server as one entry of a set sees them, in the light of the other entries."""

from __future__ import annotations

import typing as t

from ...._errors import InvalidInput, check_absence
from ...desired import State
from .survey import only

if t.TYPE_CHECKING:
    from collections.abc import Sequence

    from ...._model import Job
    from ...desired import DesiredJob
    from .survey import Survey


class EntryLookup:
    """``locate.Lookup`` for the entry with the number ``index``. Sends nothing."""

    def __init__(self, survey: Survey, entries: Sequence[DesiredJob], index: int) -> None:
        self._survey = survey
        self._entries = entries
        self._index = index

    def get(self, job_id: str) -> Job | None:  # noqa: ARG002 - the survey has found it already
        """The job that the entry has the id of. Raises IncompleteList when it may only be missing from the list."""
        found = self._called(self._index, frozenset())
        if found is None:
            check_absence(self._survey.gap, f"The job {self._entries[self._index].title}")
        return found

    def find(self, name: str) -> Job | None:
        """The job that has the name, or the previous name, of the entry. Raises Ambiguous, InvalidInput."""
        desired = self._entries[self._index]
        if name != desired.previous_name:
            self._refuse_clash()
            return self._called(self._index, frozenset())
        previous = only(self._survey.previous.get(self._index, []), name)
        # A name that another entry has by now is that of the other entry's job, once this one is there.
        claimed = name in self._survey.wanted.by_name and self._called(self._index, frozenset()) is not None
        return None if claimed else previous

    def _refuse_clash(self) -> None:
        if self._index in self._survey.clashes:
            text = f"the set has this job a second time, by its id {self._survey.clashes[self._index]}"
            raise InvalidInput([("name", text)])

    def _called(self, index: int, seen: frozenset[int]) -> Job | None:
        """The job that goes by the name or id of an entry, unless another entry is to rename it."""
        desired = self._entries[index]
        found = only(self._survey.found.get(index, []), desired.name or desired.id or "")
        other = None if found is None else self._survey.wanted.by_previous.get(found.name)
        if other in (None, index) or other in seen or self._entries[other].state is State.ABSENT:
            return found
        return found if self._called(other, seen | {index}) is not None else None
