# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The way through a list, page by page, without a server. What servers do with it is in ``test_paging.py``."""

from __future__ import annotations

from ansible_collections.backupops.veeam.plugins.module_utils._model import Gap
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.api.listing import Course


def keys(*numbers: int) -> list[int]:
    return list(numbers)


def test_pages_go_from_limit_to_limit_up_to_the_total() -> None:
    course = Course(2)
    course.take(keys(1, 2), 3, None)
    assert course.skip == 2
    course.take(keys(3), 3, None)
    assert (course.skip, course.delivered, course.gap("jobs")) == (None, 3, None)


def test_a_smaller_limit_of_the_server_is_the_step_from_then_on() -> None:
    course = Course(200)
    course.take(keys(*range(50)), 120, 50)
    assert course.skip == 50
    # A limit that makes no sense is none.
    course.take(keys(*range(50, 100)), 120, 0)
    assert course.skip == 100


def test_a_short_page_is_doubted_once_at_the_end() -> None:
    course = Course(2)
    course.take(keys(1), 4, None)
    course.take(keys(3, 4), 4, None)
    # A row is missing, and the first page was short: was the rest of it only not shown?
    assert course.skip == 1
    course.take([], 4, None)
    assert course.skip is None
    assert course.gap("the list of jobs") == Gap("the list of jobs", 4, 3)


def test_a_doubt_that_brings_rows_goes_on_row_by_row() -> None:
    course = Course(2)
    course.take(keys(1), 4, None)
    course.take(keys(3), 4, None)
    course.take(keys(2), 4, None)
    assert course.skip == 2
    course.take(keys(3), 4, None)
    course.take(keys(4), 4, None)
    assert (course.skip, course.gap("jobs")) == (None, None)


def test_a_row_that_comes_twice_counts_once_and_rows_without_a_key_each() -> None:
    course = Course(4)
    course.take([1, None, None, 1], 4, None)
    assert (course.delivered, course.unnamed) == (3, 2)


def test_without_a_total_a_full_page_is_followed_by_another_and_nothing_is_missing() -> None:
    course = Course(2)
    course.take(keys(1, 2), None, None)
    assert course.skip == 2
    # Full again, but nothing new: the server does not know skip.
    course.take(keys(1, 2), None, None)
    assert (course.skip, course.gap("jobs")) == (None, None)


def test_a_list_that_shrinks_meanwhile_is_noted_and_bounded() -> None:
    course = Course(10)
    course.take(keys(*range(10)), 30, None)
    assert (course.shrank, course.most_requests) == (False, 2 * 3 + 20)
    course.take(keys(*range(10, 20)), 29, None)
    assert course.shrank
    assert course.total == 29
