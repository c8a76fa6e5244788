# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import httpx
import pytest

from tests.simulator import faults
from tests.unit.simulator.vbr.site import Json, Site


def jobs_named(site: Site, name: str) -> list[Json]:
    return [job for job in site.get("jobs")["data"] if job["name"] == name]


def clone(site: Site) -> httpx.Response:
    return site.call("POST", f"jobs/{site.job('Daily VMs')['id']}/clone")


@pytest.fixture
def site() -> Site:
    site = Site()
    site.log_on()
    return site


@pytest.mark.parametrize("text", ["boom", "500:GET /api:after=x", "429:count=many", "slow-body:soon"])
def test_what_cannot_be_understood_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        faults.parse(text)


def test_fault_strikes_only_its_requests_and_only_so_often(site: Site) -> None:
    site.world.faults.add("500:GET /api/v1/jobs:after=1:count=2")
    assert site.call("GET", "sessions").status_code == 200
    assert [site.call("GET", "jobs").status_code for dummy in range(4)] == [200, 500, 500, 200]


def test_retry_after_is_sent(site: Site) -> None:
    site.world.faults.add("429:retry-after=7")
    reply = site.call("GET", "jobs")
    assert (reply.status_code, reply.headers["Retry-After"]) == (429, "7")


def test_reset_before_has_no_effect_and_reset_after_has(site: Site) -> None:
    job = site.job("Daily VMs")
    for fault, clones in (("reset-before", 0), ("reset-after", 1)):
        site.world.faults.add(f"{fault}:POST /api/v1/jobs/*")
        with pytest.raises(ConnectionResetError):
            site.call("POST", f"jobs/{job['id']}/clone")
        assert len(jobs_named(site, "Daily VMs_clone1")) == clones


def test_restart_drops_connections_and_logons(site: Site) -> None:
    site.world.faults.add("restart:requests=1:POST /api/v1/jobs/*")
    job = site.job("Daily VMs")
    for dummy in range(2):
        with pytest.raises(ConnectionResetError):
            site.call("POST", f"jobs/{job['id']}/clone")
    assert site.call("GET", "jobs").status_code == 401


def test_empty_401_has_no_body(site: Site) -> None:
    site.world.faults.add("empty-401")
    reply = site.call("GET", "jobs")
    assert (reply.status_code, reply.content) == (401, b"")


def test_faults_can_be_put_in_force_while_it_runs(site: Site) -> None:
    assert site.send("POST", "/_simulator/faults", json=["503", "502:after=1"]).status_code == 200
    assert [site.call("GET", "jobs").status_code for dummy in range(3)] == [503, 502, 200]
    assert site.send("POST", "/_simulator/faults", json={"fault": "boom"}).status_code == 400
