# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists as Backup & Replication gives them: filters, order and pages.

The gate has refused parameters and values that the vendor's OpenAPI file of the revision does not have. What the rest
do follows the vendor's text where it says something, and otherwise makes life hard for clients: a name filter matches
any text of an item in any case (trap T21), and a page does not always say where it is (trap T20).
"""

from __future__ import annotations

import dataclasses
import functools
import typing as t
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, tzinfo

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.openapi import Operation, Shape, document
from tests.simulator.vbr import answer, paging, replies, reshape, state
from tests.simulator.vbr.query import Query
from tests.simulator.vbr.replies import Refusal

Json = dict[str, t.Any]
Wanted = tuple[str, ...]
Items = Callable[[Request], Iterable[Json]]
# A filter of one list that is more than "this member equals that value".
Special = Callable[[Request, Json, Wanted], bool]

PREFIX = "/api/v1/"
_PLAIN = frozenset({"skip", "limit", "orderColumn", "orderAsc"})
# Members that carry what a filter or an order column is called after; several are tried.
_MEMBERS = {
    "viType": ("viType", "viHostType"),
    "serverState": ("status",),
    "policyTag": ("policyUniqueId",),
    "gfsPeriod": ("gfsPeriods",),
    "capacity": ("capacityGB",),
    "freeSpace": ("freeGB",),
    "usedSpace": ("usedSpaceGB",),
    "sobrId": ("scaleOutRepositoryId",),
    "sobrMembership": ("membership",),
    "sobrExtentType": ("extentType",),
    "host": ("hostId",),
    "fullName": ("name",),
}
_MOMENTS = {
    "createdAfterFilter": ("creationTime", False),
    "createdBeforeFilter": ("creationTime", True),
    "endedAfterFilter": ("endTime", False),
    "endedBeforeFilter": ("endTime", True),
    "lastRunAfterFilter": ("lastRun", False),
    "lastRunBeforeFilter": ("lastRun", True),
}


def query_of(request: Request) -> Query:
    """The query, which the gate has checked and put into the newest revision's words."""
    query = request.scope["simulator.query"]
    assert isinstance(query, Query)
    return query


def operation_of(request: Request) -> Operation:
    """The vendor's description of the request in the revision that it asked for."""
    operation = document(state.revision_of(request)).operation(request.method, request.url.path)
    if operation is None:
        raise Refusal(404, f"There is no {request.method} {request.url.path} here.", code="InvalidURI")
    return operation


def page_of(request: Request, models: Iterable[Json], *, special: Mapping[str, Special] | None = None) -> Json:
    """The answer to a list request: what of ``models`` the query asks for, all in the newest revision's spelling.

    ``special`` holds, by parameter name, filters that depend on more than the item shown. What the requested revision
    cannot show is left out; ``answer.shaped`` does the rest of the way to that revision, for this one page only.
    """
    operation, query = operation_of(request), query_of(request)
    tests = _tests(request, special or {})
    items = [model for model in shown(models, shape=item_shape(operation)) if all(test(model) for test in tests)]
    if query.has("orderColumn"):
        column = query.text("orderColumn")
        items.sort(key=lambda item: _sort_key(item, column), reverse=not query.flag("orderAsc", default=True))
    return _cut(request, items, operation=operation)


def _tests(request: Request, special: Mapping[str, Special]) -> list[Callable[[Json], bool]]:
    """What an item must pass, one test for each parameter that filters."""
    tests: list[Callable[[Json], bool]] = []
    zone = state.of(request).world.clock.zone
    for name, given in query_of(request).values.items():
        values = tuple(given)
        if name in special:
            tests.append(functools.partial(_special, request, special[name], values))
        elif name not in _PLAIN:
            tests.append(functools.partial(matches, name=name, values=values, zone=zone))
    return tests


def _special(request: Request, test: Special, values: Wanted, model: Json) -> bool:
    return test(request, model, values)


def item_shape(operation: Operation) -> Shape:
    """The shape of one item of a list reply."""
    reply = operation.replies[200]
    items = reply.members["data"].items if reply else None
    return items or Shape(kind="any")


def shown(models: Iterable[Json], *, shape: Shape) -> t.Iterator[Json]:
    """Those of ``models`` that a revision with ``shape`` has the words for (traps T24, T25)."""
    names = [name for name in shape.required if shape.members[name].values]
    for model in models:
        if all(_known(model[name], shape.members[name].values) for name in names if name in model):
            yield model


def _known(value: t.Any, values: tuple[str, ...]) -> bool:
    if isinstance(value, reshape.Verbatim):
        return True
    try:
        reshape.spelled(value, values)
    except reshape.Unrepresentable:
        return False
    return True


