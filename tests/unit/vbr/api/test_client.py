# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The client of Backup & Replication: requests, what comes back and what errors say, against a scripted server."""

from __future__ import annotations

import typing as t
import urllib.parse

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import (
    ConnectionFailed,
    InvalidInput,
    OutcomeUnknown,
    RequestRefused,
)
from ansible_collections.backupops.veeam.plugins.module_utils._http.credentials import Credentials
from ansible_collections.backupops.veeam.plugins.module_utils._http.transport import Transport
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.api.client import VbrClient, segment
from tests.unit.http.scripted_server import PASSWORD, ScriptedServer, hang_up, reply
from tests.unit.vbr.api.scripted_logon import USER, logon


def test_nothing_is_sent_before_something_is_asked(server: ScriptedServer, client: VbrClient) -> None:
    assert client.close() == []
    assert server.received == []


def test_a_task_logs_on_asks_and_logs_off(server: ScriptedServer, client: VbrClient) -> None:
    server.script = [logon(), reply(200, {"id": "1"}), reply(200)]
    assert client.get("/jobs/1") == {"id": "1"}
    assert client.close() == []
    assert server.targets() == ["POST /api/oauth2/token", "GET /api/v1/jobs/1", "POST /api/oauth2/logout"]
    form = urllib.parse.parse_qs(server.received[0].body.decode("ascii"))
    assert form == {"grant_type": ["password"], "username": [USER], "password": [PASSWORD]}
    bearer = server.received[1].headers["authorization"]
    assert bearer.startswith("Bearer A")
    assert server.received[2].headers["authorization"] == bearer
    assert {request.headers["x-api-version"] for request in server.received} == {"1.3-rev2"}


def test_another_revision_is_never_chosen_once_a_task_has_begun(server: ScriptedServer, transport: Transport) -> None:
    client = VbrClient(transport, Credentials(USER, PASSWORD))
    gone = reply(400, {"errorCode": "NotImplemented", "message": "Supported versions: v1.2-rev1"})
    server.script = [reply(200, {"serverTime": "2026-08-25T15:20:13-07:00"}), logon(), reply(201), gone, gone]
    client.post("/jobs", {"name": "one"})
    for dummy in range(2):
        with pytest.raises(RequestRefused, match=r"Supported versions: v1\.2-rev1"):
            client.get("/jobs")
    assert {request.headers["x-api-version"] for request in server.received} == {"1.3-rev2"}


def test_a_doubtful_choice_of_the_revision_is_a_warning(server: ScriptedServer, transport: Transport) -> None:
    client = VbrClient(transport, Credentials(USER, PASSWORD))
    server.script = [
        reply(400, {"errorCode": "UnexpectedContent", "message": "Not like this."}),
        reply(404, b""),
        reply(200, {"serverTime": "2026-08-25T15:20:13-07:00"}),
    ]
    assert client.revision == "1.3-rev1"
    assert ["Not like this." in warning for warning in client.close()] == [True]
    assert client.close() == []


def test_somebody_has_to_log_on() -> None:
    with pytest.raises(InvalidInput, match=r"give username and password, or token"):
        Credentials()


def test_a_token_that_is_a_file_by_mistake_is_refused_at_once() -> None:
    with pytest.raises(InvalidInput, match=r"token: is longer than any token"):
        Credentials(token="T" * 70000)


@pytest.mark.parametrize("token", ["T0KEN\n", "T0 KEN", "T0KÉN"])
def test_a_token_that_cannot_be_one_is_refused_at_once(token: str) -> None:
    with pytest.raises(InvalidInput, match=r"token: holds a character that no token has") as caught:
        Credentials(token=token)
    assert "T0" not in caught.value.message


def test_credentials_do_not_show_their_secrets() -> None:
    assert repr(Credentials(USER, PASSWORD, "T0KEN")) == f"Credentials(username={USER!r})"


@pytest.mark.parametrize("status", [200, 201, 204])
def test_every_success_is_one_with_and_without_a_body(server: ScriptedServer, client: VbrClient, status: int) -> None:
    server.script = [logon(), reply(status, b""), reply(status, b""), reply(status, b"{}")]
    assert client.post("/jobs/1/enable") is None
    assert client.put("/jobs/1", {}) is None
    client.delete("/jobs/1")


