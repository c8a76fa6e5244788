# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Which page of a list is asked for next, and when a list is at its end. Sends nothing."""

from __future__ import annotations

import enum
import typing as t

from ..._model import Gap

if t.TYPE_CHECKING:
    from collections.abc import Sequence

# Requests beyond those that a list should need: lists grow while they are read.
_SPARE_REQUESTS: t.Final = 20


class _Step(enum.Enum):
    """How the next offset is found."""

    # From limit to limit, as documented.
    BY_LIMIT = enum.auto()
    # At the end of the first short page, once: rows that are left out, or pages shorter than asked for?
    ASKING = enum.auto()
    # Pages are shorter than asked for: from the last row that came to the next.
    BY_ROWS = enum.auto()


class Course:
    """The way through the pages of one list. ``limit``: rows that each page is asked for.

    ``skip`` is the offset of the page to ask for now, None at the end; ``take`` what it brought. Rows go by their keys:
    each key counts once, and rows without one (None) are counted and not compared. ``delivered`` is how many rows
    came, ``total`` how many the server counted in its newest reply (None: it did not say).
    """

    def __init__(self, limit: int) -> None:
        self.skip: int | None = 0
        self.total: int | None = None
        self.requests = 0
        self.unnamed = 0
        self.shrank = False
        # Without a total nothing but its own end, or the time, bounds a list.
        self.most_requests: float = float("inf")
        self._limit = limit
        self._seen: set[t.Hashable] = set()
        self._step = _Step.BY_LIMIT
        self._end_of_first_short: int | None = None

    @property
    def delivered(self) -> int:
        """How many different rows came."""
        return len(self._seen) + self.unnamed

    def gap(self, what: str) -> Gap | None:
        """What is missing from the list, to be asked at its end."""
        if self.total is None or self.delivered >= self.total:
            return None
        return Gap(what, self.total, self.delivered)

    def take(self, keys: Sequence[t.Hashable | None], total: int | None, limit: int | None) -> None:
        """The page at ``skip`` came: the keys of its rows, and what it says of the whole list and of its limit."""
        at = self.skip or 0
        before = self.delivered
        self._seen.update(key for key in keys if key is not None)
        self.unnamed += sum(key is None for key in keys)
        if limit is not None and 0 < limit < self._limit:
            self._limit = limit
        self.shrank = self.shrank or (self.total is not None and total is not None and total < self.total)
        self.total = total
        self.requests += 1
        if self.requests == 1 and total is not None:
            self.most_requests = 2 * -(-total // self._limit) + _SPARE_REQUESTS
        self.skip = self._following(at, len(keys), brought_new=self.delivered > before)

    def _following(self, at: int, rows: int, *, brought_new: bool) -> int | None:
        if self._step is _Step.ASKING:
            if not brought_new:
                return None
            self._step = _Step.BY_ROWS
            self.most_requests = self.requests + (self.total or 0) + _SPARE_REQUESTS
        if self._step is _Step.BY_ROWS:
            # A server that does not tell its total any more is at its end with an empty page.
            return self._unless_at_end(at + max(rows, 1)) if rows or self.total is not None else None
        if self._is_beyond_total(at, rows):
            return at + self._limit if rows >= self._limit and brought_new else self._doubt()
        if rows and self._end_of_first_short is None and rows < min(self._limit, (self.total or 0) - at):
            # At the end of a page that brought nothing the same would be asked again.
            self._end_of_first_short = at + rows
        following = self._unless_at_end(at + self._limit)
        return self._doubt() if following is None else following

    def _is_beyond_total(self, at: int, rows: int) -> bool:
        """Whether ``total`` says nothing, or less than there is."""
        return self.total is None or at + rows > self.total or self.delivered > self.total

    def _unless_at_end(self, following: int) -> int | None:
        at_end = self.total is not None and (following >= self.total or self.delivered >= self.total)
        return None if at_end else following

    def _doubt(self) -> int | None:
        """Where to ask once more when rows are missing and a page was shorter than it should be."""
        if self._end_of_first_short is None or self.total is None or self.delivered >= self.total:
            return None
        self._step = _Step.ASKING
        return self._end_of_first_short
