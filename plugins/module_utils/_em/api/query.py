# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""The query service: filters, pages, and a second look at what comes back."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ..._model import Gap
from .links import up
from .shapes import guid, instant, items, moment, same_id

if t.TYPE_CHECKING:
    from collections.abc import Sequence

    from ..._model import Json, Reading
    from .client import EmClient
    from .kinds import Kind

PAGE_SIZE: t.Final = 100
# What links to the owner of an item, for fields of which the entity has no member.
_OWNERS: t.Final = {
    "BackupServerUid": ("BackupServer", "guid"),
    "BackupServerName": ("BackupServer", "name"),
    "RepositoryUid": ("Repository", "guid"),
    "RepositoryName": ("Repository", "name"),
    "JobUid": ("Job", "guid"),
    "BackupUid": ("Backup", "guid"),
}


@dataclass(frozen=True)
class Where:
    """One comparison of a filter, ``operator`` being one of ``== != > < >= <=``.

    Several values mean that one of them must fit. Names are compared exactly once more on this side (unless
    ``any_case``), because how the service reads letter case and special characters is not documented (EM-T54, EM-T55,
    EM-T59).
    """

    field: str
    value: t.Any
    operator: str = "=="
    any_case: bool = False

    def text(self) -> str:
        """The comparison in the language of the service. Enumerations have no useful order there, so ORs (EM-T63)."""
        values = self.value if isinstance(self.value, (list, tuple)) else [self.value]
        parts = [f"{self.field}{self.operator}{quoted(value)}" for value in values]
        return parts[0] if len(parts) == 1 else f"({','.join(parts)})"

    def holds(self, kind: Kind, item: Json) -> bool:
        """Whether an item fits; True when it does not say."""
        actual = _value(kind, self.field, item)
        if actual is None:
            return True
        values = self.value if isinstance(self.value, (list, tuple)) else [self.value]
        if self.any_case:
            return any(str(actual).lower() == str(value).lower() for value in values)
        return any(_compared(self.field, actual, self.operator, value) for value in values)


def quoted(value: t.Any) -> str:
    """A value in a filter, in (ASCII) quotes unless it is a boolean: bare blanks would be dropped (EM-T55, EM-T56)."""
    if isinstance(value, bool):
        return str(value).lower()
    doubled = str(value).replace('"', '""')
    return f'"{doubled}"'


def expression(conditions: Sequence[Where]) -> str:
    """A filter in which every condition must hold. An ampersand would silently end it (EM-T53)."""
    return ";".join(condition.text() for condition in conditions)


class EmQuery:
    """Queries of one Enterprise Manager."""

    def __init__(self, client: EmClient) -> None:
        self._client = client
        # Of lists that lack something, one for each.
        self.warnings: list[str] = []

    def rows(
        self,
        kind: Kind,
        conditions: Sequence[Where] = (),
        *,
        sort: str = "",
        newest_first: bool = False,
        page_size: int = PAGE_SIZE,
    ) -> Reading[Json]:
        """The entities that fit, page by page as they are consumed; each once.

        ``sort`` is a field, ascending; ``newest_first`` sorts by the field that says when an item was made. The end of
        the reading is its gap: the service counts pages, and all but the last one must have been full. The user is told
        of it in any case.
        """
        order = [("sortDesc", kind.created)] if newest_first else [("sortAsc", sort)] if sort else []
        asked = [("type", kind.name), ("format", "entities"), ("filter", expression(conditions) or None), *order]
        every = self._every(kind, [pair for pair in asked if pair[1] is not None], page_size)
        while True:
            try:
                item = next(every)
            except StopIteration as end:
                gap: Gap | None = end.value
                return self._told(gap)
            for whole in self._client.whole(kind.path, [item]):
                if all(condition.holds(kind, whole) for condition in conditions):
                    yield whole

    def _every(self, kind: Kind, asked: list[tuple[str, t.Any]], page_size: int) -> Reading[Json]:
        """The items of all pages. Rows move between pages, and a server may promise pages for ever (EM-T57)."""
        seen: set[str] = set()
        number = 1
        while True:
            page = self._client.get("/query", [*asked, ("pageSize", page_size), ("page", number)])
            new = [item for item in items(page) if _identity(item) not in seen]
            seen.update(_identity(item) for item in new)
            yield from new
            if not new or number >= _paging(page, "PagesCount", 1):
                return _missing(kind, page, delivered=len(seen), page_size=page_size)
            number += 1

    def _told(self, gap: Gap | None) -> Gap | None:
        if gap is not None:
            text = f"Incomplete list: {gap}. What came was used; what was not found there does not count as absent."
            self.warnings += [text] if text not in self.warnings else []
        return gap


def _identity(item: Json) -> str:
    return str(item.get("UID") or item.get("ObjectInJobId") or item.get("TaskId") or item)


def _missing(kind: Kind, last: t.Any, *, delivered: int, page_size: int) -> Gap | None:
    """What a list lacks: at least one row must be on its last page, and every page before must be full."""
    pages = _paging(last, "PagesCount", 1)
    size = min(_paging(last, "PageSize", page_size), page_size)
    promised = (pages - 1) * size + 1
    if pages < 2 or delivered >= promised:
        return None
    return Gap(f"GET /api/query?type={kind.name} ({pages} pages of {size})", promised, delivered)


def _paging(page: t.Any, member: str, otherwise: int) -> int:
    paging = page.get("PagingInfo") if isinstance(page, dict) else None
    count = paging.get(member) if isinstance(paging, dict) else None
    return count if isinstance(count, int) and count > 0 else otherwise


def _value(kind: Kind, field: str, item: Json) -> t.Any:
    if kind.member(field) is not None:
        return item.get(kind.member(field) or "")
    owner, what = _OWNERS.get(field, ("", ""))
    link = up(item, owner) if owner else None
    return getattr(link, what) or None if link else None


def _compared(field: str, actual: t.Any, operator: str, wanted: t.Any) -> bool:
    if field.endswith(("Uid", "UID")):
        return same_id(actual, wanted) == (operator == "==")
    if "Time" in field:
        return _in_order(moment(actual), operator, moment(wanted))
    if operator in ("==", "!="):
        return _same(field, actual, wanted) == (operator == "==")
    return _in_order(actual, operator, wanted)


def _same(field: str, actual: t.Any, wanted: t.Any) -> bool:
    """Names must be the same to the letter; enumerations come in any letter case (EM-T62)."""
    if field.endswith(("Name", "Ref")) and field != "BackupServerName":
        return str(actual) == str(wanted)
    return str(actual).lower() == str(wanted).lower()


def _in_order(actual: t.Any, operator: str, wanted: t.Any) -> bool:
    if actual is None or wanted is None:
        return False
    return bool(
        {
            "==": actual == wanted,
            "!=": actual != wanted,
            ">": actual > wanted,
            "<": actual < wanted,
            ">=": actual >= wanted,
            "<=": actual <= wanted,
        }[operator]
    )


def uid(kind: Kind, text: str) -> str:
    """The UID of that kind for a UID or a guid: filters want UIDs (EM-T60)."""
    return f"urn:veeam:{kind.name}:{guid(text)}"


def time_value(text: str) -> str:
    """A point in time as filters want it. The text must be one."""
    found = moment(text)
    return instant(found) if found else text
