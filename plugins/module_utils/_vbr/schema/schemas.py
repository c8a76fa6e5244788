# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""The shapes of job bodies, list parameters and enums of one API revision, from the generated tables.

A revision is read when it is first asked for, a definition when it is first looked at.
"""

from __future__ import annotations

import functools
import json
import typing as t
from dataclasses import dataclass, field

from .references import SHORTHANDS, aliases
from .revisions import CANONICAL, ENUM_NAMES, RETIRED_MEMBERS, RETIRED_VALUES, REVISIONS, VALUE_NAMES

if t.TYPE_CHECKING:
    from collections.abc import Mapping

    from ..._model import Json
    from .references import Reference, Shorthand

_KINDS: t.Final = {
    "s": "string",
    "u": "uuid",
    "t": "time",
    "T": "date-time",
    "b": "boolean",
    "i": "integer",
    "n": "number",
    "o": "any",
}


class _Missing:
    def __repr__(self) -> str:
        return "MISSING"


MISSING: t.Final = _Missing()


@dataclass(frozen=True)
class Member:
    """What may stand in one place.

    ``kind`` is string, uuid, time, date-time, boolean, integer, number, any, array, object or enum. ``ref`` names the
    definition of an object or enum, ``items`` describes the items of an array. ``default`` is MISSING without one.
    """

    kind: str
    ref: str = ""
    items: Member | None = None
    default: t.Any = MISSING
    minimum: float | None = None
    maximum: float | None = None
    min_items: int | None = None
    max_items: int | None = None
    unique: bool = False


@dataclass(frozen=True)
class Definition:
    """A named shape: an object (``members``, ``required``) or an enum (``values``).

    Where the shape depends on a member, ``discriminator`` is the name of that member and ``branches`` maps each of its
    values to the definition that then counts.
    """

    name: str
    members: Mapping[str, Member] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    discriminator: str | None = None
    branches: Mapping[str, str] = field(default_factory=dict)

    @functools.cached_property
    def references(self) -> Mapping[str, Reference]:
        """Where a name may stand in the place of an id, by the member that takes the name."""
        return aliases(self.members)

    @functools.cached_property
    def shorthand(self) -> Shorthand | None:
        """The other way to write this object, if there is one."""
        return SHORTHANDS.get(self.name)

    def value_like(self, value: str) -> str | None:
        """The enum value that ``value`` means, whatever its case (VBR-T6); None when there is none."""
        if value in self.values:
            return value
        lowered = value.lower()
        return next((known for known in self.values if known.lower() == lowered), None)


class JobType(t.NamedTuple):
    """Names of the definitions of a job body when it is created and when it is edited."""

    spec: str
    model: str


class Schema:
    """The tables of one revision."""

    def __init__(self, revision: str, tables: Json) -> None:
        self.revision = revision
        self._tables = tables
        self.job_types: dict[str, JobType] = {name: JobType(*pair) for name, pair in tables["jobs"].items()}
        self.listed_types: tuple[str, ...] = tuple(tables["listed"])
        self._definitions: dict[str, Definition] = {}

    def definition(self, name: str) -> Definition:
        """The definition called ``name``. KeyError when this revision has none."""
        found = self._definitions.get(name)
        if found is None:
            found = self._definitions[name] = self._build(name)
        return found

    def has(self, name: str) -> bool:
        """Whether this revision has a definition called ``name``."""
        return name in self._tables["objects"] or name in self._tables["enums"]

    def create_body(self, job_type: str) -> Definition:
        """What POST /jobs takes for ``job_type`` (this revision's spelling)."""
        return self.definition(self.job_types[job_type].spec)

    def edit_body(self, job_type: str) -> Definition:
        """What PUT /jobs/{id} takes, and GET returns, for ``job_type`` (this revision's spelling)."""
        return self.definition(self.job_types[job_type].model)

    def branch(self, definition: Definition, value: Mapping[str, t.Any]) -> Definition:
        """The definition that counts for ``value``: a branch of ``definition``, or itself when none fits."""
        if definition.discriminator is None:
            return definition
        chosen = value.get(definition.discriminator)
        key = branch_key(definition, chosen) if isinstance(chosen, str) else None
        return definition if key is None else self.definition(definition.branches[key])

    def filters(self, path: str) -> dict[str, Member]:
        """Query parameters of the list at ``path`` (below /api/v1, as in the tables); empty when there is no such list.

        Whether a parameter can be repeated differs between lists: repeatable ones have the kind ``array`` (VBR-T44).
        """
        constraints: Json = {}
        listed = self._tables["lists"].get(path, {})
        return {name: self._member(kind, constraints) for name, kind in listed.items()}

    def enum(self, name: str) -> Definition | None:
        """The enum with this canonical name, whatever this revision calls it; None when it has none."""
        for candidate in (name, *ENUM_NAMES.get(name, ())):
            if candidate in self._tables["enums"]:
                return self.definition(candidate)
        return None

    def _build(self, name: str) -> Definition:
        values = self._tables["enums"].get(name)
        if values is not None:
            return Definition(name, values=tuple(values))
        raw = self._tables["objects"][name]
        constraints = raw.get("c", {})
        discriminator, branches = raw.get("d", (None, {}))
        return Definition(
            name,
            members={member: self._member(kind, constraints.get(member, {})) for member, kind in raw["m"].items()},
            required=tuple(raw.get("r", ())),
            discriminator=discriminator,
            branches=branches,
        )

    def _member(self, kind: str, limits: Mapping[str, t.Any]) -> Member:
        default = limits.get("default", MISSING)
        if kind.startswith("["):
            return Member(
                "array",
                items=self._member(kind[1:], {}),
                default=default,
                min_items=limits.get("minItems"),
                max_items=limits.get("maxItems"),
                unique=limits.get("unique", False),
            )
        if kind.startswith("@"):
            ref = kind[1:]
            return Member("enum" if ref in self._tables["enums"] else "object", ref=ref, default=default)
        return Member(_KINDS[kind], default=default, minimum=limits.get("min"), maximum=limits.get("max"))


def branch_key(definition: Definition, chosen: str) -> str | None:
    """The key of ``definition.branches`` that ``chosen`` means, in any case, by any of its names (VBR-T1, VBR-T4)."""
    if chosen in definition.branches:
        return chosen
    keys = {key.lower(): key for key in definition.branches}
    for candidate in (chosen, *_other_names(chosen)):
        if candidate.lower() in keys:
            return keys[candidate.lower()]
    return None


def _other_names(value: str) -> t.Iterator[str]:
    for enum in ("EJobType", "EInventoryPlatformType"):
        for canonical, older in VALUE_NAMES[enum].items():
            if value == canonical:
                yield older
            elif value == older:
                yield canonical


@functools.cache
def load(revision: str) -> Schema:
    """The schema of ``revision``. KeyError for a revision without tables."""
    return Schema(revision, _tables(revision))


@functools.cache
def canonical_schema() -> Schema:
    """What jobs are written in: CANONICAL, and what older revisions have beyond it."""
    return with_retired(_tables(CANONICAL))


def with_retired(tables: Json) -> Schema:
    """The schema of the CANONICAL ``tables``, which are changed, with what older revisions have beyond it."""
    for name, members in RETIRED_MEMBERS.items():
        tables["objects"][name]["m"].update(members)
    for name, values in RETIRED_VALUES.items():
        tables["enums"][name] += values
    return Schema(CANONICAL, tables)


def _tables(revision: str) -> Json:
    return t.cast("Json", json.loads(_text(revision)))


def _text(revision: str) -> str:
    # Imported here so that a run reads only the revisions it meets.
    module: t.Any
    if revision == "1.2-rev1":
        from . import data_1_2_rev1 as module
    elif revision == "1.3-rev0":
        from . import data_1_3_rev0 as module
    elif revision == "1.3-rev1":
        from . import data_1_3_rev1 as module
    elif revision == "1.3-rev2":
        from . import data_1_3_rev2 as module
    else:
        raise KeyError(f"no tables for revision {revision!r}, only for {', '.join(REVISIONS)}")
    return t.cast("str", module.SCHEMA)
