# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Say in one revision what was said in another: member names, value spellings, shapes.

A value is walked together with its definition on both sides; what a side does not know is kept as it came. The tables
behind it are ``revisions.py`` and the generated data.
"""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

from ..schema import job_types
from ..schema.revisions import (
    CANONICAL,
    FAILOVER_CLUSTER_AGENT,
    FAILOVER_CLUSTER_CARRIER,
    FAILOVER_CLUSTER_TYPE,
    IMPLIED_MEMBERS,
    MEMBER_NAMES,
    VALUE_NAMES,
)
from ..schema.schemas import Definition, Member, Schema, canonical_schema, load
from ..schema.walk import Walk
from . import guest_credentials

if t.TYPE_CHECKING:
    from ..._model import Json


def to_revision(model: Json, *, job_type: str, revision: str) -> Json:
    """A canonical job (or part of one) as a server of ``revision`` wants it. None members are left out.

    ``job_type`` is canonical. What the revision cannot express is sent as it is: ask ``support.unsupported`` first.
    """
    target = load(revision)
    server_type = job_types.to_revision(job_type, revision)
    result: Json = present(model)
    if server_type in target.job_types:
        walk = _Translation(canonical_schema(), target, IMPLIED_MEMBERS)
        # The edit body has all members of the create body.
        result = walk.object(canonical_schema().edit_body(job_type), result, as_member(target.edit_body(server_type)))
    if "type" in result:
        result["type"] = server_type
    if job_type == FAILOVER_CLUSTER_TYPE and server_type == FAILOVER_CLUSTER_CARRIER:
        result["agentType"] = FAILOVER_CLUSTER_AGENT
    return result


def from_revision(model: Json, *, revision: str, job_type: str | None = None) -> Json:
    """A job as a server of ``revision`` sent it, in canonical words.

    ``job_type`` is canonical and only needed when ``model`` has no ``type``. A type without a schema (VBR-T25)
    keeps its members.
    """
    source = load(revision)
    server_type = str(model.get("type") or (job_type and job_types.to_revision(job_type, revision)))
    canonical = job_types.from_revision(server_type, None if revision == CANONICAL else model)
    result = dict(model)
    if server_type in source.job_types and canonical in canonical_schema().job_types:
        walk = _Translation(source, canonical_schema(), {})
        result = walk.object(source.edit_body(server_type), model, as_member(canonical_schema().edit_body(canonical)))
    if "type" in result:
        result["type"] = canonical
    return result


def body_from_revision(definition: str, value: Json, *, revision: str) -> Json:
    """What a server of ``revision`` sent that is no job, such as an InventoryObjectModel, in canonical words."""
    source = load(revision)
    walk = _Translation(source, canonical_schema(), {})
    there = as_member(canonical_schema().definition(definition))
    return t.cast("Json", walk.object(source.definition(definition), value, there))


def enum_to_revision(enum: str, value: str, *, revision: str) -> str:
    """A canonical value of ``enum`` (canonical name, such as EJobStatus) in the spelling of ``revision``."""
    definition = load(revision).enum(enum)
    return value if definition is None else respelt(enum, value, definition)


def enum_from_revision(enum: str, value: str) -> str:
    """A value of ``enum`` as any server spelt it, in canonical spelling; unknown values as they are."""
    definition = canonical_schema().enum(enum)
    return value if definition is None else respelt(enum, value, definition)


def respelt(enum: str, value: str, definition: Definition) -> str:
    """``value`` of the canonical ``enum`` as ``definition`` (what one revision has of it) spells it, else unchanged.

    The value itself in any case comes first (VBR-T6), then its other name (VBR-T1, VBR-T4, VBR-T13).
    """
    same = definition.value_like(value)
    if same is not None:
        return same
    names = VALUE_NAMES.get(enum, {})
    candidates = [names.get(value), *(newer for newer, older in names.items() if older == value)]
    return next((name for name in candidates if name in definition.values), value)


def member_name(name: str, definition: Definition) -> str:
    """What ``definition`` calls the member that another revision calls ``name`` (VBR-T11)."""
    if name in definition.members:
        return name
    other = MEMBER_NAMES.get(name) or _NEWER_MEMBERS.get(name, name)
    return other if other in definition.members else name


_NEWER_MEMBERS: t.Final = {older: name for name, older in MEMBER_NAMES.items()}


def present(value: t.Any) -> t.Any:
    """``value`` without members that are None: no request may hold null."""
    if isinstance(value, Mapping):
        return {name: present(item) for name, item in value.items() if item is not None}
    return [present(item) for item in value] if isinstance(value, list) else value


# Kinds that have something inside, or are spelt otherwise in another revision.
_WALKED: t.Final = frozenset({"object", "array", "enum"})


def _is_same(member: Member | None, other: Member) -> bool:
    """Whether a value in the place of ``member`` is the same in that of ``other``, whatever it is."""
    return member is None or (member.kind == other.kind and member.kind not in _WALKED)


class PairedWalk(Walk[Member, Definition]):
    """Goes along the schema of another revision too: what is known of a place is what has its place there."""

    def __init__(self, schema: Schema, other: Schema) -> None:
        super().__init__(schema, schema.branch)
        self.other = other

    def inside(self, definition: Definition, here: Definition, value: Mapping[str, t.Any], at: Member) -> Definition:
        """The definition of the other revision that counts for ``value``."""
        del definition, here
        return self.other.branch(self.other.definition(at.ref), value)

    def members(self, definition: Definition, value: t.Any, at: Member) -> t.Any:
        """An object member by member; most are single values that are the same in both."""
        if not isinstance(value, Mapping):
            return self.misfit(definition, value, at)
        here = self._shape_of(definition, value)
        inside = self.inside(definition, here, value, at)
        result: Json = {}
        for name, item in value.items():
            if name in inside.members and _is_same(here.members.get(name), inside.members[name]):
                result[name] = item
                continue
            kept = self.entry(here, name, item, value, inside)
            if kept is not None:
                result[kept[0]] = kept[1]
        return self.completed(here, result)

    def counterpart(self, member: Member | None, item: t.Any, other: Member | None) -> t.Any:
        """What becomes of ``item``; what only one of the two has, and single values of the same kind, stay."""
        if member is None or other is None or _is_same(member, other):
            return item
        return self.place(member, item, other)

    def list(self, member: Member, value: list[t.Any], at: Member) -> t.Any:
        """A list, where the other revision has one too."""
        inner, other = member.items, at.items
        return [self.counterpart(inner, item, other) for item in value]


class _Translation(PairedWalk):
    """From ``schema`` to ``other``.

    ``implied`` names, per definition, the members that are left out where the other revision does not have them.
    """

    def __init__(self, schema: Schema, other: Schema, implied: Mapping[str, frozenset[str]]) -> None:
        super().__init__(schema, other)
        self._implied = implied

    def object(self, definition: Definition, value: t.Any, at: Member) -> t.Any:
        if not isinstance(value, Mapping):
            return value
        if at.kind != "object":
            # Masks were plain texts before 1.3-rev2 (VBR-T38).
            return value.get("path", value) if at.kind == "string" else value
        result = self.members(definition, _reshaped(definition, value, self.other), at)
        return guest_credentials.from_shape(result, self.schema) if at.ref == guest_credentials.DEFINITION else result

    def entry(
        self, here: Definition, name: str, item: t.Any, value: Mapping[str, t.Any], inside: Definition
    ) -> tuple[str, t.Any] | None:
        del value
        new_name = member_name(name, inside)
        counterpart = inside.members.get(new_name)
        if counterpart is None:
            return None if name in self._implied.get(here.name, ()) else (new_name, item)
        return new_name, self.counterpart(here.members.get(name), item, counterpart)

    def enum(self, member: Member, value: t.Any, at: Member) -> t.Any:
        if at.kind != "enum" or not isinstance(value, str):
            return value
        enum = member.ref if self.schema is canonical_schema() else at.ref
        return respelt(enum, value, self.other.definition(at.ref))

    def scalar(self, member: Member, value: t.Any, at: Member) -> t.Any:
        if at.kind == "object" and member.kind == "string" and isinstance(value, str):
            return {"path": value}
        return value


def as_member(definition: Definition) -> Member:
    """A place in which ``definition`` stands."""
    return Member("object", ref=definition.name)


def _reshaped(definition: Definition, value: Mapping[str, t.Any], target: Schema) -> Mapping[str, t.Any]:
    if definition.name == guest_credentials.DEFINITION:
        return guest_credentials.to_shape(value, target)
    inner = value.get("inventoryObject")
    if isinstance(inner, dict) and definition.name == "InventoryObjectModel":
        # Some revisions wrap inventory objects together with their size (VBR-T16).
        return {**inner, **{name: item for name, item in value.items() if name != "inventoryObject"}}
    return value
