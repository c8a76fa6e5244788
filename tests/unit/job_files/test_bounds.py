# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What comes in a merge request is bounded before it is expanded: one message with file and line."""

from __future__ import annotations

import pathlib
import subprocess
import sys
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput
from ansible_collections.backupops.veeam.plugins.module_utils._files.limits import MOST_DEPTH, Unreadable
from ansible_collections.backupops.veeam.plugins.module_utils._job_files import loading, reading
from ansible_collections.backupops.veeam.plugins.module_utils._job_files.reading import parse
from ansible_collections.backupops.veeam.plugins.module_utils._module.options import change_directory, check_values
from tests.unit.job_files.trees import problems_of

LAUGHS = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
MERGES = "a0: &a0 {k0: x}\n" + "".join(
    f"a{n}: &a{n}\n  l: [{','.join([f'*a{n - 1}'] * 9)}]\n  <<: *a{n - 1}\n" for n in range(1, 30)
)
DOCUMENT = "---\nl0: &l0 [b,b,b,b,b,b,b,b,b,b]\n" + "".join(
    f"l{n}: &l{n} [{','.join([f'*l{n - 1}'] * 10)}]\n" for n in range(1, 6)
)
BOMBS = {
    "many documents": ("a.yml", DOCUMENT * 40, "more than 2,000,000 values"),
    "empty lists in json": ("a.json", "[" + "[]," * 4_000_000 + "[]]", "more than 2,000,000 values"),
    "aliases": ("a.yml", LAUGHS, "more than 2,000,000 values"),
    "merge keys": ("a.yml", MERGES, "more than 2,000,000 values"),
    "flow lists": ("a.yml", "[" * 200_000, f"deeper than {MOST_DEPTH} levels"),
    "closed flow lists": ("a.yml", "[" * 50_000 + "]" * 50_000, f"deeper than {MOST_DEPTH} levels"),
    "block lists": ("a.yml", "- " * 200_000 + "a", f"deeper than {MOST_DEPTH} levels"),
    "mappings": ("a.yml", "".join(f"{' ' * n}a:\n" for n in range(2_000)), f"deeper than {MOST_DEPTH} levels"),
    "json": ("a.json", "[" * 200_000 + "]" * 200_000, f"deeper than {MOST_DEPTH} levels"),
    "json of moderate depth": ("a.json", "[" * 150 + "]" * 150, f"deeper than {MOST_DEPTH} levels"),
    "a long number": ("a.yml", "a: " + "9" * 100_000, '"999'),
    "a long number in json": ("a.json", "[" + "9" * 100_000 + "]", "a number that is far too long"),
    "a large number": ("a.yml", f"a: {2**63}", "does not fit"),
    "a large number in json": ("a.json", f"[{2**63}]", "more than 64 bits"),
    "half a character": ("a.json", r'[{"name": "a\ud800b"}]', r"\ud800, which is only half of a character"),
    "half a character in a key": ("a.json", r'[{"\udfff": 1}]', r"\udfff, which is only half of a character"),
    "NaN": ("a.json", "[NaN]", "not a number that can be written"),
    "infinity": ("a.json", "[1e999]", "not a number that can be written"),
    "infinity in yaml": ("a.yml", "a: 1.0e999", "does not fit"),
    "a key twice, very long": ("a.yml", f"{'k' * 1_000}: 1\n{'k' * 1_000}: 1\n", "kkk…"),
}

