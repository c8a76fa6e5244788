# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which owned jobs go, which stay, and how many one run may touch."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.convergence import Convergence
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.result import SetFailed
from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput, VeeamError
from tests.unit.engine.memory_store import LISTED_ONLY, MemoryProduct
from tests.unit.engine.sets import converge, fail, job_set, options, run

VM = "VSphereBackup"
MARK = "[managed by: git]"


class TestPrune:
    @pytest.fixture
    def stocked(self, product: MemoryProduct) -> MemoryProduct:
        for number in range(10):
            product.jobs.add(f"own {number}", description=MARK)
        product.jobs.add("foreign", description="x\n[managed by: others]")
        product.jobs.add("unowned", description=f"{MARK}\nwas once")
        product.jobs.add("listed", description=MARK, type=LISTED_ONLY)
        return product

    SET: t.ClassVar = [{"name": f"own {number}", "type": VM} for number in range(8)]

    def test_only_owned_jobs_that_the_set_does_not_name_go(self, stocked: MemoryProduct) -> None:
        result = run(stocked, *self.SET, prune="delete", managed_by="git", prune_limit="2")
        assert result.summary["delete"] == 2
        names = {model["name"] for model in stocked.jobs.contents.values()}
        assert names == {f"own {number}" for number in range(8)} | {"foreign", "unowned", "listed"}

    def test_disabling_keeps_the_job(self, stocked: MemoryProduct) -> None:
        result = run(stocked, *self.SET, prune="disable", managed_by="git", prune_limit="50%")
        assert result.summary["disable"] == 2
        assert stocked.jobs.model("own 9")["isDisabled"] is True
        assert stocked.jobs.model("foreign")["isDisabled"] is False

    def test_report_only_tells(self, stocked: MemoryProduct) -> None:
        result = run(stocked, *self.SET[:2], prune="report", managed_by="git")
        assert result.pruning is not None
        assert result.pruning["jobs"] == [f"own {number}" for number in range(2, 10)]
        assert not result.changed

    def test_over_the_limit_nothing_at_all_is_written(self, stocked: MemoryProduct) -> None:
        new = {"name": "new", "type": VM}
        # 10% of 11 owned jobs is one, and two are not named.
        error = fail(stocked, VeeamError, *self.SET, new, prune="delete", managed_by="git")
        assert "prune_limit" in error.message
        assert '"own 8", "own 9"' in error.message
        assert not stocked.jobs.calls

    def test_protected_jobs_stay(self, stocked: MemoryProduct) -> None:
        result = run(stocked, *self.SET, prune="delete", managed_by="git", protected=("own 9", "ow? 8"))
        assert not result.changed
        assert result.pruning is not None
        assert {kept["name"] for kept in result.pruning["kept"]} == {"own 8", "own 9", "listed"}

    def test_nothing_is_pruned_when_a_job_failed(self, stocked: MemoryProduct) -> None:
        error = fail(stocked, SetFailed, *self.SET, {"name": "bad"}, prune="delete", managed_by="git", prune_limit="5")
        assert error.result.summary["delete"] == 0
        assert not stocked.jobs.calls

    def test_an_empty_set_and_a_missing_owner_are_refused(self, stocked: MemoryProduct) -> None:
        assert "empty" in fail(stocked, InvalidInput, prune="delete", managed_by="git").message
        assert "managed_by" in fail(stocked, InvalidInput, *self.SET, prune="delete").message

    @pytest.mark.parametrize("limit", ["", "-1", "1.5", "ten", "101%"])
    def test_a_limit_that_is_none_is_refused(self, limit: str) -> None:
        with pytest.raises(InvalidInput):
            options(prune_limit=limit)


class TestProtected:
    @pytest.fixture
    def product(self) -> MemoryProduct:
        product = MemoryProduct()
        for name in ("[PROD] Database", "Shop", "Legal archive", "legal ARCHIVE"):
            product.jobs.add(name, description=MARK)
        return product

    def names(self, product: MemoryProduct) -> set[str]:
        return {model["name"] for model in product.jobs.contents.values()}

    def prune(self, product: MemoryProduct, *protected: str) -> tuple[str, ...]:
        given: dict[str, t.Any] = {"managed_by": "git", "prune": "delete", "prune_limit": "9", "protected": protected}
        wanted = job_set({"name": "Shop", "type": "VSphereBackup"})
        convergence = Convergence(t.cast("t.Any", product), wanted, options(**given))
        plan = convergence.plan()
        convergence.apply(plan)
        return plan.warnings

    def test_a_bracket_protects(self, product: MemoryProduct) -> None:
        assert not self.prune(product, "[PROD] Database", "LEGAL archive")
        assert self.names(product) == {"[PROD] Database", "Shop", "Legal archive", "legal ARCHIVE"}

    def test_an_entry_that_protects_nothing_is_a_warning(self, product: MemoryProduct) -> None:
        warnings = self.prune(product, "[prod]*", "Legl *", "legal*")
        assert len(warnings) == 1
        assert '"Legl *"' in warnings[0]
        assert "[PROD] Database" in self.names(product)

    def test_an_empty_entry_is_an_error(self, product: MemoryProduct) -> None:
        with pytest.raises(InvalidInput, match="protected"):
            self.prune(product, " ")


class TestCopiesOfTheConsole:
    def test_they_are_kept_and_told(self) -> None:
        product = MemoryProduct()
        for name in ("Shop", "Shop_clone1", "SHOP_clone12", "Gone_clone1", "Old"):
            product.jobs.add(name, description=MARK)
        wanted = job_set({"name": "Shop", "type": "VSphereBackup"})
        given: dict[str, t.Any] = {"managed_by": "git", "prune": "delete", "prune_limit": "9"}
        convergence = Convergence(t.cast("t.Any", product), wanted, options(**given))
        plan = convergence.plan()
        result = convergence.apply(plan)
        assert {model["name"] for model in product.jobs.contents.values()} == {"Shop", "Shop_clone1", "SHOP_clone12"}
        assert result.pruning is not None
        assert [kept["name"] for kept in result.pruning["kept"]] == ["Shop_clone1", "SHOP_clone12"]
        assert 'a copy of "Shop"' in result.pruning["kept"][0]["reason"]
        assert '"Shop_clone1", "SHOP_clone12"' in plan.warnings[0]

    def test_one_that_the_set_makes_absent_goes(self) -> None:
        product = MemoryProduct()
        for name in ("Shop", "Shop_clone1"):
            product.jobs.add(name, description=MARK)
        converge(
            product, {"name": "Shop"}, {"name": "Shop_clone1", "state": "absent"}, managed_by="git", prune="delete"
        )
        assert {model["name"] for model in product.jobs.contents.values()} == {"Shop"}

    def test_they_are_kept_where_the_server_does_not_list_all_jobs(self) -> None:
        product = MemoryProduct()
        for name in ("Shop", "Office", "Office_clone1"):
            product.jobs.add(name, description=MARK)
        product.jobs.left_out = {"Office"}
        given: dict[str, t.Any] = {"managed_by": "git", "prune": "delete", "prune_limit": "9", "protected": ("Office",)}
        convergence = Convergence(t.cast("t.Any", product), job_set({"name": "Shop"}), options(**given))
        plan = convergence.plan()
        assert [job.name for job in plan.jobs] == ["Shop"]
        assert not any("protected" in warning for warning in plan.warnings)
