# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Reading jobs: whole lists, by name, by id."""

from __future__ import annotations

import dataclasses
import typing as t

from ..._errors import InvalidInput, RequestRefused, check_absence, several_jobs
from ..._model import each
from ..api import job_rows
from ..api.client import segment
from ..api.paging import ahead
from ..schema.references import is_guid
from ..schema.revisions import CANONICAL
from .job_row import job_from, summary_from

if t.TYPE_CHECKING:
    from ..._model import Job, Json, Reading
    from ..api.client import VbrClient


class VbrJobReader:
    """``JobReader`` of this API. Safe to share between threads."""

    def __init__(self, client: VbrClient) -> None:
        self._client = client

    def all(self) -> Reading[Job]:
        return each(job_rows.rows(self._client), self._job)

    def summaries(self) -> Reading[Job]:
        """As servers of the canonical revision spell them: other cases of some words are the only difference."""
        listed = job_rows.rows(self._client, order=ahead)
        revision = self._client.revision
        read = summary_from if revision == CANONICAL else job_from
        return each(listed, lambda row: read(row, revision))

    def full(self, summary: Job) -> Job:
        return self._job(summary.raw) if summary.model is summary.raw else summary

    def find(self, name: str) -> Job | None:
        """The filter matches any member and knows wildcards, so names are checked again (VBR-T21)."""
        listed = job_rows.named(self._client, name)
        found = [self._job(raw) for raw in listed.rows if raw.get("name") == name]
        if len(found) > 1:
            raise several_jobs(name, found)
        if not found:
            check_absence(listed.gap, f'The job "{name}"')
            return None
        return self._with_state(found[0])

    def get(self, job_id: str) -> Job | None:
        """Raises InvalidInput for what is no id."""
        if not is_guid(job_id):
            raise InvalidInput([("id", f'"{job_id}" is not the id of a job; ids look like {"0" * 8}-0000-…')])
        try:
            raw = self._client.get_or_none(f"/jobs/{segment(job_id)}")
        except RequestRefused as error:
            # So a job is answered that the API cannot show; whether it is one of those, its state tells.
            raw = job_rows.with_id(self._client, job_id) if error.status == 400 else None
            if raw is None:
                raise
        return None if raw is None else self._with_state(self._job(raw))

    def read_back(self, job_id: str, written: Json | None) -> Job | None:  # noqa: ARG002
        """This API shows at once what was done."""
        return self.get(job_id)

    def when_missing(self, name: str) -> str:  # noqa: ARG002
        return ""

    def _job(self, row: Json) -> Job:
        return job_from(row, self._client.revision)

    def _with_state(self, job: Job) -> Job:
        """``job`` with its state from the list of states, for servers that leave it out of the job itself."""
        if job.enabled is not None or not job.manageable:
            return job
        states = self._client.pages("/jobs/states", [("idFilter", job.id)])
        status = next((str(state.get("status", "")) for state in states if state.get("id") == job.id), "")
        return dataclasses.replace(job, enabled=status.lower() != "disabled") if status else job
