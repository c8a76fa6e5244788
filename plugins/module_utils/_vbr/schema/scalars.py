# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Single values of a job: what fits, what is meant although it is written differently, what to say otherwise."""

from __future__ import annotations

import difflib
import functools
import json
import re
import typing as t

from .revisions import VALUE_NAMES

if t.TYPE_CHECKING:
    from collections.abc import Iterable

    from .schemas import Definition, Member

_GUID: t.Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_TIME: t.Final = re.compile(r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?")
_INTEGER: t.Final = re.compile(r"[+-]?\d+")
_BOOLEANS: t.Final = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_MOST_LISTED: t.Final = 20
_MOST_LISTED_WITH_HINT: t.Final = 8

_NOUNS: t.Final = {
    "string": "a text",
    "uuid": "an id",
    "time": "a time of day",
    "date-time": "a date and time",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
}


def coerced(kind: str, value: t.Any) -> t.Any:
    """``value`` as the type that ``kind`` asks for where a template or YAML only changed its looks; else as it is.

    Templates turn numbers and booleans into text, and YAML turns digits into numbers.
    """
    if kind == "boolean" and isinstance(value, str):
        return _BOOLEANS.get(value.strip().lower(), value)
    if kind in {"integer", "number"} and isinstance(value, str) and _INTEGER.fullmatch(value.strip()):
        return int(value)
    if kind == "string" and isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value


def scalar_problem(member: Member, value: t.Any) -> str | None:
    """What is wrong with ``value`` in the place of ``member``, None when nothing is. Not for enums."""
    meant = coerced(member.kind, value)
    if member.kind == "boolean":
        return None if isinstance(meant, bool) else _not_a(member.kind, value)
    if member.kind in {"integer", "number"}:
        return _number_problem(member, meant)
    if not isinstance(meant, str):
        return _sexagesimal(meant) if member.kind == "time" else _not_a(member.kind, value)
    return _text_problem(member.kind, meant)


def enum_problem(definition: Definition, value: t.Any, *, enum: str = "") -> str | None:
    """What is wrong with ``value`` as a value of an enum. ``enum`` is its canonical name when it has another one."""
    if not isinstance(value, str):
        return f"must be one of {listed(definition.values)}, not {shown(value)}"
    if definition.value_like(value) is not None:
        return None
    newer = {older: name for name, older in VALUE_NAMES.get(enum or definition.name, {}).items()}.get(value)
    hint = f"; the newest API calls it {newer}" if newer else did_you_mean(value, definition.values)
    if hint and len(definition.values) > _MOST_LISTED_WITH_HINT:
        return f"{shown(value)} is not a value it can have{hint}"
    return f"{shown(value)} is not one of {listed(definition.values)}{hint}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``; did you mean X?`` for the word of ``known`` that comes closest to ``word``, or nothing."""
    close = _closest(word, tuple(known))
    return f"; did you mean {close}?" if close else ""


@functools.lru_cache(maxsize=1024)
def _closest(word: str, known: tuple[str, ...]) -> str:
    # Remembered, because weighing the shapes that an object may have asks the same again and again.
    keys = {_bare(name): name for name in known}
    close = difflib.get_close_matches(_bare(word), list(keys), n=1, cutoff=0.6)
    return keys[close[0]] if close else ""


def listed(words: Iterable[str]) -> str:
    """``A, B, C``, cut when there are very many."""
    ordered = sorted(words)
    more = f" and {len(ordered) - _MOST_LISTED} more" if len(ordered) > _MOST_LISTED else ""
    return ", ".join(ordered[:_MOST_LISTED]) + more


def shown(value: t.Any) -> str:
    """A value as a person wrote it, for messages, cut when long."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _text_problem(kind: str, value: str) -> str | None:
    # Servers themselves send empty times and ids.
    if kind == "time" and value and not _TIME.fullmatch(value):
        return f'{shown(value)} is not a time of day such as "22:00"'
    if kind == "uuid" and value and not _GUID.fullmatch(value):
        return f"{shown(value)} is not an id of the form 00000000-0000-0000-0000-000000000000"
    return None


def _number_problem(member: Member, value: t.Any) -> str | None:
    allowed = (int,) if member.kind == "integer" else (int, float)
    if isinstance(value, bool) or not isinstance(value, allowed):
        return _not_a(member.kind, value)
    if member.minimum is not None and value < member.minimum:
        return f"{value} is less than {member.minimum}"
    if member.maximum is not None and value > member.maximum:
        return f"{value} is more than {member.maximum}"
    return None


def _sexagesimal(value: t.Any) -> str:
    # YAML reads 22:00 without quotes as a number to base 60.
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 24 * 60:
        return _not_a("time", value)
    meant = f'"{value // 60:02}:{value % 60:02}"'
    return f"{value} is not a time of day; without quotes YAML makes a number of a time, write {meant}"


def _not_a(kind: str, value: t.Any) -> str:
    return f"must be {_NOUNS[kind]}, not {shown(value)}"


def _bare(word: str) -> str:
    return word.lower().replace("_", "").replace("-", "")
