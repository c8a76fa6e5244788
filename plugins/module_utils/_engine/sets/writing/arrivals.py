# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Jobs that came into being after the plan: one fresh listing before the first create of a set serves all creates.

Names of jobs need not be unique on every server, so that a create may succeed beside a job of the same name.
"""

from __future__ import annotations

import threading
import typing as t

from ...._model import Listed

if t.TYPE_CHECKING:
    from collections.abc import Iterable

    from ...._model import Job
    from ...._product import JobReader


class Arrivals:
    """Safe to ask from several threads. ``planned`` are the ids of the jobs of the plan: what becomes of their names,
    the plan knows.
    """

    def __init__(self, reader: JobReader, planned: Iterable[str]) -> None:
        self._reader = reader
        self._planned = frozenset(planned)
        self._lock = threading.Lock()
        self._listed: Listed[Job] | None = None

    def named(self, name: str) -> Job | None:
        """The job that has had this name since the plan was made.

        Raises the errors of the listing, and IncompleteList when the list lacks rows and the job may be one of them.
        """
        with self._lock:
            if self._listed is None:
                self._listed = Listed.of(self._reader.summaries())
        found = [job for job in self._listed.rows if job.name == name and job.id not in self._planned]
        if found:
            job = self._reader.full(found[0])
            return job if job.enabled is not None else self._reader.get(job.id)
        return None if self._listed.gap is None else self._reader.find(name)
