# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from tests.bench.report import Row, Section, Table, as_markdown, goals


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        (Row("a", controller=0.4, module=1.9, goal=0.4), "met (at most 0.4)"),
        (Row("a", controller=0.41, module=0.1, goal=0.4), "**not met** (at most 0.4)"),
        (Row("a", module=2.0, goal=1.9), "**not met** (at most 1.9)"),
        (Row("a", controller=0.4, module=1.9), ""),
    ],
)
def test_a_goal_is_one_of_the_controller_where_there_is_such_a_figure(row, verdict):
    assert row.verdict == verdict


def test_a_figure_has_three_digits_so_that_it_can_be_told_from_its_goal():
    assert Row("a", controller=1.104, module=1234.5, unit="MiB").cells == ("a", "1.1 MiB", "1,234 MiB", "")
    assert Row("a", controller=1.106, module=3.0).cells == ("a", "1.11", "3", "")


def test_both_ways_are_asked():
    assert Row.both("a", len, goal=3) == Row("a", controller=10, module=6, goal=3)


def test_a_section_is_a_heading_and_its_tables():
    section = Section(
        "Sets", [Row("a", 1.5, None, 2)], [Table(("size", "time"), [("ten", 0.25)])], "A note.", ["- more"]
    )
    assert as_markdown([section]) == (
        "## Sets\n\n"
        "| what | in the controller | as a module | goal |\n| --- | --: | --: | --: |\n"
        "| a | 1.5 |  | met (at most 2) |\n\n"
        "| size | time |\n| --- | --: |\n| ten | 0.25 |\n\n"
        "A note.\n\n- more\n"
    )


def test_the_goals_are_the_rows_that_have_one():
    wanted, other = Row("a", 1.5, None, 2), Row("b", 1.5)
    assert goals([Section("A", [other]), Section("B", [wanted, other])]).rows == [wanted]
