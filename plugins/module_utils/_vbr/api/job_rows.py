# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""The list of jobs, with the jobs that it only counts: those of types that the API has no model of.

A live 13.1 server counts its Proxmox VE and Nutanix AHV jobs in ``total`` of ``/jobs`` and leaves them out of ``data``;
13.0.x calls their type ``Unknown``. All of them are in ``/jobs/states``, and can be started, stopped, enabled and
disabled by their ids.
"""

from __future__ import annotations

import typing as t

from ..._errors import RequestRefused, UnusableAnswer
from ..._model import Gap, Listed, identified
from ..schema import job_types
from .client import segment
from .paging import as_needed

if t.TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ..._model import Json, Reading
    from .client import VbrClient
    from .paging import Fetch, Order

    Params = Sequence[tuple[str, str]]

JOBS: t.Final = "/jobs"
STATES: t.Final = "/jobs/states"
BY_NAME: t.Final = (("orderColumn", "Name"), ("orderAsc", "true"))
# Rows that a list lacks are asked for one by one; of a list that lacks more than that not much would be left.
_MOST_FETCHED: t.Final = 20
_WHAT: t.Final = "the list of jobs"


def rows(client: VbrClient, asked: Params = BY_NAME, *, order: Callable[[Fetch], Order] = as_needed) -> Reading[Json]:
    """Every job as the server lists it; then those that it counts and lists elsewhere.

    ``asked`` are filters and columns to sort by that both lists have. Jobs without a model come with id, name, type,
    description and whether they are disabled. The end is the gap that the states do not explain, of which the user is
    told.
    """
    known: set[str] = set()
    listed = identified(client.unexplained_pages(JOBS, asked, order=order), _WHAT)
    gap: Gap | None = None
    while True:
        try:
            row = next(listed)
        except StopIteration as end:
            gap = end.value
            break
        known.add(str(row.get("id")).lower())
        yield row
    if gap is None:
        return None
    return client.warn_of((yield from _missing(client, asked, known, gap)))


def pages(client: VbrClient, path: str, asked: Params, page_size: int) -> Reading[Json]:  # noqa: ARG001
    """``rows``, for a ``FilteredList``."""
    return rows(client, asked)


def named(client: VbrClient, name: str) -> Listed[Json]:
    """The jobs that the name filter finds for ``name`` (it looks at other members too and knows wildcards, VBR-T21).

    When none of them is called so, the states are asked as well, in case the server does not even count what it does
    not list.
    """
    asked = [*BY_NAME, ("nameFilter", name)]
    found = Listed.of(rows(client, asked))
    if found.gap is None and not any(row.get("name") == name for row in found.rows):
        known = {str(row.get("id")).lower() for row in found.rows}
        return Listed([*found.rows, *_elsewhere(client, asked, known)])
    return found


def with_id(client: VbrClient, job_id: str) -> Json | None:
    """The job without a model that has this id, None when the states do not have it. Raises what a request does."""
    for state in client.pages(STATES, [("idFilter", job_id)]):
        if str(state.get("id")).lower() == job_id.lower() and not has_model(client, state.get("type")):
            return as_job(state)
    return None


def as_job(state: Json) -> Json:
    """As much of a job as its state tells."""
    job = {member: state[member] for member in ("id", "name", "type", "description") if state.get(member) is not None}
    status = str(state.get("status") or "")
    return {**job, "isDisabled": status.lower() == "disabled"} if status else job


def has_model(client: VbrClient, job_type: t.Any) -> bool:
    """Whether the server's revision can show and change jobs of a type, as the server spells it."""
    return job_types.is_creatable(job_types.from_revision(str(job_type)), client.revision)


def _missing(client: VbrClient, asked: Params, known: set[str], gap: Gap) -> Reading[Json]:
    """The jobs of the states that ``known`` lacks, each of which explains a missing row; the end is the gap then."""
    delivered = gap.delivered
    for job in _elsewhere(client, asked, known):
        delivered += 1
        yield job
    return Gap(_WHAT, gap.promised, delivered) if delivered < gap.promised else None


def _elsewhere(client: VbrClient, asked: Params, known: set[str]) -> Iterator[Json]:
    """The jobs of the states that ``known`` lacks: those whose type has a model, fetched by id, then the others."""
    unknown = [row for row in _states(client, asked) if str(row.get("id")).lower() not in known]
    listable = [row for row in unknown if has_model(client, row.get("type"))]
    for state in listable[:_MOST_FETCHED]:
        job = _fetched(client, str(state.get("id")))
        if job is not None:
            yield job
    yield from (as_job(row) for row in unknown if not has_model(client, row.get("type")))


def _fetched(client: VbrClient, job_id: str) -> Json | None:
    try:
        found = client.get_or_none(f"{JOBS}/{segment(job_id)}")
    except RequestRefused:
        return None
    return found if isinstance(found, dict) else None


def _states(client: VbrClient, asked: Params) -> list[Json]:
    """The states, none when the server cannot tell them: some fail at a job that is in a state they do not know."""
    try:
        return Listed.of(identified(client.unexplained_pages(STATES, asked), _WHAT)).rows
    except (RequestRefused, UnusableAnswer):
        return []
