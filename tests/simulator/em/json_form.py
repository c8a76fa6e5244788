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
    members = [(camel(name) if style.camel else name, _styled(item, style)) for name, item in content.items()]
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


def read(body: bytes, shape: Shape, *, any_case: bool) -> dict[str, t.Any]:
    """The document in a request body; ``any_case`` is version 13, whose reader ignores the letter case of members.

    Raises:
        BadBody: not JSON, an unknown member, or a value of another type.
    """
    try:
        content = json.loads(body.decode("utf-8-sig"))
    except ValueError as error:
        raise BadBody("Node [root] does not exist.") from error
    return _read(content, shape, any_case=any_case)


def _read(content: t.Any, shape: Shape, *, any_case: bool) -> dict[str, t.Any]:
    if not isinstance(content, dict):
        raise BadBody(f"'{shape.name}' must be an object.")
    fields = {field.name.lower() if any_case else field.name: field for field in shape.fields}
    document: dict[str, t.Any] = {}
    for given, item in content.items():
        if given.lower() == "links" and shape.links:
            continue
        known = _ALIASES[given] if given in _ALIASES else str(given)
        field = fields.get(known.lower() if any_case else known)
        if field is None:
            raise BadBody(f"Unknown member '{given}' in '{shape.name}'.")
        if item is not None:
            document[field.name] = _value(item, field, any_case=any_case)
    check_required(document, shape)
    return document


def _value(item: t.Any, field: Field, *, any_case: bool) -> t.Any:
    if field.kind == "object":
        return _read(item, SHAPES[field.shape], any_case=any_case)
    if field.kind in ("items", "strings", "paths") and not isinstance(item, list):
        raise BadBody(f"'{field.name}' must be a list.")
    if field.kind == "items":
        return [_read(entry, SHAPES[field.shape], any_case=any_case) for entry in item]
    if field.kind in ("strings", "paths"):
        return [str(entry) for entry in item]
    return from_json(item, field)
