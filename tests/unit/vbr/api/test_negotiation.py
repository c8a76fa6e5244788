# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which revision is spoken, and what is said to somebody who talks to the wrong server."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import (
    ConnectionFailed,
    InvalidInput,
    RequestRefused,
    UnusableAnswer,
    VeeamError,
)
from ansible_collections.backupops.veeam.plugins.module_utils._http.transport import Transport
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.api.negotiation import negotiate
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.times import ServerTime
from tests.unit.http.scripted_server import ScriptedServer, reply, serving

NEWEST_FIRST = ["1.3-rev2", "1.3-rev1", "1.3-rev0", "1.2-rev1"]
NOT_SUPPORTED = reply(400, {"errorCode": "NotImplemented", "message": "The specified API version is not supported."})
NO_LIST = reply(404, b"<html>Not Found</html>", Content_Type="text/html")
TIME = {"serverTime": "2026-11-22T02:54:07.5952980+01:00", "timeZone": "(UTC+01:00)"}


def asked(server: ScriptedServer) -> list[str]:
    return [request.headers["x-api-version"] for request in server.received if request.target == "/api/v1/serverTime"]


@pytest.mark.parametrize("older", range(4))
def test_the_newest_revision_that_the_server_knows_is_spoken(
    server: ScriptedServer, transport: Transport, older: int
) -> None:
    server.script = [*[NOT_SUPPORTED, NO_LIST][: older * 2], *[NOT_SUPPORTED] * (older - 1), reply(200, TIME)]
    negotiated = negotiate(transport)
    assert negotiated.revision == NEWEST_FIRST[older]
    assert negotiated.server_time == ServerTime.of(TIME)
    assert asked(server) == NEWEST_FIRST[: older + 1]


@pytest.mark.parametrize(
    "refusal",
    [
        reply(404, b"<html>", Content_Type="text/html"),
        reply(406, b""),
        reply(400, {"errorCode": "InvalidURI"}),
    ],
)
def test_nobody_knows_how_older_servers_refuse_a_revision(
    server: ScriptedServer, transport: Transport, pauses: list[float], refusal: t.Any
) -> None:
    server.script = [refusal, NO_LIST, reply(200, TIME)]
    assert negotiate(transport).revision == "1.3-rev1"
    assert pauses == []


def test_a_500_that_names_versions_is_read_and_not_repeated(
    server: ScriptedServer, transport: Transport, pauses: list[float]
) -> None:
    words = "Unsupported RESTAPI version. The following versions are supported: v1.2-rev0, v1.2-rev1"
    server.script = [reply(500, {"errorCode": "UnknownError", "message": words}), reply(200, TIME)]
    assert negotiate(transport).revision == "1.2-rev1"
    assert pauses == []


def test_a_server_in_trouble_is_asked_again_for_the_same_revision(server: ScriptedServer, transport: Transport) -> None:
    busy = reply(500, {"errorCode": "ServiceUnavailable", "message": "Starting."})
    server.script = [busy, busy, reply(503), reply(200, TIME)]
    assert negotiate(transport).revision == "1.3-rev2"


def test_a_pinned_revision_costs_no_request(server: ScriptedServer, transport: Transport) -> None:
    assert negotiate(transport, "1.3-rev0").revision == "1.3-rev0"
    assert server.received == []


def test_a_revision_that_does_not_exist_is_refused(transport: Transport) -> None:
    with pytest.raises(InvalidInput, match=r'api_version: "1\.3-rev9" is not one of auto, 1\.2-rev1, .* Did you mean'):
        negotiate(transport, "1.3-rev9")


def test_a_server_that_is_too_old_is_told_what_was_tried(server: ScriptedServer, transport: Transport) -> None:
    server.script = [NOT_SUPPORTED, NO_LIST, *[NOT_SUPPORTED] * 3]
    with pytest.raises(RequestRefused) as caught:
        negotiate(transport)
    for revision in NEWEST_FIRST:
        assert f"{revision} (status 400, NotImplemented: The specified API version" in caught.value.message
    assert "12.3.1 or newer is needed" in caught.value.message


def test_enterprise_manager_is_recognised(server: ScriptedServer, transport: Transport) -> None:
    server.script = [reply(404, b"")] * 5 + [
        reply(200, b'<EnterpriseManager><Link Type="LogonSessionList"/></EnterpriseManager>', Content_Type="text/xml")
    ]
    with pytest.raises(UnusableAnswer, match=r"This is Enterprise Manager, which has another API. Set port to 9419"):
        negotiate(transport)


@pytest.mark.parametrize("status", [200, 404])
def test_any_other_server_is_recognised(server: ScriptedServer, transport: Transport, status: int) -> None:
    server.script = [reply(status, b"<html>Welcome</html>", Content_Type="text/html")] * 6
    with pytest.raises(UnusableAnswer, match=r"not like Veeam Backup & Replication\. Is the port right\?.* 9419"):
        negotiate(transport)


def test_a_server_that_wants_a_logon_for_this_is_not_asked_again(server: ScriptedServer, transport: Transport) -> None:
    server.script = [reply(401, b"")]
    with pytest.raises(VeeamError, match=r"status 401"):
        negotiate(transport)
    assert len(asked(server)) == 1


@pytest.mark.parametrize(
    ("port", "advice"),
    [(9398, "belongs to Enterprise Manager"), (9419, "also serves the API on port 443"), (443, "listens on port 9419")],
)
def test_a_refused_connection_comes_with_advice_about_the_port(
    port: int, advice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving() as gone:
        pass
    transport = Transport("127.0.0.1", gone.port, retries=0)
    monkeypatch.setattr(transport, "port", port)
    with pytest.raises(ConnectionFailed, match=advice):
        negotiate(transport)
