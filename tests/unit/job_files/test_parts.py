# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From documents to parts: jobs, defaults, profiles and the owner, each at its place."""

from __future__ import annotations

import pathlib
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._job_files import reading
from ansible_collections.backupops.veeam.plugins.module_utils._job_files.loading import Sources, load, survey
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.memo import Memo
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.vocabulary import VbrVocabulary
from tests.unit.job_files.trees import problems_of, told


def test_each_job_of_a_list_has_its_line(tree):
    tree({"jobs.yml": "".join(f"- name: J{number}\n" for number in range(50))})
    found = survey(Sources(src=("jobs.yml",)))
    assert found.problems == []
    assert [entry.place.line for entry in found.jobs] == list(range(1, 51))


class TestTheOwner:
    JOB = "name: A\ntype: VSphereBackup\n"

    def owner(self, *src, **more):
        return load(Sources(src=src, **more), VbrVocabulary(Memo())).owner

    def test_it_stands_at_the_top_of_the_tree_or_in_the_task(self, tree):
        tree({"jobs/_defaults.yml": "managed_by: shop\n", "jobs/a.yml": self.JOB, "b.yml": "name: B\n"})
        assert self.owner("jobs") == "shop"
        assert self.owner("jobs", "b.yml") == "shop"
        assert self.owner("jobs", managed_by="shop") == "shop"
        assert self.owner("b.yml", managed_by="shop") == "shop"
        # As overlays for several servers have it.
        assert self.owner("jobs/_defaults.yml", "b.yml") == "shop"
        assert self.owner("b.yml") is None

    def test_two_owners_are_an_error(self, tree):
        tree({"a/_defaults.yml": "managed_by: shop\n", "a/a.yml": self.JOB, "b.yml": "managed_by: store\njobs: []\n"})
        assert told("a", managed_by="Shop") == [
            'a/_defaults.yml:1: managed_by: the owner is "shop" here and "Shop" at managed_by; it must be one'
        ]
        assert 'here and "store" at b.yml:1' in told("a", "b.yml")[0]

    @pytest.mark.parametrize(
        ("file", "text"),
        [
            ("jobs/deep/_defaults.yml", "managed_by: shop\n"),
            ("jobs/a.yml", "managed_by: shop\njobs: [{name: A}]\n"),
            ("jobs/a.yml", "name: A\nmanaged_by: shop\n"),
            ("jobs/_defaults.yml", "defaults: {managed_by: shop}\n"),
            ("jobs/_profiles.yml", "profiles: {gold: {managed_by: shop}}\n"),
        ],
    )
    def test_elsewhere_it_is_an_error(self, tree, file, text):
        tree({"jobs/b.yml": "name: B\n", file: text})
        assert "at the top of the tree only" in told("jobs")[0]

    @pytest.mark.parametrize("written", ["", "[a, b]", "a]b", "'  '", "5", '"a\\nb"'])
    def test_it_must_be_able_to_stand_in_a_description(self, tree, written):
        tree({"jobs/b.yml": "name: B\n", "jobs/_defaults.yml": f"managed_by: {written}\n"})
        assert "must be one line of text" in told("jobs")[0]


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("name: A\n", "k{}: 1\n"),
        ("name: A\n", "k{}: {{a: 1}}\n"),
        ("jobs: []\n", "k{}: 1\n"),
        ("jobs: [{name: A}]\nprofiles:\n", "  k{}: 1\n"),
    ],
)
def test_each_mapping_is_gone_through_once_however_many_mistakes_are_in_it(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, head: str, line: str
) -> None:
    looks = 0

    class Counted(list[t.Any]):
        def __iter__(self) -> t.Iterator[t.Any]:
            nonlocal looks
            looks += len(self) > 100
            return super().__iter__()

    compose = reading._compose

    def counted(text: str) -> t.Iterator[t.Any]:
        for node in compose(text):
            node.value = Counted(node.value)
            for dummy, item in list(node.value):
                if item.id == "mapping":
                    item.value = Counted(item.value)
            yield node

    monkeypatch.setattr(reading, "_compose", counted)
    (tmp_path / "a.yml").write_text(head + "".join(line.format(number) for number in range(300)), encoding="utf-8")
    assert problems_of(str(tmp_path))
    assert 0 < looks < 20
