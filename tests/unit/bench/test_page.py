# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from tests.bench.catalogue import SECTIONS
from tests.bench.page import filled, places
from tests.checks.places import ROOT

PAGE = """# Page

<!-- bench: sets -->
old | table
<!-- end of bench -->
Words.
<!-- bench: task -->
<!-- end of bench -->
"""


def test_each_part_comes_to_its_place_and_words_stay():
    page = filled(PAGE, {"sets": "| new |", "unknown": "x"})
    assert page == PAGE.replace("old | table\n", "\n| new |\n\n")
    assert filled(page, {"sets": "| new |"}) == page


def test_a_part_may_have_backslashes():
    assert "\\1 and \\g<name>" in filled(PAGE, {"task": "\\1 and \\g<name>"})


def test_every_place_in_the_page_of_benchmarks_is_one_that_they_fill_and_no_ratio_is_missing():
    found = places((ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8"))
    counted_elsewhere = {"requests", "em-requests"}
    assert sorted(found) == sorted({"goals", "machine", *SECTIONS} - counted_elsewhere)
