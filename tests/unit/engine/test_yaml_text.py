# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import typing as t

import yaml
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.backupops.veeam.plugins.module_utils._engine.yaml_text import as_yaml

texts = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x85\u2028\u2029\ufeff")),
    st.sampled_from(
        ["22:00", "yes", "null", "~", "- x", "a: b", "#c", "1e3", "0x1", "LAB\\svc", "vm 01 (old)", "y", "="]
    ),
)
scalars = st.one_of(st.none(), st.booleans(), st.integers(), texts)
trees = st.recursive(scalars, lambda below: st.one_of(st.lists(below), st.dictionaries(texts, below)), max_leaves=12)


@given(trees)
def test_what_is_written_reads_back_the_same(tree: t.Any) -> None:
    text = as_yaml(tree)
    assert yaml.safe_load(text) == (None if tree == {} else tree)


def test_it_reads_like_a_job_file() -> None:
    tree = {"name": "Nightly", "storage": {"backupRepository": "Main"}, "days": ["Monday"], "at": "22:00", "none": []}
    tree["machines"] = [{"name": "web 01", "type": "VirtualMachine"}]
    assert as_yaml(tree) == (
        'name: Nightly\nstorage:\n  backupRepository: Main\ndays:\n  - Monday\nat: "22:00"\nnone: []\n'
        "machines:\n  - name: web 01\n    type: VirtualMachine\n"
    )


def test_an_absent_job_is_no_text() -> None:
    assert as_yaml({}) == ""
