# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Lists of jobs, and of what they are doing, with filters."""

from __future__ import annotations

import typing as t

from .._errors import InvalidInput
from .._model import BY_NAME
from . import job_filters, job_states

if t.TYPE_CHECKING:
    from .._model import Job, Json, Order
    from .api.query import EmQuery
    from .api.servers import Servers
    from .job_runs.sessions import EmSessions
    from .names.job_lookup import JobLookup


class EmJobSearch:
    """``JobSearch`` of Enterprise Manager."""

    def __init__(self, reader: JobLookup, query: EmQuery, servers: Servers, sessions: EmSessions) -> None:
        self._reader = reader
        self._query = query
        self._servers = servers
        self._sessions = sessions

    def jobs(self, filters: Json, order: Order = BY_NAME) -> list[Job]:
        _only_by_name(order)
        return self._by_name(filters)

    def states(self, filters: Json, order: Order = BY_NAME) -> list[Json]:
        _only_by_name(order)
        return job_states.search(self._by_name, self._sessions, filters)

    def _by_name(self, filters: Json) -> list[Job]:
        return job_filters.search(self._reader, self._query, self._servers, filters)


def _only_by_name(order: Order) -> None:
    # The jobs are in three lists (of machines, agents and file shares), each of which the service sorts by itself.
    if order != BY_NAME:
        raise InvalidInput(
            [("order_by", "Enterprise Manager lists jobs by name only. With api: vbr the backup server can")]
        )
