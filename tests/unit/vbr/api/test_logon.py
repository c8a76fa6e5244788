# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tokens of Backup & Replication: logging on, renewing, refusals and logging off, against a scripted server."""

from __future__ import annotations

import math
import threading
import traceback
import typing as t
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import (
    AuthenticationFailed,
    RequestRefused,
    UnusableAnswer,
)
from ansible_collections.backupops.veeam.plugins.module_utils._http.credentials import Credentials
from ansible_collections.backupops.veeam.plugins.module_utils._http.transport import Transport
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.api.client import VbrClient
from tests.unit.http.scripted_server import PASSWORD, ScriptedServer, hang_up, reply
from tests.unit.vbr.api.scripted_logon import USER, Clock, grants, logon


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
    assert [request.headers["authorization"] for request in server.received] == ["Bearer T0KEN"] * 2
    server.script = [reply(401, {"errorCode": "ExpiredToken", "message": "The token T0KEN has expired."})]
    with pytest.raises(
        AuthenticationFailed, match=r"does not accept the token: .*The token \*{8} has expired.* veeam_token"
    ):
        client.get("/jobs")
    assert client.close() == []
    assert server.targets() == ["GET /api/v1/jobs"] * 3


def test_a_token_can_be_handed_over_and_revoked(server: ScriptedServer, client: VbrClient, ca_path: str) -> None:
    server.script = [logon(900)]
    token = client.hand_over()
    assert token.expires_in == 900
    assert client.close() == []
    assert server.targets() == ["POST /api/oauth2/token"]
    transport = Transport("127.0.0.1", server.port, ca_path=ca_path)
    other = VbrClient(transport, Credentials(token=token.access), api_version="1.3-rev2")
    server.script = [reply(200), reply(401, b"")]
    assert [other.revoke(), other.revoke()] == [True, False]
    assert server.received[-1].headers["authorization"] == f"Bearer {token.access}"


def test_a_password_that_is_no_text_is_sent_as_its_bytes(server: ScriptedServer, transport: Transport) -> None:
    password = b"\xff\xfe".decode("utf-8", errors="surrogateescape")
    client = VbrClient(transport, Credentials(USER, password), api_version="1.3-rev2")
    server.script = [logon()]
    client.get("/jobs")
    assert server.received[0].body.endswith(b"password=%FF%FE")


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
