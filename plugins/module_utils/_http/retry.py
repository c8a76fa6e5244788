# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Which requests may be sent again, and when. Pure."""

from __future__ import annotations

import datetime
import email.utils
import typing as t
from dataclasses import dataclass

# The server (or what stands before it) is short of something for a moment.
TEMPORARY_STATUSES = frozenset({429, 500, 502, 503, 504})
# Too many requests: by its definition said instead of doing anything, so even a write may be sent again.
NOT_LET_IN = frozenset({429})
# Said by something between us and a server that may have done its work all the same.
OUTCOME_HIDDEN = frozenset({502, 503, 504})

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
LONGEST_RETRY_AFTER = 60.0


@dataclass(frozen=True)
class Backoff:
    """How long to wait before the next attempt. ``random`` gives numbers from 0 to 1."""

    random: t.Callable[[], float]

    def pause(self, attempt: int, retry_after: str | None = None) -> float:
        """Seconds before attempt number ``attempt`` + 1. What the server asks for counts, up to a minute."""
        asked = seconds_asked(retry_after)
        if asked is not None:
            return min(asked, LONGEST_RETRY_AFTER)
        return float(min(FIRST_PAUSE * 2 ** (attempt - 1), LONGEST_PAUSE) * (0.5 + self.random() / 2))


def seconds_asked(retry_after: str | None) -> float | None:
    """A ``Retry-After`` header in seconds, given as seconds or as a date. None when absent or unreadable."""
    if not retry_after:
        return None
    text = retry_after.strip()
    if text.isdecimal():
        return float(text[:6])
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.UTC)
    return max(0.0, (moment - datetime.datetime.now(datetime.UTC)).total_seconds())


def may_repeat(status: int, *, repeatable: bool, final: frozenset[int]) -> bool:
    """Whether a request that was answered with ``status`` may be sent again without doing anything twice.

    ``repeatable`` says that doing it twice does no harm; ``final`` holds statuses that are an answer here.
    """
    if status in final or status not in TEMPORARY_STATUSES:
        return False
    return repeatable or status in NOT_LET_IN
