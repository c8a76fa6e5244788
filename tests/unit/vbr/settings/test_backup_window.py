# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput
from ansible_collections.backupops.veeam.plugins.module_utils._paths import text
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.times import moment, time_of_day
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.backup_window import (
    DAYS,
    expand,
    shorten,
    week_of,
)

weeks = st.lists(st.booleans(), min_size=168, max_size=168)
spans = st.lists(st.tuples(st.integers(0, 167), st.integers(1, 60)), max_size=5)


def window(week: list[bool]) -> dict[str, t.Any]:
    rows = [week[day * 24 : day * 24 + 24] for day in range(7)]
    return {
        "days": [
            {"day": day, "hours": ",".join(str(int(hour)) for hour in row)} for day, row in zip(DAYS, rows, strict=True)
        ]
    }


def hours(window: t.Any, day: str) -> list[int]:
    row = next(entry for entry in window["days"] if entry["day"] == day)
    return [hour for hour, mark in enumerate(row["hours"].split(",")) if mark == "1"]


@given(weeks)
def test_every_week_survives_the_way_there_and_back(week: list[bool]) -> None:
    assert expand(shorten(window(week)), ("w",)) == window(week)


@given(spans)
def test_weeks_of_a_few_spans_survive_too(chosen: list[tuple[int, int]]) -> None:
    week = [False] * 168
    for start, length in chosen:
        for hour in range(start, start + length):
            week[hour % 168] = True
    short = shorten(window(week))
    assert expand(short, ("w",)) == window(week)
    assert shorten(expand(short, ("w",))) == short


def test_past_midnight_belongs_to_the_next_day() -> None:
    expanded = expand({"allowed": ["Mon-Fri 22:00-06:00"]}, ("w",))
    assert hours(expanded, "Monday") == [22, 23]
    assert hours(expanded, "Tuesday") == [0, 1, 2, 3, 4, 5, 22, 23]
    assert hours(expanded, "Saturday") == [0, 1, 2, 3, 4, 5]
    assert hours(expanded, "Sunday") == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Sat-Mon 08:00-09:00", ["Saturday", "Sunday", "Monday"]),
        ("wednesday 8-9", ["Wednesday"]),
        ("Mon,Wed-Thu 8:00-9:00", ["Monday", "Wednesday", "Thursday"]),
        ("Daily 08:00 - 09:00", list(DAYS)),
    ],
)
def test_ways_to_write_days(text: str, days: list[str]) -> None:
    expanded = expand({"allowed": [text]}, ("w",))
    assert [day for day in DAYS if hours(expanded, day) == [8]] == [day for day in DAYS if day in days]


def test_days_that_are_not_written_are_not_allowed() -> None:
    expanded = expand({"days": [{"day": "monday", "hours": "1, 1"}]}, ("w",))
    assert [entry["day"] for entry in expanded["days"]] == list(DAYS)
    assert hours(expanded, "Monday") == [0, 1]
    assert sum(week_of(expanded)) == 2


@pytest.mark.parametrize(
    "entry",
    [
        "Mon-Fri 22:30-06:00",
        "Mon 8:00-8:00",
        "Mun 8:00-9:00",
        "Mon",
        "22:00-06:00",
        "Mon 8:00-25:00",
        "",
        5,
        "Mon 24-6",
    ],
)
def test_what_is_no_window_is_refused_with_its_place(entry: t.Any) -> None:
    with pytest.raises(InvalidInput) as caught:
        expand({"allowed": ["Mon 8-9", entry]}, ("settings", "window"))
    assert text(caught.value.problems[0].path) == "settings.window.allowed[1]"


@pytest.mark.parametrize(
    "allowed",
    [
        ["Mon-Fri 22:00-06:00", "Sat-Sun 00:00-24:00"],
        ["Mon-Fri 07:00-19:00"],
        ["Mon-Sun 20:00-06:00"],
        ["Mon-Thu 22:00-06:00", "Fri 20:00-24:00", "Sat-Sun 00:00-24:00"],
        ["Mon-Thu 22:00-06:00", "Fri 22:00-24:00"],
        ["Mon-Tue 22:00-06:00", "Wed 22:00-05:00"],
        ["Mon,Wed,Fri 22:00-06:00"],
    ],
)
def test_what_people_write_comes_back_as_they_write_it(allowed: list[str]) -> None:
    assert shorten(expand({"allowed": allowed}, ("w",))) == {"allowed": allowed}


def test_the_readable_form_depends_on_the_hours_alone() -> None:
    assert shorten(expand({"allowed": ["Sat,Sun 0-24", "Fri 22-24", "Mon-Thu 22-6"]}, ("w",))) == {
        "allowed": ["Mon-Fri 22:00-06:00", "Sat-Sun 00:00-24:00"]
    }
    assert shorten(expand({"allowed": ["Daily 00:00-24:00"]}, ("w",))) == {"allowed": ["Mon-Sun 00:00-24:00"]}
    assert shorten(expand({"allowed": []}, ("w",))) == {"allowed": []}


@given(st.times())
def test_every_time_of_day_is_read(value: t.Any) -> None:
    text = time_of_day(value.isoformat())
    assert text is not None
    assert text[:5] == value.isoformat()[:5]
    assert time_of_day(text) == text


@pytest.mark.parametrize(
    ("text", "normal"),
    [("4:00", "04:00"), ("22:00:00", "22:00"), ("22:00:30", "22:00:30"), ("", None), ("24:00", None), ("7", None)],
)
def test_times_of_day(text: str, normal: str | None) -> None:
    assert time_of_day(text) == normal


@given(st.datetimes(timezones=st.timezones(no_cache=True)))
def test_moments_with_seven_fraction_digits_are_read(value: t.Any) -> None:
    fixed = value.replace(tzinfo=None).isoformat(timespec="microseconds") + "7+02:00"
    parsed = moment(fixed)
    assert parsed is not None
    assert parsed.replace(tzinfo=None) == value.replace(tzinfo=None)


def test_odd_moments() -> None:
    assert moment("") is None
    assert moment("2024-01-01T10:00:00Z") == moment("2024-01-01T12:00:00.0000000+02:00")
    assert moment("2024-01-01T10:00:00") is None
