# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``python -m tests.checks [NAME ...]``: run every check, or the named ones, and say how it went."""

from __future__ import annotations

import fcntl
import re
import sys
import time
import typing as t
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext

from tests.checks.catalogue import STEPS, Check
from tests.checks.places import STAGE
from tests.checks.running import Outcome, run
from tests.checks.slowest import BUDGET, report_of, slowest
from tests.checks.staging import stage

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_AT_A_TIME = 2


def main(names: Sequence[str]) -> int:
    """Run the checks called ``names``, or all. Return 0 when everything passed, 1 otherwise, 2 for an unknown name."""
    known = [check.name for step in STEPS for check in step]
    if unknown := sorted(set(names) - set(known)):
        print(f"No check is called {', '.join(unknown)}. There are: {', '.join(known)}.")
        return 2
    started = time.monotonic()
    steps = [[check for check in step if not names or check.name in names] for step in STEPS]
    with _staged_copy() if any(check.staged for step in steps for check in step) else nullcontext():
        outcomes = [outcome for step in steps for outcome in _run_step(step)]
    _print_report(outcomes, seconds=time.monotonic() - started)
    return int(any(outcome.complaint for outcome in outcomes))


@contextmanager
def _staged_copy() -> Iterator[None]:
    """Make the staged copy and keep other runs from replacing it meanwhile."""
    STAGE.parent.mkdir(parents=True, exist_ok=True)
    with STAGE.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another run uses the staged copy; waiting for it to end.", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        stage()
        yield


def _run_step(step: Sequence[Check]) -> Iterator[Outcome]:
    """Run the checks of one step side by side; yield, and show, each as it is ready, in the order of the step."""
    for check in step:
        print(f"== {check.name}: {check.about}", flush=True)
    with ThreadPoolExecutor(_AT_A_TIME) as pool:
        for outcome in pool.map(run, step):
            if outcome.complaint and not outcome.check.tests:
                print(outcome.output.rstrip())
            print(_line(outcome), flush=True)
            yield outcome


def _line(outcome: Outcome) -> str:
    verdict = f"FAILED, {outcome.complaint}" if outcome.complaint else "ok"
    return f"-- {outcome.check.name}: {verdict} ({outcome.seconds:.1f} s)"


def _print_report(outcomes: Sequence[Outcome], *, seconds: float) -> None:
    """Print a line per check and, last, the total: tests count one each, every other check counts one."""
    print("\n== summary")
    for outcome in outcomes:
        size = f"{outcome.passed} passed, {outcome.failed} failed" if outcome.check.tests else ""
        if found := re.search(outcome.check.figure, outcome.output):
            size = ", ".join(part for part in (size, outcome.check.figure_says.format(found[1])) if part)
        verdict = "FAILED" if outcome.complaint else "ok"
        print(f"{outcome.check.name:14}{verdict:8}{outcome.seconds:7.1f} s  {size or outcome.check.about}")
    if seconds > BUDGET:
        print(f"\n== over the budget of {BUDGET} s; the slowest tests")
        print("\n".join(slowest(report_of(outcome.check.name) for outcome in outcomes if outcome.check.tests)))
    passed = sum(outcome.passed for outcome in outcomes)
    failed = sum(outcome.failed for outcome in outcomes)
    print(f"{passed} passed, {failed} failed in {seconds:.0f} s")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
