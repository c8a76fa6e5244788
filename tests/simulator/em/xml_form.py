# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The XML form of documents: element order is fixed, scalars are attributes or elements, empty is absent."""

from __future__ import annotations

import typing as t
from xml.etree import ElementTree as ET

from tests.simulator.em.scalars import BadBody, check_required, from_text, shown_in_xml, to_text
from tests.simulator.em.shapes import SHAPES, Field, Shape

NAMESPACE = "http://www.veeam.com/ent/v1.0"
_PREFIX = "{" + NAMESPACE + "}"
_IDENTITY = {"Name", "UID", "Href", "Type"}


def render(document: dict[str, t.Any], shape: Shape) -> bytes:
    """The document as UTF-8 XML with the vendor's default namespace on the root."""
    root = _element(shape.root, document, shape)
    root.set("xmlns", NAMESPACE)
    return b'<?xml version="1.0" encoding="utf-8"?>' + ET.tostring(root, encoding="utf-8")


def _element(tag: str, document: dict[str, t.Any], shape: Shape) -> ET.Element:
    element = ET.Element(tag)
    if shape.links and document.get("Links"):
        links = ET.SubElement(element, "Links")
        links.extend(_element("Link", link, SHAPES["Link"]) for link in document["Links"])
    for field in shape.fields:
        if document.get(field.name) is not None:
            _append(element, field, document[field.name])
    return element


def _append(element: ET.Element, field: Field, content: t.Any) -> None:
    if field.kind == "attr":
        element.set(field.tag, shown_in_xml(content, field))
    elif field.kind == "text":
        element.text = to_text(content)
    elif field.kind == "value":
        ET.SubElement(element, field.tag).text = shown_in_xml(content, field) or None
    elif field.kind == "object":
        element.append(_element(field.tag, content, SHAPES[field.shape]))
    elif field.kind == "items":
        element.extend(_element(field.tag, item, SHAPES[field.shape]) for item in content)
    else:
        _append_strings(element, field, content)


def _append_strings(element: ET.Element, field: Field, content: list[t.Any]) -> None:
    parent, tag = (element, field.tag) if field.kind == "strings" else (ET.SubElement(element, field.tag), "Path")
    for text in content:
        ET.SubElement(parent, tag).text = to_text(text)


def read(body: bytes, shape: Shape) -> dict[str, t.Any]:
    """The document in a request body.

    Raises:
        BadBody: not XML, another root, an unknown element, or elements in another order than the schema's (T20).
    """
    try:
        root = ET.fromstring(body)
    except ET.ParseError as error:
        raise BadBody("Data at the root level is invalid. Line 1, position 1.") from error
    if root.tag != _PREFIX + shape.root:
        raise BadBody(f"<{root.tag.removeprefix(_PREFIX)} xmlns='{NAMESPACE}'> was not expected.")
    return _read(root, shape)


def _read(element: ET.Element, shape: Shape) -> dict[str, t.Any]:
    document = {name: _read_attribute(name, text, shape) for name, text in element.attrib.items()}
    position = 0
    for child in element:
        tag = child.tag.removeprefix(_PREFIX)
        if tag == "Links" and shape.links:
            continue
        index, field = _find(tag, shape)
        if index < position:
            raise BadBody(f"The element '{tag}' in '{shape.name}' is not in the order of the schema.")
        position = index
        _take(document, field, child)
    text_field = next((field for field in shape.fields if field.kind == "text"), None)
    if text_field:
        document[text_field.name] = element.text or ""
    check_required(document, shape)
    return document


def _read_attribute(name: str, text: str, shape: Shape) -> t.Any:
    field = next((field for field in shape.fields if field.kind == "attr" and field.tag == name), None)
    if field:
        return from_text(text, field)
    if name in _IDENTITY and shape.links:
        return text
    raise BadBody(f"The attribute '{name}' is not declared in '{shape.name}'.")


def _find(tag: str, shape: Shape) -> tuple[int, Field]:
    for index, field in enumerate(shape.fields):
        if field.kind not in ("attr", "text") and field.tag == tag:
            return index, field
    raise BadBody(f"The element '{shape.name}' has invalid child element '{tag}' in namespace '{NAMESPACE}'.")


def _take(document: dict[str, t.Any], field: Field, child: ET.Element) -> None:
    if field.kind == "object":
        document[field.name] = _read(child, SHAPES[field.shape])
    elif field.kind == "items":
        document.setdefault(field.name, []).append(_read(child, SHAPES[field.shape]))
    elif field.kind == "strings":
        document.setdefault(field.name, []).append(child.text or "")
    elif field.kind == "paths":
        document[field.name] = [path.text or "" for path in child]
    else:
        document[field.name] = from_text(child.text or "", field)
