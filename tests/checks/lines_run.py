# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``pytest -p tests.checks.lines_run`` says how many of the lines in ``plugins/module_utils`` the tests run.

For Python 3.11, which has no cheap way to report that by itself, as 3.12 has: slipcover notes a line the first time it
runs and then takes its note out of the code again. Which lines count is said by coverage, so that the figure is the one
that ``--cov`` gives. Works with xdist.
"""

from __future__ import annotations

import io
import os
import platform
import sys
import typing as t

import coverage
import pytest
import slipcover

from tests.checks.places import ROOT

if t.TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

SUBJECT = ROOT / "plugins" / "module_utils"
SETTINGS = ROOT / "tests" / "coverage.ini"
# Under this name a worker of xdist hands its lines to the process that started it.
_HANDED_OVER = "lines_run"


def pytest_configure(config: pytest.Config) -> None:
    """Reached before pytest collects, and so before a test imports what is measured."""
    config.pluginmanager.register(LinesRun(config))


class LinesRun:
    """The lines of one process, and in the end those of its workers too."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._notes = slipcover.Slipcover()
        self._imports = slipcover.ImportManager(self._notes, slipcover.FileMatcher(sources=[SUBJECT]))
        self._imports.__enter__()
        self._lines: dict[str, set[int]] = {}

    def pytest_sessionfinish(self) -> None:
        """What ran here is kept, or handed over to the process that runs the workers."""
        own = {
            os.path.realpath(path): file["executed_lines"] for path, file in self._notes.get_coverage()["files"].items()
        }
        handed_over = getattr(self._config, "workeroutput", None)
        if handed_over is None:
            self._add(own)
        else:
            handed_over[_HANDED_OVER] = own

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: t.Any) -> None:
        """A worker is done. One that died has nothing to hand over."""
        self._add(getattr(node, "workeroutput", {}).get(_HANDED_OVER, {}))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """The figure, in the words of ``--cov``."""
        terminalreporter.write_sep("_", f"coverage: platform {sys.platform}, python {platform.python_version()}")
        terminalreporter.write_line("")
        terminalreporter.write_line(total(self._lines))

    def _add(self, lines: Mapping[str, Iterable[int]]) -> None:
        for path, numbers in lines.items():
            self._lines.setdefault(path, set()).update(numbers)


def total(lines: Mapping[str, Collection[int]]) -> str:
    """The percentage of the lines that ran, of all files; ``lines`` are those by file."""
    measured = coverage.Coverage(data_file=None, config_file=str(SETTINGS))
    data = measured.get_data()
    data.add_lines(lines)
    data.touch_files([str(file) for file in SUBJECT.rglob("*.py")])
    said = io.StringIO()
    measured.report(file=said)
    return said.getvalue().strip()
