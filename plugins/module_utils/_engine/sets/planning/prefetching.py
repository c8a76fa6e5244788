# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Read what the settings of many entries need in as few requests as possible."""

from __future__ import annotations

import typing as t

from ...desired import State

if t.TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from ...._model import Job
    from ...._product import JobPlanning
    from ...desired import DesiredJob


class Prefetching:
    """Before the list of jobs for entries that say their type, and once after it for those that do not."""

    def __init__(self, planning: JobPlanning, entries: Sequence[DesiredJob]) -> None:
        self._planning = planning
        self._entries = entries
        self._done_late = False

    def early(self, indexes: Iterable[int]) -> None:
        """For entries with a type."""
        wanted = (self._entries[index] for index in indexes)
        self._planning.prefetch((job.type, job.settings) for job in wanted if job.type and job.state is State.PRESENT)

    def late(self, index: int, found: Mapping[int, Sequence[Job]], planned: Container[int]) -> None:
        """For an entry whose type is only known now, and all others like it that are not ``planned``."""
        desired = self._entries[index]
        if desired.type is not None or desired.state is State.ABSENT or self._done_late:
            return
        self._done_late = True
        wanted = []
        for number, jobs in found.items():
            job = self._entries[number]
            # What the API has no model of is refused when its turn comes.
            waits = number not in planned and job.type is None and job.state is State.PRESENT
            if waits and jobs[0].manageable:
                wanted.append((jobs[0].type, job.settings))
        self._planning.prefetch(wanted)
