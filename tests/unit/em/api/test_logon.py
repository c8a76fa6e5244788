# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Logging on to Enterprise Manager and off, byte by byte against a scripted server."""

from __future__ import annotations

import base64
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._em.api.client import EmClient
from ansible_collections.backupops.veeam.plugins.module_utils._em.api.logon import Token
from ansible_collections.backupops.veeam.plugins.module_utils._errors import (
    AuthenticationFailed,
    InvalidInput,
    NotFound,
    RequestRefused,
    UnusableAnswer,
)
from ansible_collections.backupops.veeam.plugins.module_utils._http.credentials import Credentials
from ansible_collections.backupops.veeam.plugins.module_utils._http.transport import Transport
from tests.unit.http.scripted_server import PASSWORD, ScriptedServer, reply

USER = r"LAB\svc-backup"
HEADER = "+/vb7/8hI0NEh1kO9Msj3g=="
SESSION = "44cfbdbe-5a95-4156-8867-91f069b7c2cc"
OTHER = "00000000-1111-2222-3333-444444444444"
ERROR = {"FirstChanceExceptionMessage": None, "Message": "The user name or password is incorrect", "StatusCode": 401}


def logged_on(header: str = HEADER, session: str = SESSION, **names: str) -> t.Any:
    cookie = f"X-RestSvcSessionId={header}; Path=/api;"
    headers = {"X-RestSvcSessionId": header, "Set-Cookie": cookie, **names}
    return reply(201, {"UserName": USER, "SessionId": session}, **headers)


@pytest.fixture
def client(transport: Transport) -> EmClient:
    return EmClient(transport, Credentials(USER, PASSWORD))


def test_only_basic_credentials_log_on(server: ScriptedServer, client: EmClient) -> None:
    server.script = [logged_on()]
    client.get("/jobs")
    first = server.received[0]
    assert f"{first.method} {first.target}" == "POST /api/sessionMngr/?v=latest"
    scheme, value = first.headers["authorization"].split(" ")
    assert (scheme, base64.b64decode(value).decode("utf-8")) == ("Basic", f"{USER}:{PASSWORD}")
    assert (first.headers["content-length"], first.body) == ("0", b"")
    assert first.headers["accept"] == "application/json"
    assert not {"x-restsvcsessionid", "cookie"} & set(first.headers)


def test_the_token_is_the_header_verbatim_and_the_session_id_ends_the_logon(
    server: ScriptedServer, client: EmClient
) -> None:
    server.script = [logged_on(), reply(200, {"Refs": []}), reply(204, b"")]
    client.get("/jobs")
    assert client.close() == []
    asked, ended = server.received[1:]
    assert asked.headers["x-restsvcsessionid"] == HEADER
    assert (ended.method, ended.target) == ("DELETE", f"/api/logonSessions/{SESSION}")
    assert ended.headers["x-restsvcsessionid"] == HEADER
    assert "authorization" not in asked.headers
    assert "cookie" not in asked.headers


@pytest.mark.parametrize("body", [{"sessionId": SESSION}, {"SESSIONID": SESSION}, {"Href": f"http://x/{SESSION}"}])
def test_the_session_id_is_found_in_any_letter_case(
    server: ScriptedServer, client: EmClient, body: dict[str, str]
) -> None:
    content = b"\xef\xbb\xbf" + str(body).replace("'", '"').encode()
    server.script = [reply(201, content, x_restsvcsessionid=HEADER)]
    client.get("/jobs")
    assert client.close() == []
    assert server.received[-1].target == f"/api/logonSessions/{SESSION}"


def test_a_body_has_one_media_type_in_both_headers(server: ScriptedServer, client: EmClient) -> None:
    server.script = [logged_on(), reply(202, {"TaskId": "task-1"})]
    client.send("POST", "/backupServers/1", {"VmRef": "x"}, [("action", "quickbackup")])
    sent = server.received[1]
    assert (sent.headers["accept"], sent.headers["content-type"]) == ("application/json", "application/json")
    assert sent.target == "/api/backupServers/1?action=quickbackup"


def test_no_cookie_is_sent_after_logging_on_again(server: ScriptedServer, client: EmClient) -> None:
    server.script = [
        logged_on(),
        reply(401, ERROR),
        logged_on("second=", OTHER),
        reply(200, {"Refs": []}),
        reply(204, b""),
    ]
    client.get("/jobs")
    client.close()
    assert all("cookie" not in request.headers for request in server.received)
    again = server.received[2]
    assert again.target == "/api/sessionMngr/?v=latest"
    assert "x-restsvcsessionid" not in again.headers
    assert server.received[3].headers["x-restsvcsessionid"] == "second="
    # Whoever refused the first token may not have been the server.
    ended = [request.target for request in server.received if request.method == "DELETE"]
    assert ended == [f"/api/logonSessions/{SESSION}", f"/api/logonSessions/{OTHER}"]


