# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What jobs are doing: the list of job states."""

from __future__ import annotations

import typing as t

from ..._model import BY_NAME, Order
from ..api import filters as lists
from ..api.rows import FilteredList
from ..api.sorting import sorting
from ..schema import job_types
from ..schema.revisions import CANONICAL
from ..schema.schemas import load

if t.TYPE_CHECKING:
    from collections.abc import Mapping

    from ..._model import Json
    from ..api.client import VbrClient

PATH: t.Final = "/jobs/states"
_STATES: t.Final = FilteredList(PATH, lists.JOB_STATES)
# Members whose values changed their case between revisions (VBR-T6).
_ENUMS: t.Final = {"status": "EJobStatus", "workload": "EJobWorkload"}


def search(client: VbrClient, filters: Mapping[str, t.Any], order: Order = BY_NAME) -> list[Json]:
    """The states that match every filter, sorted by the server, in canonical spelling."""
    wanted = lists.given(filters, client.zone)
    sorted_by = sorting(PATH, order, revision=client.revision)
    return [canonical(state) for state in _STATES.rows(client, wanted, sorted_by)]


def canonical(state: Json) -> Json:
    """``state`` with type, status and workload as the newest revision spells them."""
    spelled = {**state, "type": job_types.from_revision(str(state.get("type", "")))}
    for member, enum in _ENUMS.items():
        value = state.get(member)
        if isinstance(value, str):
            spelled[member] = load(CANONICAL).definition(enum).value_like(value) or value
    return spelled
