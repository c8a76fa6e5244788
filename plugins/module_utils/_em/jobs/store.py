# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""The jobs of an Enterprise Manager: clone, edit, delete, enable.

The API has no call that makes a job from nothing, and none that replaces one: an edit sends the members that change,
and the lists of a job have calls of their own. What a task does not use is neither imported nor built.
"""

from __future__ import annotations

import functools
import typing as t

from ..api.limits import UnsupportedByEnterpriseManager
from .reader import EmJobReader
from .refusals import no_creation

if t.TYPE_CHECKING:
    from ..._product import JobCreator, JobExporter
    from ..api.client import EmClient
    from ..api.query import EmQuery
    from ..api.servers import Servers
    from ..api.tasks import EmTasks
    from .models import EmJobModels
    from .planning import EmJobPlanning
    from .writer import EmJobWriter


class EmJobs:
    """``JobStore`` of Enterprise Manager."""

    def __init__(self, client: EmClient, query: EmQuery, tasks: EmTasks, servers: Servers) -> None:
        self._client = client
        self._query = query
        self._tasks = tasks
        self.reader = EmJobReader(client, query, servers, tasks.pace)
        # What the user should know although nothing went wrong.
        self.warnings: list[str] = []

    @functools.cached_property
    def models(self) -> EmJobModels:
        """What models mean."""
        from .models import EmJobModels

        return EmJobModels()

    @functools.cached_property
    def planning(self) -> EmJobPlanning:
        """Checks and resolves settings."""
        from .planning import EmJobPlanning

        return EmJobPlanning(self._client, self._query, self.warnings)

    @functools.cached_property
    def writer(self) -> EmJobWriter:
        """Changes jobs."""
        from .writer import EmJobWriter

        return EmJobWriter(self._client, self._tasks, self.reader)

    @property
    def creator(self) -> JobCreator:
        """Refused: jobs are only made by cloning others."""
        raise no_creation()

    @property
    def exporter(self) -> JobExporter:
        """Refused: a job that Enterprise Manager shows is not all of the job."""
        raise UnsupportedByEnterpriseManager("To write jobs to files")
