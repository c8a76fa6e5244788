# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The client of Backup & Replication: tokens, retries and errors, against a scripted server."""

from __future__ import annotations

import itertools
import math
import threading
import traceback
import typing as t
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import (
    AuthenticationFailed,
    ConnectionFailed,
    InvalidInput,
    OutcomeUnknown,
    RequestRefused,
    UnusableAnswer,
)
from ansible_collections.backupops.veeam.plugins.module_utils._http.credentials import Credentials
from ansible_collections.backupops.veeam.plugins.module_utils._http.transport import Transport
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.api.client import VbrClient, segment
from tests.unit.http.scripted_server import PASSWORD, ScriptedServer, hang_up, reply

USER = r"LAB\svc-backup"
NUMBERS = itertools.count(1)


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(transport: Transport, clock: Clock) -> VbrClient:
    return VbrClient(transport, Credentials(USER, PASSWORD), api_version="1.3-rev2", clock=clock)


def logon(expires_in: t.Any = 900) -> t.Any:
    number = next(NUMBERS)
    return reply(200, {"access_token": f"A{number}", "refresh_token": f"R{number}", "expires_in": expires_in})


def grants(server: ScriptedServer) -> list[str]:
    forms = [dict(urllib.parse.parse_qsl(r.body.decode())) for r in server.received if r.target == "/api/oauth2/token"]
    return [form["grant_type"] for form in forms]


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


@pytest.mark.parametrize("answer", [reply(500, {"message": "busy"}), hang_up])
def test_a_log_off_that_fails_is_a_warning(server: ScriptedServer, client: VbrClient, answer: t.Any) -> None:
    server.script = [logon(), reply(200), answer]
    client.get("/jobs")
    assert [warning.startswith("Could not log off") for warning in client.close()] == [True]
    assert client.close() == []


def test_a_token_that_died_before_the_log_off_is_no_news(server: ScriptedServer, client: VbrClient) -> None:
    server.script = [logon(), reply(200), reply(401, b"")]
    client.get("/jobs")
    assert client.close() == []


def test_a_token_is_renewed_before_it_ends(server: ScriptedServer, client: VbrClient, clock: Clock) -> None:
    server.script = [logon(900), reply(200), reply(200), logon(900), reply(200)]
    client.get("/jobs")
    clock.now += 800
    client.get("/jobs")
    clock.now += 50
    client.get("/jobs")
    assert grants(server) == ["password", "refresh_token"]
    first = urllib.parse.parse_qs(server.received[3].body.decode())["refresh_token"][0]
    assert server.received[4].headers["authorization"] == f"Bearer A{int(first[1:]) + 1}"


def test_a_refresh_token_that_is_not_accepted_means_logging_on_again(
    server: ScriptedServer, client: VbrClient, clock: Clock
) -> None:
    for refusal in (reply(401, b""), reply(400, {"errorCode": "InvalidToken"}), hang_up):
        server.script = [logon(900), reply(200), refusal, logon(900), reply(200)]
        server.received.clear()
        client.get("/jobs")
        clock.now += 900
        client.get("/jobs")
        assert grants(server)[-2:] == ["refresh_token", "password"]
        clock.now += 900


ODD_LIVES = [None, "soon", "900", 0, -5, True, math.nan, math.inf, 1e308, 10**400, [900], {"seconds": 900}, "9" * 5000]


@pytest.mark.parametrize("expires_in", ODD_LIVES, ids=lambda life: str(life)[:12])
def test_an_odd_lifetime_is_no_obstacle(server: ScriptedServer, client: VbrClient, expires_in: t.Any) -> None:
    server.script = [logon(expires_in), reply(200), reply(200)]
    client.get("/jobs")
    client.get("/jobs")
    assert grants(server) == ["password"]


ODD_TOKENS = [
    None,
    "",
    5,
    1.5,
    True,
    ["A1"],
    {"a": 1},
    "A 1",
    "A1\n",
    "\r\nX: 1",
    "A\x00",
    "Ä1",
    "\ud800",
    "A" * 10**6,
]


@pytest.mark.parametrize("token", ODD_TOKENS, ids=lambda token: ascii(token)[:12])
def test_an_odd_token_is_one_message(server: ScriptedServer, client: VbrClient, token: t.Any) -> None:
    server.script = [reply(200, {"access_token": token, "refresh_token": "R", "expires_in": 900})]
    with pytest.raises(UnusableAnswer, match=r"let us log on and gave (no|a) token") as caught:
        client.get("/jobs")
    assert len(caught.value.message) < 400
    assert [request.target for request in server.received] == ["/api/oauth2/token"]
    assert client.close() == []


@pytest.mark.parametrize("body", [b"A0123", b'{"access_token": "A0123"', b"[]"])
def test_a_reply_to_a_logon_is_never_quoted(server: ScriptedServer, client: VbrClient, body: bytes) -> None:
    server.script = [reply(200, body)]
    with pytest.raises(UnusableAnswer, match=r"gave no token") as caught:
        client.get("/jobs")
    assert "A0123" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("refresh", ODD_TOKENS, ids=lambda token: ascii(token)[:12])