def test_the_page_of_a_proxy_is_no_answer_to_a_delete(server: ScriptedServer, client: VbrClient) -> None:
    server.script = [logon(), reply(200, b"<html>Welcome</html>", Content_Type="text/html")]
    with pytest.raises(OutcomeUnknown, match="not JSON"):
        client.delete("/jobs/1")


def test_a_404_is_an_answer_where_it_is_expected(server: ScriptedServer, client: VbrClient) -> None:
    missing = reply(404, {"errorCode": "NotFound", "message": "Job 1 was not found.", "resourceId": "1"})
    server.script = [logon(), missing, missing]
    assert client.get_or_none("/jobs/1") is None
    with pytest.raises(
        RequestRefused, match=r"refused GET /api/v1/jobs/1: status 404, NotFound: Job 1 was not found\.$"
    ) as caught:
        client.get("/jobs/1")
    assert (caught.value.status, caught.value.error_code) == (404, "NotFound")
    assert caught.value.details["server_message"] == "Job 1 was not found."


@pytest.mark.parametrize(
    "answer",
    [
        reply(404, b"<html>Not Found</html>", Content_Type="text/html"),
        reply(404, {"errorCode": "InvalidURI", "message": "No such path."}),
    ],
)
def test_a_404_of_somebody_else_does_not_mean_absent(server: ScriptedServer, client: VbrClient, answer: t.Any) -> None:
    server.script = [logon(), answer]
    with pytest.raises(RequestRefused, match=r"status 404"):
        client.get_or_none("/jobs/1")


def test_refusals_come_with_advice(server: ScriptedServer, client: VbrClient) -> None:
    server.script = [
        logon(),
        reply(403, {"errorCode": "AccessDenied", "message": "Access denied."}),
        reply(404, {"errorCode": "InvalidURI", "message": "No such path."}),
    ]
    with pytest.raises(RequestRefused, match=r"Access denied\. The role of this user .*four-eyes"):
        client.delete("/jobs/1")
    with pytest.raises(
        RequestRefused, match=r"No such path\. The API of this server \(revision 1\.3-rev2\) may not have"
    ):
        client.post("/jobs/1/fly")


def test_a_lookup_by_post_may_be_repeated_and_a_write_may_not(server: ScriptedServer, client: VbrClient) -> None:
    server.script = [logon(), reply(503), hang_up, reply(200, {"data": [{"name": "app01"}]})]
    assert list(client.search_pages("/inventory/vcenter01", {"filter": {}})) == [{"name": "app01"}]
    server.script = [hang_up]
    with pytest.raises(OutcomeUnknown):
        client.post("/jobs", {"name": "one"})
    assert server.targets()[-1] == "POST /api/v1/jobs"


def test_pages_keep_their_parameters_and_always_name_a_limit(server: ScriptedServer, client: VbrClient) -> None:
    server.script = [
        logon(),
        reply(200, {"data": [{"id": "1"}, {"id": "2"}], "pagination": {"total": 3, "count": 2}}),
        reply(200, {"data": [{"id": "3"}], "pagination": {"total": 3, "count": 1}}),
    ]
    found = client.pages("/jobs", {"nameFilter": "a b*", "orderAsc": True}, page_size=2)
    assert [item["id"] for item in found] == ["1", "2", "3"]
    assert [request.target for request in server.received[1:]] == [
        "/api/v1/jobs?nameFilter=a%20b%2A&orderAsc=true&skip=0&limit=2",
        "/api/v1/jobs?nameFilter=a%20b%2A&orderAsc=true&skip=2&limit=2",
    ]


def test_a_segment_of_a_path_leads_nowhere_else() -> None:
    assert segment("../a b?c#d%") == "..%2Fa%20b%3Fc%23d%25"


def test_a_server_that_is_away_is_named_with_advice_even_when_pinned(ca_path: str) -> None:
    transport = Transport("127.0.0.1", 1, ca_path=ca_path, retries=0)
    client = VbrClient(transport, Credentials(USER, PASSWORD), api_version="1.3-rev2")
    with pytest.raises(ConnectionFailed, match=r"Connection refused.*listens on port 9419"):
        client.get("/jobs")
