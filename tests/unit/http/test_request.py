# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is sent, for any text that a person could choose."""

from __future__ import annotations

import json
import urllib.parse

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.backupops.veeam.plugins.module_utils._http.request import build

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
