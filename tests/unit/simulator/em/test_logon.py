# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Logon, log-off and the life of logon sessions."""

from __future__ import annotations

import base64
import typing as t
import uuid

import pytest


def test_the_root_works_without_logon(em: t.Any) -> None:
    reply = em.call("GET", "", token=None, accept="application/xml")
    assert reply.status_code == 200
    assert 'Name="v1_7"' in reply.text


def test_token_and_session_id_are_different(em: t.Any) -> None:
    """T2, T13: the token is in the reply header and holds + / =; the session id is a guid in the body."""
    reply = em.log_on()
    assert reply.status_code == 201
    assert {"+", "/", "="} <= set(em.token)
    assert uuid.UUID(em.session_id)
    assert base64.b64decode(em.token) != em.session_id.encode()
    assert reply.headers["set-cookie"] == f"X-RestSvcSessionId={em.token}; Path=/api;"


def test_the_header_of_the_token_is_lower_case_on_the_wire(em: t.Any) -> None:
    """T4."""
    assert b"x-restsvcsessionid" in [name for name, dummy in em.log_on().headers.raw]


def test_session_id_is_no_token(em: t.Any) -> None:
    """T2."""
    assert em.call("GET", "jobs", token=em.session_id).status_code == 401
    assert em.call("DELETE", f"logonSessions/{em.token}").status_code == 404


def test_logon_ignores_an_old_token_and_notes_it(em: t.Any) -> None:
    """T1."""
    assert em.log_on(headers={"X-RestSvcSessionId": "stale"}).status_code == 201
    assert em.state()["complaints"] == ["a logon carried an old token"]


def test_a_stale_cookie_beats_a_good_header(em: t.Any) -> None:
    """T3."""
    reply = em.call("GET", "backupServers", headers={"Cookie": "X-RestSvcSessionId=c3RhbGU="})
    assert reply.status_code == 401


def test_a_good_cookie_is_enough(em: t.Any) -> None:
    """T3."""
    cookie = f"X-RestSvcSessionId={em.token}"
    assert em.call("GET", "backupServers", token="stale", headers={"Cookie": cookie}).status_code == 200


def test_a_wrong_password_is_401_with_a_challenge(em: t.Any) -> None:
    reply = em.log_on(password="wrong")
    assert reply.status_code == 401
    assert reply.headers["WWW-Authenticate"] == "Basic Realm=RestSvc"
    assert "The user name or password is incorrect" in reply.text


@pytest.mark.parametrize("path", ["sessionMngr/?v=v1_4", "sessionMngr/?v=v2"])
def test_an_unsupported_version_looks_like_a_wrong_password(em: t.Any, path: str) -> None:
    """T10."""
    assert em.log_on(path=path).status_code == 401


@pytest.mark.parametrize("path", ["sessionMngr/?v=v1_5", "sessionMngr/?v=v1_7", "SESSIONMNGR/?v=latest"])
def test_supported_versions(em: t.Any, path: str) -> None:
    assert em.log_on(path=path).status_code == 201


def test_the_slash_before_the_version_matters(em: t.Any) -> None:
    """T11."""
    assert em.log_on(path="sessionMngr?v=latest").status_code != 201
    assert em.log_on(path="sessionMngr/").status_code == 400


def test_password_with_colon_and_umlaut(make_em: t.Any) -> None:
    """T12: UTF-8, split at the first colon, the domain's backslash as it is."""
    em = make_em(username="LAB\\svc:backup", password="ä")
    assert em.token == ""  # a colon cannot be in the user part
    em = make_em(username="LAB\\svc", password="a:b:ü\\n")
    assert em.state()["logon_sessions"][0]["user"] == "LAB\\svc"


def test_idle_sessions_end_after_15_minutes(em: t.Any) -> None:
    """T7: each request counts the idle time anew."""
    em.advance(890)
    assert em.call("GET", "jobs").status_code == 200
    em.advance(890)
    assert em.call("GET", "jobs").status_code == 200
    em.advance(901)
    assert em.call("GET", "jobs").status_code == 401
    assert em.state()["logon_sessions"] == []


def test_the_idle_time_can_be_chosen(em: t.Any) -> None:
    em.fault("token-life:60")
    em.advance(61)
    assert em.call("GET", "jobs").status_code == 401


def test_log_off_ends_one_session(em: t.Any) -> None:
    """T8, T9: the list holds everybody's sessions; the second DELETE finds no session any more."""
    first = em.session_id
    em.log_on("portal-user")
    listed = [item["sessionid"] for item in em.get("logonSessions")["logonsessions"]]
    assert listed == [first, em.session_id]
    assert em.get(f"logonSessions/{first}")["username"] == em.options.username
    reply = em.call("DELETE", f"logonSessions/{em.session_id}")
    assert (reply.status_code, reply.content) == (204, b"")
    assert em.call("DELETE", f"logonSessions/{em.session_id}").status_code == 401
    assert [item["session_id"] for item in em.state()["logon_sessions"]] == [first]


def test_log_off_at_the_logon_address_is_no_call_of_the_api(em: t.Any) -> None:
    assert em.call("DELETE", "sessionMngr/?v=latest").status_code == 404
    assert len(em.state()["logon_sessions"]) == 1


def test_restart_forgets_logons(em: t.Any) -> None:
    """T7."""
    em.fault("token-expired")
    assert em.call("GET", "jobs").status_code == 401


def test_the_recorder_keeps_no_secret(em: t.Any) -> None:
    em.call("GET", "jobs")
    recorded = str(em.world.recorder.requests())
    assert em.token not in recorded
    assert em.options.password not in recorded
