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
import resource
import subprocess
import sys
import time
import typing as t

from tests.bench.report import Row, Section, median
from tests.simulator.launch import Running, launch

SIZES = (10, 1_000, 10_000)
ROUNDS = 7
# There whatever the size, and in the middle of the list.
NAME = "Web servers"


def measure() -> Section:
    """By the name filter of the server, as ``veeam_job`` does, and by reading the whole list."""
    rows: list[Row] = []
    firsts: dict[str, float] = {}
    for size in SIZES:
        with launch(jobs=size, vms=100, hidden_jobs=False) as simulator:
            _look(simulator, "list")
            looks = {way: [_look(simulator, way) for dummy in range(ROUNDS)] for way in ("find", "list")}
        for way, what in (("find", "one job by its name"), ("list", "the whole list")):
            seconds = median(look["seconds"] for look in looks[way])
            memory = median(look["kibibytes"] for look in looks[way]) / 1024
            first = firsts.setdefault(way, seconds)
            rows.append(Row(f"{what} among {size:,}: {seconds * 1000:.0f} ms; over the same among 10", seconds / first))
            rows.append(Row(f"{what} among {size:,}: peak memory of the process", memory, "MiB"))
    return Section(
        "Finding one job",
        rows,
        notes=f"Logon, request and log-off; median of {ROUNDS} processes. The simulator has rendered every job before.",
    )


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
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"seconds": seconds, "kibibytes": peak}))


def _named(jobs: t.Iterator[t.Any]) -> t.Iterator[t.Any]:
    """The job of that name, after the list has been read to its end."""
    found = None
    for job in jobs:
        found = job if job.name == NAME else found
    yield found


if __name__ == "__main__":
    _find(sys.argv[1])
