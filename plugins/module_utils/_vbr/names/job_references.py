# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Which other jobs the settings of a job refer to. Pure."""

from __future__ import annotations

import typing as t
from collections.abc import Iterator, Mapping

# Where references to jobs stand, by the top member of the settings; ``*`` stands for every item of a list.
_PLACES: t.Final = (
    ("schedule", "afterThisJob", "jobName"),
    ("primaryJob",),
    ("primaryJobId",),
    ("secondaryTargets", "*", "primaryJob"),
    ("secondaryTargets", "*", "primaryJobId"),
    ("sourceObjects", "includes", "jobs", "*"),
    ("sourceObjects", "excludes", "jobs", "*"),
    ("linkedJobs", "includes", "*"),
    ("unstructuredLinkedJobs", "includes", "*"),
)


def referenced_jobs(settings: Mapping[str, t.Any]) -> Iterator[str]:
    """The name of every job that ``settings`` (or a whole job) refer to; ids where ids are written."""
    for place in _PLACES:
        if place[0] in settings:
            for found in _at(settings, place):
                yield from _names(found)


def _at(value: t.Any, place: tuple[str, ...]) -> Iterator[t.Any]:
    if not place:
        yield value
    elif place[0] == "*":
        for item in value if isinstance(value, list) else ():
            yield from _at(item, place[1:])
    elif isinstance(value, Mapping) and place[0] in value and not _is_off(value, place[0]):
        yield from _at(value[place[0]], place[1:])


def _is_off(value: Mapping[str, t.Any], member: str) -> bool:
    """A chain that is switched off keeps the name of the job that it once had."""
    return member == "jobName" and value.get("isEnabled") is False


def _names(found: t.Any) -> Iterator[str]:
    if isinstance(found, str) and found:
        yield found
    elif isinstance(found, Mapping):
        yield from (str(found[member]) for member in ("name", "id") if found.get(member))
