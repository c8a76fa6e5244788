# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many backup servers from one tree and one inventory, twenty in make matrix: with forks, and sliced as AWX does it."""

from __future__ import annotations

import contextlib
import pathlib
import typing as t
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.breadth import is_whole
from tests.integration.job_trees import (
    DEFAULTS,
    GROUP,
    Checkout,
    inventory,
    job,
    logged_on,
    names_on,
    write,
    writes_to_jobs,
)
from tests.simulator.launch import Running, launch

# Twenty servers are a lot for a small machine that does other things as well.
pytestmark = pytest.mark.timeout(900)

SERVERS = 20 if is_whole() else 4
SLICES = 4 if is_whole() else 2


@pytest.fixture(scope="module")
def servers() -> t.Iterator[dict[str, Running]]:
    names = [f"vbr{number:02}" for number in range(1, SERVERS + 1)]
    # In threads of their own, since each takes a second to start.
    with contextlib.ExitStack() as stack, ThreadPoolExecutor(4) as pool:
        running = pool.map(stack.enter_context, [launch(jobs=3, vms=6, session_seconds=0.3) for dummy in names])
        yield dict(zip(names, running, strict=True))


@pytest.fixture
def checkout(servers: dict[str, Running], tmp_path: pathlib.Path) -> Checkout:
    for server in servers.values():
        server.reset()
    checkout = Checkout.of(tmp_path / "tree", servers["vbr01"])
    del checkout.environment["VEEAM_HOST"], checkout.environment["VEEAM_PORT"]
    write(
        checkout.folder,
        {
            "jobs/base/_defaults.yml": DEFAULTS,
            "jobs/base/both.yml": [job("Shop"), job("Office")],
            "inventory.yml": inventory({name: (server, {}) for name, server in servers.items()}),
            "group_vars/veeam.yml": {"job_config_src": ["jobs/base", "jobs/{{ inventory_hostname }}"]},
            **{f"jobs/{name}/own.yml": job(f"Only on {name}") for name in servers},
        },
    )
    return checkout


def assert_converged(servers: dict[str, Running]) -> None:
    for name, server in servers.items():
        assert {"Shop", "Office", f"Only on {name}"} <= set(names_on(server))
        assert [each for each in names_on(server) if each.startswith("Only on")] == [f"Only on {name}"]
        assert logged_on(server) == 0


def test_one_run_with_forks_and_one_server_down(servers: dict[str, Running], checkout: Checkout) -> None:
    down, last = list(servers)[-2:]
    servers[down].fault("reset-before:count=1000")
    everywhere = ("--inventory", "inventory.yml", "--forks", "10")
    first = checkout.run("apply", *everywhere, job_config_hosts=GROUP, job_config_retries=0, fails=True)
    assert down in first.output
    assert first.output.count("failed=1") == 1
    assert [name for name, server in servers.items() if "Shop" not in names_on(server)] == [down]
    servers[down].clear_faults()
    second = checkout.run("apply", *everywhere, "--limit", f"{down},{last}", job_config_hosts=GROUP)
    assert "Plan: 3 to create" in second.output
    assert "Plan: 0 to create" in second.output
    assert_converged(servers)


def test_slices_of_the_inventory(servers: dict[str, Running], checkout: Checkout) -> None:
    names = list(servers)
    slices = [",".join(names[number::SLICES]) for number in range(SLICES)]

    def apply(limit: str) -> dict[str, t.Any]:
        ran = checkout.run("apply", "--inventory", "inventory.yml", "--limit", limit, job_config_hosts=GROUP)
        assert ran.output.count("Plan: 3 to create") == SERVERS // SLICES
        return ran.changed

    with ThreadPoolExecutor(2) as pool:
        assert len(list(pool.map(apply, slices))) == SLICES
    assert_converged(servers)
    for server in servers.values():
        created = [method for method, dummy in writes_to_jobs(server)]
        assert created.count("POST") == 3, "every server was served by one slice only"
