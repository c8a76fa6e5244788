# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Say in one revision what was said in another: member names, value spellings, shapes.

A value is walked together with its definition on both sides; what a side does not know is kept as it came. The tables
behind it are ``revisions.py`` and the generated data. PRIVATE to the collection.
"""

from __future__ import annotations

import typing as t
from collections.abc import Mapping
from dataclasses import dataclass

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
from ..schema.schemas import Definition, Member, Schema, load, vocabulary
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
        walk = _Walk(vocabulary(), target, IMPLIED_MEMBERS)
        # The edit body has all members of the create body.
        result = walk.object(vocabulary().edit_body(job_type), target.edit_body(server_type), result)
    if "type" in result:
        result["type"] = server_type
    if job_type == FAILOVER_CLUSTER_TYPE and server_type == FAILOVER_CLUSTER_CARRIER:
        result["agentType"] = FAILOVER_CLUSTER_AGENT
    return result


def from_revision(model: Json, *, revision: str, job_type: str | None = None) -> Json:
    """A job as a server of ``revision`` sent it, in canonical words.

    ``job_type`` is canonical and only needed when ``model`` has no ``type``. A type without a schema (T25) keeps its
    members.
    """
    source = load(revision)
    server_type = str(model.get("type") or (job_type and job_types.to_revision(job_type, revision)))
    canonical = job_types.from_revision(server_type, None if revision == CANONICAL else model)
    result = dict(model)
    if server_type in source.job_types and canonical in vocabulary().job_types:
        walk = _Walk(source, vocabulary(), {})
        result = walk.object(source.edit_body(server_type), vocabulary().edit_body(canonical), model)
    if "type" in result:
        result["type"] = canonical
    return result


def body_from_revision(definition: str, value: Json, *, revision: str) -> Json:
    """What a server of ``revision`` sent that is no job, such as an InventoryObjectModel, in canonical words."""
    source = load(revision)
    walk = _Walk(source, vocabulary(), {})
    return walk.object(source.definition(definition), vocabulary().definition(definition), value)


def enum_to_revision(enum: str, value: str, *, revision: str) -> str:
    """A canonical value of ``enum`` (canonical name, such as EJobStatus) in the spelling of ``revision``."""
    definition = load(revision).enum(enum)
    return value if definition is None else respelt(enum, value, definition)


def enum_from_revision(enum: str, value: str) -> str:
    """A value of ``enum`` as any server spelt it, in canonical spelling; unknown values as they are."""
    definition = vocabulary().enum(enum)
    return value if definition is None else respelt(enum, value, definition)


def respelt(enum: str, value: str, definition: Definition) -> str:
    """``value`` of the canonical ``enum`` as ``definition`` (what one revision has of it) spells it, else unchanged.

    The value itself in any case comes first (T6), then its other name (T1, T4, T13).
    """
    same = definition.value_like(value)
    if same is not None:
        return same
    names = VALUE_NAMES.get(enum, {})
    candidates = [names.get(value), *(newer for newer, older in names.items() if older == value)]
    return next((name for name in candidates if name in definition.values), value)


def member_name(name: str, definition: Definition) -> str:
    """What ``definition`` calls the member that another revision calls ``name`` (T11)."""
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


@dataclass(frozen=True)
class _Walk:
    """One direction: ``source`` describes what is walked, ``target`` what comes out.

    ``implied`` names, per definition, the members that are left out where the target does not have them.
    """

    source: Schema
    target: Schema
    implied: Mapping[str, frozenset[str]]

    def object(self, before: Definition, after: Definition, value: Mapping[str, t.Any]) -> Json:
        value = _reshaped(before, value, self.target)
        here, there = self.source.branch(before, value), self.target.branch(after, value)
        implied = self.implied.get(here.name, frozenset())
        result: Json = {}
        for name, item in value.items():
            new_name = member_name(name, there)
            if new_name in there.members or name not in implied:
                result[new_name] = self.place(here.members.get(name), there.members.get(new_name), item)
        return (
            guest_credentials.from_shape(result, self.source) if there.name == guest_credentials.DEFINITION else result
        )

    def place(self, before: Member | None, after: Member | None, value: t.Any) -> t.Any:
        if before is None or after is None:
            return value
        if isinstance(value, list):
            return [self.place(before.items, after.items, item) for item in value]
        if isinstance(value, dict) and before.kind == "object":
            return self._mapping(before, after, value)
        if isinstance(value, str) and before.kind == after.kind == "enum":
            enum = before.ref if self.source is vocabulary() else after.ref
            return respelt(enum, value, self.target.definition(after.ref))
        # Masks were plain texts before 1.3-rev2 (T38).
        return (
            {"path": value} if isinstance(value, str) and before.kind == "string" and after.kind == "object" else value
        )

    def _mapping(self, before: Member, after: Member, value: Mapping[str, t.Any]) -> t.Any:
        if after.kind == "object":
            return self.object(self.source.definition(before.ref), self.target.definition(after.ref), value)
        return value.get("path", value) if after.kind == "string" else value


def _reshaped(definition: Definition, value: Mapping[str, t.Any], target: Schema) -> Mapping[str, t.Any]:
    if definition.name == guest_credentials.DEFINITION:
        return guest_credentials.to_shape(value, target)
    inner = value.get("inventoryObject")
    if isinstance(inner, dict) and definition.name == "InventoryObjectModel":
        # Some revisions wrap inventory objects together with their size (T16).
        return {**inner, **{name: item for name, item in value.items() if name != "inventoryObject"}}
    return value
