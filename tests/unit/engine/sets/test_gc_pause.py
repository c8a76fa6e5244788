# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Planning a set makes no garbage that only the garbage collector could find, which is why it can be paused."""

from __future__ import annotations

import gc

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.convergence import Convergence
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.gc_pause import collection_paused
from tests.simulator.launch import launch
from tests.unit.engine.sets import job_set, options
from tests.unit.engine.test_against_simulator import REVISIONS
from tests.unit.vbr.connection import connect


def test_what_is_made_in_a_pause_is_not_looked_through_as_if_it_were_new() -> None:
    assert gc.isenabled()
    with collection_paused():
        assert not gc.isenabled()
        made: list[object] = [[] for dummy in range(10_000)]
    assert gc.isenabled()
    new = {id(each) for each in gc.get_objects(generation=0)}
    assert new.isdisjoint(map(id, made))


@pytest.mark.parametrize("revision", REVISIONS)
def test_what_is_made_for_a_job_is_freed_without_the_collector(revision: str) -> None:
    with launch(revision=revision, jobs=40, vms=20) as simulator:
        product = connect(simulator)
        live = [job for job in product.jobs.reader.all() if job.manageable]
        jobs = job_set(*product.jobs.exporter.export(live, everything=False))
        # What measures the coverage leaves rubbish of its own behind, though not every time.
        freed = [_left_to_the_collector(Convergence(product, jobs, options())) for dummy in range(4)]
        assert product.close() == []
    assert len(jobs) > 20
    assert min(freed) < len(jobs)


def _left_to_the_collector(convergence: Convergence) -> int:
    """How many objects of a plan nobody frees but the garbage collector."""
    gc.collect()
    gc.disable()
    try:
        assert convergence.plan().jobs
        return gc.collect()
    finally:
        gc.enable()
