# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs the benchmarks, all or those named, prints what they found and writes it to ``build/bench.md``.

The exit status is 0 whatever the figures are: they depend on what else the machine does. Tests assert the counts of
requests; times are for a person to read.
"""

from __future__ import annotations

import argparse
import datetime
import os
import pathlib
import platform
import sys
import time

from tests.bench.catalogue import SECTIONS
from tests.bench.effort import FULL, SMALL
from tests.bench.page import filled
from tests.bench.report import Section, as_markdown, goals
from tests.checks.environment import for_tests
from tests.checks.places import ROOT, link_collection

REPORT = ROOT / "build" / "bench.md"


def main() -> int:
    """Measure, print, write."""
    arguments = _arguments()
    os.environ.update(for_tests(os.environ))
    os.environ["PYTHONPATH"] = str(link_collection())
    sys.path.insert(0, str(link_collection()))
    started = time.monotonic()
    found: dict[str, Section] = {}
    for name in arguments.names:
        print(f"Measuring: {name} …", file=sys.stderr, flush=True)
        found[name] = SECTIONS[name](SMALL if arguments.small else FULL)
        print(as_markdown([found[name]]), flush=True)
        # Each time, so that nothing is lost when the next one fails.
        _write(found, _machine(minutes=(time.monotonic() - started) / 60), arguments.write)
    print(as_markdown(_goals(found)), flush=True)
    return 0


def _write(found: dict[str, Section], machine: str, page: pathlib.Path | None) -> None:
    """Write the report, and the tables into the page; goals and machine too when everything was measured."""
    REPORT.parent.mkdir(exist_ok=True)
    report = as_markdown([*found.values(), *_goals(found)])
    REPORT.write_text(f"# Benchmarks\n\n{machine}\n\n{report}", encoding="utf-8")
    if page is None:
        return
    parts = {name: section.body for name, section in found.items()}
    if set(found) == set(SECTIONS):
        parts |= {"goals": goals(found.values()).body, "machine": machine}
    page.write_text(filled(page.read_text(encoding="utf-8"), parts), encoding="utf-8")


def _goals(found: dict[str, Section]) -> list[Section]:
    with_goals = goals(found.values())
    return [with_goals] if with_goals.rows else []


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="What the modules cost, as ratios.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"some of {', '.join(SECTIONS)}; by default all")
    parser.add_argument("--small", action="store_true", help="measure hardly anything, to see that it works")
    parser.add_argument("--write", type=pathlib.Path, metavar="PAGE", help="put the tables into a page")
    arguments = parser.parse_args()
    unknown = sorted(set(arguments.names) - set(SECTIONS))
    if unknown:
        parser.error(f"there is no benchmark {', '.join(unknown)}; there are {', '.join(SECTIONS)}")
    arguments.names = arguments.names or list(SECTIONS)
    return arguments


def _machine(minutes: float) -> str:
    import ansible.release

    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"{datetime.datetime.now(datetime.UTC).date().isoformat()}, Python {platform.python_version()}, "
        f"ansible-core {ansible.release.__version__}, {os.cpu_count()} processors, {minutes:.0f} minutes, "
        f"load at the end {load}."
    )


if __name__ == "__main__":
    sys.exit(main())
