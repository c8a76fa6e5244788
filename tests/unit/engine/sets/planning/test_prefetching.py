# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names are looked up for many jobs in one go: before the listing, and once after it."""

from __future__ import annotations

import typing as t

from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import DesiredJob
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.planning.prefetching import Prefetching
from ansible_collections.backupops.veeam.plugins.module_utils._model import Job
from tests.unit.engine.memory_store import LISTED_ONLY, MemoryStore

if t.TYPE_CHECKING:
    from collections.abc import Iterable

    from ansible_collections.backupops.veeam.plugins.module_utils._model import Json
    from tests.unit.engine.sets import Params

VM = "VSphereBackup"


class Noting(MemoryStore):
    """Notes what is looked up in one go: the names of the jobs are in their settings."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[list[tuple[str, str]]] = []

    def prefetch(self, jobs: Iterable[tuple[str, Json]]) -> None:
        self.fetched.append([(job_type, settings["of"]) for job_type, settings in jobs])


def entries(*jobs: Params) -> list[DesiredJob]:
    return [DesiredJob.from_params({**job, "settings": {"of": job["name"]}}) for job in jobs]


def job(name: str, job_type: str = VM, *, manageable: bool = True) -> Job:
    return Job(name, name, job_type, {}, manageable=manageable)


def test_before_the_listing_only_jobs_with_a_type_count() -> None:
    store = Noting()
    jobs = entries({"name": "a", "type": VM}, {"name": "b"}, {"name": "c", "type": VM, "state": "absent"})
    Prefetching(store, jobs).early([2, 1, 0])
    assert store.fetched == [[(VM, "a")]]


def test_after_the_listing_all_jobs_whose_type_it_told_are_looked_up_at_once() -> None:
    store = Noting()
    jobs = entries(
        {"name": "typed", "type": VM},
        {"name": "a"},
        {"name": "b"},
        {"name": "planned"},
        {"name": "gone", "state": "absent"},
        {"name": "legacy"},
    )
    listed = {number: [job(each.name or "")] for number, each in enumerate(jobs)}
    listed[5] = [job("legacy", LISTED_ONLY, manageable=False)]
    prefetching = Prefetching(store, jobs)
    for number in (0, 4):
        prefetching.late(number, listed, {3})
    assert store.fetched == []
    for number in (1, 2):
        prefetching.late(number, listed, {3})
    assert store.fetched == [[(VM, "a"), (VM, "b")]]
