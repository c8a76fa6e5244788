# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Turn settings as a person writes them into settings as the API wants them: ids for names, objects for shorthands.

This file walks the vendor's tables and decides *where* a name stands. What it means is asked of a ``Names``.
"""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

from ..._errors import InvalidInput, Problem
from ..._paths import Path
from ..schema.references import (
    CREDENTIALS_KEYS,
    PROXY_TYPES,
    Collection,
    collection_of,
    is_guid,
)
from ..schema.schemas import canonical_schema
from ..schema.walk import Place, PlaceWalk
from ..settings import backup_window
from ..settings.validation import shape_of

if t.TYPE_CHECKING:
    from ..._model import Json
    from ..schema.references import Reference, Shorthand
    from ..schema.schemas import Definition, Member

    Written: t.TypeAlias = "str | Mapping[str, t.Any]"


_AFTER_JOB: t.Final = "ScheduleAfterThisJobModel"
# Kinds of references that the API wants with some of what it knows of them.
_LISTED: t.Final = {
    "job": (Collection.JOBS, ("id", "name", "type")),
    "repository": (Collection.REPOSITORIES, ("id", "name", "type")),
    "backup": (Collection.BACKUPS, ("id", "name", "platformName")),
}


class Names(t.Protocol):
    """Knows what names mean. ``path`` is where a name stands, for messages."""

    def entry(self, collection: Collection, written: Written, path: Path) -> Json:
        """The entry of a collection: at least id, name and type where it has them."""

    def inventory_object(self, written: Written, path: Path) -> Json:
        """An object of an inventory as the API wants it in a job."""


def names_to_ids(job_type: str, settings: Json, names: Names, *, prefix: Path = ("settings",)) -> Json:
    """``settings`` (checked, canonical spelling) without any name that stands for an id, and without null."""
    walk = _NamesToIds(names)
    return t.cast("Json", walk.object(canonical_schema().create_body(job_type), settings, Place(prefix, "")))


def name_problems(job_type: str, settings: Json, names: Names, *, prefix: Path = ("settings",)) -> list[Problem]:
    """Everything that keeps ``names_to_ids`` from writing ``settings`` out, all of it at once."""
    walk = _Problems(names)
    walk.object(canonical_schema().create_body(job_type), settings, Place(prefix, ""))
    return walk.found


class _NamesToIds(PlaceWalk):
    def __init__(self, names: Names) -> None:
        super().__init__(canonical_schema(), shape_of)
        self._names = names

    def inside(self, definition: Definition, here: Definition, value: Mapping[str, t.Any], at: Place) -> Place:
        del definition
        if here.name == _AFTER_JOB and value.get("jobName") and value.get("isEnabled") is not False:
            # The API wants the name itself here, and takes that of a job which does not exist.
            self._names.entry(Collection.JOBS, str(value["jobName"]), (*at.path, "jobName"))
        return at

    def entry(
        self, here: Definition, name: str, item: t.Any, value: Mapping[str, t.Any], inside: Place
    ) -> tuple[str, t.Any] | None:
        return None if item is None else super().entry(here, name, item, value, inside)

    def list(self, member: Member, value: list[t.Any], at: Place) -> t.Any:
        return super().list(member, [item for item in value if item is not None], at)

    def reference(
        self, reference: Reference, item: t.Any, value: Mapping[str, t.Any], inside: Place
    ) -> tuple[str, t.Any] | None:
        del value
        path = (*inside.path, reference.alias)
        return reference.member, self._alias(reference, item, path, parent=inside.parent)

    def _alias(self, reference: Reference, value: t.Any, path: Path, *, parent: str) -> t.Any:
        collection = collection_of(reference, parent)
        if reference.many:
            kind = PROXY_TYPES.get(parent) if collection is Collection.PROXIES else None
            return [self._id(collection, item, (*path, index), kind=kind) for index, item in enumerate(value)]
        return self._id(collection, value, path)

    def _id(self, collection: Collection, written: Written, path: Path, *, kind: str | None = None) -> str:
        if isinstance(written, str) and is_guid(written):
            return written
        if kind is not None:
            written = {"name": written, "type": kind}
        return str(self._names.entry(collection, written, path)["id"])

    def shorthand(self, shorthand: Shorthand, definition: Definition, value: t.Any, at: Place) -> t.Any:
        if shorthand.kind == "inventory object":
            return self._names.inventory_object(value, at.path)
        if shorthand.kind == "backup window":
            return backup_window.expand(value, at.path)
        if shorthand.kind == "credentials":
            return self._credentials(definition, value, at.path)
        if shorthand.kind == "tenant":
            return self._tenant(definition, value, at.path)
        return self._listed(shorthand.kind, definition, value, at.path)

    def _listed(self, kind: str, definition: Definition, value: t.Any, path: Path) -> Json:
        if isinstance(value, Mapping) and value.get("id") and not set(definition.required) - set(value):
            return {name: item for name, item in value.items() if item is not None}
        collection, echoed = _LISTED[kind]
        wanted = value if isinstance(value, str) else {key: value[key] for key in ("id", "name") if value.get(key)}
        entry = self._names.entry(collection, wanted, path)
        return {name: entry[name] for name in echoed if entry.get(name) is not None}

    def _credentials(self, definition: Definition, value: t.Any, path: Path) -> t.Any:
        if isinstance(value, Mapping) and value.get("credentialsId") and value.get("credentialsType"):
            return self.members(definition, value, Place(path, ""))
        written = value
        if isinstance(value, Mapping):
            by_id = {"id": value["credentialsId"]} if value.get("credentialsId") else None
            by_name = {name: value[name] for name in CREDENTIALS_KEYS if value.get(name) is not None}
            written = by_id or value.get("credentials") or by_name
        entry = self._names.entry(Collection.CREDENTIALS, written, path)
        return {"credentialsId": entry["id"], "credentialsType": entry.get("type", "Standard")}

    def _tenant(self, definition: Definition, value: t.Any, path: Path) -> t.Any:
        if isinstance(value, str):
            return {"tenantId": self._id(Collection.TENANTS, value, path)}
        return self.members(definition, value, Place(path, "tenant"))


class _Problems(_NamesToIds):
    """Goes on where the other one stops."""

    def __init__(self, names: Names) -> None:
        super().__init__(names)
        self.found: list[Problem] = []

    def place(self, member: Member, value: t.Any, at: Place) -> t.Any:
        try:
            return super().place(member, value, at)
        except InvalidInput as error:
            self.found += error.problems
            return value
