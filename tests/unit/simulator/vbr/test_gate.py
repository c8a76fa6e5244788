# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import httpx
import pytest

from tests.simulator.options import OLD_REVISIONS, REVISIONS
from tests.unit.simulator.vbr.site import Site


def test_unsupported_revision_is_named_so(site: Site) -> None:
    reply = site.send("GET", "/api/v1/serverTime", headers={"x-api-version": "1.4-rev0"})
    assert reply.status_code == 400
    assert reply.json()["errorCode"] == "NotImplemented"


def test_older_revisions_are_served_and_newer_ones_are_not() -> None:
    server = Site(revision="1.3-rev0", newest="1.3-rev0")
    answers = {
        revision: server.send("GET", "/api/v1/serverTime", headers={"x-api-version": revision}).status_code
        for revision in REVISIONS
    }
    assert answers == {"1.2-rev1": 200, "1.3-rev0": 200, "1.3-rev1": 400, "1.3-rev2": 400}


def test_version_header_is_mandatory_by_the_documents_only(site: Site) -> None:
    assert Site(shapes="documents").send("GET", "/api/v1/serverTime").status_code == 400
    assert site.send("GET", "/api/v1/serverTime").json()["ianaTimeZoneId"] == site.world.options.time_zone


@pytest.mark.parametrize(
    ("newest", "code", "words"),
    [
        ("1.2-rev1", "BadRequest", "supported: v1.1-rev0, v1.1-rev1, v1.1-rev2, v1.2-rev0, v1.2-rev1"),
        ("1.3-rev1", "NotImplemented", "Unsupported RESTAPI version."),
        (
            "1.3-rev2",
            "NotImplemented",
            "'https://vbr.test/api/v1/serverTime' does not support the API version '9.9-rev9'.",
        ),
    ],
)
def test_each_build_refuses_a_revision_in_its_own_words(newest: str, code: str, words: str) -> None:
    site = Site(newest=newest)
    reply = site.send("GET", "/api/v1/serverTime", headers={"x-api-version": "9.9-rev9"})
    body = reply.json()
    assert (reply.status_code, body["errorCode"], body["status"]) == (400, code, 400)
    assert words in body["message"]
    assert body["message"] == body["title"]


def test_revisions_without_documents_are_answered_as_the_oldest_that_has_them(site: Site) -> None:
    assert len(site.world.options.served_revisions) == 8
    for revision in OLD_REVISIONS:
        old = site.asked_in(revision)
        assert old.get("jobs") == site.asked_in("1.2-rev1").get("jobs")
        assert f"v{revision}" in site.send("GET", "/swagger/index.js").text


def test_without_logon_nothing_but_time_is_told(site: Site) -> None:
    headers = {"x-api-version": "1.3-rev2"}
    assert site.send("GET", "/api/v1/serverTime", headers=headers).status_code == 200
    assert site.send("GET", "/api/v1/jobs", headers=headers).status_code == 401


@pytest.mark.parametrize(
    ("query", "named"),
    [({"nmeFilter": "x"}, "nmeFilter"), ({"orderAsc": "yes"}, "orderAsc"), ({"typeFilter": "Backup"}, "typeFilter")],
)
def test_wrong_query_is_refused_and_recorded(site: Site, query: dict[str, str], named: str) -> None:
    reply = site.call("GET", "jobs", **query)
    assert reply.status_code == 400
    assert named in reply.json()["message"]
    assert named in site.last_request()["refused"]


def test_json_must_be_declared(site: Site) -> None:
    site.log_on()
    headers = {"x-api-version": "1.3-rev2", "Authorization": f"Bearer {site.token}", "Content-Type": "text/plain"}
    assert site.send("POST", "/api/v1/jobs", content="{}", headers=headers).status_code == 415


def test_unknown_members_are_ignored_but_remembered(site: Site) -> None:
    job = site.job("Daily VMs")
    job["storage"]["compresionLevel"] = "High"
    reply = site.call("PUT", f"jobs/{job['id']}", job)
    assert reply.status_code == 200
    assert "compresionLevel" not in reply.json()["storage"]
    assert site.last_request()["dropped"] == ["storage.compresionLevel"]


def test_wrong_spelling_of_an_enum_is_refused(site: Site) -> None:
    job = site.job("Daily VMs")
    job["storage"]["retentionPolicy"]["type"] = "days"
    reply = site.call("PUT", f"jobs/{job['id']}", job)
    assert reply.status_code == 400
    assert "storage.retentionPolicy.type" in reply.json()["message"]


def test_missing_member_is_named(site: Site) -> None:
    reply = site.call("POST", "jobs", {"name": "New", "type": "VSphereBackup"})
    assert reply.status_code == 400
    assert "description: required" in reply.json()["message"]


def test_calls_of_newer_revisions_do_not_exist_in_older_ones() -> None:
    site = Site(revision="1.2-rev1")
    assert site.call("POST", f"jobs/{site.job('Daily VMs')['id']}/clone").status_code == 404


def test_secrets_are_not_recorded(site: Site) -> None:
    site.log_on()
    assert site.world.options.password not in str(site.world.recorder.requests())
    site.call("GET", "jobs")
    assert site.token not in str(site.world.recorder.requests())


def test_control_endpoints_tell_what_happened(site: Site) -> None:
    site.call("POST", "jobs", {"name": "New"})
    requests = site.send("GET", "/_simulator/requests").json()
    writes = site.send("GET", "/_simulator/writes").json()
    assert [entry["path"] for entry in requests] == ["/api/oauth2/token", "/api/v1/jobs"]
    assert [(entry["path"], entry["applied"]) for entry in writes] == [("/api/v1/jobs", False)]
    assert site.send("GET", "/_simulator/state").json()["vbr"]["open_tokens"] == 1
    site.send("POST", "/_simulator/reset")
    assert site.send("GET", "/_simulator/requests").json() == []


class TestLogon:
    def test_refresh_token_works_once(self, site: Site) -> None:
        first: httpx.Response = site.log_on()
        form = {"grant_type": "Refresh_token", "refresh_token": first.json()["refresh_token"]}
        assert site.log_on(**form).status_code == 200
        assert site.log_on(**form).status_code == 401

    def test_token_expires(self, site: Site) -> None:
        life = site.log_on().json()["expires_in"]
        site.wait(life + 1)
        assert site.call("GET", "jobs").status_code == 401

    def test_log_off_kills_the_logon(self, site: Site) -> None:
        site.log_on()
        headers = {"x-api-version": "1.3-rev2", "Authorization": f"Bearer {site.token}"}
        assert site.send("POST", "/api/oauth2/logout", headers=headers).json() == {}
        assert site.call("GET", "jobs").status_code == 401
        assert site.send("GET", "/_simulator/state").json()["vbr"]["open_tokens"] == 0

    def test_wrong_password_is_refused(self, site: Site) -> None:
        assert site.log_on(grant_type="password", username="LAB\\svc-backup", password="no").status_code == 401
