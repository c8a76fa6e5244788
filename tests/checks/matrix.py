# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``python -m tests.checks.matrix [PAIR ...]``: the checks on every pair of ansible-core and Python found here.

A pair is written ``2.18-3.11``. Each has an environment of its own in ``.venv-matrix``. ``next-3.14`` has the newest
ansible-core of all, pre-releases included, and is tried only when it is named.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import typing as t
from dataclasses import dataclass

from tests.breadth import ALL, VARIABLE
from tests.checks import interpreters
from tests.checks.environment import for_tools
from tests.checks.places import ROOT

if t.TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NEXT = "next"
# The interpreters that a release of ansible-core can run on. It refuses the others.
CONTROLLERS = {
    "2.18": ("3.11", "3.12", "3.13"),
    "2.19": ("3.11", "3.12", "3.13"),
    "2.20": ("3.12", "3.13", "3.14"),
    "2.21": ("3.12", "3.13", "3.14"),
    NEXT: ("3.13", "3.14"),
}
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
CHECKS = ("unit", "sanity", "contract", "integration")


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One release of ansible-core on one version of Python, and how it went."""

    core: str
    python: str
    verdict: str = ""
    failed: bool = False
    seconds: float = 0.0

    @property
    def name(self) -> str:
        """As it is written on the command line."""
        return f"{self.core}-{self.python}"


def main(names: Sequence[str]) -> int:
    """Try the pairs called ``names``, all when there are none. 0 when each pair that can run here passed, else 1."""
    present = interpreters.find()
    known = [Pair(core=core, python=python) for core in CONTROLLERS for python in PYTHONS]
    if unknown := sorted(set(names) - {pair.name for pair in known}):
        print(f"No pair is called {', '.join(unknown)}. There are: {', '.join(pair.name for pair in known)}.")
        return 2
    chosen = names or [pair.name for pair in known if pair.core != NEXT]
    tried = [_attempt(pair, present) for pair in known if pair.name in chosen]
    print("\n== ansible-core on Python")
    for pair in tried:
        print(f"{pair.core:6}{pair.python:6}{pair.seconds:6.0f} s  {pair.verdict}")
    if missing := [python for python in PYTHONS if python not in present]:
        print(f"Not found here, so not tested: Python {', '.join(missing)}.")
    ran = [pair for pair in tried if pair.seconds]
    failed = [pair for pair in ran if pair.failed]
    print(f"{len(ran) - len(failed)} pairs passed, {len(failed)} failed")
    return int(bool(failed) or not ran)


def _attempt(pair: Pair, present: dict[str, Path]) -> Pair:
    if pair.python not in CONTROLLERS[pair.core]:
        return _ended(pair, f"not supported by ansible-core {pair.core}")
    if pair.python not in present:
        return _ended(pair, f"no Python {pair.python} here")
    started = time.monotonic()
    print(f"\n==== ansible-core {pair.core} on Python {pair.python}", flush=True)
    python = _environment(pair, present[pair.python])
    verdict, failed = ("could not be installed", True) if python is None else _check(python)
    return _ended(pair, verdict, failed=failed, seconds=time.monotonic() - started)


def _ended(pair: Pair, verdict: str, *, failed: bool = False, seconds: float = 0.0) -> Pair:
    return Pair(core=pair.core, python=pair.python, verdict=verdict, failed=failed, seconds=seconds)


def _environment(pair: Pair, interpreter: Path) -> Path | None:
    """Return the interpreter of the pair's environment, made and brought up to date; None when that failed."""
    folder = ROOT / ".venv-matrix" / pair.name
    python = folder / "bin" / "python"
    requirements = str(ROOT / "tests" / "requirements-test.txt")
    install = ["-m", "pip", "install", "--quiet", "--upgrade", _ansible_core(pair), "-r", requirements]
    commands = [[str(python), *install]]
    if not python.exists():
        commands.insert(0, [str(interpreter), "-m", "venv", str(folder)])
    variables = for_tools(os.environ)
    succeeded = all(subprocess.run(command, env=variables, check=False).returncode == 0 for command in commands)
    return python if succeeded else None


def _ansible_core(pair: Pair) -> str:
    """Return what pip installs. A bound that is a pre-release lets pip take pre-releases of this package alone."""
    return "ansible-core>=2.18.0b1" if pair.core == NEXT else f"ansible-core=={pair.core}.*"


def _check(python: Path) -> tuple[str, bool]:
    """Run the checks in an environment. Return the last line they print and whether something failed."""
    variables = {**for_tools(os.environ), VARIABLE: ALL}
    process = subprocess.Popen(
        [python, "-m", "tests.checks", *CHECKS], cwd=ROOT, env=variables, stdout=subprocess.PIPE, text=True
    )
    last = ""
    with process, t.cast("t.TextIO", process.stdout) as stream:
        for line in stream:
            print(line, end="", flush=True)
            last = line.strip() or last
    return re.sub(r" in .*", "", last), process.returncode != 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
