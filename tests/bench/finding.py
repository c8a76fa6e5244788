# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Time and memory of finding one job among ten, a thousand and ten thousand.

``python -m tests.bench.finding NAME``, run by ``measure`` in a process of its own, looks for the job on the server that
the environment names, and prints seconds and KiB as JSON.
"""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
import time
import typing as t

from tests.bench.report import Section, Table
from tests.bench.turns import median
from tests.simulator.launch import Running, launch

if t.TYPE_CHECKING:
    from tests.bench.effort import Effort
    from tests.bench.report import Cell

COLUMNS = (
    "jobs on the server",
    "by name: time over that among 10",
    "memory, MiB",
    "reading the whole list: time over that among 10",
    "memory, MiB",
)
# There whatever the size, and in the middle of the list.
NAME = "Web servers"
WAYS = ("find", "list")


def measure(effort: Effort) -> Section:
    """By the name filter of the server, as ``veeam_job`` does, and by reading the whole list."""
    found = {size: _among(size, effort.rounds) for size in effort.found_among}
    first = found[effort.found_among[0]]
    rows: list[tuple[Cell, ...]] = [
        (f"{size:,}", *(cell for way in WAYS for cell in (ways[way][0] / first[way][0], ways[way][1])))
        for size, ways in found.items()
    ]
    absolute = ", ".join(
        f"{size:,}: {' and '.join(f'{ways[way][0]:.3f}' for way in WAYS)} s" for size, ways in found.items()
    )
    notes = (
        f"Logon, request and log-off in a process without Ansible; median of {effort.rounds}. The simulator has "
        f"rendered every job before. Among {absolute}."
    )
    return Section("Finding one job", tables=[Table(COLUMNS, rows)], notes=notes)


def _among(size: int, rounds: int) -> dict[str, tuple[float, float]]:
    """Seconds and MiB of each way, among ``size`` jobs."""
    with launch(jobs=size, vms=100, hidden_jobs=False) as simulator:
        _look(simulator, "list")
        turns = [{way: _look(simulator, way) for way in WAYS} for dummy in range(rounds)]
    return {
        way: (median(turn[way]["seconds"] for turn in turns), median(turn[way]["kibibytes"] for turn in turns) / 1024)
        for way in WAYS
    }


def _look(simulator: Running, way: str) -> dict[str, float]:
    connection = {"port": simulator.vbr_port, "ca_path": simulator.ca_path}
    environment = {**os.environ, "BENCH_CONNECTION": json.dumps(connection), "BENCH_PASSWORD": simulator.password}
    environment["BENCH_USERNAME"] = simulator.username
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.finding", way], env=environment, check=True, capture_output=True, text=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _find(way: str) -> None:
    from ansible_collections.backupops.veeam.plugins.module_utils._vbr.product import VbrProduct

    product = VbrProduct.from_params(
        {
            **json.loads(os.environ["BENCH_CONNECTION"]),
            "host": "localhost",
            "validate_certs": True,
            "timeout": 300,
            "retries": 0,
            "token": None,
            "username": os.environ["BENCH_USERNAME"],
            "password": os.environ["BENCH_PASSWORD"],
            "api_version": "auto",
        }
    )
    started = time.perf_counter()
    found: t.Any = product.jobs.reader.find(NAME) if way == "find" else next(_named(product.jobs.reader.all()), None)
    product.close()
    seconds = time.perf_counter() - started
    if found is None:
        sys.exit(f"There is no job {NAME}.")
    print(json.dumps({"seconds": seconds, "kibibytes": _peak()}))


def _peak() -> int:
    """KiB. Not ru_maxrss, which also knows how big the process was that started this one."""
    status = pathlib.Path("/proc/self/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


def _named(jobs: t.Iterator[t.Any]) -> t.Iterator[t.Any]:
    """The job of that name, after the list has been read to its end."""
    found = None
    for job in jobs:
        found = job if job.name == NAME else found
    yield found


if __name__ == "__main__":
    _find(sys.argv[1])
