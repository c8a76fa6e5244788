# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Settings with exactly one mistake, made of settings without any."""

from __future__ import annotations

import copy
import typing as t

from hypothesis import strategies as st

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.schemas import (
    Definition,
    Member,
    canonical_schema,
)

Json = dict[str, t.Any]
Draw = t.Callable[[st.SearchStrategy[t.Any]], t.Any]
Steps = tuple[str | int, ...]
# Nothing that means something in any place, and no type that anything takes.
_NONSENSE: t.Final = "no such thing"
_WRONG: t.Final[dict[str, t.Any]] = {
    "boolean": "maybe",
    "integer": 1.5,
    "number": "many",
    "uuid": "no id",
    "time": "25:00",
    "string": {"a": 1},
    "date-time": ["today"],
    "enum": _NONSENSE,
    "array": {"a": 1},
    "object": 7,
}


@st.composite
def mistakes(draw: Draw, job_type: str, settings: Json) -> Json:
    """A copy of valid ``settings`` in which one thing is wrong: a member nobody knows, or a value of a wrong kind."""
    spots = list(_spots(canonical_schema().create_body(job_type), settings, ()))
    steps, wrong = draw(st.sampled_from(spots))
    return _with(settings, steps, wrong)


def _spots(definition: Definition, value: Json, steps: Steps) -> t.Iterator[tuple[Steps, t.Any]]:
    """Where a mistake can be made, and the mistake."""
    yield (*steps, "noSuchMember"), 1
    here = canonical_schema().branch(definition, value)
    for name, item in value.items():
        yield from _inside(here.members[name], item, (*steps, name))


def _inside(member: Member, value: t.Any, steps: Steps) -> t.Iterator[tuple[Steps, t.Any]]:
    if member.kind in _WRONG:
        yield steps, _WRONG[member.kind]
    if member.items is not None:
        for index, item in enumerate(value):
            yield from _inside(member.items, item, (*steps, index))
    elif member.kind == "object":
        yield from _spots(canonical_schema().definition(member.ref), value, steps)


def _with(settings: Json, steps: Steps, wrong: t.Any) -> Json:
    changed = copy.deepcopy(settings)
    place: t.Any = changed
    for step in steps[:-1]:
        place = place[step]
    place[steps[-1]] = wrong
    return changed
