# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is on a server that nothing was said about: the things that clients stumble over on live servers."""

from __future__ import annotations

import zoneinfo
from datetime import datetime

import pytest

from tests.simulator.options import Options, parse
from tests.simulator.vbr.estate_jobs import CURIOUS_NAMES
from tests.unit.simulator.vbr.site import Site

DEFAULT = Options()


@pytest.fixture(scope="module")
def site() -> Site:
    """A server with all defaults; tests on it only read."""
    return Site(jobs=DEFAULT.jobs)


def test_the_command_line_has_the_same_defaults() -> None:
    assert parse(["--vbr-port", "0"]) == Options(vbr_port=0)
    assert not parse(["--vbr-port", "0", "--no-hidden-jobs"]).hides_jobs


def test_jobs_of_other_platforms_are_counted_and_not_listed(site: Site) -> None:
    page = site.get("jobs", limit=500)
    states = {state["name"]: state["type"] for state in site.get("jobs/states", limit=500)["data"]}
    hidden = states.keys() - {job["name"] for job in page["data"]}
    assert page["pagination"]["total"] == len(states) == DEFAULT.jobs
    assert {states[name] for name in hidden} >= {"ProxmoxBackupJob", "NutanixAHVBackupJob"}


@pytest.mark.parametrize("name", CURIOUS_NAMES)
def test_curious_names_are_among_the_jobs(site: Site, name: str) -> None:
    assert site.job(name)["type"] == "VSphereBackup"


def test_the_server_keeps_daylight_saving_time(site: Site) -> None:
    zone = zoneinfo.ZoneInfo(site.get("serverTime")["ianaTimeZoneId"])
    offsets = {datetime(2026, month, 1, tzinfo=zone).utcoffset() for month in (1, 7)}
    assert len(offsets) == 2
    assert site.world.clock.now().utcoffset() in offsets
