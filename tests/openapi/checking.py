# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Walks a value along a shape and tells every way in which it does not fit."""

from __future__ import annotations

import dataclasses
import json
import re
import typing as t

from tests.openapi.shapes import Shape, Shapes

JSON_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}
# Formats that the vendor names: a pattern, and what is wrong with anything else.
FORMATS = {
    "date-time": (
        re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"),
        "has no offset or is no time",
    ),
    "uuid": (re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"), "is no GUID"),
}


@dataclasses.dataclass
class Findings:
    """What does not fit, and the members that the schema does not know (paths)."""

    problems: list[str] = dataclasses.field(default_factory=list)
    unknown: list[str] = dataclasses.field(default_factory=list)

    def all(self) -> list[str]:
        """Both, as sentences."""
        return [*self.problems, *(f"{path}: unknown member" for path in self.unknown)]


class Checker:
    """Checks values against the shapes of one document.

    `ignore_case` accepts enum values in any case, as the vendor's own examples need; `reply` is for what a server
    sends: nulls are absent members and a variant without a schema is let through (traps T17, T24, T25). `formats` looks
    at texts that have a format.
    """

    def __init__(
        self, shapes: Shapes, *, ignore_case: bool = False, reply: bool = False, formats: bool = False
    ) -> None:
        self._shapes, self._ignore_case, self._reply, self._formats = shapes, ignore_case, reply, formats

    def check(self, value: t.Any, shape: Shape) -> Findings:
        """Everything in `value` that does not fit `shape`."""
        findings = Findings()
        self._walk(value, shape, "", findings)
        return findings

    def _walk(self, value: t.Any, shape: Shape, path: str, found: Findings) -> None:
        if value is None and (shape.nullable or shape.kind == "any"):
            return
        if shape.choices:
            self._choose(value, shape, path, found)
            return
        if shape.kind == "any":
            return
        if not _has_type(value, shape.kind):
            found.problems.append(f"{path or 'body'}: expected {shape.kind}, got {_type_name(value)}")
        elif shape.kind == "object":
            self._object(value, shape, path, found)
        elif shape.kind == "array":
            self._array(value, shape, path, found)
        else:
            self._scalar(value, shape, path, found)

    def _choose(self, value: t.Any, shape: Shape, path: str, found: Findings) -> None:
        attempts = []
        for choice in shape.choices:
            attempt = Findings()
            joined = dataclasses.replace(choice, members={**shape.members, **choice.members})
            self._walk(value, joined, path, attempt)
            attempts.append(attempt)
        best = min(attempts, key=lambda attempt: len(attempt.problems) * 100 + len(attempt.unknown))
        found.problems += best.problems
        found.unknown += best.unknown

    def _object(self, value: dict[str, t.Any], shape: Shape, path: str, found: Findings) -> None:
        if self._reply:
            value = {name: member for name, member in value.items() if member is not None}
        if shape.discriminator:
            variant = self._variant(value, shape, path, found)
            if variant is None:
                return
            shape = variant
        for name in sorted(shape.required - value.keys()):
            found.problems.append(f"{_below(path, name)}: required member is missing")
        for name, member in value.items():
            if name in shape.members:
                self._walk(member, shape.members[name], _below(path, name), found)
            elif not shape.open:
                found.unknown.append(_below(path, name))

    def _variant(self, value: dict[str, t.Any], shape: Shape, path: str, found: Findings) -> Shape | None:
        discriminator = shape.discriminator or ""
        said = value.get(discriminator)
        if self._ignore_case and isinstance(said, str):
            said = next((key for key in shape.variants if key.lower() == said.lower()), said)
            variant = self._shapes.variant(shape, {discriminator: said})
        else:
            variant = self._shapes.variant(shape, value)
        if variant is None and not (self._reply and said is not None):
            where = _below(path, discriminator)
            known = ", ".join(shape.variants)
            found.problems.append(
                f"{where}: required member is missing" if said is None else f"{where}: {said!r} is not one of {known}"
            )
        elif variant is not None and discriminator in variant.members:
            # A discriminator's value is right when it leads somewhere, even where the enum forgot it (trap T24).
            member = dataclasses.replace(variant.members[discriminator], values=())
            variant = dataclasses.replace(variant, members={**variant.members, discriminator: member})
        return variant

    def _array(self, value: list[t.Any], shape: Shape, path: str, found: Findings) -> None:
        limits = shape.limits
        if len(value) < limits.get("minItems", 0):
            found.problems.append(f"{path}: at least {limits['minItems']} items are needed, there are {len(value)}")
        if len(value) > limits.get("maxItems", len(value)):
            found.problems.append(f"{path}: at most {limits['maxItems']} items are allowed, there are {len(value)}")
        if limits.get("uniqueItems") and len({json.dumps(item, sort_keys=True) for item in value}) < len(value):
            found.problems.append(f"{path}: items must be unique")
        if shape.items is not None:
            for index, item in enumerate(value):
                self._walk(item, shape.items, f"{path}[{index}]", found)

    def _scalar(self, value: t.Any, shape: Shape, path: str, found: Findings) -> None:
        if shape.values and not self._in_enum(value, shape.values):
            found.problems.append(f"{path}: {value!r} is not one of {', '.join(map(str, shape.values))}")
        if self._formats and shape.format in FORMATS and isinstance(value, str):
            pattern, complaint = FORMATS[shape.format]
            if not pattern.fullmatch(value):
                found.problems.append(f"{path}: {value!r} {complaint}")
        limits = shape.limits
        size = len(value) if isinstance(value, str) else value
        low, high = ("minLength", "maxLength") if isinstance(value, str) else ("minimum", "maximum")
        if low in limits and size < limits[low]:
            found.problems.append(f"{path}: {value!r} is below the {low} of {limits[low]}")
        if high in limits and size > limits[high]:
            found.problems.append(f"{path}: {value!r} is above the {high} of {limits[high]}")

    def _in_enum(self, value: t.Any, values: tuple[str, ...]) -> bool:
        if self._ignore_case and isinstance(value, str):
            return value.lower() in {known.lower() for known in values}
        return value in values


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _has_type(value: t.Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, JSON_TYPES[kind])


def _type_name(value: t.Any) -> str:
    if value is None:
        return "null"
    return next((kind for kind in JSON_TYPES if _has_type(value, kind)), type(value).__name__)
