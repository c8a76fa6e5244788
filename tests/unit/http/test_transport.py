# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the transport promises about retries, bodies, cookies and secrets."""

from __future__ import annotations

import contextlib
import functools
import gzip
import pathlib
import socket
import threading
import traceback
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from email.utils import formatdate

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import (
    Abandoned,
    InvalidInput,
    OutcomeUnknown,
    RequestRefused,
    UnusableAnswer,
)
from ansible_collections.backupops.veeam.plugins.module_utils._http import transport as _transport
from ansible_collections.backupops.veeam.plugins.module_utils._http.transport import Transport
from ansible_collections.backupops.veeam.plugins.module_utils._http.wanted import StillWanted, always
from ansible_collections.backupops.veeam.plugins.module_utils._timing.threads import begun
from tests.unit.http.conftest import Dial
from tests.unit.http.scripted_server import PASSWORD, ScriptedServer, reply, silence

TEMPORARY = [429, 500, 502, 503, 504]


def test_a_cookie_is_never_sent_back(server: ScriptedServer, transport: Transport) -> None:
    server.script = [reply(Set_Cookie="X-RestSvcSessionId=dead; Path=/")]
    transport.request("GET", "/one")
    transport.request("GET", "/two")
    assert "cookie" not in server.received[1].headers


