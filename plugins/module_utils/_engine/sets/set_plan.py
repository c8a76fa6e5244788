# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What is to be done to the jobs of a set, job by job: plain data."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .planned_job import Changed, Refused

if t.TYPE_CHECKING:
    from .planned_job import PlannedJob
    from .prune import Pruning


@dataclass(frozen=True)
class SetPlan:
    """The jobs of a set in the order in which they are written there, pruned ones at the end.

    ``warnings`` are for the person at the terminal, although nothing went wrong.
    """

    jobs: tuple[PlannedJob, ...]
    pruning: Pruning | None = None
    warnings: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """True when something is to be written."""
        return any(isinstance(job, Changed) for job in self.jobs)

    @property
    def failed(self) -> list[Refused]:
        """The jobs that cannot be planned."""
        return [job for job in self.jobs if isinstance(job, Refused)]
