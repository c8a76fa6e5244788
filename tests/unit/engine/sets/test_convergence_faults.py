# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A set of twenty jobs, and something that breaks at each of the requests it takes: the next run makes it good."""

from __future__ import annotations

import contextlib
import typing as t
from collections import Counter

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import VeeamError
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.product import VbrProduct
from tests.breadth import is_whole
from tests.simulator.launch import Running, launch
from tests.unit.engine.sets import Params, converge, predict
from tests.unit.vbr.connection import connect

OWNED = {"managed_by": "git", "prune": "delete", "prune_limit": "1", "concurrency": 1}
RETENTION = {"type": "Days", "quantity": 7}
STORAGE = {"backupRepository": "Main", "backupProxies": {"autoSelectEnabled": True}, "retentionPolicy": RETENTION}
NIGHTLY = {"runAutomatically": True, "daily": {"isEnabled": True, "localTime": "22:00", "dailyKind": "Everyday"}}


def new(name: str, **options: t.Any) -> Params:
    settings = {
        "virtualMachines": {"includes": ["vcenter01.lab.local/app01"]},
        "storage": STORAGE,
        "schedule": NIGHTLY,
    }
    return {"name": name, "type": "VSphereBackup", "settings": {**settings, **options.pop("settings", {})}, **options}


def after(name: str) -> Params:
    return {"schedule": {"runAutomatically": True, "afterThisJob": {"isEnabled": True, "jobName": name}}}


SET = [
    *(new(f"new {number}") for number in range(8)),
    new("resting", enabled=False),
    new("second", settings=after("third")),
    new("third", settings=after("new 0")),
    new("sixth", high_priority=True),
    {"name": "Web servers", "settings": {"storage": {"retentionPolicy": {"type": "Days", "quantity": 77}}}},
    {"name": "Databases", "description": "changed", "enabled": False},
    {"name": "Renamed", "previous_name": "Gold machines"},
    *({"name": f"first {number}", "state": "absent"} for number in range(3)),
    {"name": "Daily VMs", "high_priority": True},
    new("late"),
]
BEFORE = [*(new(f"first {number}") for number in range(3)), new("once")]
GONE = {"first 0", "first 1", "first 2", "once", "Gold machines"}
NAMES = [job["name"] for job in SET if job.get("state") != "absent"]
STEP = 6


@pytest.fixture(scope="module")
def simulator() -> t.Iterator[Running]:
    with launch(vms=20) as running:
        yield running


@contextlib.contextmanager
def connected(simulator: Running) -> t.Iterator[VbrProduct]:
    product = connect(simulator, api_version="1.3-rev2")
    try:
        yield product
    finally:
        product.close()


def start(simulator: Running) -> None:
    """The server as it was before: some jobs of the set are to go."""
    simulator.reset()
    with connected(simulator) as product:
        converge(product, *BEFORE, managed_by="git", concurrency=1)


def clean_run(simulator: Running) -> list[bool]:
    """For each request that the set takes, whether it writes; less the log-off."""
    start(simulator)
    before = len(simulator.requests())
    with connected(simulator) as product:
        result = converge(product, *SET, **OWNED)
    assert result.summary == {"create": 13, "update": 4, "delete": 4, "disable": 0, "unchanged": 0, "failed": 0}
    sent = simulator.requests()[before:-1]
    return [entry["method"] != "GET" and "/jobs" in entry["path"] for entry in sent]


def test_whatever_breaks_the_next_run_converges(simulator: Running) -> None:
    writes = clean_run(simulator)
    # Where nothing is written, losing the request and losing the answer are the same.
    broken = [("reset-after", index) for index in range(len(writes))]
    broken += [("reset-before", index) for index, write in enumerate(writes) if write]
    # All of them in make matrix; more kinds of trouble, at every request of other sets, in make sweep.
    for kind, index in broken if is_whole() else broken[::STEP]:
        start(simulator)
        simulator.fault(f"{kind}:after={index}")
        with connected(simulator) as product, contextlib.suppress(VeeamError):
            converge(product, *SET, **OWNED)
        simulator.clear_faults()
        with connected(simulator) as product:
            converge(product, *SET, **OWNED)
            again = predict(product, *SET, **OWNED)
            names = Counter(job.name for job in product.jobs.reader.all())
        assert not again.changed, (kind, index)
        assert max(names.values()) == 1, (kind, index)
        assert set(NAMES) <= set(names), (kind, index)
        assert not GONE & set(names), (kind, index)
