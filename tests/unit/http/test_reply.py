# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bodies that no document speaks of."""

from __future__ import annotations

import json
import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.backupops.veeam.plugins.module_utils._em.api.client import EmClient
from ansible_collections.backupops.veeam.plugins.module_utils._errors import OutcomeUnknown, UnusableAnswer
from ansible_collections.backupops.veeam.plugins.module_utils._http.credentials import Credentials
from ansible_collections.backupops.veeam.plugins.module_utils._http.reply import DEEPEST, Reply
from ansible_collections.backupops.veeam.plugins.module_utils._http.transport import Transport
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.api.client import VbrClient
from tests.unit.http.scripted_server import ScriptedServer, reply

Client = t.Callable[[], t.Any]
NO_OBJECTS = [b"", b"null", b"[]", b"[{}]", b'"gone"', b"0", b"true", b"NaN", b"1e999"]


@pytest.fixture
def vbr(server: ScriptedServer, transport: Transport) -> VbrClient:
    server.script = [reply(200, {"access_token": "t", "expires_in": 900})]
    return VbrClient(transport, Credentials("u", "p"), api_version="1.3-rev2")


@pytest.fixture
def em(server: ScriptedServer, transport: Transport) -> EmClient:
    server.script = [reply(201, {"SessionId": "s"}, X_RestSvcSessionId="t")]
    return EmClient(transport, Credentials("u", "p"))


@pytest.mark.parametrize("body", NO_OBJECTS)
def test_an_answer_that_is_no_object_is_not_taken_for_absence(
    server: ScriptedServer, vbr: VbrClient, body: bytes
) -> None:
    server.script.append(reply(200, body))
    with pytest.raises(UnusableAnswer, match="with status 200 and something that is not an object"):
        vbr.get_or_none("/jobs/1")


@pytest.mark.parametrize("body", NO_OBJECTS)
def test_an_entity_that_is_none_is_not_taken_for_absence(server: ScriptedServer, em: EmClient, body: bytes) -> None:
    server.script.append(reply(200, body))
    with pytest.raises(UnusableAnswer, match="something else than was asked for"):
        em.entity("/jobs/1")


@pytest.mark.parametrize(
    "body",
    [b"[" * (DEEPEST + 2) + b"]" * (DEEPEST + 2), b"[" * 50_000, b'{"a":' * 50_000 + b"1" + b"}" * 50_000],
    ids=["a little", "open", "objects"],
)
def test_what_is_nested_too_deeply_is_refused(server: ScriptedServer, transport: Transport, body: bytes) -> None:
    server.script = [reply(200, body), reply(200, body)]
    with pytest.raises(UnusableAnswer, match=r"GET /x with status 200 and (JSON that is nested deeper than 64|someth)"):
        transport.request("GET", "/x").json()
    with pytest.raises(OutcomeUnknown, match=r"PUT /x .* may or may not have taken effect"):
        transport.request("PUT", "/x").json()


def test_what_is_nested_as_deep_as_may_be_is_read(server: ScriptedServer, transport: Transport) -> None:
    server.script = [reply(200, b"[" * DEEPEST + b"]" * DEEPEST)]
    assert transport.request("GET", "/x").json()


@given(
    st.recursive(
        st.text(alphabet='[]{}"\\\\ä') | st.integers(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(alphabet='[]{}"\\\\'), inner),
    ),
    st.booleans(),
)
def test_brackets_in_texts_are_no_levels(tree: t.Any, as_ascii: bool) -> None:
    """Whatever texts hold, what is one level too deep is refused, and nothing else is."""
    depth = levels(tree)
    for more, fits in ((DEEPEST + 1 - depth, True), (DEEPEST + 2 - depth, False)):
        text = "[" * more + json.dumps(tree, ensure_ascii=as_ascii) + "]" * more
        reply = Reply(200, {}, text.encode(), "GET", "/x", "https://x", str)
        if fits:
            assert reply.json()
        else:
            with pytest.raises(UnusableAnswer, match="nested deeper than 64"):
                reply.json()


def levels(tree: t.Any) -> int:
    inner = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else None
    return 0 if inner is None else 1 + max(map(levels, inner), default=0)


def test_what_is_no_number_is_null(server: ScriptedServer, transport: Transport) -> None:
    server.script = [reply(200, b'{"a": NaN, "b": [-Infinity, 1e999, 1.5, 2]}')]
    assert transport.request("GET", "/x").json() == {"a": None, "b": [None, None, 1.5, 2]}


def test_a_number_that_no_python_reads_is_refused(server: ScriptedServer, transport: Transport) -> None:
    server.script = [reply(200, b'{"a": ' + b"9" * 5000 + b"}")]
    with pytest.raises(UnusableAnswer, match="something that is not JSON"):
        transport.request("GET", "/x").json()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (rb'"\ud83d\ude00"', "\U0001f600"),
        (rb'"a\ud800b"', "a\ufffdb"),
        (rb'"\ude00\uD83D"', "\ufffd\ufffd"),
        (rb'"\\ud800"', "\\ud800"),
        (rb'"\\\ud800"', "\\\ufffd"),
    ],
)
def test_half_a_character_is_none(server: ScriptedServer, transport: Transport, written: bytes, read: str) -> None:
    server.script = [reply(200, written)]
    assert transport.request("GET", "/x").json() == read
