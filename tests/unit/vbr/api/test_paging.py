# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists that servers cut into pages, in every way in which they do it."""

from __future__ import annotations

import itertools
import threading
import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.backupops.veeam.plugins.module_utils._errors import UnusableAnswer
from ansible_collections.backupops.veeam.plugins.module_utils._model import Gap, Json, Listed
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.api.paging import (
    LONGEST_READING,
    ahead,
    as_needed,
    read,
)
from tests.unit.vbr.api.paged_server import PagedServer, numbered

LIMIT = 200


def answered(fetch: t.Callable[[int], t.Any]) -> t.Callable[[int], t.Callable[[], t.Any]]:
    """What gives the bodies of ``fetch`` when they are asked for."""

    def answer(skip: int) -> t.Callable[[], t.Any]:
        body = fetch(skip)
        return lambda: body

    return answer


def listed(fetch: t.Callable[[int], t.Any], *, limit: int = LIMIT, **given: t.Any) -> Listed[Json]:
    return Listed.of(read(as_needed(answered(fetch)), limit=limit, what="jobs", **given))


def read_all(server: PagedServer, *, limit: int = LIMIT) -> Listed[Json]:
    return listed(lambda skip: server.page(skip, limit), limit=limit)


def ids(rows: t.Iterable[Json]) -> list[str]:
    return [row["id"] for row in rows]


# What is usual


@pytest.mark.parametrize("count", [0, 1, 199, 200, 201, 400, 401, 1000])
@pytest.mark.parametrize("says_limit", [True, False])
def test_a_list_takes_as_many_requests_as_it_has_pages(count: int, says_limit: bool) -> None:
    server = PagedServer(numbered(count), says_limit=says_limit)
    found = read_all(server)
    assert (ids(found.rows), found.gap) == (ids(server.rows), None)
    assert server.asked == list(range(0, max(count, 1), LIMIT))


def test_pages_are_asked_for_as_they_are_needed() -> None:
    server = PagedServer(numbered(600))
    next(read(as_needed(answered(lambda skip: server.page(skip, LIMIT))), limit=LIMIT, what="jobs"))
    assert server.asked == [0]


@pytest.mark.parametrize("pagination", [{"pagination": {"total": 450, "count": 450}}, {}])
def test_a_list_that_comes_whole_is_taken_as_it_is(pagination: Json) -> None:
    rows = numbered(450)
    asked: list[int] = []

    def fetch(skip: int) -> t.Any:
        asked.append(skip)
        return {"data": rows, **pagination}

    found = listed(fetch)
    assert (found.rows, found.gap) == (rows, None)
    # Without a total there may be more, until nothing new comes.
    assert asked == ([0] if pagination else [0, 200])


def test_a_bare_list_is_a_list() -> None:
    assert listed(lambda skip: numbered(7)) == Listed(numbered(7))


# Rows that are counted and not shown


@pytest.mark.parametrize("skips_hidden", [True, False])
def test_hidden_rows_sorted_first_leave_a_gap_of_their_number(skips_hidden: bool) -> None:
    server = PagedServer(numbered(620, hidden=range(450)), skips_hidden=skips_hidden)
    found = read_all(server)
    assert ids(found.rows) == ids(server.visible)
    assert found.gap == Gap("jobs", 620, 170)
    # Four pages, and one question.
    assert len(server.asked) == 5


@pytest.mark.parametrize("skips_hidden", [True, False])
def test_a_hidden_row_on_the_only_page_costs_one_question(skips_hidden: bool) -> None:
    server = PagedServer(numbered(17, hidden=range(2, 14)), skips_hidden=skips_hidden)
    found = read_all(server)
    assert (len(found.rows), found.gap) == (5, Gap("jobs", 17, 5))
    assert server.asked == [0, 5]


def test_a_list_that_is_cut_short_in_the_middle_has_a_gap() -> None:
    rows = numbered(600)
    pages = {0: rows[:200], 200: rows[200:230], 400: rows[400:]}
    found = listed(lambda skip: {"data": pages.get(skip, []), "pagination": {"total": 600}})
    assert found.gap == Gap("jobs", 600, 430)


# Pages of another length than was asked for


@pytest.mark.parametrize("size", [1, 2, 50])
@pytest.mark.parametrize("count", [3, 130, 450])
def test_pages_shorter_than_asked_for_are_read_to_the_end(size: int, count: int) -> None:
    server = PagedServer(numbered(count), most=size)
    found = read_all(server)
    assert (sorted(ids(found.rows)), found.gap) == (sorted(ids(server.rows)), None)
    assert len(server.asked) <= count + 20


