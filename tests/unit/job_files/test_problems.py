# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Mistakes as people read them, however many there are and whatever they are about."""

from __future__ import annotations

import pathlib

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._job_files.loading import Sources, load, survey
from ansible_collections.backupops.veeam.plugins.module_utils._job_files.problems import InvalidTree
from ansible_collections.backupops.veeam.plugins.module_utils._job_files.reading import parse
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.memo import Memo
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.vocabulary import VbrVocabulary


def test_a_message_stays_readable_however_many_mistakes_there_are(tree):
    tree({"jobs.yml": "".join(f"- name: J{number}\n  nonsense: 1\n" for number in range(500))})
    with pytest.raises(InvalidTree) as caught:
        load(Sources(src=("jobs.yml",)), VbrVocabulary(Memo()))
    assert len(caught.value.problems) == 500
    assert caught.value.message.startswith("500 errors in the job files:")
    assert caught.value.message.count("\n") == 51
    assert "450 more" in caught.value.message


def test_a_name_with_a_line_feed_is_no_problem_of_its_own(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.yml").write_text('name: "A\\n```\\nb.yml:1: forged"\nsettngs: {}', encoding="utf-8")
    (problem,) = survey(Sources(src=(str(tmp_path),))).problems
    first, *others = str(problem).splitlines()
    assert first.startswith(f"{tmp_path}/a.yml:2: settngs: unknown key")
    assert others == ["    ```", '    b.yml:1: forged")']


def test_names_that_are_many_are_not_all_told() -> None:
    wrong = "".join(f"- {{name: J{n}, profile: x{n}}}\n" for n in range(100))
    profiles = "".join(f"  profile{n}: {{}}\n" for n in range(500))
    parsed = parse(f"profiles:\n{profiles}jobs:\n{wrong}", "a.yml").documents[0]
    found = survey(Sources(jobs=parsed["jobs"], profiles=parsed["profiles"])).problems
    assert len(found) == 100
    assert max(len(str(problem)) for problem in found) < 2_000
