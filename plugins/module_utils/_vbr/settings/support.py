# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What a job wants and the server's revision of the API does not have."""

from __future__ import annotations

import typing as t
from collections.abc import Iterator, Mapping

from ..._errors import Problem
from ..schema import job_types
from ..schema.revisions import IMPLIED_MEMBERS, IMPLIED_VALUES, REVISIONS, product
from ..schema.scalars import shown
from ..schema.schemas import Definition, Member, Schema, branch_key, canonical_schema, load
from ..schema.walk import Walk
from . import guest_credentials
from .translation import PairedWalk, as_member, member_name, respelt

if t.TYPE_CHECKING:
    from ..._model import Json
    from ..._paths import Path
    from .memo import Memo


def unsupported(
    job_type: str, settings: Json, revision: str, *, memo: Memo, prefix: Path = ("settings",)
) -> list[Problem]:
    """Settings (canonical, names of references allowed) that a server of ``revision`` does not have.

    Each problem names the setting, the revision of the server and the first revision that has it. Empty means that
    every setting can be expressed.
    """
    gaps = dict(_gaps(job_type, settings, revision, memo))
    if not gaps:
        return []
    elsewhere = {other: dict(_gaps(job_type, settings, other, memo)) for other in REVISIONS if other != revision}
    return [
        Problem((*prefix, *path) if path else ("type",), f"{what} {_advice(path, revision, elsewhere)}")
        for path, what in gaps.items()
    ]


def without_implied(job_type: str, settings: Json, revision: str, *, memo: Memo) -> Json:
    """``settings`` without the members that ``revision`` does not have and whose values are what it does anyway.

    What is left can be compared with what the server reports.
    """
    question, keys = ("expressible", job_type, revision), memo.passing_keys(settings)
    rest = {name: settings[name] for name in memo.unsettled(question, keys)}
    if not rest:
        return settings
    target = load(revision)
    walk = _Expressible(canonical_schema(), target)
    kept = walk.object(canonical_schema().edit_body(job_type), rest, _body(job_type, target))
    memo.settle(question, (keys[name] for name in rest if kept.get(name) == rest[name]))
    return {name: kept.get(name, value) for name, value in settings.items() if name in kept or name not in rest}


def _gaps(job_type: str, settings: Json, revision: str, memo: Memo) -> Iterator[tuple[Path, str]]:
    if not job_types.is_creatable(job_type, revision):
        yield (), f"jobs of the type {job_type} cannot be managed by API revision {revision}, which this server speaks;"
        return
    question, keys = ("supported", job_type, revision), memo.keys(settings)
    rest = {name: settings[name] for name in memo.unsettled(question, keys)}
    if not rest:
        return
    target = load(revision)
    walk = _Gaps(target)
    walk.object(canonical_schema().edit_body(job_type), rest, (_body(job_type, target), ()))
    yield from walk.found
    if not walk.found:
        memo.settle(question, keys.values())


def _advice(path: Path, revision: str, elsewhere: Mapping[str, Mapping[Path, str]]) -> str:
    able = [other for other, gaps in elsewhere.items() if path not in gaps and () not in gaps]
    newer = [other for other in able if REVISIONS.index(other) > REVISIONS.index(revision)]
    if newer:
        return f"it needs {newer[0]} ({product(newer[0])}) or newer"
    return f"the last revision that had it is {able[-1]}" if able else "no revision has it"


def _body(job_type: str, target: Schema) -> Member:
    return as_member(target.edit_body(job_types.to_revision(job_type, target.revision)))


class _Expressible(PairedWalk):
    """Leaves out what the other revision does not have and does all the same."""

    def object(self, definition: Definition, value: t.Any, at: Member) -> t.Any:
        if at.kind == "object" or not isinstance(value, Mapping):
            return super().object(definition, value, at)
        # Masks were plain texts before 1.3-rev2: only the path is left (VBR-T38).
        return {name: item for name, item in value.items() if name == "path"}

    def entry(
        self, here: Definition, name: str, item: t.Any, value: Mapping[str, t.Any], inside: Definition
    ) -> tuple[str, t.Any] | None:
        if name in IMPLIED_MEMBERS.get(here.name, ()) and name not in inside.members:
            return None
        del value
        other = inside.members.get(member_name(name, inside))
        return name, self.counterpart(here.members.get(name), item, other)


