# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A file without anchors and tags is read in a shorter way, and says the same as with them."""

from __future__ import annotations

import typing as t

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from ansible_collections.backupops.veeam.plugins.module_utils._files.limits import MOST_DEPTH, Unreadable
from ansible_collections.backupops.veeam.plugins.module_utils._job_files.plain_yaml import NotPlain, PlainYaml
from ansible_collections.backupops.veeam.plugins.module_utils._job_files.reading import parse

# One more document, for which the other way is taken.
ANCHORED = "--- &anchor x\n"
WORDS = st.sampled_from(
    ["true", "22:00", "14", "007", "~", "", "<<", "1.5", "a: b", "- c", "ä", "'", '"', "#", "x" * 70]
)
TREES: st.SearchStrategy[t.Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | WORDS,
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(WORDS, inside, max_size=4),
    max_leaves=20,
)
STYLES = st.fixed_dictionaries(
    {
        "default_flow_style": st.sampled_from([True, False, None]),
        "default_style": st.sampled_from([None, "'", '"', "|", ">"]),
        "explicit_start": st.booleans(),
        "indent": st.integers(2, 4),
    }
)


def both_ways(text: str) -> tuple[list[t.Any], int]:
    """The documents and the number of values of a text, read in both ways."""
    file, other = parse(text, "a.yml"), parse(f"{text}\n{ANCHORED}" if text[-1:] != "\n" else text + ANCHORED, "a.yml")
    assert other.documents == [*file.documents, "x"]
    assert other.values == file.values + 1
    return file.documents, file.values


@given(st.lists(TREES, min_size=1, max_size=3), STYLES)
def test_every_style_is_read_the_same_in_both_ways(trees: list[t.Any], style: dict[str, t.Any]) -> None:
    documents, dummy = both_ways(yaml.dump_all(trees, Dumper=yaml.SafeDumper, **style))
    assert len(documents) == len(trees)


@given(TREES, st.integers(0), st.sampled_from([*list("[]{}:,-?!&*#|>'\"%@ \n\tx"), "<<: ", "a: ", "--- ", "..."]))
@example({"x": {"x": 1}}, 0, "x: 1\n")
def test_a_file_with_a_typing_mistake_is_refused_or_read_the_same(tree: t.Any, place: int, typed: str) -> None:
    text = yaml.safe_dump(tree)
    at = place % (len(text) + 1)
    broken = text[:at] + typed + text[at:]
    try:
        parse(broken, "a.yml")
    except Unreadable:
        return
    both_ways(broken)


def test_a_job_file_is_read_without_nodes() -> None:
    text = "- name: a\n  settings: {days: [Monday], retry: 3, on: 'yes', off: yes}\n---\n"
    found = PlainYaml(yaml.SafeLoader(text), lambda word: ["plain", word], str)
    settings = {"days": [["plain", "Monday"]], "retry": ["plain", "3"], "on": "yes", "off": ["plain", "yes"]}
    assert found.documents() == [[{"name": ["plain", "a"], "settings": settings}], ["plain", ""]]
    assert found.values == 10


@pytest.mark.parametrize(
    "text",
    [
        "a: &b 1",
        "- &b []\n- *b",
        "a: !!str 1",
        "! a",
        "a: 1\na: 2",
        "<<: {a: 1}",
        "? [a]\n: 1",
        "a: nothing that can be taken",
        "[" * (MOST_DEPTH + 1) + "]" * (MOST_DEPTH + 1),
    ],
)
def test_anything_else_is_left_to_the_other_way(text: str) -> None:
    def meaning(word: str) -> str:
        if word.startswith("nothing"):
            raise ValueError(word)
        return word

    with pytest.raises(NotPlain):
        PlainYaml(yaml.SafeLoader(text), meaning, meaning).documents()
