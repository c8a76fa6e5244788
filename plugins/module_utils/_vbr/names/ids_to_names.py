# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""The inverse of ``names_to_ids``: settings with ids become settings as a person writes them.

This file walks the vendor's tables and decides *where* an id stands. What it is called is asked of a ``Labels``.
"""

from __future__ import annotations

import json
import typing as t
from collections.abc import Mapping

from ..._paths import Path
from ..schema.references import (
    BY_MEMBER,
    PROXY_TYPES,
    ZERO_GUID,
    Collection,
    Reference,
    collection_of,
)
from ..schema.schemas import canonical_schema
from ..schema.walk import Place, PlaceWalk
from ..settings import backup_window
from ..settings.comparison import ORDERED
from ..settings.validation import shape_of

if t.TYPE_CHECKING:
    from ..._model import Json
    from ..schema.references import Shorthand
    from ..schema.schemas import Definition, Member

# What names an item that has no name of its own.
_OBJECTS: t.Final = ("vmObject", "machineObject", "originalVM")


class Labels(t.Protocol):
    """Knows what to write for an id, so that the same is found again."""

    def entry(self, collection: Collection, identifier: str, *, kind: str | None = None) -> str | Json | None:
        """The name of an entry (credentials: username, description, type); None when only the id will do."""

    def inventory_object(self, item: Json, path: Path) -> Json:
        """An object of an inventory, with as little as it takes to find it again at ``path``."""


def ids_to_names(job_type: str, settings: Json, labels: Labels, *, prefix: Path = ("settings",)) -> Json:
    """``settings`` (canonical, with ids) with names wherever there is one that finds the same thing again."""
    walk = _IdsToNames(labels)
    return t.cast("Json", walk.object(canonical_schema().create_body(job_type), settings, Place(prefix, "")))


class _IdsToNames(PlaceWalk):
    def __init__(self, labels: Labels) -> None:
        super().__init__(canonical_schema(), shape_of)
        self._labels = labels

    def entry(
        self, here: Definition, name: str, item: t.Any, value: Mapping[str, t.Any], inside: Place
    ) -> tuple[str, t.Any] | None:
        reference = BY_MEMBER.get(name)
        if reference is not None and here.references.get(reference.alias) is reference:
            label = self._alias(reference, item, inside.parent)
            if label is not None:
                return reference.alias, label
        return super().entry(here, name, item, value, inside)

    def list(self, member: Member, value: list[t.Any], at: Place) -> t.Any:
        items = super().list(member, value, at)
        ordered = at.parent in ORDERED or (member.items is not None and member.items.kind == "enum")
        return items if ordered else sorted(items, key=_place_in_set)

    def shorthand(self, shorthand: Shorthand, definition: Definition, value: t.Any, at: Place) -> t.Any:
        return self._short(shorthand.kind, definition, value, at.path) if isinstance(value, Mapping) else value

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

    def _short(self, kind: str, definition: Definition, value: Mapping[str, t.Any], path: Path) -> t.Any:
        if kind == "inventory object":
            return self._labels.inventory_object(dict(value), path)
        if kind == "backup window":
            return backup_window.shorten(value)
        if kind == "credentials":
            return self._credentials(value)
        if kind == "tenant":
            written = self.members(definition, value, Place(path, "tenant"))
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