class _Gaps(Walk["tuple[Member, Path]", "tuple[Definition, Path]"]):
    """Looks for what ``target`` lacks of the canonical schema."""

    def __init__(self, target: Schema) -> None:
        super().__init__(canonical_schema(), canonical_schema().branch)
        self._target = target
        self.found: list[tuple[Path, str]] = []

    def object(self, definition: Definition, value: t.Any, at: tuple[Member, Path]) -> t.Any:
        after, path = at
        if after.kind == "object":
            return super().object(definition, value, at)
        if after.kind == "string" and isinstance(value, Mapping):
            # Masks were plain texts before 1.3-rev2 (VBR-T38).
            for name, member in definition.members.items():
                if name != "path" and value.get(name) is not None:
                    self._unimplied(member, value[name], (*path, name))
        return value

    def members(self, definition: Definition, value: t.Any, at: tuple[Member, Path]) -> t.Any:
        there = self._target.definition(at[0].ref)
        chosen = value.get(there.discriminator or "") if isinstance(value, Mapping) else None
        if isinstance(chosen, str) and there.branches and branch_key(there, chosen) is None:
            self._lacks((*at[1], str(there.discriminator)), f"{shown(chosen)} does not exist")
            return value
        return super().members(definition, value, at)

    def inside(
        self, definition: Definition, here: Definition, value: Mapping[str, t.Any], at: tuple[Member, Path]
    ) -> tuple[Definition, Path]:
        del definition
        after, path = at
        if here.name == guest_credentials.DEFINITION:
            self.found += guest_credentials.gaps(value, self._target, path)
        return self._target.branch(self._target.definition(after.ref), value), path

    def entry(
        self,
        here: Definition,
        name: str,
        item: t.Any,
        value: Mapping[str, t.Any],
        inside: tuple[Definition, Path],
    ) -> tuple[str, t.Any] | None:
        del value
        after, path = inside
        # A name in the place of an id can be written where the id can.
        member = here.references[name].member if name in here.references else name
        if item is None or member not in here.members or self._is_elsewhere(here, member):
            return None
        counterpart = after.members.get(member_name(member, after))
        if counterpart is not None:
            self.place(here.members[member], item, (counterpart, (*path, name)))
        elif member not in IMPLIED_MEMBERS.get(here.name, ()):
            self._lacks((*path, name), "does not exist")
        else:
            self._unimplied(here.members[member], item, (*path, name))
        return None

    def list(self, member: Member, value: list[t.Any], at: tuple[Member, Path]) -> t.Any:
        return value if at[0].items is None else super().list(member, value, at)

    def item(self, at: tuple[Member, Path], index: int) -> tuple[Member, Path]:
        after, path = at
        return t.cast("Member", after.items), (*path, index)

    def enum(self, member: Member, value: t.Any, at: tuple[Member, Path]) -> t.Any:
        after, path = at
        if after.kind == "enum" and isinstance(value, str):
            known = self._target.definition(after.ref)
            if respelt(member.ref, value, known) not in known.values:
                self._lacks(path, f"{shown(value)} does not exist")
        return value

    def _unimplied(self, member: Member, value: t.Any, path: Path) -> None:
        """A value that is not what a server does that lacks the member."""
        implied = IMPLIED_VALUES.get(member.ref)
        if implied is not None and str(value).lower() not in {known.lower() for known in implied}:
            self._lacks(path, f"{shown(value)} does not exist")

    def _is_elsewhere(self, definition: Definition, name: str) -> bool:
        return name in guest_credentials.reshaped(definition.name, self._target)

    def _lacks(self, path: Path, what: str) -> None:
        self.found.append((path, f"{what} in API revision {self._target.revision}, which this server speaks;"))
