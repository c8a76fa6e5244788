# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Finding jobs, of whatever family. Reads only."""

from __future__ import annotations

import typing as t

from ..._errors import Ambiguous, check_absence
from ..._model import Job, Listed, each
from ..api.query import Where
from ..api.servers import COLLECT_HINT, server_of
from ..api.shapes import guid
from .job_kinds import FAMILIES, Family, family_of

if t.TYPE_CHECKING:
    from ..._model import Gap, Json, Reading
    from ..api.client import EmClient
    from ..api.query import EmQuery
    from ..api.servers import Servers


def job_from(entity: Json, family: Family) -> Job:
    """A job of its entity. Its id is its UID, which also says where it lives."""
    enabled = entity.get("ScheduleEnabled")
    return Job(
        id=f"urn:veeam:{family.kind.name}:{guid(entity.get('UID') or entity.get('Href'))}",
        name=str(entity.get("Name", "")),
        type=str(entity.get("JobType") or family.job_type),
        model=entity,
        # Not ScheduleConfigured, which says that there is a schedule at all (EM-T66).
        enabled=enabled if isinstance(enabled, bool) else None,
        raw=entity,
    )


class JobLookup:
    """The jobs of the chosen backup server, or of all."""

    def __init__(self, client: EmClient, query: EmQuery, servers: Servers) -> None:
        self._client = client
        self._query = query
        self._servers = servers
        self._near: dict[str, list[str]] = {}

    def all(self) -> Reading[Job]:
        """Every job, in the order of names within a family. Ends with the gap of the list, if any."""
        gap: Gap | None = None
        for family in FAMILIES:
            missing = yield from self._family(family)
            gap = gap or missing
        return gap

    def _family(self, family: Family) -> Reading[Job]:
        found = self._query.rows(family.kind, self._servers.narrowed(), sort="Name")
        return each(found, lambda entity: job_from(entity, family))

    def summaries(self) -> Reading[Job]:
        """The same as ``all``: there is no quicker way to a job here."""
        return self.all()

    def full(self, summary: Job) -> Job:
        return summary

    def find(self, name: str) -> Job | None:
        """The job with exactly this name, None when there is none.

        Raises IncompleteList when it was not found in a list that lacks rows, and Ambiguous with the backup servers
        when there are several: names are unique on one of them only (EM-T58).
        """
        listed = [self._named(family, name) for family in FAMILIES]
        found = [job for each_list in listed for job in each_list.rows]
        jobs = [job for job in found if job.name == name]
        self._near[name] = [job.name for job in found if job.name != name]
        if len(jobs) > 1:
            raise Ambiguous(
                f'There are {len(jobs)} jobs "{name}". Choose one with backup_server, or by its id:',
                candidates=[f"{job.type} job on {server_of(job.raw).name} ({job.id})" for job in jobs],
            )
        if not jobs:
            for each_list in listed:
                check_absence(each_list.gap, f'The job "{name}"')
            return None
        return jobs[0]

    def get(self, job_id: str) -> Job | None:
        """The job with this UID or guid as it is now, None when it does not exist."""
        known = family_of(job_id)
        # The vendor's examples show agent jobs with the UID of another family (EM-T49), hence the others too.
        for family in sorted(FAMILIES, key=lambda each: each is not known):
            entity = self._client.entity(f"{family.kind.path}/{guid(job_id)}") if guid(job_id) else None
            if entity is not None:
                return job_from(entity, family)
        return None

    def when_missing(self, name: str) -> str:
        """What to say about a job that should exist and was not found."""
        near = ", ".join(f'"{other}"' for other in self._near.get(name, ()))
        return (f"Mind the letter case: there is {near}. " if near else "") + COLLECT_HINT

    def _named(self, family: Family, name: str) -> Listed[Job]:
        conditions = [Where("Name", name, any_case=True), *self._servers.narrowed()]
        found = self._query.rows(family.kind, conditions)
        return Listed.of(each(found, lambda entity: job_from(entity, family)))