@pytest.mark.parametrize("size", [1, 2, 50])
def test_a_server_that_says_its_limit_is_taken_at_its_word(size: int) -> None:
    server = PagedServer(numbered(130), most=size, says_limit=True)
    assert read_all(server) == Listed(server.rows)
    assert server.asked == list(range(0, 130, size))


# Totals that are wrong, absent or change


@pytest.mark.parametrize("count", [0, 5, 200, 450])
def test_without_a_total_a_short_page_or_nothing_new_is_the_end(count: int) -> None:
    server = PagedServer(numbered(count), total=None)
    assert read_all(server) == Listed(server.rows)
    assert len(server.asked) == count // LIMIT + 1


def test_rows_beyond_the_total_are_read() -> None:
    server = PagedServer(numbered(450), total=120)
    assert read_all(server) == Listed(server.rows)


def test_a_total_that_is_the_length_of_the_page_is_believed() -> None:
    """No server is known that does this; what counts is that it ends."""
    server = PagedServer(numbered(450), total=200)
    assert len(read_all(server).rows) == 200


def test_a_total_that_is_too_high_is_a_gap() -> None:
    server = PagedServer(numbered(30), total=31)
    assert read_all(server).gap == Gap("jobs", 31, 30)


def test_the_next_page_waits_as_bytes_while_this_one_is_worked_on() -> None:
    asked: dict[int, threading.Event] = {0: threading.Event(), 3: threading.Event()}
    made: list[int] = []

    def fetch(skip: int) -> t.Callable[[], t.Any]:
        asked[skip].set()

        def body() -> Json:
            made.append(skip)
            return {"data": numbered(6)[skip : skip + 3], "pagination": {"total": 6}}

        return body

    reading = read(ahead(fetch), limit=3, what="jobs")
    next(reading)
    assert asked[3].wait(10)
    assert made == [0]
    assert len(Listed.of(reading).rows) == 5
    assert made == [0, 3]


@pytest.mark.parametrize("order", [as_needed, ahead], ids=["as needed", "ahead"])
def test_an_item_that_moved_to_a_page_before_is_not_missed(order: t.Callable[..., t.Any]) -> None:
    """Somebody removes the second item after the first page was sent: the fourth one is on that page now."""
    rows = numbered(7)
    asked: list[int] = []

    def fetch(skip: int) -> t.Any:
        there = [row for row in rows if not asked or row["id"] != "1"]
        asked.append(skip)
        return {"data": there[skip : skip + 3], "pagination": {"total": len(there)}}

    found = Listed.of(read(order(answered(fetch)), limit=3, what="jobs"))
    assert sorted(ids(found.rows)) == ids(rows)
    assert found.gap is None
    assert asked == [0, 3, 0, 3]


def test_an_item_that_moved_to_the_next_page_comes_once() -> None:
    rows = numbered(7)
    pages = {0: rows[:3], 3: rows[2:5], 6: rows[5:]}
    assert listed(lambda skip: {"data": pages[skip], "pagination": {"total": 8}}, limit=3).rows == rows


def test_a_list_that_never_stops_shrinking_has_an_end() -> None:
    totals = itertools.count(1000, -1)

    def fetch(skip: int) -> t.Any:
        items = [{"id": str(number)} for number in range(skip, min(skip + 100, 500))]
        return {"data": items, "pagination": {"total": next(totals)}}

    assert len(listed(fetch, limit=100).rows) == 500


# Endless lists


@pytest.mark.parametrize(
    ("total", "requests"), [(lambda skip: skip + 2 * LIMIT, 24), (lambda skip: 5, 22)], ids=["growing", "too low"]
)
def test_a_list_that_never_ends_is_an_error(total: t.Callable[[int], int], requests: int) -> None:
    asked: list[int] = []

    def fetch(skip: int) -> t.Any:
        asked.append(skip)
        rows = [{"id": str(number)} for number in range(skip, skip + LIMIT)]
        return {"data": rows, "pagination": {"total": total(skip)}}

    with pytest.raises(UnusableAnswer, match="jobs: the list does not end"):
        listed(fetch)
    assert len(asked) == requests


def test_an_endless_list_of_short_pages_is_an_error() -> None:
    """The total grows with what was read, one row at a time."""
    asked: list[int] = []

    def fetch(skip: int) -> t.Any:
        asked.append(skip)
        return {"data": [{"id": f"{len(asked)}"}], "pagination": {"total": max(asked) + 100}}

    with pytest.raises(UnusableAnswer, match="the list does not end"):
        listed(fetch)
    assert len(asked) < 500


