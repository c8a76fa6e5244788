# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""How far a set is: counts what became of its jobs and tells it."""

from __future__ import annotations

import collections
import typing as t

from ...._progress import SetSeen
from ..result import Status

if t.TYPE_CHECKING:
    from ...._progress import Progress


class Tally:
    """Counts the jobs that a run changes, ``changes`` of them. Not for several threads."""

    def __init__(self, progress: Progress, changes: int) -> None:
        self._progress = progress
        self._changes = changes
        self._counted: collections.Counter[Status] = collections.Counter()

    def count(self, status: Status, *, instead_of: Status | None = None) -> None:
        """One job ended like this, ``instead_of`` what was thought of it before."""
        if instead_of is not None:
            self._counted[instead_of] -= 1
        self._counted[status] += 1

    def tell(self, *, unproven: int = 0, over: bool = False) -> None:
        """Say how far the run is. ``unproven``: so many orders to remove a job are being looked after."""
        self._progress.applying(
            SetSeen(
                changes=self._changes,
                written=self._counted[Status.OK],
                failed=self._counted[Status.FAILED],
                left_out=self._counted[Status.SKIPPED],
                unproven=unproven,
                over=over,
            )
        )
