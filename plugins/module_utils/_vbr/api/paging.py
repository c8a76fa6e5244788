# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Lists in pages, read to their end whatever a server makes of ``skip``, ``limit`` and ``total``.

Servers leave ``skip`` and ``limit`` out of their replies (VBR-T20), send some lists whole, count rows that they do not
show (and may or may not count them in ``skip``), or send shorter pages than they were asked for. Nothing but the rows
themselves and ``total`` is trusted.
"""

from __future__ import annotations

import functools
import time
import typing as t
from collections import Counter

from ..._errors import UnusableAnswer
from ..._timing.threads import begun
from .listing import Course

if t.TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..._model import Json, Reading

    # Asks for the page at an offset and returns what makes its body of the answer.
    Fetch = Callable[[int], Callable[[], t.Any]]
    # Orders the page at an offset; what it returns waits for the body.
    Order = Callable[[int], Callable[[], t.Any]]

LONGEST_READING: t.Final = 1800.0
# A list from which something is removed during each of these readings is taken as it is.
_MOST_READINGS: t.Final = 3
# Members that together make a row itself: a computer is listed once per protection group, a machine once per backup.
_IDENTITY: t.Final = ("id", "protectionGroupId", "backupId")


class Page(t.NamedTuple):
    """One reply: its rows, how many the server counts in all, and the limit that it went by (None: not said)."""

    rows: list[Json]
    total: int | None
    limit: int | None


def as_needed(fetch: Fetch) -> Order:
    """Asks for a page when the one before was consumed."""
    return lambda skip: functools.partial(_body, functools.partial(fetch, skip))


def ahead(fetch: Fetch) -> Order:
    """Asks for the next page while the last one is worked on. For lists that are read to their end.

    The answer waits as the bytes that it is: its body would be many times larger, beside that of the page before.
    """
    first = True

    def order(skip: int) -> Callable[[], t.Any]:
        nonlocal first
        if first:
            first = False
            return functools.partial(_body, functools.partial(fetch, skip))
        return functools.partial(_body, begun(functools.partial(fetch, skip), name="page").result)

    return order


def _body(answered: Callable[[], Callable[[], t.Any]]) -> t.Any:
    return answered()()


def read(order: Order, *, limit: int, what: str, clock: Callable[[], float] = time.monotonic) -> Reading[Json]:
    """Every row of a list, each once, page by page; the end of the reading is its gap (None: the list is whole).

    ``order`` asks for the page at an offset (``as_needed``, ``ahead``), whose body is ``{data, pagination}`` or a bare
    list; ``limit`` is the number of rows that each page is asked for, ``what`` names the list in messages. A list that
    gets shorter while it is read is read again for what moved to a page before. Raises UnusableAnswer for a body
    without a list, and for a list without end: one that needs too many requests or more than ``LONGEST_READING``
    seconds.
    """
    known: set[t.Any] = set()
    until = clock() + LONGEST_READING
    course = Course(limit)
    for dummy in range(_MOST_READINGS):
        course = Course(limit)
        for rows in _pages(order, course, what, lambda: clock() > until):
            fresh = [row for row, key in rows if key is None or key not in known]
            known.update(key for dummy_row, key in rows if key is not None)
            rows.clear()
            # No row is kept once it was given away: the next page is coming in already, and pages are large.
            fresh.reverse()
            while fresh:
                yield fresh.pop()
        # Rows that cannot be told apart would come twice.
        if not course.shrank or course.unnamed:
            break
    return course.gap(what)


def _pages(order: Order, course: Course, what: str, is_late: Callable[[], bool]) -> Iterator[list[tuple[Json, t.Any]]]:
    """The rows of one reading with their keys, page by page, on the way that ``course`` says."""
    coming = order(0)
    while True:
        rows = _taken(coming(), course, what)
        if course.skip is None:
            del coming
            yield rows
            return
        if course.requests >= course.most_requests or is_late():
            counted = "" if course.total is None else f" of {course.total}"
            raise UnusableAnswer(
                f"{what}: the list does not end; {course.requests} pages brought {course.delivered}{counted} entries."
            )
        coming = order(course.skip)
        yield rows


def _taken(body: t.Any, course: Course, what: str) -> list[tuple[Json, t.Any]]:
    """The rows of a page with their keys, which ``course`` is told."""
    page = page_of(body, what)
    keys = _keys(page.rows)
    course.take(keys, page.total, page.limit)
    return list(zip(page.rows, keys, strict=True))


def page_of(body: t.Any, what: str) -> Page:
    """A reply taken apart. Raises UnusableAnswer for what is not a list."""
    pagination = body.get("pagination") if isinstance(body, dict) else None
    rows = body.get("data") if isinstance(body, dict) else body
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnusableAnswer(f"{what}: the server answered with something that is not a list.")
    if not isinstance(body, dict):
        return Page(rows, len(rows), None)
    said = pagination if isinstance(pagination, dict) else {}
    return Page(rows, _number(said.get("total")), _number(said.get("limit")))


def _number(value: t.Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _keys(rows: list[Json]) -> list[t.Any]:
    """What makes each row of a page itself; None without an id. Equal rows of one page are different rows."""
    times: Counter[t.Any] = Counter()
    keys: list[t.Any] = []
    for row in rows:
        if row.get("id") is None:
            keys.append(None)
            continue
        # Numbers and texts, but nothing promises that they can be looked up in a set.
        key = tuple(str(row.get(member)) for member in _IDENTITY)
        keys.append((*key, times[key]))
        times[key] += 1
    return keys
