# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Times as the API writes them. Pure functions.

A time of day is the backup server's local time, without a zone: ``22:00``, but also ``4:00``, ``22:00:00`` and "".
"""

from __future__ import annotations

import re
import typing as t
from datetime import UTC, datetime

_TIME_OF_DAY: t.Final = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?")
# Python reads at most six fraction digits, the API writes seven (T41).
_FRACTION: t.Final = re.compile(r"(\.\d{6})\d+")


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
    """A date and time with its zone, UTC when it has none; None for "" and for what is not a date and time."""
    try:
        found = datetime.fromisoformat(_FRACTION.sub(r"\1", text.strip()))
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
