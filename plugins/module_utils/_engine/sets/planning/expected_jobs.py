# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Jobs that do not exist yet, or not under their name: later entries of a set may refer to them all the same."""

from __future__ import annotations

import dataclasses
import typing as t
import uuid

from ...._model import Job
from ..planned_job import Create, Update

if t.TYPE_CHECKING:
    from collections.abc import Container

    from ...._product import JobPlanning
    from ..planned_job import PlannedJob

_NOT_YET: t.Final = uuid.UUID("6f6d6f6d-0000-4000-8000-6e6f74796574")


class ExpectedJobs:
    """What the plan of a set will have made. ``referenced`` are the names that matter."""

    def __init__(self, planning: JobPlanning, referenced: Container[str]) -> None:
        self._planning = planning
        self._referenced = referenced
        self._made: dict[str, Job] = {}

    def named(self, name: str) -> Job | None:
        """The job that the plan makes under this name. Its id is made up."""
        return self._made.get(name)

    def note(self, job: PlannedJob, observed: Job | None) -> None:
        """Let later entries refer to what becomes of ``job``; ``observed`` is what there is of it now."""
        if job.name not in self._referenced:
            return
        if isinstance(job, Create):
            self._expect(job)
        elif isinstance(job, Update) and observed is not None and observed.name != job.name:
            renamed = dataclasses.replace(observed, name=job.name, raw={**observed.raw, "name": job.name})
            self._planning.prime([renamed])

    def _expect(self, job: Create) -> None:
        model = job.plan.model
        identifier = str(uuid.uuid5(_NOT_YET, job.name))
        job_type = str(model.get("type") or job.plan.desired.type)
        expected = Job(identifier, job.name, job_type, model)
        self._made[job.name] = expected
        raw = {"id": identifier, "name": job.name, "type": job_type}
        self._planning.prime([dataclasses.replace(expected, raw=raw)])
