# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Backup windows: ``{"allowed": ["Mon-Fri 22:00-06:00"]}`` there and back. Pure functions.

The API wants, for each of seven days, 24 comma-joined 0 or 1: the hours in which a job may run. Here a week is a tuple
of 168 booleans, hour by hour from Monday 00:00.
"""

from __future__ import annotations

import re
import typing as t

from ..._errors import InvalidInput, Problem
from ..._model import records

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..._model import Json
    from ..._paths import Path

    Week = tuple[bool, ...]
    # Day, first hour, hour after the last.
    Span = tuple[int, int, int]

DAYS: t.Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_HOURS_A_WEEK: t.Final = 7 * 24
_SHORT: t.Final = tuple(day[:3] for day in DAYS)
_NUMBER: t.Final = {name.lower(): index for names in (DAYS, _SHORT) for index, name in enumerate(names)}
_EVERY_DAY: t.Final = {"daily", "everyday", "every day"}
_ENTRY: t.Final = re.compile(r"(?P<days>.*\S)\s+(?P<start>\d{1,2}(?::\d{2})?)\s*-\s*(?P<end>\d{1,2}(?::\d{2})?)")
_EXAMPLE: t.Final = 'write it like "Mon-Fri 22:00-06:00"'


def expand(window: Mapping[str, t.Any], path: Path) -> Json:
    """A window as the API wants it, from ``allowed`` or from ``days``; days that are not written are not allowed.

    Raises InvalidInput, with ``path`` as the place of the mistake.
    """
    if "allowed" not in window:
        return _days(week_of(window))
    if "days" in window:
        raise InvalidInput([(path, "has both allowed and days, write one of them")])
    entries = window["allowed"]
    if not isinstance(entries, list):
        raise InvalidInput([((*path, "allowed"), f"must be a list; {_EXAMPLE}")])
    hours = [False] * _HOURS_A_WEEK
    problems: list[Problem] = []
    for index, entry in enumerate(entries):
        try:
            for hour in _hours(entry, (*path, "allowed", index)):
                hours[hour] = True
        except InvalidInput as error:
            problems += error.problems
    if problems:
        raise InvalidInput(problems)
    return _days(tuple(hours))


def shorten(window: Mapping[str, t.Any]) -> Json:
    """The inverse of ``expand``: a window as ``{"allowed": [...]}``, in a form that depends only on its hours."""
    week = week_of(window)
    spans: dict[tuple[int, int], list[int]] = {}
    for day, start, end in _as_nights(list(_spans(week)), week):
        spans.setdefault((start, end), []).append(day)
    ordered = sorted(spans.items(), key=lambda span: (span[1], span[0]))
    return {"allowed": [f"{_day_names(days)} {start:02}:00-{end:02}:00" for (start, end), days in ordered]}


def is_window(value: Mapping[str, t.Any]) -> bool:
    """Whether a JSON object is a backup window as the API has it."""
    days = value.get("days")
    return isinstance(days, list) and bool(days) and all(isinstance(day, dict) and "hours" in day for day in days)


def week_of(window: Mapping[str, t.Any]) -> Week:
    """The 168 hours of a window as the API has it. Days and hours that it does not have are not allowed."""
    hours = [False] * _HOURS_A_WEEK
    for entry in records(window.get("days")):
        number = _NUMBER.get(str(entry.get("day", "")).strip().lower())
        marks = re.findall(r"[01]", str(entry.get("hours", "")))[:24]
        if number is not None:
            for hour, mark in enumerate(marks):
                hours[number * 24 + hour] = mark == "1"
    return tuple(hours)


def _days(week: Week) -> Json:
    rows = [week[number * 24 : number * 24 + 24] for number in range(7)]
    return {
        "days": [
            {"day": day, "hours": ",".join("1" if allowed else "0" for allowed in row)}
            for day, row in zip(DAYS, rows, strict=True)
        ]
    }


def _hours(entry: t.Any, path: Path) -> Iterator[int]:
    """The hours of the week that one entry allows; past midnight they belong to the next day."""
    found = _ENTRY.fullmatch(entry.strip()) if isinstance(entry, str) else None
    if found is None:
        raise InvalidInput([(path, f'"{entry}" is not a window; {_EXAMPLE}')])
    start, end = _hour(found["start"], path), _hour(found["end"], path)
    if start in (end, 24):
        raise InvalidInput([(path, f'"{entry}" is empty; for the whole day write 00:00-24:00')])
    length = (end - start) % 24 or 24
    for day in _day_numbers(found["days"], path):
        for hour in range(start, start + length):
            yield (day * 24 + hour) % _HOURS_A_WEEK


def _hour(text: str, path: Path) -> int:
    hours, dummy, minutes = text.partition(":")
    if minutes not in ("", "00"):
        raise InvalidInput([(path, f"{text} is not a full hour; the product knows windows by the hour only")])
    if int(hours) > 24:
        raise InvalidInput([(path, f"{text} is not an hour of the day")])
    return int(hours)


def _day_numbers(text: str, path: Path) -> Iterator[int]:
    if text.strip().lower() in _EVERY_DAY:
        yield from range(7)
        return
    for part in text.split(","):
        first, dash, last = part.partition("-")
        start = _day_number(first, path)
        end = _day_number(last, path) if dash else start
        for number in range((end - start) % 7 + 1):
            yield (start + number) % 7


def _day_number(text: str, path: Path) -> int:
    number = _NUMBER.get(text.strip().lower())
    if number is None:
        raise InvalidInput([(path, f'"{text.strip()}" is not a day of the week; write {", ".join(_SHORT)} or Daily')])
    return number


def _spans(week: Week) -> Iterator[Span]:
    """One span per night where a night can be told from a day."""
    for start, length in _runs(week):
        day, hour = divmod(start, 24)
        if length < 24 and hour + length > 24:
            yield day, hour, (hour + length) % 24
            continue
        left = length
        while left > 0:
            piece = min(24 - hour, left)
            yield day % 7, hour, hour + piece
            day, hour, left = day + 1, 0, left - piece


def _as_nights(spans: list[Span], week: Week) -> Iterator[Span]:
    """An evening before a day that is allowed as a whole is a night like the others, where there are such."""
    nights = sorted({(start, end) for dummy, start, end in spans if end <= start})
    for day, start, end in spans:
        morning = week[(day + 1) % 7 * 24 :]
        fitting = [until for begin, until in nights if begin == start and all(morning[:until])]
        yield day, start, fitting[-1] if end == 24 and fitting else end


def _runs(week: Week) -> Iterator[tuple[int, int]]:
    """(first hour of the week, length) of every run of allowed hours, going on from Sunday to Monday."""
    if all(week):
        yield 0, _HOURS_A_WEEK
        return
    for start in range(_HOURS_A_WEEK):
        if week[start] and not week[start - 1]:
            length = 1
            while week[(start + length) % _HOURS_A_WEEK]:
                length += 1
            yield start, length


def _day_names(days: Iterable[int]) -> str:
    names = []
    left = sorted(days)
    while left:
        length = 1
        while length < len(left) and left[length] == left[0] + length:
            length += 1
        first, last = _SHORT[left[0]], _SHORT[left[length - 1]]
        names.append(first if length == 1 else f"{first}-{last}")
        left = left[length:]
    return ",".join(names)
