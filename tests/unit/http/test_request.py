# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is sent, for any text that a person could choose; and how long is waited before it is sent again."""

from __future__ import annotations

import json
import urllib.parse

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.backupops.veeam.plugins.module_utils._http.request import build
from ansible_collections.backupops.veeam.plugins.module_utils._http.retry import (
    LONGEST_PAUSE,
    Backoff,
    may_repeat,
    seconds_asked,
)
from ansible_collections.backupops.veeam.plugins.module_utils._redaction.secrets import MASK, Secrets

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@given(texts, texts)
def test_any_user_and_password_survive_a_form(username: str, password: str) -> None:
    sent = build("POST", "/token", form={"username": username, "password": password})
    assert sent.body is not None
    assert urllib.parse.parse_qs(sent.body.decode("ascii"), keep_blank_values=True) == {
        "username": [username],
        "password": [password],
    }


@given(st.dictionaries(texts, texts))
def test_any_text_survives_json_and_a_query(members: dict[str, str]) -> None:
    sent = build("PUT", "/x", json=members, params=members)
    assert json.loads(sent.body or b"") == members
    assert dict(urllib.parse.parse_qsl(sent.query, keep_blank_values=True)) == members


@given(texts, texts, texts)
def test_no_spelling_of_a_secret_is_left(before: str, secret: str, after: str) -> None:
    secrets = Secrets()
    secrets.add(secret)
    for spelled in (secret, urllib.parse.quote_plus(secret), json.dumps(secret)[1:-1]):
        shown = secrets.redact(before + spelled + after)
        assert MASK in shown
        assert [part for part in shown.split(MASK) if secret in part] == []


@given(st.integers(1, 500), st.floats(0, 1))
def test_pauses_are_never_long(attempt: int, random: float) -> None:
    assert 0 < Backoff(lambda: random).pause(attempt) <= LONGEST_PAUSE


@given(st.text())
def test_any_retry_after_is_understood_or_ignored(text: str) -> None:
    asked = seconds_asked(text)
    assert asked is None or asked >= 0


@given(st.integers(100, 599), st.booleans(), st.frozensets(st.integers(100, 599)))
def test_only_what_was_not_let_in_is_repeated_for_writes(status: int, repeatable: bool, final: frozenset[int]) -> None:
    again = may_repeat(status, repeatable=repeatable, final=final)
    assert not (again and status in final)
    assert not (again and not repeatable and status != 429)
    assert not (again and status < 429)
