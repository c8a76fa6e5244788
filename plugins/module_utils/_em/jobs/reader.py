# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Reading jobs, with patience for what was just written."""

from __future__ import annotations

import typing as t

from ..api.pace import LOOKS
from ..names.job_lookup import JobLookup
from ..settings.job_changes import calls, document

if t.TYPE_CHECKING:
    from ..._model import Job, Json
    from ..api.client import EmClient
    from ..api.pace import Pace
    from ..api.query import EmQuery
    from ..api.servers import Servers


class EmJobReader(JobLookup):
    """``JobReader`` of Enterprise Manager."""

    def __init__(self, client: EmClient, query: EmQuery, servers: Servers, pace: Pace) -> None:
        super().__init__(client, query, servers)
        self._pace = pace

    def read_back(self, job_id: str, written: Json | None) -> Job | None:
        """What is shown may lag behind (EM-T88)."""
        return self._pace.look(lambda: self.get(job_id), lambda job: _shows(job, written), looks=1 + LOOKS).found

    def appeared(self, name: str) -> Job | None:
        """The job of that name, which may show some time after it was made (EM-T88)."""
        return self._pace.look(lambda: self.find(name), lambda job: job is not None).found


def _shows(job: Job | None, written: Json | None) -> bool:
    """Whether ``job`` is as ``written`` (as in ``read_back``)."""
    if job is None:
        # One that was changed and is gone will not come back, a new one may still come.
        return written != {}
    if not written:
        return written is not None
    return not (document(job.model, written) or any(calls(job.model, written)))