def test_an_odd_refresh_token_is_never_sent(
    server: ScriptedServer, client: VbrClient, clock: Clock, refresh: t.Any
) -> None:
    server.script = [
        reply(200, {"access_token": "A", "refresh_token": refresh, "expires_in": 900}),
        reply(200),
        logon(),
    ]
    client.get("/jobs")
    clock.now += 900
    client.get("/jobs")
    assert grants(server) == ["password", "password"]


FORBIDDEN = {"errorCode": "AccessDenied", "message": "Forbidden", "resourceId": ""}


@pytest.mark.parametrize("refusal", [reply(401, b""), reply(401, FORBIDDEN), reply(403, FORBIDDEN), reply(403, b"")])
def test_a_renewed_token_that_is_refused_costs_one_logon_and_no_renewal_any_more(
    server: ScriptedServer, client: VbrClient, clock: Clock, refusal: t.Any
) -> None:
    server.script = [logon(), reply(200)]
    client.get("/jobs")
    clock.now += 900
    server.script = [logon(), refusal, logon(), reply(200), reply(201, {"id": "new"})]
    assert client.post("/jobs", {"name": "one"}) == {"id": "new"}
    assert grants(server) == ["password", "refresh_token", "password"]
    bearers = [r.headers["authorization"] for r in server.received if r.target == "/api/v1/jobs"]
    assert len(set(bearers)) == 3
    # The renewed logon is ended as far as the server knows it, and so is each one after it.
    assert [r.headers["authorization"] for r in server.received if r.target == "/api/oauth2/logout"] == [bearers[1]]
    clock.now += 900
    server.script = [logon(), reply(200), reply(200)]
    client.get("/jobs")
    assert grants(server) == ["password", "refresh_token", "password", "password"]
    logged_off = [r.headers["authorization"] for r in server.received if r.target == "/api/oauth2/logout"]
    assert logged_off == [bearers[1], bearers[2]]


def test_a_token_that_is_refused_and_renewed_and_refused_again_ends_in_one_logon(
    server: ScriptedServer, client: VbrClient
) -> None:
    server.script = [logon(), reply(401, b""), logon(), reply(403, b""), logon(), reply(200), reply(200, {"id": "1"})]
    assert client.get("/jobs/1") == {"id": "1"}
    assert grants(server) == ["password", "refresh_token", "password"]


def test_a_role_that_does_not_allow_something_is_no_reason_to_log_on(
    server: ScriptedServer, client: VbrClient, clock: Clock
) -> None:
    """Only a renewed token that the server has not accepted yet is under suspicion, and only once in a task."""
    denied = reply(403, FORBIDDEN)

    def refused() -> None:
        with pytest.raises(RequestRefused, match="Forbidden"):
            client.get("/credentials")

    server.script = [logon(), denied, denied]
    refused()
    refused()
    clock.now += 900
    server.script = [logon(), reply(200), denied, denied]
    client.get("/jobs")
    refused()
    refused()
    assert grants(server) == ["password", "refresh_token"]
    clock.now += 900
    server.script = [logon(), denied, logon(), reply(200), denied, denied]
    refused()
    refused()
    assert grants(server) == ["password", "refresh_token", "refresh_token", "password"]
    clock.now += 900
    server.script = [logon(), reply(200), denied, denied]
    refused()
    refused()
    assert grants(server)[4:] == ["password"]


def test_the_password_after_a_refused_renewal_is_tried_once(
    server: ScriptedServer, client: VbrClient, clock: Clock
) -> None:
    server.script = [logon(), reply(200)]
    client.get("/jobs")
    clock.now += 900
    server.script = [logon(), reply(401, b""), logon(), reply(200), reply(401, b"")]
    with pytest.raises(AuthenticationFailed, match="with a token that it has just given out"):
        client.get("/jobs")
    assert grants(server) == ["password", "refresh_token", "password"]


@pytest.mark.parametrize("status", [401, 403])
def test_a_given_token_is_not_replaced(server: ScriptedServer, transport: Transport, status: int) -> None:
    client = VbrClient(transport, Credentials(USER, PASSWORD, token="T0KEN"), api_version="1.3-rev2")
    server.script = [reply(status, FORBIDDEN)]
    with pytest.raises((AuthenticationFailed, RequestRefused), match="Forbidden") as caught:
        client.get("/jobs")
    assert ("A token that was handed over is never renewed." in caught.value.message) == (status == 401)
    assert grants(server) == []


