# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which jobs a name or a pattern means, wherever an option takes one."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.convergence import Convergence
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.export import Selection
from ansible_collections.backupops.veeam.plugins.module_utils._errors import IncompleteList, InvalidInput, NotFound
from ansible_collections.backupops.veeam.plugins.module_utils._model import Gap, Job
from tests.unit.engine.memory_store import MemoryProduct
from tests.unit.engine.sets import converge, job_set, options

MARK = "[managed by: git]"


def jobs(*names: str) -> list[Job]:
    return [Job(str(number), name, "VSphereBackup", {}) for number, name in enumerate(names)]


class TestNames:
    def test_a_name_that_no_job_has_is_an_error_with_a_suggestion(self) -> None:
        with pytest.raises(NotFound, match=r'no job "Web server" on the server\. Did you mean "Web servers"') as it:
            Selection(names=("Web server", "D*")).choose(jobs("Web servers", "Databases"))
        assert "Nothing was written." in it.value.message

    def test_a_pattern_for_nothing_is_told(self) -> None:
        chosen, idle = Selection(names=("x*", "web*")).choose(jobs("Web servers", "Databases"))
        assert [job.name for job in chosen] == ["Web servers"]
        assert idle == ("x*",)

    def test_an_empty_entry_is_an_error(self) -> None:
        with pytest.raises(InvalidInput, match="names"):
            Selection(names=("", "web*")).choose(jobs("Web servers"))


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


def test_a_name_that_is_not_in_a_list_with_a_gap_is_not_said_to_be_gone() -> None:
    for name in ("Office", "Off*"):
        with pytest.raises(IncompleteList, match="3 entries"):
            Selection(names=(name,)).choose(jobs("Shop"), Gap("jobs", 3, 1))
