# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Times as the API writes them. Pure functions.

A time of day is the backup server's local time, without a zone: ``22:00``, but also ``4:00``, ``22:00:00`` and "".
A date and time has an offset, or is the backup server's local time as well: a live 13.1 server writes the creation time
of backups and the times of task sessions without one. Fractions have 0 to 7 digits (VBR-T41).
"""

from __future__ import annotations

import re
import typing as t
import zoneinfo
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

if t.TYPE_CHECKING:
    from collections.abc import Callable

    from ..._model import Json

_TIME_OF_DAY: t.Final = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?")
# Python reads at most six fraction digits, the API writes seven (VBR-T41).
_FRACTION: t.Final = re.compile(r"(\.\d{6})\d+")
_WITHOUT_OFFSET: t.Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,7})?")


@dataclass(frozen=True)
class ServerTime:
    """What the server's clock said: ``text`` as the server wrote it, and the zone of its local times."""

    text: str
    zone: tzinfo

    @classmethod
    def of(cls, body: Json) -> ServerTime:
        """From the reply of ``GET /serverTime``. Raises KeyError when it has no ``serverTime``.

        Revisions before 1.3-rev2 do not name the zone, and not every controller has tz data: then local times have the
        offset that the server's clock has now.
        """
        text = str(body["serverTime"])
        now = _parsed(text)
        offset = now.tzinfo if now is not None and now.tzinfo is not None else UTC
        return cls(text, _zone(body.get("ianaTimeZoneId")) or offset)


def _zone(name: t.Any) -> tzinfo | None:
    try:
        return zoneinfo.ZoneInfo(name) if isinstance(name, str) and name else None
    except (zoneinfo.ZoneInfoNotFoundError, ImportError, ValueError, OSError):
        return None


def time_of_day(text: str) -> str | None:
    """``text`` as ``HH:MM``, or ``HH:MM:SS`` when it has seconds other than 0; None when it is not a time of day."""
    found = _TIME_OF_DAY.fullmatch(text.strip())
    if found is None:
        return None
    hours, minutes, seconds = int(found[1]), int(found[2]), int(found[3] or 0)
    if hours > 23 or minutes > 59 or seconds > 59:
        return None
    return f"{hours:02}:{minutes:02}" + (f":{seconds:02}" if seconds else "")


def moment(text: str) -> datetime | None:
    """A date and time with its offset; None for "" and other texts, and for a time without an offset.

    What a server sends goes through ``with_offsets`` first, so that each time has one.
    """
    found = _parsed(text)
    return found if found is not None and found.tzinfo is not None else None


def moment_in(text: str, zone: tzinfo) -> datetime | None:
    """Like ``moment``; a time without an offset is local time in ``zone``.

    A time that comes twice, when daylight saving ends, is the earlier one; one that never comes, when it begins, counts
    with the offset from before.
    """
    found = _parsed(text)
    if found is None:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=zone)


def with_offsets(value: t.Any, zone: Callable[[], tzinfo]) -> t.Any:
    """``value``, JSON of a server, with an offset at each time that lacks one. ``zone`` is called only if there is one.

    The digits stay as the server wrote them.
    """
    if isinstance(value, dict):
        return {name: with_offsets(inner, zone) for name, inner in value.items()}
    if isinstance(value, list):
        return [with_offsets(inner, zone) for inner in value]
    if isinstance(value, str) and _WITHOUT_OFFSET.fullmatch(value):
        return value + _offset(value, zone())
    return value


def _offset(text: str, zone: tzinfo) -> str:
    found = moment_in(text, zone)
    offset = found.utcoffset() if found is not None else None
    # A text of the right form need not be a time: 2026-13-45T99:00:00.
    if offset is None:
        return ""
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _parsed(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(_FRACTION.sub(r"\1", text.strip()))
    except ValueError:
        return None
