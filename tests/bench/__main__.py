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
import platform
import sys

from tests.bench.catalogue import SECTIONS
from tests.bench.report import Section, as_markdown
from tests.checks.environment import for_tests
from tests.checks.places import ROOT, link_collection

REPORT = ROOT / "build" / "bench.md"


def main() -> int:
    """Measure, print, write."""
    names = _chosen()
    os.environ.update(for_tests(os.environ))
    os.environ["PYTHONPATH"] = str(link_collection())
    sys.path.insert(0, str(link_collection()))
    sections: list[Section] = []
    for name, measure in SECTIONS.items():
        if name in names:
            print(f"Measuring: {name} …", file=sys.stderr, flush=True)
            sections.append(measure())
            print(as_markdown([sections[-1]]), flush=True)
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(f"# Benchmarks\n\n{_machine()}\n\n{as_markdown(sections)}", encoding="utf-8")
    print(f"Written to {REPORT.relative_to(ROOT)}.", file=sys.stderr)
    return 0


def _chosen() -> list[str]:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="What the modules cost, as ratios.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"some of {', '.join(SECTIONS)}; by default all")
    given: list[str] = parser.parse_args().names
    unknown = sorted(set(given) - set(SECTIONS))
    if unknown:
        parser.error(f"there is no benchmark {', '.join(unknown)}; there are {', '.join(SECTIONS)}")
    return given or list(SECTIONS)


def _machine() -> str:
    import ansible.release

    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"{datetime.datetime.now(datetime.UTC).date().isoformat()}, Python {platform.python_version()}, "
        f"ansible-core {ansible.release.__version__}, {os.cpu_count()} processors, load at the end {load}."
    )


if __name__ == "__main__":
    sys.exit(main())
