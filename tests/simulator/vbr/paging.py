# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One page of a list, and what a page says about the list; here lists go wrong when faults want them to."""

from __future__ import annotations

import dataclasses
import typing as t
import uuid
from collections.abc import Callable, Sequence

from starlette.requests import Request

from tests.simulator.faults import Fault
from tests.simulator.vbr import state

Json = dict[str, t.Any]
Row = t.TypeVar("Row")


@dataclasses.dataclass(frozen=True)
class Page(t.Generic[Row]):
    """The rows that come, the reply's `pagination`, and what still has to be done to the rows as JSON."""

    rows: list[Row]
    pagination: Json
    changes: list[Callable[[Json, int], Json]]

    def changed(self, models: Sequence[Json]) -> list[Json]:
        """`models`, the rows as JSON, as faults want them shown; for the most part as they are."""
        shown = list(models)
        for change in self.changes:
            shown = [change(model, number) for number, model in enumerate(shown)]
        return shown


def cut(
    request: Request,
    rows: Sequence[Row],
    *,
    skip: int,
    count: int | None,
    name_of: Callable[[Row], str],
    is_hidden: Callable[[Row], bool] = lambda dummy: False,
) -> Page[Row]:
    """`count` of `rows` (None for all) from `skip` on, and where they are; not every reply says it in full (T20).

    Rows for which `is_hidden` is true are counted and left out, after the page is cut.
    """
    troubles = _Troubles(request)
    asked_skip, asked_count = skip, count
    if troubles.of("skip-ignored"):
        skip = 0
    short = troubles.of("short-pages")
    if short:
        count = min(int(short.number(default=2)), len(rows) if count is None else count)
        asked_count = count if short.options.get("told") == "yes" else asked_count
    page = _rows(rows, skip, count, _hidden(rows, troubles.of("missing-rows"), name_of=name_of, is_hidden=is_hidden))
    total, changes = len(rows), []
    if endless := troubles.of("endless-list"):
        wanted = count or max(1, len(rows))
        page = [rows[(skip + number) % len(rows)] for number in range(wanted)] if rows else []
        total = max(total, skip + wanted + 1)
        if endless.options.get("rows") != "same":
            changes.append(_made_up(first=skip, known=len(rows)))
    pagination = _pagination(troubles, total=total, here=len(page))
    if asked_count is not None and not troubles.of("bare-pagination"):
        pagination |= {"skip": asked_skip, "limit": asked_count}
    return Page(page, pagination, changes)


class _Troubles:
    """The list faults that strike this request."""

    def __init__(self, request: Request) -> None:
        self._faults = state.of(request).world.faults
        self._method, self._path = request.method, request.url.path

    def of(self, kind: str) -> Fault | None:
        return self._faults.take_for_request(kind, api="vbr", method=self._method, path=self._path)


def _hidden(
    rows: Sequence[Row],
    missing: Fault | None,
    *,
    name_of: Callable[[Row], str],
    is_hidden: Callable[[Row], bool],
) -> tuple[set[int], bool]:
    """The positions of the rows that do not come, and whether `skip` counts them."""
    found = {number for number, row in enumerate(rows) if is_hidden(row)}
    if missing is None:
        return found, True
    if missing.value is not None:
        found |= {number for number, row in enumerate(rows) if missing.matches_subject(name_of(row))}
    else:
        start = int(missing.options.get("at", len(rows) // 2))
        found |= set(range(start, min(len(rows), start + int(missing.options.get("rows", "1")))))
    return found, missing.options.get("skip") != "shown"


def _rows(rows: Sequence[Row], skip: int, count: int | None, hidden: tuple[set[int], bool]) -> list[Row]:
    missing, counted = hidden
    if not missing:
        return list(rows[skip:] if count is None else rows[skip : skip + max(count, 0)])
    numbers = range(len(rows)) if counted else [number for number in range(len(rows)) if number not in missing]
    page = numbers[skip:] if count is None else numbers[skip : skip + max(count, 0)]
    return [rows[number] for number in page if number not in missing]


def _pagination(troubles: _Troubles, *, total: int, here: int) -> Json:
    if wrong := troubles.of("wrong-total"):
        said = wrong.value or "0"
        total = max(0, total + int(said)) if said.startswith(("+", "-")) else int(said)
    return {"count": here} if troubles.of("no-total") else {"total": total, "count": here}


def _made_up(*, first: int, known: int) -> Callable[[Json, int], Json]:
    """Rows beyond the end are copies with an id and a name of their own."""

    def change(model: Json, number: int) -> Json:
        position = first + number
        if position < known:
            return model
        made = {"id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"endless/{position}"))} if "id" in model else {}
        return model | made | ({"name": f"{model['name']} {position}"} if "name" in model else {})

    return change


def without_ids(request: Request, rows: list[Json]) -> list[Json]:
    """`rows` as they are, or without their ids where a fault wants that."""
    if not _Troubles(request).of("rows-without-ids"):
        return rows
    return [{name: value for name, value in row.items() if name != "id"} for row in rows]