def test_a_token_that_is_refused_at_once_is_an_error(server: ScriptedServer, client: EmClient) -> None:
    server.script = [logged_on(), reply(401, ERROR), logged_on("second="), reply(401, ERROR)]
    with pytest.raises(AuthenticationFailed, match="a token that it has just given out"):
        client.get("/jobs")


@pytest.mark.parametrize("body", [b"", b"<html>No</html>", b'{"message": "No such user"}'])
def test_a_refused_logon_says_who_and_keeps_the_password_to_itself(
    server: ScriptedServer, client: EmClient, body: bytes
) -> None:
    server.script = [reply(401, body, WWW_Authenticate="Basic Realm=RestSvc")]
    with pytest.raises(AuthenticationFailed) as caught:
        client.get("/jobs")
    assert USER in caught.value.message
    assert "DOMAIN\\user" in caught.value.message
    assert PASSWORD not in caught.value.message
    assert len(server.received) == 1
    assert client.close() == []


def test_a_version_that_was_asked_for_is_blamed_too(server: ScriptedServer, transport: Transport) -> None:
    client = EmClient(transport, Credentials(USER, PASSWORD), api_version="v1_4")
    server.script = [reply(401, ERROR)]
    with pytest.raises(AuthenticationFailed, match="does not speak version v1_4"):
        client.get("/jobs")
    assert server.received[0].target == "/api/sessionMngr/?v=v1_4"


def test_a_server_that_gives_no_token_is_not_an_enterprise_manager(server: ScriptedServer, client: EmClient) -> None:
    server.script = [reply(200, {"token": "x"})]
    with pytest.raises(UnusableAnswer, match="Is it a Veeam Backup Enterprise Manager"):
        client.get("/jobs")


@pytest.mark.parametrize("status", [400, 404, 405])
def test_another_server_is_recognised_as_such(server: ScriptedServer, client: EmClient, status: int) -> None:
    server.script = [reply(status, {"errorCode": "UnexpectedContent", "message": "x-api-version is required."})]
    with pytest.raises(
        RequestRefused, match=r"x-api-version is required\. That is not what Enterprise Manager answers"
    ):
        client.get("/jobs")


@pytest.mark.parametrize("answer", [reply(404, {"Message": "gone"}), reply(401, b""), reply(204, b"")])
def test_a_session_that_is_over_already_is_as_good(server: ScriptedServer, client: EmClient, answer: t.Any) -> None:
    server.script = [logged_on(), reply(200, {"Refs": []}), answer]
    client.get("/jobs")
    assert client.close() == []
    assert client.close() == []
    assert server.targets().count(f"DELETE /api/logonSessions/{SESSION}") == 1


def test_a_log_off_that_fails_is_a_warning(server: ScriptedServer, client: EmClient) -> None:
    server.script = [logged_on(), reply(200, {"Refs": []}), reply(500, {"Message": "Sorry"})]
    client.get("/jobs")
    (warning,) = client.close()
    assert "Could not log off" in warning
    assert "Sorry" in warning


def test_a_token_that_was_handed_over_is_used_and_never_renewed_or_logged_off(
    server: ScriptedServer, transport: Transport
) -> None:
    written = Token(HEADER, SESSION).written()
    client = EmClient(transport, Credentials(token=written))
    server.script = [reply(200, {"Refs": []}), reply(401, ERROR)]
    client.get("/jobs")
    with pytest.raises(AuthenticationFailed, match="never renewed"):
        client.get("/jobs")
    assert client.close() == []
    assert [request.headers["x-restsvcsessionid"] for request in server.received] == [HEADER, HEADER]


def test_a_token_is_revoked_by_the_session_that_it_carries(server: ScriptedServer, transport: Transport) -> None:
    client = EmClient(transport, Credentials(token=Token(HEADER, SESSION).written()))
    server.script = [reply(204, b""), reply(404, b"")]
    assert client.revoke() is True
    assert client.revoke() is False
    assert server.targets() == [f"DELETE /api/logonSessions/{SESSION}"] * 2


def test_a_token_from_elsewhere_cannot_be_revoked_and_nobody_else_is_logged_off(
    server: ScriptedServer, transport: Transport
) -> None:
    client = EmClient(transport, Credentials(token=HEADER))
    with pytest.raises(NotFound, match="which logon session it belongs to"):
        client.revoke()
    assert not server.received


def test_handing_over_leaves_the_logon_open(server: ScriptedServer, client: EmClient) -> None:
    server.script = [logged_on()]
    token = client.hand_over()
    assert Token.read(token.written()) == token == Token(HEADER, SESSION)
    assert client.close() == []
    assert len(server.received) == 1


def test_a_user_name_that_basic_cannot_carry_is_refused(transport: Transport) -> None:
    with pytest.raises(InvalidInput, match="colon"):
        EmClient(transport, Credentials("a:b", PASSWORD)).get("/jobs")


def test_a_connection_that_fails_on_another_port_is_advised(ca_path: str) -> None:
    client = EmClient(Transport("127.0.0.1", 1, ca_path=ca_path, retries=0), Credentials(USER, PASSWORD))
    with pytest.raises(Exception, match="port 9398 by default"):
        client.get("/jobs")
