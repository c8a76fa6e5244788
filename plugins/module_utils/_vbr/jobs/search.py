# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Lists of jobs, and of what they are doing, with filters."""

from __future__ import annotations

import typing as t

from ..._model import BY_NAME
from ..api import filters as lists
from ..api import job_rows
from ..api.rows import FilteredList
from ..api.sorting import sorting
from ..job_runs import job_states
from .job_row import job_from

if t.TYPE_CHECKING:
    from ..._model import Job, Json, Order
    from ..api.client import VbrClient


class VbrJobSearch:
    """``JobSearch`` of this API."""

    def __init__(self, client: VbrClient) -> None:
        self._client = client

    def jobs(self, filters: Json, order: Order = BY_NAME) -> list[Job]:
        """By id, name, type; every filter is checked again."""
        wanted = lists.given(filters, self._client.zone)
        sorted_by = sorting("/jobs", order, revision=self._client.revision)
        listed = FilteredList("/jobs", lists.JOBS, job_rows.pages).rows(self._client, wanted, sorted_by)
        return [job_from(raw, self._client.revision) for raw in listed]

    def states(self, filters: Json, order: Order = BY_NAME) -> list[Json]:
        return job_states.search(self._client, filters, order)
