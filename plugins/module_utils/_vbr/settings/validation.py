# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Find the mistakes in the settings of a job before anything is sent, and say where they are.

Everything here is pure and speaks the canonical vocabulary.
"""

from __future__ import annotations

import json
import typing as t
from collections.abc import Mapping

from ..._errors import Problem
from ..._paths import Path, last_member
from ..schema import job_types
from ..schema.references import BY_MEMBER, CREDENTIALS_KEYS, Collection, Reference, Shorthand, aliases
from ..schema.revisions import MEMBER_NAMES
from ..schema.scalars import did_you_mean, enum_problem, listed, scalar_problem, shown
from ..schema.schemas import Definition, Member, canonical_schema
from ..schema.walk import PathWalk
from .semantics import contradictions

if t.TYPE_CHECKING:
    from ..._model import Json
    from .memo import Memo

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
    definition = canonical_schema().create_body(job_type)
    # A set is looked through when it is read, and again when it is planned.
    whole = ("validated", job_type)
    if memo.is_settled_as_a_whole(whole, settings):
        return []
    options = [name for name in _OPTIONS if name in settings]
    problems = [Problem((*prefix, name), f"is the option `{_OPTIONS[name]}` of the module") for name in options]
    question, keys = ("validated", definition.name), memo.keys(settings)
    rest = {name: settings[name] for name in memo.unsettled(question, keys) if name not in _OPTIONS}
    found = _mistakes(definition, rest, prefix) if rest else []
    if not found:
        # Of an id and a name one has to be seen beside the other.
        alone = (name for name in keys if name not in BY_MEMBER and name not in definition.references)
        memo.settle(question, (keys[name] for name in alone))
    problems = problems + found or contradictions(job_type, settings, prefix=prefix)
    if not problems:
        memo.settle_as_a_whole(whole, settings)
    return problems


class _Validation(PathWalk):
    """Finds what is wrong, and goes on."""

    def __init__(self) -> None:
        super().__init__(canonical_schema(), shape_of)
        self.found: list[Problem] = []

    def members(self, definition: Definition, value: t.Any, at: Path) -> t.Any:
        if definition.discriminator is not None and isinstance(value, Mapping):
            chosen = value.get(definition.discriminator)
            if chosen is not None and self.schema.branch(definition, value) is definition:
                choices = Definition("", values=tuple(definition.branches))
                return self._note((*at, definition.discriminator), enum_problem(choices, chosen) or "")
        return super().members(definition, value, at)

    def entry(
        self, here: Definition, name: str, item: t.Any, value: Mapping[str, t.Any], inside: Path
    ) -> tuple[str, t.Any] | None:
        member = here.members.get(name)
        # Nothing written is nothing wanted; only the name can be wrong.
        if member is not None:
            if item is not None:
                self.place(member, item, (*inside, name))
        elif item is not None:
            super().entry(here, name, item, value, inside)
        elif name not in here.references:
            self._note((*inside, name), _unknown(here, name))
        return None

    def list(self, member: Member, value: list[t.Any], at: Path) -> t.Any:
        if member.min_items is not None and len(value) < member.min_items:
            self._note(at, f"needs at least {member.min_items} item{'' if member.min_items == 1 else 's'}")
        if member.max_items is not None and len(value) > member.max_items:
            self._note(at, f"can have {member.max_items} items at most, not {len(value)}")
        if member.unique and len({json.dumps(item, sort_keys=True, default=str) for item in value}) < len(value):
            self._note(at, "has the same item twice")
        return super().list(member, value, at)

    def shorthand(self, shorthand: Shorthand, definition: Definition, value: t.Any, at: Path) -> t.Any:
        return value if shorthand.text and isinstance(value, str) else self.members(definition, value, at)

    def reference(
        self, reference: Reference, item: t.Any, value: Mapping[str, t.Any], inside: Path
    ) -> tuple[str, t.Any] | None:
        place = (*inside, reference.alias)
        if reference.member in value:
            self._note(place, f"says the same as {reference.member}, write one of them")
        elif reference.many:
            if not isinstance(item, list) or not all(isinstance(name, str) for name in item):
                self._note(place, f"must be a list of names, not {shown(item)}")
        elif reference.collection is Collection.CREDENTIALS and isinstance(item, Mapping):
            for name in item:
                if name not in CREDENTIALS_KEYS:
                    self._note((*place, name), f"unknown member; known here are {listed(CREDENTIALS_KEYS)}")
        elif not isinstance(item, str):
            self._note(place, f"must be the name of a {reference.collection.value}, not {shown(item)}")
        return None

    def unknown(self, here: Definition, name: str, item: t.Any, inside: Path) -> tuple[str, t.Any] | None:
        del item
        if here.shorthand is None or name not in here.shorthand.extra:
            self._note((*inside, name), _unknown(here, name))
        return None

    def enum(self, member: Member, value: t.Any, at: Path) -> t.Any:
        self._note(at, enum_problem(self.schema.definition(member.ref), value))

    def scalar(self, member: Member, value: t.Any, at: Path) -> t.Any:
        message = scalar_problem(member, value) if member.kind != "any" else None
        if message is not None:
            self._note(at, message + _alias_hint(at, value, message))

    def misfit(self, expected: Definition | Member, value: t.Any, at: Path) -> t.Any:
        if isinstance(expected, Definition):
            self._note(at, f"must have members ({listed(expected.members)}), not {shown(value)}")
        else:
            self._note(at, f"must be a list, not {shown(value)}")

    def _note(self, path: Path, message: str | None) -> None:
        if message is not None:
            self.found.append(Problem(path, message))


def shape_of(definition: Definition, value: Mapping[str, t.Any]) -> Definition:
    """The definition that counts for ``value``: ``definition``, one of its branches, or the likeliest of them.

    The likeliest, where the member that decides is missing or has an unknown value, is the one with the fewest
    mistakes.
    """
    if definition.discriminator is None:
        return definition
    chosen = canonical_schema().branch(definition, value)
    return _likeliest(definition, value) if chosen is definition else chosen


def _likeliest(definition: Definition, value: Mapping[str, t.Any]) -> Definition:
    branches = [canonical_schema().definition(name) for name in dict.fromkeys(definition.branches.values())]
    unknown = [len(value.keys() - branch.members.keys() - _extra(branch)) for branch in branches]
    closest = [branch for branch, count in zip(branches, unknown, strict=True) if count == min(unknown)]
    return _with_fewest_mistakes(closest, value)


def _with_fewest_mistakes(branches: list[Definition], value: Mapping[str, t.Any]) -> Definition:
    """The first of them when several have as few."""
    counts = []
    for branch in branches:
        counts.append(len(_mistakes(branch, value, ())))
        if not counts[-1]:
            return branch
    return branches[counts.index(min(counts))]


def _extra(definition: Definition) -> frozenset[str]:
    return frozenset() if definition.shorthand is None else definition.shorthand.extra


def _mistakes(definition: Definition, value: t.Any, path: Path) -> list[Problem]:
    walk = _Validation()
    walk.object(definition, value, path)
    return walk.found


# Members of 1.2 that are inside of another one now (VBR-T14).
_MOVED: t.Final = {"windowsCredsId": "credentials", "linuxCredsId": "credentials"}


def _unknown(definition: Definition, name: str) -> str:
    newer = _MOVED.get(name) or next((canonical for canonical, older in MEMBER_NAMES.items() if older == name), None)
    if newer in definition.members:
        return f"unknown member; the newest API calls it {newer}"
    known = [*definition.members, *definition.references]
    return f"unknown member{did_you_mean(name, known) or f'; known here are {listed(known)}'}"


def _alias_hint(path: Path, value: t.Any, message: str) -> str:
    member = last_member(path)
    reference = aliases([member]).get(next(iter(aliases([member])), ""))
    if reference is None or not isinstance(value, str) or "is not an id" not in message:
        return ""
    return f"; to give a name write {reference.alias}"
