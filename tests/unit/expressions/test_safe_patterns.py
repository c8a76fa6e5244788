# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Patterns of policies: those that people write are taken, those that could run for years are not."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._expressions.safe_patterns import (
    LONGEST_SUBJECT,
    matches,
    pattern_problem,
)


@pytest.mark.parametrize(
    "pattern",
    [
        "[A-Z]{3}-[a-z0-9-]+",
        "(prod|test)-[a-z]+-[0-9]{2}",
        "^[A-Z][a-z]+ [A-Z][a-z]+ [A-Z][a-z]+ [0-9]+$",
        "[a-z]+-[a-z]+-[a-z]+-[a-z]+-[0-9]+",
        ".*prod.*",
        "(?i)shop .*",
        "(?:web|db)[0-9]+(-old)?",
        r"\w+ \(daily\)",
        r"[^/]+/[^/]+",
        "(?!test).+",
        "(?P<site>[A-Z]{3})_.*",
        "a{,3}b{2,}",
        "(ab)*c",
        "(a+)?b",
        r"[\]\-a]+x",
        "[]a]+x",
        "ä+Я+",
        "(?:de|fr|it|es|dk|nl)-.*-(prod|test|dev|qa)-.*",
        "[A-Z][a-z]?-?[0-9]+(-old)?",
        "(VM|Agent|File) [A-Z]{1,3}[0-9]{1,4}( weekly| daily)?",
    ],
)
def test_patterns_that_people_write(pattern: str) -> None:
    assert pattern_problem(pattern) == ""


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("(a+)+b", "repeats a group"),
        ("(a*)*", "repeats a group"),
        ("((ab?)*c)*", "repeats a group"),
        ("(a|aa)+b", "repeats a group"),
        ("(a{1,9}){5}", "repeats a group"),
        ("(?:(?:a+)b)*", "repeats a group"),
        (r"(a)\1", "refers back"),
        ("(?P<x>a)(?P=x)", "refers back"),
        ("(a)?(?(1)b|c)", "refers back"),
        ("a*a*a*a*b", "may end in several places"),
        (".*.*.*x", "may end in several places"),
        ("a*b?a*b?a*b?a*c", "may end in several places"),
        (".*a.*a.*a.*b", "may end in several places"),
        ("a*(b|a)*", "repeats a group"),
        ("(a?){40}b", "repeats a group"),
        (r"(\S??x?){50,60}y", "repeats a group"),
        ("a?" * 30 + "b", "may end in several places"),
        ("(?:a|aa)" * 30 + "b", "may end in several places"),
        ("a{1,9}" * 12 + "b", "may end in several places"),
        ("(?x)a", "behind it"),
        ("(?s:.)", "behind it"),
        ("(", "is not a regular expression"),
        ("a{99999999999999999999}", "is not a regular expression"),
        ("(" * 5000 + ")" * 5000, "has more than"),
        ("a" * 2000, "has more than"),
    ],
)
def test_patterns_that_could_run_for_years(pattern: str, said: str) -> None:
    assert said in pattern_problem(pattern)


def test_a_pattern_looks_at_the_beginning_of_a_very_long_name() -> None:
    assert matches("a+", "a" * LONGEST_SUBJECT + "b")
    assert not matches("a+", "a" * (LONGEST_SUBJECT - 1) + "b")
