# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files are read as people mean them, and every mistake has its line."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.backupops.veeam.plugins.module_utils._job_files import reading
from ansible_collections.backupops.veeam.plugins.module_utils._job_files.reading import Unreadable, parse, read


@pytest.fixture(params=["libyaml", "without libyaml"], autouse=True)
def both_parsers(request, monkeypatch):
    if request.param == "libyaml":
        assert yaml.__with_libyaml__, "PyYAML was built without libyaml"
    else:
        monkeypatch.delattr(yaml, "CSafeLoader")
    reading._loader.cache_clear()
    yield
    reading._loader.cache_clear()


def value(text):
    (document,) = parse(text, "a.yml").documents
    return document


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("22:00", "22:00"),
        ("06:30:15", "06:30:15"),
        ("2026-01-31", "2026-01-31"),
        ("yes", "yes"),
        ("off", "off"),
        ("NO", "NO"),
        ("true", True),
        ("False", False),
        ("007", "007"),
        ("0x1f", "0x1f"),
        ("1_000", "1_000"),
        ("1e3", "1e3"),
        ("14", 14),
        ("-3", -3),
        ("1.5", 1.5),
        ("~", None),
        ("null", None),
        ("", None),
        ("'14'", "14"),
        ("!!str 14", "14"),
        (".inf", ".inf"),
    ],
)
def test_plain_words(written, meant):
    assert value(f"a: {written}")["a"] == meant
    assert type(value(f"a: {written}")["a"]) is type(meant)


def test_keys_are_texts():
    assert value("on: 1\n22:00: 2\n1: 3\nnull: 4") == {"on": 1, "22:00": 2, "1": 3, "null": 4}


def test_anchors_and_merges():
    text = "base: &base {a: 1, b: 2}\nother: &other {b: 3, c: 4}\njob:\n  <<: [*base, *other]\n  a: 5\n"
    assert value(text)["job"] == {"a": 5, "b": 2, "c": 4}


def test_several_documents_and_none():
    assert parse("a: 1\n---\nb: 2\n", "a.yml").documents == [{"a": 1}, {"b": 2}]
    assert parse("# nothing\n", "a.yml").documents == []
    assert parse("", "a.json", as_json=True).documents == []


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: [1\nc: 2\n", 3, "is not valid YAML"),
        ("a: 1\n\tb: 2\n", 2, "is not valid YAML"),
        ("a: 1\nb: 2\na: 3\n", 3, 'has the key "a" twice'),
        ("a: 1\nb: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n", 2, "a job only names credentials"),
        ("a: !unsafe x\n", 1, "is for Ansible only"),
        ("a: !!python/object:os.system x\n", 1, "is not known here"),
        ("a: &a\n  b: *a\n", 2, "contains itself"),
        ("a: !!int x\n", 1, "does not fit its tag"),
        ("? [1, 2]\n: 3\n", 1, "a key must be a word"),
        ("a: *nowhere\n", 1, "undefined alias"),
        ("a: {<<: 5}\n", 1, "<<"),
    ],
)
def test_what_cannot_be_read(text, line, words):
    with pytest.raises(Unreadable) as caught:
        parse(text, "a.yml")
    assert words in caught.value.message
    assert caught.value.line in {line, line - 1}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [('{"a": 1,\n "b": }', 2, "is not valid JSON"), ('{"a": {"b": 1, "b": 2}}', None, 'the key "b" twice')],
)
def test_json_that_cannot_be_read(text, line, words):
    with pytest.raises(Unreadable, match=words) as caught:
        parse(text, "a.json", as_json=True)
    assert caught.value.line == line


def test_files_that_cannot_be_read(tmp_path):
    (tmp_path / "latin.yml").write_bytes("name: Bücher".encode("latin-1"))
    (tmp_path / "bom.yml").write_bytes("\ufeffname: Bücher".encode())
    with pytest.raises(Unreadable, match="UTF-8"):
        read(tmp_path / "latin.yml", "latin.yml")
    with pytest.raises(Unreadable, match="No such file"):
        read(tmp_path / "none.yml", "none.yml")
    assert read(tmp_path / "bom.yml", "bom.yml").documents == [{"name": "Bücher"}]


def test_lines():
    file = parse("# a job\nname: A\nsettings:\n  list:\n    - x\n    - y: 1\n      z: 2\n---\nname: B\n", "a.yml")
    assert file.line(0) == 2
    assert file.line(0, ("settings", "list", 1, "z")) == 7
    assert file.line(0, ("settings", "list", 0)) == 5
    assert file.line(0, ("settings", "no", "such")) == 3
    assert file.line(1, ("name",)) == 9
    assert file.line(2) is None


def test_lines_of_json():
    file = parse('{\n "name": "A",\n "settings": {\n  "a": 1}}', "a.json", as_json=True)
    assert file.line(0, ("settings", "a")) == 4


# PyYAML itself does not write every control character in a way in which it comes back.
TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]) | st.just("\n"))
TREES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | TEXTS,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(TEXTS, inside, max_size=3),
    max_leaves=12,
)


@given(TREES)
def test_what_is_written_as_json_or_yaml_comes_back(tree):
    assert parse(json.dumps(tree), "a.json", as_json=True).documents == [tree]
    assert parse(yaml.safe_dump(tree, allow_unicode=True), "a.yml").documents == [tree]