CHILD = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (700 * 2**20,) * 2)
sys.path[:0] = sys.argv[2:]
from ansible_collections.backupops.veeam.plugins.module_utils._job_files.loading import Sources, survey
print("\\n".join(map(str, survey(Sources(src=(sys.argv[1],))).problems)))
"""


def test_bombs_are_refused_in_little_memory(tmp_path: pathlib.Path) -> None:
    for title, (name, text, dummy) in BOMBS.items():
        (tmp_path / title).mkdir()
        (tmp_path / title / name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(tmp_path), *sys.path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    lines = done.stdout.splitlines()
    for title, (name, dummy, said) in BOMBS.items():
        (line,) = [each for each in lines if each.startswith(f"{tmp_path}/{title}/{name}")]
        assert said in line
        assert len(line) < 500, line


@pytest.mark.parametrize("title", ["aliases", "flow lists", "block lists", "mappings", "a large number"])
@pytest.mark.parametrize("library", ["libyaml", "without libyaml"])
def test_each_mistake_has_its_line(title: str, library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if library == "without libyaml":
        monkeypatch.delattr("yaml.CSafeLoader")
    reading._loader.cache_clear()
    with pytest.raises(Unreadable) as caught:
        parse(BOMBS[title][1], "a.yml")
    reading._loader.cache_clear()
    assert caught.value.line is not None


def test_half_a_character_without_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("yaml.CSafeLoader")
    reading._loader.cache_clear()
    with pytest.raises(Unreadable, match="half of a character") as caught:
        parse('a: 1\nb: "\\ud800"', "a.yml")
    reading._loader.cache_clear()
    assert caught.value.line == 2


def test_what_ten_thousand_jobs_need_is_far_below_the_bounds() -> None:
    text = "jobs:\n" + "".join(
        f"- name: J{n}\n  settings: {{<<: *s}}\n" if n else "- name: J0\n  settings: &s {a: {b: {c: [1, 2, 3]}}}\n"
        for n in range(10_000)
    )
    (document,) = parse(text, "a.yml").documents
    assert len(document["jobs"]) == 10_000


def test_what_is_too_much_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_VALUES", 1_000)
    for text, as_json in (("- a\n" * 2_000 + "}", False), ("[" + "1," * 3_000, True)):
        with pytest.raises(Unreadable, match="has more than 1,000 values"):
            parse(text, "a", as_json=as_json)


def test_commas_in_texts_of_json_are_no_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_VALUES", 10)
    parse('["' + '\\",[{' * 100 + '"]', "a", as_json=True)


def test_many_files_are_counted_together(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "MOST_VALUES_OF_A_SET", 45)
    for number in range(6):
        (tmp_path / f"{number}.yml").write_text(f"{{name: J{number}, type: VSphereBackup, settings: {{a: [1, 2, 3]}}}}")
    assert problems_of(str(tmp_path))[0] == (f"{tmp_path}/5.yml: the files up to this one have more than 45 values")


def test_few_lines_that_many_jobs_share_are_counted_for_each(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "MOST_SHARED_VALUES", 1_000)
    jobs = "".join(f"- {{name: J{n}, profile: p}}\n" for n in range(100))
    (tmp_path / "_profiles.yml").write_text(f"profiles: {{p: {{settings: {{a: {list(range(8))}}}}}}}", encoding="utf-8")
    (tmp_path / "jobs.yml").write_text(jobs, encoding="utf-8")
    (problem,) = problems_of(str(tmp_path))
    assert problem.startswith(f"{tmp_path}/jobs.yml:91: the jobs up to this one get more than 1,000 values")


def test_an_empty_file_is_not_a_tree_without_jobs(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.yml").write_text("name: A", encoding="utf-8")
    (tmp_path / "b.yml").write_text("\n", encoding="utf-8")
    assert problems_of(str(tmp_path)) == [f"{tmp_path}/b.yml: is empty; if it is meant to have no jobs, write jobs: []"]


def deep(levels: int) -> t.Any:
    tree: t.Any = 1
    for dummy in range(levels):
        tree = {"a": tree}
    return tree


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (deep(MOST_DEPTH + 1), "deeper than"),
        ([float("nan")], "nan is not a number"),
        ({"a": [float("inf")]}, "inf is not a number"),
        ({"a": 2**64}, "more than 64 bits"),
        ({"a": ["\ud800"]}, "half of a character"),
    ],
)
def test_options_have_the_same_bounds_as_files(value: t.Any, said: str) -> None:
    with pytest.raises(InvalidInput, match=f"settings: .*{said}"):
        check_values({"name": "Web", "settings": value})
    check_values({"name": "Web", "settings": deep(MOST_DEPTH - 1), "limit": 2**64})


def test_odd_folders_to_change_to() -> None:
    with pytest.raises(InvalidInput, match="NUL"):
        change_directory({"chdir": "a\0b"})