def test_an_endless_list_without_a_total_ends_with_the_time() -> None:
    times = itertools.count(0, LONGEST_READING / 10)

    def fetch(skip: int) -> t.Any:
        return {"data": [{"id": str(number)} for number in range(skip, skip + LIMIT)]}

    with pytest.raises(UnusableAnswer, match="the list does not end; 11 pages brought 2200 entries"):
        listed(fetch, clock=lambda: float(next(times)))


def test_a_server_that_ignores_skip_leaves_a_gap() -> None:
    server = PagedServer(numbered(450), ignores_skip=True)
    found = read_all(server)
    assert (ids(found.rows), found.gap) == (ids(server.rows[:200]), Gap("jobs", 450, 200))


# Rows


def test_rows_without_ids_are_counted() -> None:
    server = PagedServer([{"name": "same"} for dummy in range(450)])
    found = read_all(server)
    assert (len(found.rows), found.gap, len(server.asked)) == (450, None, 3)


def test_rows_without_ids_can_be_missing() -> None:
    server = PagedServer([{"name": "same"} for dummy in range(450)], total=451)
    assert read_all(server).gap == Gap("jobs", 451, 450)


@pytest.mark.parametrize("member", ["protectionGroupId", "backupId"])
def test_what_is_listed_once_for_each_owner_are_different_rows(member: str) -> None:
    rows = [{"id": "1", member: str(number)} for number in range(250)]
    assert read_all(PagedServer(rows)) == Listed(rows)


def test_equal_rows_of_one_page_are_different_rows() -> None:
    rows = [{"id": "1"}, {"id": "1"}, {"id": "2"}]
    assert read_all(PagedServer(rows)) == Listed(rows)


@pytest.mark.parametrize("body", [None, {}, {"data": None}, "words", {"data": ["words"]}])
def test_something_else_is_not_a_list(body: t.Any) -> None:
    with pytest.raises(UnusableAnswer, match="not a list"):
        listed(lambda skip: body)


# Whatever a server does


@st.composite
def servers(draw: st.DrawFn) -> tuple[PagedServer, int]:
    limit = draw(st.sampled_from([1, 3, 7, 10]))
    count = draw(st.integers(0, 60))
    hidden = draw(
        st.one_of(st.just(set()), st.sets(st.integers(0, 59)), st.builds(set, st.builds(range, st.integers(0, 45))))
    )
    server = PagedServer(
        numbered(count, hidden=hidden),
        skips_hidden=draw(st.booleans()),
        most=draw(st.sampled_from([None, None, 1, 2, 5])),
        says_limit=draw(st.booleans()),
        total=draw(st.sampled_from(["right", "right", "right", None, 0, 4, 30, 90])),
        ignores_skip=draw(st.sampled_from([False, False, False, True])),
    )
    return server, limit


@given(servers())
def test_a_reading_without_a_gap_is_whole(made: tuple[PagedServer, int]) -> None:
    server, limit = made
    try:
        found = read_all(server, limit=limit)
    except UnusableAnswer:
        # Only a total below the truth makes an honest list look endless.
        assert isinstance(server.total, int)
        return
    assert len(set(ids(found.rows))) == len(found.rows), "no row comes twice"
    assert set(ids(found.rows)) <= set(ids(server.visible))
    if server.total == "right":
        missing = len(server.rows) - len(found.rows)
        assert found.gap == (Gap("jobs", len(server.rows), len(found.rows)) if missing else None)
        assert len(server.asked) <= 2 * -(-len(server.rows) // limit) + 20 + len(server.rows) + 20


@given(servers())
def test_what_is_shown_is_found_unless_several_things_are_wrong_at_once(made: tuple[PagedServer, int]) -> None:
    server, limit = made
    server.ignores_skip = False
    server.total = "right"
    if server.most is not None and not server.says_limit:
        server.rows = server.visible
    assert sorted(ids(read_all(server, limit=limit).rows)) == sorted(ids(server.visible))


@given(servers())
def test_fetching_ahead_takes_the_same_steps(made: tuple[PagedServer, int]) -> None:
    server, limit = made
    outcomes = []
    for order in (as_needed, ahead):
        server.asked.clear()
        reading = read(order(answered(lambda skip: server.page(skip, limit))), limit=limit, what="jobs")
        try:
            found: t.Any = Listed.of(reading)
        except UnusableAnswer as error:
            found = error.message
        outcomes.append((found, list(server.asked)))
    assert outcomes[0] == outcomes[1]
