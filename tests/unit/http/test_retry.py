# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How long is waited before a request is sent again, and which ones are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.backupops.veeam.plugins.module_utils._http.retry import (
    LONGEST_PAUSE,
    Backoff,
    may_repeat,
    seconds_asked,
)


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
