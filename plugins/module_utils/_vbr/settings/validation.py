# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Find the mistakes in the settings of a job before anything is sent, and say where they are.

Everything here is pure and speaks the canonical vocabulary. PRIVATE to the collection.
"""

from __future__ import annotations

import json
import typing as t
from collections.abc import Iterator, Mapping

from ..._errors import Problem
from ..._paths import Path, last_member
from ..schema import job_types
from ..schema.references import BY_ALIAS, BY_MEMBER, CREDENTIALS_KEYS, SHORTHANDS, Collection, Reference, aliases
from ..schema.revisions import MEMBER_NAMES
from ..schema.scalars import did_you_mean, enum_problem, listed, scalar_problem, shown
from ..schema.schemas import Definition, Member, vocabulary
from .semantics import contradictions

if t.TYPE_CHECKING:
    from ..._model import Json
    from .memo import Memo

Found = Iterator[Problem]

# Members of a job body that options of the module stand for.
_OPTIONS: t.Final = {"name": "name", "type": "type", "id": "id", "isDisabled": "enabled"}


def type_problem(job_type: str) -> Problem | None:
    """Why ``job_type`` (canonical spelling) cannot be managed, None when it can."""
    if job_type in job_types.creatable_types():
        return None
    if job_type in job_types.all_types():
        return Problem(("type",), f"the API lists jobs of the type {job_type} and can neither create nor change them")
    creatable = job_types.creatable_types()
    meant = job_types.canonical_spelling(job_type)
    hint = f"; did you mean {meant}?" if meant else did_you_mean(job_type, creatable)
    return Problem(("type",), f"{shown(job_type)} is not one of {listed(creatable)}{hint}")


def validate_settings(job_type: str, settings: Json, *, memo: Memo, prefix: Path = ("settings",)) -> list[Problem]:
    """Everything in ``settings`` that no server could accept: unknown members, wrong types and values, contradictions.

    Names in the place of ids are accepted where ``references`` says so. Nothing is reported as missing: an update may
    leave out what it does not change, see ``missing_members``.
    """
    wrong_type = type_problem(job_type)
    if wrong_type is not None:
        return [wrong_type]
    definition = vocabulary().create_body(job_type)
    options = [name for name in _OPTIONS if name in settings]
    problems = [Problem((*prefix, name), f"is the option `{_OPTIONS[name]}` of the module") for name in options]
    keys = memo.keys(("validated", definition.name), settings)
    rest = {name: settings[name] for name in memo.unsettled(keys) if name not in _OPTIONS}
    found = list(_object(definition, rest, prefix))
    if not found:
        # Of an id and a name one has to be seen beside the other.
        memo.settle(key for name, key in keys.items() if name not in BY_MEMBER and name not in BY_ALIAS)
    return problems + found or contradictions(job_type, settings, prefix=prefix)


def _object(definition: Definition, value: t.Any, path: Path) -> Found:
    shorthand = SHORTHANDS.get(definition.name)
    if shorthand is not None and shorthand.text and isinstance(value, str):
        return
    if not isinstance(value, Mapping):
        yield Problem(path, f"must have members ({listed(definition.members)}), not {shown(value)}")
        return
    if definition.discriminator is None:
        yield from _members(definition, value, path)
        return
    branch = vocabulary().branch(definition, value)
    chosen = value.get(definition.discriminator)
    if chosen is None:
        yield from _members(likeliest_branch(definition, value), value, path)
    elif branch is definition:
        choices = Definition("", values=tuple(definition.branches))
        yield Problem((*path, definition.discriminator), enum_problem(choices, chosen) or "")
    else:
        yield from _members(branch, value, path)


def likeliest_branch(definition: Definition, value: Mapping[str, t.Any]) -> Definition:
    """The shape that somebody meant who left out what decides between the shapes: the one with the fewest problems."""
    branches = [vocabulary().definition(name) for name in dict.fromkeys(definition.branches.values())]
    unknown = [len(value.keys() - branch.members.keys() - _extra(branch)) for branch in branches]
    closest = [branch for branch, count in zip(branches, unknown, strict=True) if count == min(unknown)]
    return min(closest, key=lambda branch: len(list(_members(branch, value, ()))))


def _extra(definition: Definition) -> frozenset[str]:
    shorthand = SHORTHANDS.get(definition.name)
    return frozenset() if shorthand is None else shorthand.extra


def _members(definition: Definition, value: Mapping[str, t.Any], path: Path) -> Found:
    allowed = aliases(definition.members)
    shorthand = SHORTHANDS.get(definition.name)
    for name, item in value.items():
        place = (*path, name)
        if item is None:
            # Nothing written is nothing wanted; only the name can be wrong.
            known = name in definition.members or name in allowed
            yield from () if known else _unknown(definition, name, place)
        elif name in definition.members:
            yield from _place(definition.members[name], item, place)
        elif name in allowed:
            yield from _alias(allowed[name], item, path, both=allowed[name].member in value)
        elif shorthand is None or name not in shorthand.extra:
            yield from _unknown(definition, name, place)


# Members of 1.2 that are inside of another one now (T14).
_MOVED: t.Final = {"windowsCredsId": "credentials", "linuxCredsId": "credentials"}


def _unknown(definition: Definition, name: str, path: Path) -> Found:
    newer = _MOVED.get(name) or next((canonical for canonical, older in MEMBER_NAMES.items() if older == name), None)
    if newer in definition.members:
        yield Problem(path, f"unknown member; the newest API calls it {newer}")
        return
    known = [*definition.members, *aliases(definition.members)]
    hint = did_you_mean(name, known) or f"; known here are {listed(known)}"
    yield Problem(path, f"unknown member{hint}")


def _alias(reference: Reference, value: t.Any, path: Path, *, both: bool) -> Found:
    place = (*path, reference.alias)
    if both:
        yield Problem(place, f"says the same as {reference.member}, write one of them")
    elif reference.many:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            yield Problem(place, f"must be a list of names, not {shown(value)}")
    elif reference.collection is Collection.CREDENTIALS and isinstance(value, Mapping):
        for name in value:
            if name not in CREDENTIALS_KEYS:
                yield Problem((*place, name), f"unknown member; known here are {listed(CREDENTIALS_KEYS)}")
    elif not isinstance(value, str):
        yield Problem(place, f"must be the name of a {reference.collection.value}, not {shown(value)}")


def _place(member: Member, value: t.Any, path: Path) -> Found:
    if member.kind == "object":
        yield from _object(vocabulary().definition(member.ref), value, path)
    elif member.kind == "array":
        yield from _array(member, value, path)
    elif member.kind == "enum":
        message = enum_problem(vocabulary().definition(member.ref), value)
        if message is not None:
            yield Problem(path, message)
    elif member.kind != "any":
        message = scalar_problem(member, value)
        if message is not None:
            yield Problem(path, message + _alias_hint(path, value, message))


def _alias_hint(path: Path, value: t.Any, message: str) -> str:
    member = last_member(path)
    reference = aliases([member]).get(next(iter(aliases([member])), ""))
    if reference is None or not isinstance(value, str) or "is not an id" not in message:
        return ""
    return f"; to give a name write {reference.alias}"


def _array(member: Member, value: t.Any, path: Path) -> Found:
    if not isinstance(value, list):
        yield Problem(path, f"must be a list, not {shown(value)}")
        return
    if member.min_items is not None and len(value) < member.min_items:
        yield Problem(path, f"needs at least {member.min_items} item{'' if member.min_items == 1 else 's'}")
    if member.max_items is not None and len(value) > member.max_items:
        yield Problem(path, f"can have {member.max_items} items at most, not {len(value)}")
    if member.unique and len({json.dumps(item, sort_keys=True, default=str) for item in value}) < len(value):
        yield Problem(path, "has the same item twice")
    for index, item in enumerate(value):
        yield from _place(t.cast("Member", member.items), item, (*path, index))
