# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Find the job that is meant, and the one that it is cloned from. One set of rules for one job and for many."""

from __future__ import annotations

import re
import typing as t

from .._errors import InvalidInput, NotFound
from .desired import State

if t.TYPE_CHECKING:
    from .._model import Job
    from .desired import DesiredJob

_ID: t.Final = re.compile(r"(urn:veeam:\w+:)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class Lookup(t.Protocol):
    """Knows the jobs of a server: ``JobReader`` asks it, a set looks into the list that it has read."""

    def get(self, job_id: str) -> Job | None:
        """The job with this id, None when there is none."""

    def find(self, name: str) -> Job | None:
        """The job with exactly this name, None when there is none. Raises Ambiguous."""


def locate(desired: DesiredJob, lookup: Lookup) -> Job | None:
    """The job that ``desired`` is about, None when there is none.

    An id says it all; otherwise the name does, or the previous one. Raises Ambiguous, NotFound, InvalidInput.
    """
    if desired.id is not None:
        found = lookup.get(desired.id)
        if found is None and desired.state is State.PRESENT:
            raise NotFound(f"There is no job with the id {desired.id}. Leave the id out to create the job by its name.")
        return found
    found = lookup.find(desired.name or "")
    if desired.previous_name is None:
        return found
    previous = lookup.find(desired.previous_name)
    if found is not None and previous is not None and desired.state is State.PRESENT:
        raise InvalidInput([("previous_name", _in_the_way(desired.previous_name, previous, found))])
    return found or previous


def clone_source(wanted: str, lookup: Lookup) -> Job:
    """The job that ``clone_from`` means, a name or an id. Raises NotFound, Ambiguous."""
    source = lookup.get(wanted) if _ID.fullmatch(wanted) else lookup.find(wanted)
    if source is None:
        raise NotFound(f'There is no job "{wanted}" to clone (clone_from).')
    return source


def _in_the_way(previous_name: str, previous: Job, found: Job) -> str:
    return (
        f'there is a job "{previous_name}" (id {previous.id}) and also a job "{found.name}" (id {found.id}): the first '
        "cannot get the name of the second. Delete or rename one of them"
    )
