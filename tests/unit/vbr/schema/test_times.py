# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Times without an offset are the server's: a live 13.1 server writes some of its times so."""

from __future__ import annotations

import typing as t
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.times import ServerTime, moment, with_offsets

PACIFIC = ZoneInfo("America/Los_Angeles")


@pytest.mark.parametrize(
    ("local", "instant"),
    [
        ("2026-03-08T01:59:59", "2026-03-08T09:59:59Z"),
        # Never shown by a clock: it is set from 02:00 to 03:00.
        ("2026-03-08T02:30:00", "2026-03-08T10:30:00Z"),
        ("2026-03-08T03:00:00", "2026-03-08T10:00:00Z"),
        ("2026-08-15T22:41:22.578683", "2026-08-16T05:41:22.578683Z"),
        # Shown twice: it is set from 02:00 back to 01:00.
        ("2026-11-01T01:30:00.0", "2026-11-01T08:30:00Z"),
        ("2026-11-01T02:00:00.1234567", "2026-11-01T10:00:00.123456Z"),
    ],
)
def test_the_offset_is_the_one_of_that_time(local: str, instant: str) -> None:
    assert moment(with_offsets(local, lambda: PACIFIC)) == moment(instant)


@given(
    st.datetimes(datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2040-01-01")),
    st.integers(0, 7),
    st.sampled_from(["Europe/Berlin", "America/St_Johns", "Asia/Kolkata", "Pacific/Apia", "UTC"]),
)
def test_any_number_of_digits_in_any_zone(value: datetime, digits: int, zone: str) -> None:
    fraction = f".{value.microsecond:06}7"[: digits + 1] if digits else ""
    told = with_offsets({"rows": [{"creationTime": f"{value:%Y-%m-%dT%H:%M:%S}{fraction}"}]}, lambda: ZoneInfo(zone))
    text = told["rows"][0]["creationTime"]
    assert text.startswith(f"{value:%Y-%m-%dT%H:%M:%S}{fraction}")
    found = moment(text)
    assert found is not None
    assert found.utcoffset() == value.replace(tzinfo=ZoneInfo(zone)).utcoffset()


@pytest.mark.parametrize(
    "value", ["2026-08-25T15:08:31.764927-07:00", "2026-08-25T15:08:31Z", "", "2026-08-25", "soon", 7, None, True]
)
def test_nothing_else_is_touched_and_the_zone_is_not_asked_for(value: t.Any) -> None:
    def never() -> t.Any:
        raise AssertionError("the zone was asked for")

    assert with_offsets({"a": [value]}, never) == {"a": [value]}


def test_what_only_looks_like_a_time_stays_as_it_is() -> None:
    assert with_offsets("2026-13-45T99:00:00", lambda: PACIFIC) == "2026-13-45T99:00:00"


CLOCK = {"serverTime": "2026-08-25T15:20:13.2300016-07:00"}


@pytest.mark.parametrize(
    ("named", "zone"),
    [
        ({"ianaTimeZoneId": "America/Los_Angeles"}, PACIFIC),
        ({}, timezone(timedelta(hours=-7))),
        ({"ianaTimeZoneId": None}, timezone(timedelta(hours=-7))),
        ({"ianaTimeZoneId": 7}, timezone(timedelta(hours=-7))),
        ({"ianaTimeZoneId": "Middle/Earth"}, timezone(timedelta(hours=-7))),
        ({"ianaTimeZoneId": "../../etc/passwd"}, timezone(timedelta(hours=-7))),
        ({"ianaTimeZoneId": "America"}, timezone(timedelta(hours=-7))),
    ],
)
def test_the_zone_is_the_one_that_the_server_names_or_the_offset_of_its_clock(named: dict, zone: t.Any) -> None:
    assert ServerTime.of({**CLOCK, **named}).zone == zone


def test_a_controller_without_time_zones_takes_the_offset_of_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(key: str) -> t.Any:
        raise ModuleNotFoundError(key)

    monkeypatch.setattr("zoneinfo.ZoneInfo", missing)
    told = ServerTime.of({**CLOCK, "ianaTimeZoneId": "America/Los_Angeles"})
    assert told.zone == timezone(timedelta(hours=-7))


def test_a_clock_without_an_offset_is_utc() -> None:
    assert ServerTime.of({"serverTime": "2026-08-25T15:20:13"}).zone == UTC