def test_netrc_never_supplies_credentials(
    server: ScriptedServer, transport: Transport, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    transport.request("GET", "/one")
    transport.request("GET", "/two", headers={"Authorization": "Bearer mine"})
    assert "authorization" not in server.received[0].headers
    assert server.received[1].headers["authorization"] == "Bearer mine"


@pytest.mark.parametrize("status", TEMPORARY)
def test_a_read_is_repeated_when_the_server_is_short_of_something(
    server: ScriptedServer, transport: Transport, pauses: list[float], status: int
) -> None:
    server.script = [reply(status), reply(status), reply(200, {"at": "last"})]
    assert transport.request("GET", "/x").json() == {"at": "last"}
    assert len(pauses) == 2
    assert 0.25 <= pauses[0] <= 0.5 <= pauses[1] <= 1.0


def test_a_read_gives_up_after_its_retries(server: ScriptedServer, transport: Transport, pauses: list[float]) -> None:
    server.script = [reply(503) for dummy in range(9)]
    assert transport.request("GET", "/x").status == 503
    assert len(server.received) == 4
    assert len(pauses) == 3


def test_a_final_status_is_an_answer(server: ScriptedServer, transport: Transport) -> None:
    server.script = [reply(500, {"message": "no such task"})]
    assert transport.request("GET", "/x", final=(500,)).status == 500
    assert len(server.received) == 1


def test_a_read_that_is_not_wanted_twice_is_not_repeated(server: ScriptedServer, transport: Transport) -> None:
    server.script = [reply(503)]
    with pytest.raises(OutcomeUnknown):
        transport.request("GET", "/x?action=flip", repeatable=False)
    assert len(server.received) == 1


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_write_behind_a_broken_gateway_is_sent_once(
    server: ScriptedServer, transport: Transport, method: str, status: int
) -> None:
    server.script = [reply(status, b"<html>", Content_Type="text/html")]
    with pytest.raises(OutcomeUnknown, match=rf"{method} /x with status {status}.*may or may not") as caught:
        transport.request(method, "/x")
    assert (caught.value.method, caught.value.path) == (method, "/x")
    assert len(server.received) == 1


def test_a_write_that_fails_inside_the_server_is_sent_once(server: ScriptedServer, transport: Transport) -> None:
    server.script = [reply(500, {"errorCode": "UnknownError", "message": "Job already exists"})]
    assert transport.request("POST", "/x", json={}).status == 500
    assert len(server.received) == 1


def test_a_write_that_was_not_let_in_is_repeated(
    server: ScriptedServer, transport: Transport, pauses: list[float]
) -> None:
    server.script = [reply(429, Retry_After="7"), reply(201)]
    assert transport.request("POST", "/x", json={}).status == 201
    assert pauses == [7]


def test_the_server_says_when_to_come_back(server: ScriptedServer, transport: Transport, pauses: list[float]) -> None:
    server.script = [
        reply(503, Retry_After="86400"),
        reply(503, Retry_After=formatdate(0)),
        reply(503, Retry_After="?"),
    ]
    transport.request("GET", "/x")
    assert pauses[:2] == [60, 0]
    assert 1 <= pauses[2] <= 2


def test_a_body_without_end_is_not_kept(
    server: ScriptedServer, transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_transport, "LARGEST_BODY", 1 << 20)
    server.script = [reply(200, b"x" * (3 << 20))]
    with pytest.raises(UnusableAnswer, match=r"answered GET /x with more than 1 MiB"):
        transport.request("GET", "/x")


def test_a_byte_order_mark_is_no_obstacle(server: ScriptedServer, transport: Transport) -> None:
    server.script = [reply(200, b"\xef\xbb\xbf" + '{"name": "Zürich"}'.encode())]
    assert transport.request("GET", "/x").json() == {"name": "Zürich"}


def test_a_compressed_body_is_read(server: ScriptedServer, transport: Transport) -> None:
    server.script = [reply(200, gzip.compress(b'{"a": [1, 2]}' + b" " * 300_000), Content_Encoding="gzip")]
    assert transport.request("GET", "/x").json() == {"a": [1, 2]}


def test_a_page_instead_of_json_is_shown_at_its_beginning(server: ScriptedServer, transport: Transport) -> None:
    server.script = [reply(200, b"<html>Sign in</html>", Content_Type="text/html")] * 2
    with pytest.raises(UnusableAnswer, match=r"GET /x with status 200.*not JSON. It begins: <html>Sign in"):
        transport.request("GET", "/x").json()
    with pytest.raises(OutcomeUnknown, match=r"POST /x with status 200.*may or may not"):
        transport.request("POST", "/x").json()


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_redirect_is_not_followed(server: ScriptedServer, transport: Transport, status: int, method: str) -> None:
    server.script = [reply(status, Location="https://somebody:secret@elsewhere.example:8443/login?token=abc")]
    with pytest.raises(RequestRefused, match=r"redirect to https://elsewhere.example:8443 \(status") as caught:
        transport.request(method, "/x", headers={"Authorization": "Bearer mine"})
    assert "secret" not in str(caught.value)
    assert "abc" not in str(caught.value)
    assert len(server.received) == 1


def test_a_form_arrives_as_it_was_meant(server: ScriptedServer, transport: Transport) -> None:
    transport.request("POST", "/token", form={"username": r"LAB\jörg", "password": PASSWORD})
    request = server.received[0]
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert urllib.parse.parse_qs(request.body.decode("ascii"), strict_parsing=True) == {
        "username": [r"LAB\jörg"],
        "password": [PASSWORD],
    }


def test_parameters_repeat_lists_and_leave_out_what_is_not_set(server: ScriptedServer, transport: Transport) -> None:
    transport.request(
        "GET", "/x", params={"type": ["A", "B"], "asc": True, "none": None, "at": "2026-01-01T00:00+01:00"}
    )
    assert server.received[0].target == "/x?type=A&type=B&asc=true&at=2026-01-01T00%3A00%2B01%3A00"


def test_a_path_may_bring_a_query(server: ScriptedServer, transport: Transport) -> None:
    transport.request("GET", "/api/jobs?format=Entity", params={"page": 2})
    transport.request("GET", "/api/sessionMngr/?v=latest")
    assert server.targets() == ["GET /api/jobs?format=Entity&page=2", "GET /api/sessionMngr/?v=latest"]


def test_limits_have_limits() -> None:
    with pytest.raises(InvalidInput, match=r"timeout: 0 is not a time limit.*\nretries: -1 is not a number"):
        Transport("vbr", 9419, timeout=0, retries=-1)


@pytest.mark.parametrize("path", ["https://elsewhere.example/x", "//elsewhere.example/x", "x"])
def test_only_paths_of_the_server_are_asked_for(transport: Transport, path: str) -> None:
    with pytest.raises(ValueError, match=r"exactly one slash"):
        transport.request("GET", path)


ECHOES = {
    "as it is": lambda text: text,
    "in a URL": urllib.parse.quote,
    "in a form": urllib.parse.quote_plus,
}


@pytest.mark.parametrize("spelling", ECHOES)
def test_a_secret_that_the_server_sends_back_is_not_shown(
    server: ScriptedServer, transport: Transport, spelling: str
) -> None:
    transport.add_secret(PASSWORD)
    server.script = [
        reply(400, {"errorCode": "UnexpectedContent", "message": f"Cannot read {ECHOES[spelling](PASSWORD)}!"}),
        reply(200, f"<html>{ECHOES[spelling](PASSWORD)}</html>".encode()),
    ]
    refusal = transport.request("POST", "/x").refusal()
    assert refusal.message.endswith("refused POST /x: status 400, UnexpectedContent: Cannot read ********!")
    with pytest.raises(UnusableAnswer) as caught:
        transport.request("GET", "/x").json()
    shown = "".join(traceback.format_exception(caught.value)) + repr(refusal.details) + repr(transport)
    assert "wörd" not in shown
    assert urllib.parse.quote("wörd") not in shown


def test_the_words_of_both_products_are_understood(server: ScriptedServer, transport: Transport) -> None:
    server.script = [
        reply(404, {"errorCode": "NotFound", "message": "Job not found.", "resourceId": "1"}),
        reply(400, {"FirstChanceExceptionMessage": None, "Message": "Node [root] does not exist.", "StatusCode": 400}),
        reply(401, b""),
        reply(404, b"nothing here", Content_Type="text/plain"),
        reply(404, b"<html>nothing here</html>", Content_Type="text/html"),
    ]
    said = [transport.request("GET", "/x").said() for dummy in range(5)]
    assert said == [
        "status 404, NotFound: Job not found.",
        "status 400, Node [root] does not exist.",
        "status 401",
        "status 404, nothing here",
        "status 404",
    ]


def test_a_poll_is_not_repeated(server: ScriptedServer, transport: Transport) -> None:
    server.script = [reply(503) for dummy in range(9)]
    with transport.without_retries():
        assert transport.request("GET", "/x").status == 503
    assert len(server.received) == 1
    transport.request("GET", "/x")
    assert len(server.received) == 5


def test_a_poll_leaves_the_retries_of_other_threads_alone(server: ScriptedServer, transport: Transport) -> None:
    server.script = [reply(503) for dummy in range(9)]
    with transport.without_retries(), ThreadPoolExecutor(1) as thread:
        assert thread.submit(transport.request, "GET", "/x").result().status == 503
    assert len(server.received) == 4


def test_nothing_is_sent_that_is_not_wanted_any_more_but_the_log_off(server: ScriptedServer, ca_path: str) -> None:
    def gone() -> None:
        raise Abandoned("Gone.")

    still_wanted: StillWanted
    for still_wanted, sends in ((always, True), (gone, False)):
        transport = Transport("127.0.0.1", server.port, ca_path=ca_path, still_wanted=still_wanted)
        with contextlib.nullcontext() if sends else pytest.raises(Abandoned):
            transport.request("GET", "/x")
    with transport.ending():
        assert transport.request("POST", "/logout").ok
    assert server.targets() == ["GET /x", "POST /logout"]


def test_no_other_thread_begins_anything_once_the_log_off_has_begun(
    server: ScriptedServer, transport: Transport
) -> None:
    with ThreadPoolExecutor(1) as threads, transport.ending():
        late = threads.submit(transport.request, "GET", "/late")
        with pytest.raises(Abandoned, match="the task has ended"):
            late.result()
        assert transport.request("POST", "/logout").ok
    with pytest.raises(Abandoned, match="the task has ended"):
        transport.request("GET", "/later")
    assert server.targets() == ["POST /logout"]


def test_a_log_off_does_not_wait_for_requests_that_hang(dial: Dial, server: ScriptedServer, ca_path: str) -> None:
    hang, hanging = threading.Event(), threading.Barrier(3)

    def silent(connection: socket.socket) -> bool:
        hanging.wait(20)
        return silence(hang)(connection)

    server.script = [silent, silent]
    transport = dial("127.0.0.1", server.port, ca_path=ca_path, pool_size=2)
    asked = [begun(functools.partial(transport.request, "PUT", "/x"), name="job") for dummy in range(2)]
    hanging.wait(20)
    with transport.ending():
        assert transport.request("POST", "/logout").ok
    assert not any(future.done() for future in asked)
    hang.set()


@pytest.mark.parametrize("ends", ["here", "Ansible"])
def test_what_has_failed_is_not_sent_again_once_the_task_has_ended(
    dial: Dial, server: ScriptedServer, ca_path: str, ends: str
) -> None:
    """Many retries later the server may be there again, and nobody waits for it any more."""
    gone: list[str] = []

    def still_wanted() -> None:
        if gone:
            raise Abandoned(gone[0])

    def pause(seconds: float) -> None:
        gone.append("Gone.")

    def pause_to_the_end(seconds: float) -> None:
        begun(lambda: contextlib.ExitStack().enter_context(transport.ending()), name="main").result(20)

    server.script = [reply(503)]
    sleep = pause if ends == "Ansible" else pause_to_the_end
    transport = dial("127.0.0.1", server.port, ca_path=ca_path, sleep=sleep, still_wanted=still_wanted)
    with pytest.raises(Abandoned, match=r"Gone\.|the task has ended"):
        transport.request("GET", "/x")
    assert len(server.received) == 1


def test_a_log_off_takes_ten_seconds_at_most(server: ScriptedServer, ca_path: str, pauses: list[float]) -> None:
    """Somebody who ended the task waits for it: no retry is waited for that would come later."""
    server.script = [reply(503, Retry_After="11")]
    transport = Transport("127.0.0.1", server.port, ca_path=ca_path, retries=4, sleep=pauses.append)
    with transport.ending():
        assert transport.request("DELETE", "/x", repeatable=True).status == 503
    assert pauses == []
