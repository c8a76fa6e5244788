# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A store that is slow to update, that can be killed in one, and where another run may be faster."""

from __future__ import annotations

import time
import typing as t

from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.convergence import Convergence
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.set_plan import SetPlan
from ansible_collections.backupops.veeam.plugins.module_utils._errors import RequestRefused
from tests.unit.engine.memory_store import MemoryProduct, MemoryStore
from tests.unit.engine.sets import Params, job_set, options

CLONES: list[Params] = [{"name": f"web {number}", "clone_from": "Gold"} for number in range(5)]
NEW: list[Params] = [
    {"name": f"new {number}", "type": "VSphereBackup", "settings": {"storage": {"days": 7}}} for number in range(3)
]


class Killed(BaseException):
    """What a signal does to a run."""


class Busy(MemoryStore):
    """Takes its time for updates, and can be killed in one."""

    def __init__(self) -> None:
        super().__init__()
        self.most_copies = 0
        self.listings = 0
        self.kills = False
        self.faster: dict[str, t.Any] | None = None

    def all(self) -> t.Any:
        self.listings += 1
        return super().all()

    def update(self, observed: t.Any, model: t.Any, **given: t.Any) -> None:
        self.most_copies = max(self.most_copies, sum("_clone" in each["name"] for each in list(self.contents.values())))
        if self.kills:
            raise Killed
        time.sleep(0.005)
        super().update(observed, model, **given)

    def clone(self, source: t.Any, wanted: t.Any) -> str:
        taken = {model["name"] for model in list(self.contents.values())}
        number = next(number for number in range(1, 99) if f"{source.name}_clone{number}" not in taken)
        body = {**self.contents[source.id], "name": f"{source.name}_clone{number}"}
        return str(self._do("clone", lambda: self._added(body)))

    def create(self, model: t.Any, *, enabled: bool | None) -> str:
        if self.faster is not None:
            members = {**model, **self.faster}
            self.add(members.pop("name"), **members)
            raise RequestRefused("A job of that name already exists.", status=400, method="POST", path="/jobs")
        return super().create(model, enabled=enabled)


def busy_product() -> t.Any:
    """A server with one job to clone."""
    made: t.Any = MemoryProduct()
    made.jobs = Busy()
    made.jobs.add("Gold", storage={"days": 14})
    return made


def planned(product: t.Any, jobs: list[Params], **given: t.Any) -> tuple[Convergence, SetPlan]:
    convergence = Convergence(product, job_set(*jobs), options(**given))
    return convergence, convergence.plan()


def names(product: t.Any) -> list[str]:
    return sorted(model["name"] for model in product.jobs.contents.values())
