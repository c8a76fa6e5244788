# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""The two ways along a schema: with a value in hand (``Walk``), and through the schema alone (``declared``)."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

from ..._paths import Path

if t.TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..._model import Json
    from .references import Reference, Shorthand
    from .schemas import Definition, Member, Schema

    # The definition that counts for a value, where its shape depends on a member.
    ShapeOf = Callable[[Definition, Mapping[str, t.Any]], Definition]

# What is known of a place, and of the inside of the object there: paths, or what another revision has in its place.
At = t.TypeVar("At")
Inside = t.TypeVar("Inside")


class Walk(t.Generic[At, Inside]):
    """A value, together with what the schema says of it: one method for each kind of place.

    The methods return what becomes of the value; here it stays as it is. A walk that only looks keeps what it finds to
    itself, and what it returns is not used. ``inside``, ``below`` and ``item`` are what a walk defines, unless it has
    methods of its own in place of those that ask for them (``members``, ``entry``, ``list``).
    """

    def __init__(self, schema: Schema, shape_of: ShapeOf) -> None:
        self.schema = schema
        self._shape_of = shape_of

    def place(self, member: Member, value: t.Any, at: At) -> t.Any:
        """``value`` in the place of ``member``."""
        if member.kind == "object":
            return self.object(self.schema.definition(member.ref), value, at)
        if member.kind == "array":
            return self.list(member, value, at) if isinstance(value, list) else self.misfit(member, value, at)
        return self.enum(member, value, at) if member.kind == "enum" else self.scalar(member, value, at)

    def object(self, definition: Definition, value: t.Any, at: At) -> t.Any:
        """What stands for an object: one with members, or a shorthand."""
        if definition.shorthand is not None:
            return self.shorthand(definition.shorthand, definition, value, at)
        return self.members(definition, value, at)

    def members(self, definition: Definition, value: t.Any, at: At) -> t.Any:
        """An object member by member."""
        if not isinstance(value, Mapping):
            return self.misfit(definition, value, at)
        here = self._shape_of(definition, value)
        inside = self.inside(definition, here, value, at)
        result: Json = {}
        for name, item in self.entries(here, value, inside):
            kept = self.entry(here, name, item, value, inside)
            if kept is not None:
                result[kept[0]] = kept[1]
        return self.completed(here, result)

    def entry(
        self, here: Definition, name: str, item: t.Any, value: Mapping[str, t.Any], inside: Inside
    ) -> tuple[str, t.Any] | None:
        """One member of ``value``: what it is called, and what it is; None to leave it out."""
        member = here.members.get(name)
        if member is not None:
            return name, self.place(member, item, self.below(inside, name))
        reference = here.references.get(name)
        if reference is not None:
            return self.reference(reference, item, value, inside)
        return self.unknown(here, name, item, inside)

    def list(self, member: Member, value: list[t.Any], at: At) -> t.Any:
        """A list, item by item."""
        inner = t.cast("Member", member.items)
        return [self.place(inner, item, self.item(at, index)) for index, item in enumerate(value)]

    def shorthand(self, shorthand: Shorthand, definition: Definition, value: t.Any, at: At) -> t.Any:
        """An object that can be written in another way."""
        del shorthand
        return self.members(definition, value, at)

    def reference(
        self, reference: Reference, item: t.Any, value: Mapping[str, t.Any], inside: Inside
    ) -> tuple[str, t.Any] | None:
        """A name in the place of an id; ``value`` is the object that has it."""
        del value, inside
        return reference.alias, item

    def unknown(self, here: Definition, name: str, item: t.Any, inside: Inside) -> tuple[str, t.Any] | None:
        """What the schema does not know."""
        del here, inside
        return name, item

    def enum(self, member: Member, value: t.Any, at: At) -> t.Any:
        """One of the values of an enum."""
        del member, at
        return value

    def scalar(self, member: Member, value: t.Any, at: At) -> t.Any:
        """Any other single value."""
        del member, at
        return value

    def misfit(self, expected: Definition | Member, value: t.Any, at: At) -> t.Any:
        """No object where there should be one, or no list."""
        del expected, at
        return value

    def entries(self, here: Definition, value: Mapping[str, t.Any], inside: Inside) -> Iterable[tuple[str, t.Any]]:
        """The members of ``value`` to look at, in the order in which they are looked at."""
        del here, inside
        return value.items()

    def completed(self, here: Definition, result: Json) -> Json:
        """The finished object."""
        del here
        return result

    def inside(self, definition: Definition, here: Definition, value: Mapping[str, t.Any], at: At) -> Inside:
        """What is known inside of the object at ``at``; ``here`` is the branch of ``definition`` that counts."""
        raise NotImplementedError

    def below(self, inside: Inside, name: str) -> At:
        """What is known of a member of an object."""
        raise NotImplementedError

    def item(self, at: At, index: int) -> At:
        """What is known of an item of the list at ``at``."""
        raise NotImplementedError


class PlainWalk(Walk[None, None]):
    """For what is the same wherever it stands."""

    def inside(self, definition: Definition, here: Definition, value: Mapping[str, t.Any], at: None) -> None:
        """Nothing."""

    def below(self, inside: None, name: str) -> None:
        """Nothing."""

    def item(self, at: None, index: int) -> None:
        """Nothing."""


class PathWalk(Walk[Path, Path]):
    """Knows the path of each place."""

    def inside(self, definition: Definition, here: Definition, value: Mapping[str, t.Any], at: Path) -> Path:
        """The path of the object."""
        del definition, here, value
        return at

    def below(self, inside: Path, name: str) -> Path:
        """The path of a member."""
        return (*inside, name)

    def item(self, at: Path, index: int) -> Path:
        """The path of an item."""
        return (*at, index)


class Place(t.NamedTuple):
    """Where something stands: its path, and the member that it, or the list around it, is the value of."""

    path: Path
    parent: str


class PlaceWalk(Walk[Place, Place]):
    """Knows of each place its path, and in which member it stands."""

    def inside(self, definition: Definition, here: Definition, value: Mapping[str, t.Any], at: Place) -> Place:
        """The place of the object."""
        del definition, here, value
        return at

    def below(self, inside: Place, name: str) -> Place:
        """The place of a member."""
        return Place((*inside.path, name), name)

    def item(self, at: Place, index: int) -> Place:
        """The place of an item."""
        return Place((*at.path, index), at.parent)


def declared(
    schema: Schema, definition: Definition, enters: Callable[[Member, Definition], bool], above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Member]]:
    """Every member that ``definition`` declares, and those of the objects inside of it, with the names on the way.

    A list counts as its items. ``enters`` is asked, with the member and the definition of each object, whether to go on
    inside of it; no object is entered inside of itself.
    """
    inside = (*above, definition.name)
    for name, member in definition.members.items():
        yield (name,), member
        inner = member.items if member.items is not None else member
        if inner.kind == "object" and inner.ref not in inside:
            below = schema.definition(inner.ref)
            if enters(member, below):
                yield from (((name, *path), each) for path, each in declared(schema, below, enters, inside))
