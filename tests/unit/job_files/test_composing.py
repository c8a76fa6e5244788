# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Layers over layers: the last word counts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.backupops.veeam.plugins.module_utils._job_files.composing import compose

VALUES = st.recursive(
    st.integers() | st.text(max_size=2) | st.lists(st.integers(), max_size=2),
    lambda inside: st.dictionaries(st.sampled_from("abc"), inside, max_size=3),
    max_leaves=8,
)

TREES = st.dictionaries(st.sampled_from("abc"), VALUES, max_size=3)


def holds(tree, part):
    return all(name in tree and (tree[name] == value or holds(tree[name], value)) for name, value in part.items())


@given(TREES, TREES)
def test_composing_keeps_what_the_last_says_and_what_nobody_touches(below, above):
    composed = compose([below, above])
    assert holds(composed, above)
    assert holds(composed, {name: value for name, value in below.items() if name not in above})
    assert composed.keys() == below.keys() | above.keys()
    assert compose([below, below]) == compose([below]) == below


def test_null_takes_away_what_others_say():
    assert compose([{"a": {"b": 1, "c": 2}}, {"a": {"b": None}}]) == {"a": {"c": 2}}
    assert compose([{"a": {"b": None}}]) == {"a": {}}
