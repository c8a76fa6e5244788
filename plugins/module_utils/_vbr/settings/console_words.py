# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""The words of the product's console beside the path of a setting, for who knows the console and not the setting.

The table is read when there is something to say, that is, when something is wrong.
"""

from __future__ import annotations

import functools
import json
import typing as t

from ..._errors import Problem
from ..schema.references import BY_MEMBER
from ..schema.schemas import canonical_schema

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..._paths import Path
    from ..schema.schemas import Definition, Member

_MEMBERS: t.Final = {reference.alias: reference.member for reference in BY_MEMBER.values()}


def with_console_words(job_type: str, problems: Iterable[Problem], *, prefix: Path = ("settings",)) -> list[Problem]:
    """``problems`` of settings (canonical), with what the console calls each setting where that is known."""
    found = []
    for problem in problems:
        inside = problem.path[: len(prefix)] == prefix
        label = _label(job_type, problem.path[len(prefix) :]) if inside else ""
        found.append(problem._replace(message=f'{problem.message} (in the console: "{label}")') if label else problem)
    return found


def _label(job_type: str, path: Path) -> str:
    """What the console calls the setting at ``path``, "" when that is not known or there is no such setting."""
    here = [canonical_schema().create_body(job_type)]
    label = ""
    for step in path:
        # An item is called like its list.
        if isinstance(step, str):
            known = list(_members(here, step))
            said = [words for name, member, dummy in known if (words := _words(job_type, name, member)) is not None]
            label = next((words for words in said if words), "")
            if said and not label:
                # What the console does not show in this job type, it shows no part of.
                return ""
            here = [
                canonical_schema().definition(inner.ref) for dummy, dummy2, inner in known if inner.kind == "object"
            ]
    return label


def _members(definitions: list[Definition], step: str) -> Iterator[tuple[str, str, Member]]:
    """Definition, name and member that ``step`` is, in any of the shapes that the object may have."""
    branches = [canonical_schema().definition(name) for each in definitions for name in each.branches.values()]
    for definition in (*definitions, *branches):
        name = step if step in definition.members else _MEMBERS.get(step, "")
        member = definition.members.get(name)
        if member is not None:
            while member.items is not None:
                member = member.items
            yield definition.name, name, member


def _words(job_type: str, definition: str, member: str) -> str | None:
    """The label, "" when this job type does not show the member, None when nothing is known."""
    table = _table()
    return table.get((f"{job_type}/{definition}", member), table.get((definition, member)))


@functools.cache
def _table() -> Mapping[tuple[str, str], str]:
    from ..schema.data_console import LABELS

    return {
        (place, member): label
        for label, places in json.loads(LABELS).items()
        for place, members in places.items()
        for member in members
    }
