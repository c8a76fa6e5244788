# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The vendor's schemas, flattened into something that can be walked together with a value.

The vendor's file describes variants by a cycle: a parent lists its children in `oneOf`, every child takes the parent
back in with `allOf`. Tools that follow both never end; tools fed with a file cut open check no variant at all. Here a
variant's members are its own and its parent's, and a value is led to its variant by the discriminator.
"""

from __future__ import annotations

import dataclasses
import typing as t

PREFIX = "#/components/schemas/"
Json = dict[str, t.Any]


@dataclasses.dataclass
class Shape:
    """One schema. `kind` is a JSON type or `any`; `variants` leads from a discriminator's value to a schema's name."""

    kind: str
    name: str = ""
    members: dict[str, Shape] = dataclasses.field(default_factory=dict)
    required: frozenset[str] = frozenset()
    items: Shape | None = None
    values: tuple[str, ...] = ()
    discriminator: str | None = None
    variants: dict[str, str] = dataclasses.field(default_factory=dict)
    choices: list[Shape] = dataclasses.field(default_factory=list)
    open: bool = False
    nullable: bool = False
    format: str = ""
    default: t.Any = None
    limits: dict[str, t.Any] = dataclasses.field(default_factory=dict)


LIMITS = ("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "uniqueItems")


class Shapes:
    """The shapes of one document, made when they are first asked for."""

    def __init__(self, schemas: dict[str, Json]) -> None:
        self._schemas = schemas
        self._named: dict[str, Shape] = {}
        self._variants: dict[tuple[str, str], Shape] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._schemas

    def named(self, name: str) -> Shape:
        """The schema `name` of the document."""
        if name not in self._named:
            # Registered before it is filled, since schemas may contain themselves.
            shape = self._named[name] = Shape(kind="any", name=name)
            self._fill(shape, self._schemas[name])
        return self._named[name]

    def of(self, schema: Json) -> Shape:
        """The shape of any schema object of the document."""
        if "$ref" in schema:
            return self.named(schema["$ref"].removeprefix(PREFIX))
        shape = Shape(kind="any")
        self._fill(shape, schema)
        return shape

    def variant(self, shape: Shape, value: t.Any) -> Shape | None:
        """The variant of `shape` that `value` says it is; `shape` itself without variants, None when unmapped."""
        if shape.discriminator is None:
            return shape
        said = value.get(shape.discriminator) if isinstance(value, dict) else None
        target = shape.variants.get(said) if isinstance(said, str) else None
        if target is None:
            return None
        if target == shape.name:
            return dataclasses.replace(shape, discriminator=None)
        key = (shape.name, target)
        if key not in self._variants:
            self._variants[key] = self._joined(shape, self.named(target))
        child = self._variants[key]
        return self.variant(child, value) if child.discriminator else child

    @staticmethod
    def _joined(parent: Shape, child: Shape) -> Shape:
        inherits = child.discriminator == parent.discriminator
        return dataclasses.replace(
            child,
            members={**parent.members, **child.members},
            required=parent.required | child.required,
            discriminator=None if inherits else child.discriminator,
        )

    def _fill(self, shape: Shape, schema: Json) -> None:
        shape.kind = schema.get("type", "object" if _is_object(schema) else "any")
        shape.values = tuple(schema.get("enum", ()))
        shape.nullable = bool(schema.get("nullable"))
        shape.format = schema.get("format", "")
        shape.default = schema.get("default")
        shape.limits = {name: schema[name] for name in LIMITS if name in schema}
        shape.open = "additionalProperties" in schema or (shape.kind == "object" and not _is_object(schema))
        if "items" in schema:
            shape.items = self.of(schema["items"])
        self._take_members(shape, schema)
        if "discriminator" in schema:
            shape.discriminator = schema["discriminator"]["propertyName"]
            mapping = schema["discriminator"]["mapping"]
            shape.variants = {value: ref.removeprefix(PREFIX) for value, ref in mapping.items()}
        elif "oneOf" in schema:
            shape.choices = [self.of(choice) for choice in schema["oneOf"]]

    def _take_members(self, shape: Shape, schema: Json) -> None:
        members: dict[str, Shape] = {}
        required: set[str] = set()
        for part in schema.get("allOf", ()):
            source = self.of(part)
            members |= source.members
            required |= source.required
            shape.open = shape.open and source.open
            if shape.kind in ("any", "object") and source.kind not in ("any", "object"):
                _copy_scalar(source, shape)
        members |= {name: self.of(member) for name, member in schema.get("properties", {}).items()}
        required |= set(schema.get("required", ()))
        shape.members = members
        # Some lists of required members name ones that are declared nowhere (traps T23, T24).
        shape.required = frozenset(required & set(members))


def _is_object(schema: Json) -> bool:
    return any(key in schema for key in ("properties", "allOf", "oneOf"))


def _copy_scalar(source: Shape, shape: Shape) -> None:
    shape.kind, shape.values, shape.limits, shape.items = source.kind, source.values, source.limits, source.items