def _cut(request: Request, items: list[Json], *, operation: Operation) -> Json:
    """One page of ``items`` with its pagination."""
    limit, query = operation.query.get("limit"), query_of(request)
    skip = max(query.number("skip", 0) or 0, 0)
    count = query.number("limit", limit.shape.default if limit else None)
    return page(request, items, skip=skip, count=count)


def page(request: Request, items: list[Json], *, skip: int, count: int | None) -> Json:
    """``count`` of ``items`` (None for all) and where they are."""
    found = paging.cut(request, items, skip=skip, count=count, name_of=lambda item: str(item.get("name", "")))
    return {"data": found.changed(found.rows), "pagination": found.pagination}


def matches(item: Json, *, name: str, values: Wanted, zone: tzinfo | None) -> bool:
    """Whether ``item`` passes the filter parameter ``name``; times without an offset are ``zone``'s, the server's."""
    if name == "nameFilter":
        return any(like(text, values[0]) for text in texts(item))
    if name in _MOMENTS:
        member, before = _MOMENTS[name]
        return _within(item.get(member), values[0], before=before, zone=zone)
    if not name.endswith("Filter"):
        # Switches such as permissionScope or includeNestedHosts, which change nothing in this estate.
        return True
    stem = name.removesuffix("Filter")
    found = [value for member in _MEMBERS.get(stem, (stem,)) for value in _members(item, member)]
    return any(_equal(value, wanted) for value in found for wanted in values)


def like(text: str, pattern: str) -> bool:
    """Whether a text matches a pattern: an asterisk stands for anything, at the start and the end only."""
    text, pattern = text.lower(), pattern.lower()
    wanted = pattern.removeprefix("*").removesuffix("*") if pattern != "*" else ""
    match pattern.startswith("*"), pattern.endswith("*"):
        case True, True:
            return wanted in text
        case True, False:
            return text.endswith(wanted)
        case False, True:
            return text.startswith(wanted)
    return text == wanted


def texts(item: Json, *, depth: int = 2) -> t.Iterator[str]:
    """Every text of an item, also of the objects in it, down to ``depth``."""
    for value in item.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict) and depth > 1:
            yield from texts(value, depth=depth - 1)


def _members(item: Json, name: str) -> t.Iterator[t.Any]:
    for key, value in item.items():
        if key.lower() == name.lower():
            yield from value if isinstance(value, list) else [value]
        elif isinstance(value, dict):
            yield from _members(value, name)


def _equal(value: t.Any, wanted: str) -> bool:
    if isinstance(value, bool):
        return value == (wanted.lower() == "true")
    if isinstance(value, (int, float)):
        return value == float(wanted)
    return isinstance(value, str) and like(value, wanted)


def _within(moment: str | None, wanted: str, *, before: bool, zone: tzinfo | None) -> bool:
    if not moment:
        return False
    found, limit = datetime.fromisoformat(moment).astimezone(), datetime.fromisoformat(wanted)
    limit = limit if limit.tzinfo else limit.replace(tzinfo=zone)
    return found <= limit if before else found >= limit


def _sort_key(item: Json, column: str) -> tuple[bool, bool, t.Any]:
    names = _MEMBERS.get(column[:1].lower() + column[1:], (column,))
    value = next((value for name in names for value in _members(item, name)), None)
    if isinstance(value, (int, float)):
        return True, False, value
    return value is not None, True, str(value or "").lower()


@dataclasses.dataclass(frozen=True)
class Collection:
    """A list and its items by id: ``path`` below /api/v1, what an item is called, and where the items come from."""

    path: str
    noun: str
    items: Items
    special: dict[str, Special] = dataclasses.field(default_factory=dict)

    def routes(self) -> list[Route]:
        """The routes of the list and of one item."""
        return [self.list_route(), Route(f"{PREFIX}{self.path}/{{id}}", self._one)]

    def list_route(self) -> Route:
        """The route of the list, for what cannot be asked for one by one."""
        return Route(f"{PREFIX}{self.path}", self._list)

    async def _list(self, request: Request) -> Response:
        if not operation_of(request).template.endswith(self.path):
            # A revision without this list reads its last word as the id of something else.
            raise replies.not_found(self.noun, self.path.rpartition("/")[2])
        return answer.shaped(request, page_of(request, self.items(request), special=self.special))

    async def _one(self, request: Request) -> Response:
        return one(request, self.items(request), noun=self.noun)


def one(request: Request, models: Iterable[Json], *, noun: str) -> Response:
    """The item of ``models`` whose id is in the path, in this revision's shape; 404 when there is none."""
    operation = operation_of(request)
    wanted = request.path_params["id"].lower()
    for model in shown(models, shape=operation.replies[200] or Shape(kind="any")):
        if model["id"].lower() == wanted:
            return answer.shaped(request, model)
    raise replies.not_found(noun, request.path_params["id"])
