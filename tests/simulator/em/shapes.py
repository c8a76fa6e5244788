# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The language in which the documents of Enterprise Manager are described.

A document lives in the simulator as a plain dictionary with the PascalCase member names of the JSON form. A shape says
which members it has, in the order that the XML form demands, and how each member looks in XML. Both forms are written
and read from the same shape, so that they cannot drift apart.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Field:
    """One member of a document.

    kind:
        ``value``    a scalar: XML element with text, JSON scalar
        ``attr``     a scalar: XML attribute, JSON scalar
        ``text``     a scalar: the text of the XML element itself, JSON scalar
        ``object``   one nested document
        ``items``    list of nested documents: repeated XML elements named ``xml``, JSON array named ``name``
        ``strings``  list of scalars: repeated XML elements, JSON array
        ``paths``    list of scalars: one XML element that holds ``<Path>`` elements, JSON array
    """

    name: str
    kind: str = "value"
    type: str = "string"
    shape: str = ""
    xml: str = ""
    required: bool = False
    hidden: bool = False  # version 12 leaves the member out of JSON when it has no value, instead of writing null

    @property
    def tag(self) -> str:
        """The name in XML, of the attribute or of the element."""
        return self.xml or self.name


@dataclass(frozen=True)
class Shape:
    """A document: its name, the XML root when it stands alone, its members in XML order, and whether it has links."""

    name: str
    fields: tuple[Field, ...]
    root: str = ""
    links: bool = False

    def field(self, name: str) -> Field | None:
        """The member of that JSON name, None when there is none."""
        return next((field for field in self.fields if field.name == name), None)


SHAPES: dict[str, Shape] = {}


def define(name: str, *fields: Field, root: str = "", links: bool = False) -> Shape:
    """Make a shape known under its name."""
    shape = Shape(name, fields, root=root or name, links=links)
    SHAPES[name] = shape
    return shape


def value(name: str, kind_of: str = "string", **more: t.Any) -> Field:
    """A scalar member; ``kind_of`` is string, bool, int, float, time (of day) or offset (from UTC)."""
    return Field(name, "value", kind_of, **more)


def attr(name: str, kind_of: str = "string", **more: t.Any) -> Field:
    """A scalar member that is an attribute in XML."""
    return Field(name, "attr", kind_of, **more)


def nested(name: str, shape: str = "", **more: t.Any) -> Field:
    """A member that is a document; its shape has the member's name unless said otherwise."""
    return Field(name, "object", shape=shape or name, **more)


def items(name: str, shape: str, **more: t.Any) -> Field:
    """A member that is a list of documents; the XML elements have the shape's name unless said otherwise."""
    return replace(Field(name, "items", shape=shape, **more), xml=more.get("xml", shape))


def strings(name: str, **more: t.Any) -> Field:
    """A member that is a list of scalars, repeated elements in XML."""
    return Field(name, "strings", **more)


def paths(name: str, **more: t.Any) -> Field:
    """A member that is a list of scalars, wrapped ``<Path>`` elements in XML."""
    return Field(name, "paths", **more)


def resource(name: str, *fields: Field, root: str = "", uid: bool = True) -> Shape:
    """A document of its own address: Name and UID (key resources only), Links, Href, Type around its members."""
    keys = (attr("Name"), attr("UID")) if uid else ()
    return define(name, *fields, *keys, attr("Href"), attr("Type"), root=root, links=True)
