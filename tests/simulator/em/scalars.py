# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Scalars of request bodies: text to value and back, and what a bad body is."""

from __future__ import annotations

import re
import typing as t

if t.TYPE_CHECKING:
    from tests.simulator.em.shapes import Field, Shape


class BadBody(Exception):
    """A request body that the documentation does not allow; the text is the server's message of its 400."""


_TIME_OF_DAY = re.compile(r"(?:.*T)?(\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?")


def to_text(content: t.Any) -> str:
    """A scalar as XML text: booleans in lower case, a whole number without a fraction."""
    if isinstance(content, bool):
        return "true" if content else "false"
    return str(content)


def from_text(text: str, field: Field) -> t.Any:
    """The value of XML text, of the field's type."""
    if field.type == "bool":
        if text not in ("true", "false", "1", "0"):
            raise BadBody(f"The string '{text}' is not a valid Boolean value of '{field.name}'.")
        return text in ("true", "1")
    if field.type in ("int", "float", "offset"):
        return _number(text, field)
    return _time_of_day(text, field) if field.type == "time" else text


def _time_of_day(text: str, field: Field) -> str:
    """``HH:MM:SS`` out of any of the forms that are in use: with a date or without, with an offset or without (T83)."""
    match = _TIME_OF_DAY.fullmatch(text)
    if match is None:
        raise BadBody(f"The string '{text}' is not a valid time of '{field.name}'.")
    return match[1] if match[1].count(":") == 2 else f"{match[1]}:00"


def shown_in_xml(content: t.Any, field: Field) -> str:
    """A scalar of a document as XML text."""
    return f"{content}.0000000+01:00" if field.type == "time" else to_text(content)


def shown_in_json(content: t.Any, field: Field, *, newest: bool) -> t.Any:
    """A scalar of a document as JSON value. Times carry a date without meaning; ``newest`` is version 13 (T83)."""
    if field.type == "time":
        return f"2019-10-23T{content}+02:00" if newest else f"2019-10-23T{content}"
    return content * 3600 if field.type == "offset" and newest else content


def from_json(content: t.Any, field: Field) -> t.Any:
    """The value of a JSON scalar; quoted numbers and booleans are as good as real ones (T21)."""
    if field.type in ("string", "time"):
        if not isinstance(content, str):
            raise BadBody(f"'{field.name}' must be a string.")
        return from_text(content, field)
    if field.type == "bool":
        if isinstance(content, bool):
            return content
        return from_text(str(content).lower(), field)
    if isinstance(content, bool):
        raise BadBody(f"'{field.name}' must be a number.")
    return _number(str(content), field)


def _number(text: str, field: Field) -> int | float:
    try:
        return float(text) if field.type == "float" else int(text)
    except ValueError as error:
        raise BadBody(f"The string '{text}' is not a valid number of '{field.name}'.") from error


def check_required(document: dict[str, t.Any], shape: Shape) -> None:
    """Raises BadBody when a member that the documentation calls mandatory (1/1) is absent or empty."""
    for field in shape.fields:
        if field.required and document.get(field.name) in (None, ""):
            raise BadBody(f"The required element '{field.name}' of '{shape.name}' is missing.")
