# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Lists of jobs with filters. Reads only."""

from __future__ import annotations

import typing as t

from .._errors import InvalidInput
from .api import filters as lists
from .names.job_kinds import AGENTS, FAMILIES, MACHINES, SHARES, Family
from .names.job_lookup import job_from
from .settings.editable import SETTINGS

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from .._model import Job, Json
    from .api.query import EmQuery
    from .api.servers import Servers
    from .names.job_lookup import JobLookup

# Fields that a family cannot be asked for. The entities tell.
_NOT_ASKED: t.Final = {
    MACHINES.kind.name: frozenset[str](),
    AGENTS.kind.name: frozenset({"next_run_after", "next_run_before", "platform"}),
    SHARES.kind.name: frozenset({"platform"}),
}
_ELSEWHERE: t.Final = {"agentbackup": AGENTS, "nasbackup": SHARES}


def search(jobs: JobLookup, query: EmQuery, servers: Servers, filters: Json) -> list[Job]:
    """Jobs that match every filter, by name. Raises InvalidInput for what is no filter, time or type."""
    wanted = lists.given(filters)
    lists.check(wanted, lists.JOBS)
    found = _one(jobs, servers, wanted) if "id" in wanted else _listed(query, servers, wanted)
    return sorted(found, key=lambda job: (job.name.lower(), job.id))


def _one(jobs: JobLookup, servers: Servers, wanted: Json) -> list[Job]:
    job = jobs.get(wanted["id"])
    return [job] if job and servers.fits(job.model) and _keeps(wanted, job) else []


def _listed(query: EmQuery, servers: Servers, wanted: Json) -> Iterator[Job]:
    for family in _families(wanted.get("type")):
        asked = {name: value for name, value in wanted.items() if name not in _NOT_ASKED[family.kind.name]}
        conditions = [*lists.conditions(asked, lists.JOBS), *servers.narrowed()]
        for entity in query.rows(family.kind, conditions, sort="Name"):
            job = job_from(entity, family)
            if _keeps(wanted, job):
                yield job


def _families(job_type: str | None) -> tuple[Family, ...]:
    if job_type is None:
        return FAMILIES
    if job_type.lower() not in {known.lower() for known in SETTINGS}:
        raise InvalidInput([("type", f'"{job_type}" is not one of {", ".join(SETTINGS)}')])
    return (_ELSEWHERE.get(job_type.lower(), MACHINES),)


def _keeps(wanted: Json, job: Job) -> bool:
    of_type = "type" not in wanted or wanted["type"].lower() == job.type.lower()
    return of_type and lists.keeps(wanted, lists.JOBS, job.model)
