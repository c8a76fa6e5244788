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


@pytest.mark.parametrize(
    "text", ["boom", "500:GET /api:after=x", "429:count=many", "slow-body:soon", "short-pages:few"]
)
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


def test_a_number_behind_a_path_is_no_port_and_text_takes_the_rest(site: Site) -> None:
    fault = faults.parse("short-pages:GET /api/v1/jobs:50")
    assert (fault.path, fault.value) == ("/api/v1/jobs", "50")
    site.world.faults.add("500:GET /api/v1/jobs/states:count=always:text=The value: 7")
    for dummy in range(2):
        reply = site.call("GET", "jobs/states")
        assert (reply.status_code, reply.json()["message"]) == (500, "The value: 7")


@pytest.mark.parametrize(
    ("wanted", "content"),
    [("nothing", b""), ("null", b"null"), ("object", b"{}"), ("list", b"[]"), ("text", b"Done"), ("html", b"<html>")],
)
def test_an_odd_answer_comes_after_the_request_took_effect(site: Site, wanted: str, content: bytes) -> None:
    site.world.faults.add(f"odd-answer:POST /api/v1/jobs/*:{wanted}")
    reply = clone(site)
    assert reply.status_code == (200 if wanted == "html" else 201)
    assert reply.content.startswith(content)
    assert wanted == "html" or reply.content == content
    assert len(jobs_named(site, "Daily VMs_clone1")) == 1


def test_an_answer_may_lack_the_ids(site: Site) -> None:
    site.world.faults.add("odd-answer:POST /api/v1/jobs/*/start:no-id")
    reply = site.call("POST", f"jobs/{site.job('Daily VMs')['id']}/start")
    assert reply.status_code == 201
    assert "sessionType" in reply.json()
    assert not {"id", "jobId"} & set(reply.json())


def test_a_page_of_a_proxy_instead_of_an_answer_to_any_method(site: Site) -> None:
    job = site.job("Daily VMs")
    site.world.faults.add("html:/api/v1/jobs/*:count=3")
    for method in ("GET", "PUT", "DELETE"):
        reply = site.call(method, f"jobs/{job['id']}", job if method == "PUT" else None)
        assert (reply.status_code, reply.headers["content-type"].partition(";")[0]) == (200, "text/html")
    assert site.job("Daily VMs") == job


@pytest.mark.parametrize("status", [403, 401])
def test_renewed_tokens_may_be_refused(site: Site, status: int) -> None:
    site.world.faults.add(f"refused-renewal:{status}")
    form = {"grant_type": "Refresh_token", "refresh_token": site.log_on().json()["refresh_token"]}
    assert site.call("GET", "jobs").status_code == 200
    assert site.log_on(**form).status_code == 200
    reply = site.call("GET", "jobs")
    assert (reply.status_code, reply.json()["errorCode"]) == (status, "AccessDenied")
    site.log_on()
    assert site.call("GET", "jobs").status_code == 200


def test_a_delete_may_be_taken_and_not_carried_out(site: Site) -> None:
    site.world.faults.add("delete-pending:Daily*")
    assert site.call("DELETE", f"jobs/{site.job('Daily VMs')['id']}").status_code == 204
    assert site.job("Daily VMs")
