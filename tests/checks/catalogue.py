# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every check there is, in the order `make test` runs them: the quick ones first."""

from __future__ import annotations

import os
import sys
import typing as t
from dataclasses import dataclass, field
from pathlib import Path

from tests.checks.places import COLLECTIONS, ROOT, STAGE, STAGED
from tests.checks.slowest import report_of

if t.TYPE_CHECKING:
    from collections.abc import Mapping

# One more than there are processors, since a test often waits for a server.
_WORKERS = str((os.cpu_count() or 1) + 1)
_ANSIBLE_TEST = (sys.executable, "-m", "ansible", "test")
_SANITY_TESTS = ("ansible-doc", "import", "pylint", "validate-modules")
_RAN = "(?s)" + "".join(f"(?=.*Running sanity test .{name}\\b)" for name in _SANITY_TESTS)


@dataclass(frozen=True, kw_only=True)
class Check:
    """One command that must end with status 0, and how to see that it looked at something.

    ``proof`` is a regular expression that a real run's output has, ``hollow`` one that only a run has that found
    nothing to check. ``tests`` marks pytest, whose own count goes into the total. ``figure`` is a regular expression
    whose group the summary shows, in the place of the braces in ``figure_says``. ``ansible_test`` asks for its home.
    """

    name: str
    about: str
    command: tuple[str, ...]
    folder: Path = ROOT
    proof: str = ""
    hollow: str = "(?!)"
    tests: bool = False
    figure: str = "(?!)"
    figure_says: str = "{}"
    ansible_test: bool = False
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def staged(self) -> bool:
        """Whether it looks at the copy that ``staging.py`` makes."""
        return self.folder == STAGED


def _tool(module: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", module, *arguments)


def _pytest(name: str, *more: str) -> tuple[str, ...]:
    options = ("-q", "-n", _WORKERS, "--dist", "loadfile", "--no-loadscope-reorder", f"--junitxml={report_of(name)}")
    return _tool("pytest", "-c", "tests/pytest.ini", *options, *more, f"tests/{name}")


DESCRIBED = r"(\d.* members described, .*)"

QUICK = (
    Check(
        name="ruff",
        about="lint",
        command=_tool("ruff", "check", "--config", "tests/ruff.toml", "plugins", "tests"),
        hollow="No Python files found",
    ),
    Check(
        name="format",
        about="layout of the Python files",
        command=_tool("ruff", "format", "--config", "tests/ruff.toml", "--check", "plugins", "tests"),
        proof=r"[1-9]\d* files? already formatted",
    ),
    Check(
        name="yamllint",
        about="layout of the YAML files",
        command=_tool("yamllint", "--strict", "galaxy.yml", "."),
        folder=STAGED,
    ),
    Check(
        name="layers",
        about="imports point downwards only",
        command=("lint-imports", "--config", str(ROOT / "tests" / "importlinter.ini"), "--no-cache", "--no-logo"),
        variables={"PYTHONPATH": os.pathsep.join([str(ROOT), str(COLLECTIONS)])},
        proof=r"Analyzed [1-9]\d* files(?s:.*)Contracts: [1-9]\d* kept, 0 broken",
    ),
    Check(
        name="licences",
        about="every file says its licence, REUSE",
        command=_tool("reuse", "lint"),
        folder=STAGED,
        proof=r"Files with license information: [1-9]\d* / ",
    ),
    Check(
        name="changelog",
        about="fragments and changelog",
        command=_tool("antsibull_changelog", "lint"),
        folder=STAGED,
    ),
    Check(
        name="words",
        about="words of the settings",
        command=_tool("tests.tables.word_problems"),
        variables={"PYTHONPATH": os.pathsep.join([str(ROOT), str(COLLECTIONS)])},
        proof=DESCRIBED,
        figure=DESCRIBED,
    ),
    Check(
        name="types",
        about="mypy --strict, plugins and tests",
        command=_tool("mypy", "--config-file", "tests/mypy.ini"),
        proof=r"no issues found in [1-9]\d* source files",
    ),
)

COVERED = r"coverage: platform .*\s+(\d+)\s"
# From 3.12 on Python itself reports which lines run. Before, coverage has to trace, which more than doubles what the
# tests take; slipcover, which takes its notes out of the code again, costs a tenth.
_MEASURED = (
    ("--cov", "--cov-config=tests/coverage.ini") if sys.version_info >= (3, 12) else ("-p", "tests.checks.lines_run")
)
UNIT = Check(
    name="unit",
    about="unit tests",
    command=_pytest("unit", *_MEASURED),
    tests=True,
    proof=COVERED,
    figure=COVERED,
    figure_says="{} % of the lines in plugins/module_utils run",
    variables={"COVERAGE_CORE": "sysmon"},
)

SLOW = (
    Check(
        name="sanity",
        about="ansible-test sanity, no ignore file",
        command=(*_ANSIBLE_TEST, "sanity", "--color", "no", "--python", f"{sys.version_info[0]}.{sys.version_info[1]}"),
        folder=STAGED,
        proof=_RAN,
        hollow="All targets skipped",
        ansible_test=True,
    ),
    Check(
        name="ansible-lint",
        about="profile production",
        command=_tool("ansiblelint", "--profile", "production", "--strict", "--offline", "--nocolor"),
        folder=STAGED,
        proof=r"in [1-9]\d* files processed",
    ),
    Check(
        name="docs",
        about="module documentation, antsibull-docs",
        command=(
            *("antsibull-docs", "lint-collection-docs", "--plugin-docs", "--check-extra-docs-refs"),
            *("--validate-collection-refs", "self", "--skip-rstcheck", "."),
        ),
        folder=STAGED,
    ),
    Check(
        name="environment",
        about="what an execution environment would install",
        command=("ansible-builder", "introspect", str(STAGE)),
        folder=STAGED,
        proof=r"jmespath(?s:.*)requests",
    ),
    Check(
        name="package",
        about="build and import as Galaxy does",
        command=(sys.executable, str(ROOT / "tests" / "checks" / "package.py")),
        folder=STAGED,
        variables={"PYTHONPATH": str(ROOT)},
        proof=r"Importer processing completed successfully",
    ),
)

CONTRACT = Check(
    name="contract",
    about="requests and replies against the vendor's API description",
    command=_pytest("contract"),
    tests=True,
)
INTEGRATION = Check(name="integration", about="real ansible-playbook runs", command=_pytest("integration"), tests=True)

# The checks of one step run two at a time. pytest spreads over the processors itself and shows what it does as it
# comes, so there is one of it in a step. Sanity, the longest of the slow checks, is one process after the other: beside
# the unit tests it leaves no processor idle.
STEPS = (QUICK, (UNIT, *SLOW), (CONTRACT,), (INTEGRATION,))
