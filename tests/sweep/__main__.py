# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``python -m tests.sweep [--small] [--seed N] [SECTION ...]``: try many bad days, and print what came of them."""

from __future__ import annotations

import argparse
import os
import sys
import typing as t

from tests.checks.environment import for_tests
from tests.checks.places import link_collection
from tests.sweep.catalogue import SECTIONS
from tests.sweep.figures import COUNTED, MOST_COMPLAINTS, Effort, Figures

if t.TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Run the named sections, or all. 0 when nothing went wrong, else 1."""
    parser = argparse.ArgumentParser(prog="python -m tests.sweep", description=__doc__)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=", ".join(section.name for section in SECTIONS))
    parser.add_argument("--small", action="store_true", help="as little as `make test` tries")
    parser.add_argument("--seed", type=int, default=1, help="another seed tries other inputs")
    given = parser.parse_args(arguments)
    if unknown := set(given.sections) - {section.name for section in SECTIONS}:
        parser.error(f"no section is called {', '.join(sorted(unknown))}")
    _prepare()
    effort = Effort(large=not given.small, seed=given.seed)
    outcomes: dict[str, Figures] = {}
    for section in SECTIONS:
        if not given.sections or section.name in given.sections:
            print(f"== {section.name}: {section.about}", flush=True)
            outcomes[section.name] = section.run(effort)
            _complain(outcomes[section.name])
    _report(outcomes)
    return int(any(figures.bad for figures in outcomes.values()))


def _prepare() -> None:
    environment = for_tests(os.environ)
    os.environ.clear()
    os.environ.update(environment)
    sys.path.insert(0, str(link_collection()))


def _complain(figures: Figures) -> None:
    for complaint in figures.complaints[:MOST_COMPLAINTS]:
        print(f"   {complaint}")
    if more := len(figures.complaints[MOST_COMPLAINTS:]):
        print(f"   ... and {more} more")


def _report(outcomes: dict[str, Figures]) -> None:
    print(f"\n{'':24}" + "".join(f"{name:>14}" for name in outcomes))
    for counted in COUNTED:
        values = "".join(f"{getattr(figures, counted):14}" for figures in outcomes.values())
        print(f"{counted.replace('_', ' '):24}{values}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
