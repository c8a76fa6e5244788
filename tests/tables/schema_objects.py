# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From definitions of the vendor's tables to definitions of a JSON Schema, with names and shorthands where they do."""

from __future__ import annotations

import typing as t

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.references import (
    CREDENTIALS_KEYS,
    SHORTHANDS,
    Collection,
    Reference,
    aliases,
)
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.schemas import MISSING

if t.TYPE_CHECKING:
    from collections.abc import Collection as Names

    from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.schemas import Definition, Member, Schema
    from tests.tables.descriptions import Descriptions

Json = dict[str, t.Any]

_ID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_TIME = r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?"
_WINDOW = r"^\s*\S.*\s\d{1,2}(:00)?\s*-\s*\d{1,2}(:00)?\s*$"
_KINDS: dict[str, Json] = {
    "string": {"type": "string"},
    # Servers themselves send empty ids and times.
    "uuid": {"type": "string", "pattern": f"^({_ID})?$"},
    "time": {"type": "string", "pattern": f"^({_TIME})?$"},
    "date-time": {"type": "string"},
    "boolean": {"type": "boolean"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "any": {},
}


def pointer(name: str) -> Json:
    """A reference to a definition."""
    return {"$ref": f"#/definitions/{name}"}


def nullable(shape: Json) -> Json:
    """``shape``, or nothing: null takes away what a profile says."""
    found = {**shape, "type": [shape["type"], "null"]}
    if "enum" in shape:
        found["enum"] = [*shape["enum"], None]
    return found


class Objects:
    """The definitions that are needed, collected while they are referred to."""

    def __init__(self, vocabulary: Schema, descriptions: Descriptions) -> None:
        self._vocabulary = vocabulary
        self._descriptions = descriptions
        self._waiting: list[str] = []

    def referenced(self) -> Json:
        """Every definition that anything refers to, by name."""
        found: Json = {}
        while self._waiting:
            name = self._waiting.pop()
            if name not in found:
                found[name] = self._definition(self._vocabulary.definition(name))
        return dict(sorted(found.items()))

    def shape(self, definition: Definition, without: Names[str] = ()) -> Json:
        """An object with the members of ``definition`` and what may be written in their places."""
        members = {name: member for name, member in definition.members.items() if name not in without}
        shorthand = SHORTHANDS.get(definition.name)
        said = {name: self._descriptions.of(definition, name) for name in members}
        properties = {name: _described(self._member(member), said[name]) for name, member in members.items()}
        named = aliases(members)
        properties.update({alias: _alias(reference, said[reference.member]) for alias, reference in named.items()})
        extra = sorted(shorthand.extra) if shorthand is not None else []
        properties.update({name: _extra(name) for name in extra if name not in properties})
        twice = [(alias, reference.member) for alias, reference in named.items()]
        twice += [("allowed", "days")] if "allowed" in extra else []
        shape: Json = {
            "type": self._types(definition),
            "properties": properties,
            "additionalProperties": False,
        }
        if twice:
            shape["not"] = {"anyOf": [{"required": list(pair)} for pair in twice]}
        return shape

    def _types(self, definition: Definition) -> list[str]:
        shorthand = SHORTHANDS.get(definition.name)
        return ["object", "string", "null"] if shorthand is not None and shorthand.text else ["object", "null"]

    def _definition(self, definition: Definition) -> Json:
        if definition.values:
            return nullable({"type": "string", "enum": list(definition.values)})
        if definition.discriminator is None:
            return self.shape(definition)
        return self._choice(definition, definition.discriminator)

    def _choice(self, definition: Definition, decides: str) -> Json:
        by_branch: dict[str, list[str]] = {}
        for key, branch in definition.branches.items():
            by_branch.setdefault(branch, []).append(key)
        cases = [
            {
                "if": {"type": "object", "required": [decides], "properties": {decides: {"enum": keys}}},
                "then": self._reference(branch),
            }
            for branch, keys in by_branch.items()
        ]
        undecided = {"type": "object", "not": {"required": [decides]}}
        cases.append({"if": undecided, "then": {"anyOf": [self._reference(branch) for branch in by_branch]}})
        known: Json = {decides: {"type": "string", "enum": list(definition.branches)}}
        return {"type": self._types(definition), "properties": known, "allOf": cases}

    def _member(self, member: Member) -> Json:
        if member.items is not None:
            return self._array(member, member.items)
        if member.kind in ("object", "enum"):
            return self._reference(member.ref)
        shape = dict(_KINDS[member.kind])
        if not shape:
            return shape
        shape = nullable(shape)
        limits = {"default": member.default, "minimum": member.minimum, "maximum": member.maximum}
        return {
            **shape,
            **{name: value for name, value in limits.items() if value is not None and value is not MISSING},
        }

    def _array(self, member: Member, items: Member) -> Json:
        shape: Json = {"type": ["array", "null"], "items": self._member(items)}
        limits = {"minItems": member.min_items, "maxItems": member.max_items, "uniqueItems": member.unique or None}
        return {**shape, **{name: value for name, value in limits.items() if value is not None}}

    def _reference(self, name: str) -> Json:
        self._waiting.append(name)
        return pointer(name)


def _described(shape: Json, description: str) -> Json:
    if not description:
        return shape
    # What stands beside a reference counts for nothing in draft 7.
    return {"description": description, **({"allOf": [shape]} if "$ref" in shape else shape)}


def _alias(reference: Reference, about: str) -> Json:
    said = f"The name of the {reference.collection.value}, instead of {reference.member}. {about}".strip()
    if reference.many:
        said = f"The names, instead of {reference.member}. {about}".strip()
        return {"description": said, "type": ["array", "null"], "items": {"type": "string"}}
    if reference.collection is Collection.CREDENTIALS:
        texts = {name: {"type": ["string", "null"]} for name in sorted(CREDENTIALS_KEYS)}
        record = {"type": "object", "properties": texts, "additionalProperties": False}
        return {"description": said, "anyOf": [{"type": ["string", "null"]}, record]}
    return {"description": said, "type": ["string", "null"]}


def _extra(name: str) -> Json:
    if name == "allowed":
        return {
            "description": "When the job may run, for example Mon-Fri 22:00-06:00.",
            "type": "array",
            "items": {"type": "string", "pattern": _WINDOW},
        }
    return {"type": ["string", "null"]}
