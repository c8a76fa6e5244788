# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The inverse of ``written``: settings with ids become settings as a person writes them.

This file walks the vendor's tables and decides *where* an id stands. What it is called is asked of a ``Labels``.
PRIVATE to the collection.
"""

from __future__ import annotations

import json
import typing as t
from collections.abc import Mapping

from ..schema.references import (
    BY_MEMBER,
    PROXY_TYPES,
    SHORTHANDS,
    ZERO_GUID,
    Collection,
    Reference,
    aliases,
    collection_of,
)
from ..schema.schemas import vocabulary
from ..settings import backup_window
from ..settings.comparison import ORDERED
from ..settings.validation import likeliest_branch

if t.TYPE_CHECKING:
    from ..._model import Json
    from ..._paths import Path
    from ..schema.schemas import Definition, Member

# What names an item that has no name of its own.
_OBJECTS: t.Final = ("vmObject", "machineObject", "originalVM")


class Labels(t.Protocol):
    """Knows what to write for an id, so that the same is found again."""

    def entry(self, collection: Collection, identifier: str, *, kind: str | None = None) -> str | Json | None:
        """The name of an entry (credentials: username, description, type); None when only the id will do."""

    def inventory_object(self, item: Json, path: Path) -> Json:
        """An object of an inventory, with as little as it takes to find it again at ``path``."""


def named(job_type: str, settings: Json, labels: Labels, *, prefix: Path = ("settings",)) -> Json:
    """``settings`` (canonical, with ids) with names wherever there is one that finds the same thing again."""
    return _Walk(labels).members(vocabulary().create_body(job_type), settings, prefix, parent="")


class _Walk:
    def __init__(self, labels: Labels) -> None:
        self._labels = labels

    def members(self, definition: Definition, value: Mapping[str, t.Any], path: Path, *, parent: str) -> Json:
        here = vocabulary().branch(definition, value)
        if here is definition and definition.discriminator is not None:
            here = likeliest_branch(definition, value)
        usable = {reference.member: reference for reference in aliases(here.members).values()}
        result: Json = {}
        for name, item in value.items():
            reference = usable.get(name)
            label = None if reference is None else self._alias(reference, item, parent)
            if reference is not None and label is not None:
                result[reference.alias] = label
            elif name in here.members:
                result[name] = self._place(here.members[name], item, (*path, name), parent=name)
            else:
                result[name] = item
        return result

    def _alias(self, reference: Reference, value: t.Any, parent: str) -> t.Any:
        collection = collection_of(reference, parent)
        if not reference.many:
            return self._entry(collection, value)
        kind = PROXY_TYPES.get(parent) if collection is Collection.PROXIES else None
        names = [self._labels.entry(collection, str(item), kind=kind) or item for item in value]
        if all(name == item for name, item in zip(names, value, strict=True)):
            return None
        return sorted(names, key=_place_in_set)

    def _entry(self, collection: Collection, identifier: t.Any) -> t.Any:
        if not isinstance(identifier, str) or identifier == ZERO_GUID:
            return None
        return self._labels.entry(collection, identifier)

    def _place(self, member: Member, value: t.Any, path: Path, *, parent: str) -> t.Any:
        if isinstance(value, list) and member.items is not None:
            inner = member.items
            items = [self._place(inner, item, (*path, index), parent=parent) for index, item in enumerate(value)]
            return items if inner.kind == "enum" or parent in ORDERED else sorted(items, key=_place_in_set)
        if member.kind != "object" or not isinstance(value, Mapping):
            return value
        shorthand = SHORTHANDS.get(member.ref)
        if shorthand is None:
            return self.members(vocabulary().definition(member.ref), value, path, parent=parent)
        return self._short(shorthand.kind, vocabulary().definition(member.ref), value, path)

    def _short(self, kind: str, definition: Definition, value: Mapping[str, t.Any], path: Path) -> t.Any:
        if kind == "inventory object":
            return self._labels.inventory_object(dict(value), path)
        if kind == "backup window":
            return backup_window.shorten(value)
        if kind == "credentials":
            return self._credentials(value)
        if kind == "tenant":
            written = self.members(definition, value, path, parent="tenant")
            alias = BY_MEMBER["tenantId"].alias
            return written[alias] if set(written) == {alias} else written
        collection = {"job": Collection.JOBS, "repository": Collection.REPOSITORIES, "backup": Collection.BACKUPS}[kind]
        return self._entry(collection, value.get("id")) or dict(value)

    def _credentials(self, value: Mapping[str, t.Any]) -> t.Any:
        written = self._entry(Collection.CREDENTIALS, value.get("credentialsId"))
        if written is None or set(value) - {"credentialsId", "credentialsType"}:
            return dict(value)
        # Even where the username is enough: it reads the same wherever credentials stand.
        return {"username": written} if isinstance(written, str) else written


def _place_in_set(written: t.Any) -> tuple[str, str]:
    """Servers list what has no order in any order. By name, so that an export stays the same, and can be read."""
    named = written
    while isinstance(named, Mapping):
        named = named.get("name") or next((named[member] for member in _OBJECTS if member in named), "")
    return str(named), json.dumps(written, sort_keys=True, ensure_ascii=False)
