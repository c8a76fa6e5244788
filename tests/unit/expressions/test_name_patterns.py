# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names and patterns of names: what they fit, and which of names that are alike is meant."""

from __future__ import annotations

import fnmatch
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.backupops.veeam.plugins.module_utils._errors import Ambiguous
from ansible_collections.backupops.veeam.plugins.module_utils._expressions.name_patterns import fits, look_up


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("[PROD] Database", "[PROD] Database"),
        ("[AB01]:*", "[AB01]:Web_1"),
        ("Caf\u00e9", "CAFE\u0301 "),
        (" shop*", "Shop servers"),
        ("w?b", "W\u00c4B"),
        ("*", ""),
        ("a*", "A\nb"),
        ("Stra\u00dfe", "STRASSE"),
    ],
)
def test_what_fits(pattern: str, name: str) -> None:
    assert fits(pattern, name)
    assert fits(unicodedata.normalize("NFD", pattern), unicodedata.normalize("NFC", name))


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("[PROD] Database", "P Database"),
        ("[!a]", "b"),
        ("w?b", "wb"),
        ("Shop", "Shop 2"),
        ("a.c", "abc"),
        ("a\\*", "a*"),
    ],
)
def test_what_does_not_fit(pattern: str, name: str) -> None:
    assert not fits(pattern, name)


@given(st.text("ab*?[]!-\\.", max_size=8), st.text("ab*?[]!-\\.", max_size=8))
def test_asterisk_and_question_mark_and_nothing_else(pattern: str, name: str) -> None:
    meaning = {"*": ".*", "?": "."}
    expression = "".join(meaning.get(letter) or re.escape(letter) for letter in pattern)
    assert fits(pattern, name) == bool(re.fullmatch(expression, name, re.DOTALL))
    if not set(pattern) & set("["):
        assert fits(pattern, name) == fnmatch.fnmatchcase(name, pattern)


class TestNames:
    def test_a_name_in_another_case_is_found(self) -> None:
        assert look_up(["web SERVERS "], ["Web servers", "Databases"]).names == {"Web servers"}

    def test_of_names_alike_the_one_spelt_exactly_so_is_meant(self) -> None:
        assert look_up(["web"], ["Web", "web", "WEB"]).names == {"web"}
        assert look_up(["w*"], ["Web", "web", "WEB"]).names == {"Web", "web", "WEB"}

    def test_and_none_when_all_are_spelt_otherwise(self) -> None:
        with pytest.raises(Ambiguous, match=r'(?s)"wEB".*"WEB".*"Web"'):
            look_up(["wEB"], ["Web", "WEB"])
