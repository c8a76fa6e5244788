# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How long it takes to import a module in a fresh process, where every task begins."""

from __future__ import annotations

import resource
import subprocess
import sys

from tests.bench.report import Row, Section, median

ROUNDS = 15
_OWN = "ansible_collections.backupops.veeam.plugins"
_WORKING = (
    "jobs",
    "job_server",
    "names.catalogue",
    "names.inventory",
    "names.resolver",
    "settings.completion",
    "settings.support",
    "settings.validation",
)
WHAT = {
    "python": "pass",
    "empty module": "import ansible.module_utils.basic",
    "empty module and requests": "import ansible.module_utils.basic, requests",
    "veeam_job": f"import {_OWN}.modules.veeam_job",
    "veeam_job with all it needs": f"import {_OWN}.modules.veeam_job\n"
    + "".join(f"import {_OWN}.module_utils._vbr.{name}\n" for name in _WORKING),
    "the same and the tables of a revision": f"import {_OWN}.modules.veeam_job\n"
    + "".join(f"import {_OWN}.module_utils._vbr.{name}\n" for name in _WORKING)
    + f"from {_OWN}.module_utils._vbr.schema.schemas import canonical_schema, load\n"
    + "canonical_schema(), load('1.3-rev2')",
}


def measure() -> Section:
    """Medians over fresh processes, one kind after the other so that all of them see the same machine."""
    taken: dict[str, list[float]] = {name: [] for name in WHAT}
    for dummy in range(ROUNDS):
        for name, code in WHAT.items():
            taken[name].append(_processor_time(code))
    medians = {name: median(values) for name, values in taken.items()}
    base = medians["empty module"]
    rows = [Row(f"{name}, time over that of an empty module", value / base) for name, value in medians.items()]
    absolute = ", ".join(f"{name} {value * 1000:.0f} ms" for name, value in medians.items())
    return Section(
        "Import time",
        rows,
        notes=f"Processor time of whole processes from compiled files, median of {ROUNDS}: {absolute}.",
    )


def _processor_time(code: str) -> float:
    """Seconds of a processor that a fresh Python needs for ``code``. What else the machine does hardly counts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
