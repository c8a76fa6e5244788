# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whose job it is: the marker in its description."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import DesiredJob
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.result import SetFailed
from ansible_collections.backupops.veeam.plugins.module_utils._engine.single_job import converge as converge_one
from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput
from tests.unit.engine.memory_store import UNDESCRIBED, MemoryProduct
from tests.unit.engine.sets import converge, fail, run

VM = "VSphereBackup"
MARK = "[managed by: git]"


class TestOwnership:
    def test_the_marker_is_the_last_line_of_the_description_and_in_the_diff(self, product: MemoryProduct) -> None:
        product.jobs.add("kept", description="Of old")
        result = run(
            product,
            {"name": "new", "type": VM, "description": "Two\nlines"},
            {"name": "kept"},
            {"name": "plain", "type": UNDESCRIBED},
            managed_by="git",
        )
        assert product.jobs.model("new")["description"] == f"Two\nlines\n{MARK}"
        assert product.jobs.model("kept")["description"] == f"Of old\n{MARK}"
        assert MARK in result.diff[1]["after"]
        assert MARK not in result.diff[1]["before"]

    def test_without_managed_by_a_written_description_leaves_the_marker_where_it_is(
        self, product: MemoryProduct
    ) -> None:
        product.jobs.add("job", description=f"x\n\n{MARK}")
        for unchanged in ({}, {"description": "x"}, {"description": "x\n"}, {"description": f"x\n{MARK}"}):
            assert not converge(product, {"name": "job", **unchanged}).changed
        result = run(product, {"name": "job", "description": "y"})
        assert product.jobs.model("job")["description"] == f"y\n{MARK}"
        assert MARK in result.diff[0]["before"]
        assert MARK in result.diff[0]["after"]

    def test_nor_does_the_task_of_a_single_job_take_it(self, product: MemoryProduct) -> None:
        product.jobs.add("job", description=f"x\n{MARK}")
        for description, expected in (("y", f"y\n{MARK}"), ("", MARK)):
            wanted = DesiredJob.from_params({"name": "job", "description": description})
            predicted = converge_one(product, wanted, check_mode=True)
            assert converge_one(product, wanted, check_mode=False).changes == predicted.changes
            assert product.jobs.model("job")["description"] == expected
            assert not converge_one(product, wanted, check_mode=False).changed
        claim = DesiredJob.from_params({"name": "job", "description": "x\n[managed by: others]"})
        with pytest.raises(InvalidInput, match=r"others.*git"):
            converge_one(product, claim, check_mode=False)

    @pytest.mark.parametrize("given", [{}, {"managed_by": "git"}])
    def test_a_job_that_another_set_takes_meanwhile_is_left_to_it(
        self, product: MemoryProduct, given: dict[str, t.Any]
    ) -> None:
        taken = product.jobs.add("job", description="x")

        def take() -> None:
            product.jobs.contents[taken]["description"] = "x\n[managed by: others]"

        product.jobs.meanwhile = take
        error = fail(product, SetFailed, {"name": "job", "description": "y"}, **given)
        assert 'is managed by "others"' in error.message
        assert product.jobs.model("job")["description"] == "x\n[managed by: others]"

    def test_a_copy_of_an_owned_job_is_nobodys_and_is_not_pruned(self, product: MemoryProduct) -> None:
        product.jobs.add("Web", description=f"Text\n{MARK}")
        copied = DesiredJob.from_params({"name": "Trial", "clone_from": "Web"})
        converge_one(product, copied, check_mode=False)
        assert product.jobs.model("Trial")["description"] == "Text"
        product.jobs.calls.clear()
        run(product, {"name": "Web"}, managed_by="git", prune="delete", prune_limit="100%")
        assert product.jobs.model("Trial")

    def test_a_copy_within_the_set_belongs_to_the_set(self, product: MemoryProduct) -> None:
        product.jobs.add("Web", description="[managed by: somebody]")
        run(product, {"name": "Copy", "clone_from": "Web"}, managed_by="git")
        assert product.jobs.model("Copy")["description"] == MARK

    def test_the_job_of_another_owner_is_not_taken(self, product: MemoryProduct) -> None:
        product.jobs.add("job", description="x\n[managed by: others]")
        assert '"others"' in fail(product, SetFailed, {"name": "job"}, managed_by="git").message

    @pytest.mark.parametrize("owner", ["", " git", "a]b", "a\nb"])
    def test_an_owner_that_no_marker_can_hold_is_refused(self, product: MemoryProduct, owner: str) -> None:
        assert "managed_by" in fail(product, InvalidInput, {"name": "job", "type": VM}, managed_by=owner).message