@pytest.mark.parametrize("refusal", [reply(401, b""), reply(401, {"errorCode": "AccessDenied", "message": "Expired."})])
@pytest.mark.parametrize("renewal", ["refresh_token", "password"])
def test_a_refused_token_is_replaced_once_and_the_request_repeated(
    server: ScriptedServer, client: VbrClient, refusal: t.Any, renewal: str
) -> None:
    failed = [reply(401, b"")] if renewal == "password" else []
    server.script = [logon(), refusal, *failed, logon(), reply(201, {"id": "new"})]
    assert client.post("/jobs", {"name": "one"}) == {"id": "new"}
    assert [request.target for request in server.received].count("/api/v1/jobs") == 2
    assert grants(server)[-1] == renewal


def test_a_second_refusal_is_final_and_in_the_words_of_the_server(server: ScriptedServer, client: VbrClient) -> None:
    refusal = reply(401, {"errorCode": "AccessDenied", "message": "Your role is not allowed to use the API."})
    server.script = [logon(), refusal, logon(), refusal, logon(), reply(200), refusal]
    with pytest.raises(AuthenticationFailed, match=r"AccessDenied: Your role is not allowed to use the API"):
        client.get("/jobs")
    assert grants(server) == ["password", "refresh_token", "password"]
    assert len(server.received) == 7


def test_a_wrong_password_is_tried_once(server: ScriptedServer, client: VbrClient) -> None:
    """More attempts would lock the account."""
    server.script = [reply(401, {"errorCode": "AccessDenied", "message": f"No such user or password {PASSWORD}"})]
    with pytest.raises(AuthenticationFailed) as caught:
        client.get("/jobs")
    message = caught.value.message
    assert r"does not let LAB\svc-backup log on: status 401, AccessDenied: No such user or password ********" in message
    assert "service account" in message
    assert PASSWORD not in "".join(traceback.format_exception(caught.value))
    assert len(server.received) == 1


def test_a_pinned_revision_that_the_server_does_not_know_is_called_that(
    server: ScriptedServer, client: VbrClient
) -> None:
    server.script = [
        reply(400, {"errorCode": "NotImplemented", "message": "The specified API version is not supported."})
    ]
    with pytest.raises(RequestRefused, match=r"does not speak revision 1\.3-rev2\. Leave api_version at auto"):
        client.get("/jobs")


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


def test_a_logon_without_a_token_is_not_veeam(server: ScriptedServer, client: VbrClient) -> None:
    server.script = [reply(200, {"hello": "world"})]
    with pytest.raises(UnusableAnswer, match=r"gave no token"):
        client.get("/jobs")


def test_a_given_token_is_neither_renewed_nor_logged_off(
    server: ScriptedServer, transport: Transport, clock: Clock
) -> None:
    client = VbrClient(transport, Credentials(token="T0KEN"), api_version="1.3-rev2", clock=clock)
    client.get("/jobs")
    clock.now += 99999
    client.get("/jobs")
    assert client.close() == []
    assert [request.headers["authorization"] for request in server.received] == ["Bearer T0KEN"] * 2
    server.script = [reply(401, {"errorCode": "ExpiredToken", "message": "The token T0KEN has expired."})]
    with pytest.raises(
        AuthenticationFailed, match=r"does not accept the token: .*The token \*{8} has expired.* veeam_token"
    ):
        client.get("/jobs")


def test_a_token_can_be_handed_over_and_revoked(
    server: ScriptedServer, client: VbrClient, transport: Transport
) -> None:
    server.script = [logon(900)]
    token = client.hand_over()
    assert token.expires_in == 900
    assert client.close() == []
    assert server.targets() == ["POST /api/oauth2/token"]
    other = VbrClient(transport, Credentials(token=token.access), api_version="1.3-rev2")
    server.script = [reply(200), reply(401, b"")]
    assert [other.revoke(), other.revoke()] == [True, False]
    assert server.received[-1].headers["authorization"] == f"Bearer {token.access}"


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


def test_a_password_that_is_no_text_is_sent_as_its_bytes(server: ScriptedServer, transport: Transport) -> None:
    password = b"\xff\xfe".decode("utf-8", errors="surrogateescape")
    client = VbrClient(transport, Credentials(USER, password), api_version="1.3-rev2")
    server.script = [logon()]
    client.get("/jobs")
    assert server.received[0].body.endswith(b"password=%FF%FE")


def test_credentials_do_not_show_their_secrets() -> None:
    assert repr(Credentials(USER, PASSWORD, "T0KEN")) == f"Credentials(username={USER!r})"


def test_threads_log_on_and_renew_once(server: ScriptedServer, ca_path: str) -> None:
    transport = Transport("127.0.0.1", server.port, ca_path=ca_path, pool_size=8)
    client = VbrClient(transport, Credentials(USER, PASSWORD), api_version="1.3-rev2")
    together = threading.Barrier(8)

    def refuse(connection: t.Any) -> bool:
        together.wait(10)
        return bool(reply(401, b"")(connection))

    server.script = [logon(), *[refuse] * 8, logon()]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda number: client.get(f"/jobs/{number}"), range(8)))
    assert grants(server) == ["password", "refresh_token"]
    assert len(server.received) == 2 + 16


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
