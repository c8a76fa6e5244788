# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The JSON form of documents: letter case by version, nulls, byte order mark, and other habits of the product."""

from __future__ import annotations

import codecs
import json
import random
import re
import typing as t
from dataclasses import dataclass

from tests.simulator.em.scalars import BadBody, check_required, from_json, shown_in_json
from tests.simulator.em.shapes import SHAPES, Field, Shape

# The request samples spell these members differently from the replies; the server takes both (T28).
_ALIASES = {"FsFileExcludeOptions": "FSFileExcludeOptions", "SQLBackupOptions": "SqlBackupOptions"}
_LISTS = ("items", "paths")


@dataclass(frozen=True)
class JsonStyle:
    """How a server writes JSON: ``camel`` is version 13, the rest are variants that were seen in the wild."""

    camel: bool = False
    bom: bool = False
    omit_nulls: bool = False
    quoted: bool = False
    shuffled: bool = False
    extra: bool = False
    backwards: bool = False
    suffixed: frozenset[str] = frozenset()

    def name(self, name: str) -> str:
        """A member's name, as this server writes it and wants it back. ``RetrySpecified1``: seen on a version 10."""
        own = f"{name}1" if name in self.suffixed else name
        return camel(own) if self.camel else own


def camel(name: str) -> str:
    """The name as .NET's camel-case policy writes it: ``UID`` uid, ``FSFileX`` fsFileX, ``JobUid`` jobUid."""
    match = re.match(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]+(?![a-z])|[A-Z]", name)
    return name[: match.end()].lower() + name[match.end() :] if match else name


def render(document: dict[str, t.Any], shape: Shape, style: JsonStyle) -> bytes:
    """The document as UTF-8 JSON in that style."""
    return dump(expand(document, shape, style), style)


def dump(expanded: dict[str, t.Any], style: JsonStyle) -> bytes:
    """An expanded document as UTF-8 JSON in that style."""
    text = json.dumps(_styled(expanded, style), ensure_ascii=False).encode()
    return codecs.BOM_UTF8 + text if style.bom else text


def expand(document: dict[str, t.Any], shape: Shape, style: JsonStyle) -> dict[str, t.Any]:
    """All members of the shape in the vendor's order: members, keys, Links, Href, Type; null where nothing is."""
    keys = [field for field in shape.fields if field.kind == "attr"]
    result: dict[str, t.Any] = {}
    for field in [field for field in shape.fields if field.kind != "attr"] + keys:
        if field.name == "Href" and shape.links:
            result["Links"] = _links(document, style)
        content = _expanded(document.get(field.name), field, style)
        if content is not None or not field.hidden or style.camel:
            result[field.name] = content
    if shape.links:
        result.setdefault("Links", _links(document, style))
    return result


def _links(document: dict[str, t.Any], style: JsonStyle) -> list[dict[str, t.Any]] | None:
    links = [expand(link, SHAPES["Link"], style) for link in document.get("Links") or ()]
    return links or None


def _expanded(content: t.Any, field: Field, style: JsonStyle) -> t.Any:
    if content is None:
        return [] if field.kind in _LISTS else None
    if field.kind == "object":
        return expand(content, SHAPES[field.shape], style)
    if style.backwards and (field.kind in ("strings", "paths") or field.shape in ("Day", "ObjectInJob")):
        content = content[::-1]
    if field.kind == "items":
        return [expand(item, SHAPES[field.shape], style) for item in content]
    if field.kind in ("strings", "paths"):
        return list(content)
    return shown_in_json(content, field, newest=style.camel)


def _styled(content: t.Any, style: JsonStyle) -> t.Any:
    if isinstance(content, list):
        return [_styled(item, style) for item in content]
    if not isinstance(content, dict):
        return _scalar(content, style)
    members = [(style.name(name), _styled(item, style)) for name, item in content.items()]
    if style.extra:
        members.append(("maxConcurrentTasks" if style.camel else "MaxConcurrentTasks", 4))
    if style.shuffled:
        random.Random(len(members)).shuffle(members)
    return {name: item for name, item in members if item is not None or not style.omit_nulls}


def _scalar(content: t.Any, style: JsonStyle) -> t.Any:
    if style.quoted and isinstance(content, bool):
        return "true" if content else "false"
    if style.quoted and isinstance(content, (int, float)):
        return str(content)
    return content


def read(body: bytes, shape: Shape, style: JsonStyle, dropped: list[str]) -> dict[str, t.Any]:
    """The document in a request body; the reader of version 13 ignores the letter case of members.

    ``dropped`` gets the members that are known by another spelling only, and are ignored.

    Raises:
        BadBody: not JSON, an unknown member, or a value of another type.
    """
    try:
        content = json.loads(body.decode("utf-8-sig"))
    except ValueError as error:
        raise BadBody("Node [root] does not exist.") from error
    return _Reader(style, dropped).document(content, shape)


@dataclass(frozen=True)
class _Reader:
    """Reads request bodies in one style."""

    style: JsonStyle
    dropped: list[str]

    def document(self, content: t.Any, shape: Shape) -> dict[str, t.Any]:
        """What ``content`` says, with the names of the shape."""
        if not isinstance(content, dict):
            raise BadBody(f"'{shape.name}' must be an object.")
        document: dict[str, t.Any] = {}
        for given, item in content.items():
            if given.lower() == "links" and shape.links:
                continue
            field = self._field(given, shape)
            if field is not None and item is not None:
                document[field.name] = self._value(item, field)
        check_required(document, shape)
        return document

    def _field(self, given: str, shape: Shape) -> Field | None:
        known = _ALIASES.get(given, given)
        for field in shape.fields:
            if self._same(known, self.style.name(field.name)) or (
                not self._own(field) and self._same(known, field.name)
            ):
                return field
        if any(self._same(known, field.name) for field in shape.fields):
            self.dropped.append(given)
            return None
        raise BadBody(f"Unknown member '{given}' in '{shape.name}'.")

    def _own(self, field: Field) -> bool:
        return field.name in self.style.suffixed

    def _same(self, left: str, right: str) -> bool:
        return left.lower() == right.lower() if self.style.camel else left == right

    def _value(self, item: t.Any, field: Field) -> t.Any:
        if field.kind == "object":
            return self.document(item, SHAPES[field.shape])
        if field.kind in ("items", "strings", "paths") and not isinstance(item, list):
            raise BadBody(f"'{field.name}' must be a list.")
        if field.kind == "items":
            return [self.document(entry, SHAPES[field.shape]) for entry in item]
        if field.kind in ("strings", "paths"):
            return [str(entry) for entry in item]
        return from_json(item, field)
