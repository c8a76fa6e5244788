# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs one check and judges its output."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import typing as t
from dataclasses import dataclass

from tests.checks.ansible_test_home import prepare
from tests.checks.environment import for_tools

if t.TYPE_CHECKING:
    from tests.checks.catalogue import Check

_COUNTS = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed)")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a check ended. ``complaint`` is empty when all is well."""

    check: Check
    passed: int
    failed: int
    seconds: float
    complaint: str
    output: str


def run(check: Check) -> Outcome:
    """Run ``check`` to its end. The output of pytest is shown as it comes, the rest is kept for the report."""
    started = time.monotonic()
    status, output = _execute(check)
    complaint = _complaint(check, status, output)
    passed, failed = _counts(output) if check.tests else (0, 0)
    if not check.tests or (complaint and not failed):
        passed, failed = (passed, failed + 1) if complaint else (passed + 1, failed)
    seconds = time.monotonic() - started
    return Outcome(check=check, passed=passed, failed=failed, seconds=seconds, complaint=complaint, output=output)


def _execute(check: Check) -> tuple[int, str]:
    process = subprocess.Popen(
        check.command, cwd=check.folder, env=_variables(check), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    pieces: list[bytes] = []
    with process, t.cast("t.Any", process.stdout) as stream:
        while piece := stream.read1():
            pieces.append(piece)
            if check.tests:
                sys.stdout.buffer.write(piece)
                sys.stdout.flush()
    return process.returncode, _COLOUR.sub("", b"".join(pieces).decode(errors="replace"))


def _variables(check: Check) -> dict[str, str]:
    variables = {**for_tools(os.environ), **check.variables}
    if check.ansible_test:
        variables["HOME"] = str(prepare())
    return variables


def _complaint(check: Check, status: int, output: str) -> str:
    """Return what is wrong with a run, or an empty string. A run that looked at nothing is wrong."""
    if status:
        return f"exit status {status}"
    if not re.search(check.proof, output) or re.search(check.hollow, output):
        return "found nothing to check, or not all that it should"
    left_out = [f"{number} {kind}" for number, kind in _closing(output) if kind in {"skipped", "xfailed", "xpassed"}]
    if check.tests and left_out:
        return f"tests were left out: {', '.join(left_out)}"
    return ""


def _counts(output: str) -> tuple[int, int]:
    """Return how many tests passed and failed, from pytest's closing line."""
    found = {kind: int(number) for number, kind in _closing(output)}
    return found.get("passed", 0), sum(found.get(kind, 0) for kind in ("failed", "error", "errors"))


def _closing(output: str) -> list[tuple[str, str]]:
    lines = output.strip().splitlines() or [""]
    return _COUNTS.findall(lines[-1])
