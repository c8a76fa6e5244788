# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Single values: what fits, what is meant, and what is said of the others."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.scalars import (
    coerced,
    did_you_mean,
    enum_problem,
    listed,
    scalar_problem,
    shown,
)
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.schemas import (
    Definition,
    Member,
    canonical_schema,
)


@pytest.mark.parametrize(
    ("kind", "written", "meant"),
    [
        ("boolean", " Yes", True),
        ("boolean", "off", False),
        ("boolean", "maybe", "maybe"),
        ("boolean", 1, 1),
        ("integer", " 14 ", 14),
        ("integer", "-1", -1),
        ("integer", "1.5", "1.5"),
        ("number", "7", 7),
        ("string", 2026, "2026"),
        ("string", 1.5, "1.5"),
        ("string", True, True),
        ("time", 1320, 1320),
        ("any", "true", "true"),
    ],
)
def test_only_the_looks_of_a_value_are_changed(kind: str, written: t.Any, meant: t.Any) -> None:
    found = coerced(kind, written)
    assert (found, type(found)) == (meant, type(meant))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("boolean", "on"),
        ("integer", "7"),
        ("number", 1.5),
        ("string", 7),
        ("time", "22:00"),
        ("time", "4:00:30.5"),
        # Servers send empty ones.
        ("time", ""),
        ("uuid", ""),
        ("uuid", "ABCDEF00-2222-3333-4444-555555555555"),
    ],
)
def test_what_fits_is_no_problem(kind: str, value: t.Any) -> None:
    assert scalar_problem(Member(kind), value) is None


SEXAGESIMAL = "is not a time of day; without quotes YAML makes a number of a time, write"


@pytest.mark.parametrize(
    ("member", "value", "said"),
    [
        (Member("integer"), "three", 'must be a whole number, not "three"'),
        (Member("integer"), 1.5, "must be a whole number, not 1.5"),
        (Member("integer"), True, "must be a whole number, not true"),
        (Member("number"), None, "must be a number, not null"),
        (Member("integer", minimum=1), "0", "0 is less than 1"),
        (Member("integer", maximum=99), 100, "100 is more than 99"),
        (Member("string"), ["a"], 'must be a text, not ["a"]'),
        (Member("date-time"), 7, "must be a date and time, not 7"),
        (Member("time"), 1320, f'1320 {SEXAGESIMAL} "22:00"'),
        (Member("time"), 65, f'65 {SEXAGESIMAL} "01:05"'),
        (Member("time"), 1440, "must be a time of day, not 1440"),
        (Member("time"), True, "must be a time of day, not true"),
        (Member("time"), "24:00", '"24:00" is not a time of day such as "22:00"'),
        (Member("uuid"), "Main", '"Main" is not an id of the form 00000000-0000-0000-0000-000000000000'),
    ],
)
def test_what_does_not_fit_is_told_with_the_value(member: Member, value: t.Any, said: str) -> None:
    assert scalar_problem(member, value) == said


@pytest.mark.parametrize(
    ("enum", "value", "said"),
    [
        ("ERetentionPolicyType", "days", None),
        ("ERetentionPolicyType", 7, "must be one of Days, RestorePoints, not 7"),
        ("ERetentionPolicyType", "Weeks", '"Weeks" is not one of Days, RestorePoints'),
        ("EInventoryPlatformType", "VMware", "; the newest API calls it VSphere"),
        # With a hint there is no need to list them all.
        (
            "EVmwareInventoryType",
            "VirtualMachin",
            '"VirtualMachin" is not a value it can have; did you mean VirtualMachine?',
        ),
    ],
)
def test_a_value_of_an_enum_is_one_of_its_values_in_any_case(enum: str, value: t.Any, said: str | None) -> None:
    found = enum_problem(canonical_schema().definition(enum), value)
    assert found is None if said is None else (found or "").endswith(said)


def test_an_enum_that_an_older_revision_calls_otherwise_knows_the_same_old_values() -> None:
    older = Definition("EOther", values=("Agent", "VSphere"))
    assert enum_problem(older, "VMware", enum="EInventoryPlatformType") == (
        '"VMware" is not one of Agent, VSphere; the newest API calls it VSphere'
    )


def test_a_word_is_guessed_however_it_is_joined() -> None:
    known = ["guestProcessing", "schedule"]
    assert did_you_mean("guest_processing", known) == "; did you mean guestProcessing?"
    assert did_you_mean("Guest-Procesing", known) == "; did you mean guestProcessing?"
    assert did_you_mean("zzz", known) == ""


def test_long_lists_and_long_values_are_cut() -> None:
    assert listed(["b", "a"]) == "a, b"
    assert listed(f"{number:02}" for number in range(23)).endswith(", 18, 19 and 3 more")
    assert shown("x" * 58) == f'"{"x" * 58}"'
    assert shown("x" * 59) == f'"{"x" * 56}...'
    assert shown({"ä": None}) == '{"ä": null}'
