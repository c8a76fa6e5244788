# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists that servers cut into pages, in every way in which they do it."""

from __future__ import annotations

import itertools
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import UnusableAnswer
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.paging import all_items, fetched_ahead

ITEMS = [{"id": str(number)} for number in range(7)]


def pages_of(size: int, **pagination: t.Any) -> t.Callable[[int], t.Any]:
    return lambda skip: {"data": ITEMS[skip : skip + size], "pagination": {"total": len(ITEMS), **pagination}}


@pytest.mark.parametrize("size", [1, 3, 7, 100])
def test_every_item_comes_once(size: int) -> None:
    assert list(all_items(pages_of(size), what="jobs")) == ITEMS


@pytest.mark.parametrize("body", [{"data": ITEMS, "pagination": {"total": 7, "count": 7}}, {"data": ITEMS}, ITEMS])
def test_a_list_that_comes_whole_is_taken_as_it_is(body: t.Any) -> None:
    assert list(all_items(lambda skip: body, what="jobs")) == ITEMS


def test_without_a_total_the_first_empty_page_is_the_end() -> None:
    assert list(all_items(pages_of(3, total=None), what="jobs")) == ITEMS


def test_pages_are_asked_for_as_they_are_needed() -> None:
    asked: list[int] = []

    def fetch(skip: int) -> t.Any:
        asked.append(skip)
        return pages_of(3)(skip)

    next(all_items(fetch, what="jobs"))
    assert asked == [0]


def test_an_item_that_moved_to_the_next_page_comes_once() -> None:
    pages = {0: ITEMS[:3], 3: ITEMS[2:5], 6: ITEMS[5:]}
    assert list(all_items(lambda skip: {"data": pages[skip], "pagination": {"total": 8}}, what="jobs")) == ITEMS


@pytest.mark.parametrize("ahead", [lambda fetch: fetch, fetched_ahead], ids=["as needed", "ahead"])
def test_an_item_that_moved_to_a_page_before_is_not_missed(ahead: t.Callable[..., t.Any]) -> None:
    """Somebody removes the second item after the first page was sent: the fourth one is on that page now."""
    asked: list[int] = []

    def fetch(skip: int) -> t.Any:
        there = [item for item in ITEMS if not asked or item["id"] != "1"]
        asked.append(skip)
        return {"data": there[skip : skip + 3], "pagination": {"total": len(there)}}

    found = [item["id"] for item in all_items(ahead(fetch), what="jobs")]
    assert sorted(found) == [item["id"] for item in ITEMS]
    assert asked == [0, 3, 0, 3]


def test_a_list_that_never_stops_shrinking_has_an_end() -> None:
    totals = itertools.count(1000, -1)

    def fetch(skip: int) -> t.Any:
        items = [{"id": str(number)} for number in range(skip, min(skip + 100, 500))]
        return {"data": items, "pagination": {"total": next(totals)}}

    assert len(list(all_items(fetch, what="jobs"))) == 500


def test_a_computer_is_listed_once_per_protection_group() -> None:
    items = [{"id": "1", "protectionGroupId": "a"}, {"id": "1", "protectionGroupId": "b"}]
    assert list(all_items(lambda skip: {"data": items}, what="computers")) == items


def test_a_server_that_ignores_skip_is_found_out() -> None:
    with pytest.raises(UnusableAnswer, match="jobs: the server sends the same page again and again"):
        list(all_items(lambda skip: {"data": ITEMS[:2], "pagination": {"total": 7}}, what="jobs"))


@pytest.mark.parametrize("body", [None, {}, {"data": None}, "words", {"data": ["words"]}])
def test_something_else_is_not_a_list(body: t.Any) -> None:
    with pytest.raises(UnusableAnswer, match="not a list"):
        list(all_items(lambda skip: body, what="jobs"))
