# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No spelling of a secret is seen in a message."""

from __future__ import annotations

import json
import urllib.parse

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.backupops.veeam.plugins.module_utils._redaction.secrets import MASK, Secrets

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@given(texts, texts, texts)
def test_no_spelling_of_a_secret_is_left(before: str, secret: str, after: str) -> None:
    secrets = Secrets()
    secrets.add(secret)
    for spelled in (secret, urllib.parse.quote_plus(secret), json.dumps(secret)[1:-1]):
        shown = secrets.redact(before + spelled + after)
        assert MASK in shown
        assert [part for part in shown.split(MASK) if secret in part] == []


def test_a_secret_that_is_a_part_of_another_leaves_nothing_of_it() -> None:
    secrets = Secrets()
    secrets.add("hunter2")
    secrets.add("", "hunter2 and more")
    assert secrets.redact("hunter2 and more, hunter2 and less") == f"{MASK}, {MASK} and less"
    assert secrets.known == {"hunter2", "hunter2 and more"}


def test_without_secrets_nothing_is_masked() -> None:
    secrets = Secrets()
    secrets.add("")
    assert secrets.redact("as it is") == "as it is"
