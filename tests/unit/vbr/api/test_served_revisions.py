# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Revisions in the texts of servers, and in the script that shows their API to browsers."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._http.transport import Transport
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.api.served_revisions import (
    in_order,
    is_newer,
    listed_by,
    named_in,
)
from tests.unit.http.scripted_server import ScriptedServer, hang_up, reply


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("The following versions are supported: v1.0-rev1, v1.2-REV1.", {"1.0-rev1", "1.2-rev1"}),
        ('{"url":"/swagger/v1.3-rev2/swagger.json"}', {"1.3-rev2"}),
        ("1.03-rev01", {"1.3-rev1"}),
        # Neither a number within a longer one, nor a version of something else.
        ("1.2.3-rev1 and 11111.2-rev1 and 1.2-rev12345", set()),
        ("Veeam 13.0.1.180, revision 2", set()),
        ("", set()),
    ],
)
def test_revisions_are_read_out_of_any_text(text: str, named: set[str]) -> None:
    assert named_in(text) == named


def test_revisions_go_by_their_numbers_and_not_by_their_letters() -> None:
    assert in_order({"1.10-rev0", "1.2-rev1", "1.3-rev2", "1.3-rev10"}) == [
        "1.2-rev1",
        "1.3-rev2",
        "1.3-rev10",
        "1.10-rev0",
    ]
    assert is_newer("1.10-rev0", "1.9-rev9")
    assert not is_newer("1.3-rev2", "1.3-rev2")


def test_the_page_for_browsers_is_asked_for_once_and_without_a_logon(
    server: ScriptedServer, transport: Transport
) -> None:
    server.script = [reply(200, b"var configObject = {urls: ['/swagger/v1.3-rev1/x', '/swagger/v1.2-rev1/x']};")]
    assert listed_by(transport) == {"1.3-rev1", "1.2-rev1"}
    assert server.targets() == ["GET /swagger/index.js"]
    assert "authorization" not in server.received[0].headers


@pytest.mark.parametrize(
    "answer",
    [reply(404, b"v1.3-rev1"), reply(503, b"v1.3-rev1"), hang_up, reply(200, b" " * 256 * 1024 + b"v1.3-rev1")],
    ids=["missing", "busy", "no answer", "something else"],
)
def test_a_server_without_such_a_page_lists_nothing(
    server: ScriptedServer, transport: Transport, answer: object
) -> None:
    server.script = [answer] * 2  # type: ignore[list-item]
    assert listed_by(transport) == frozenset()
    assert len(server.received) == 1
