# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lines that tests run are counted as coverage counts them, in one process and in several."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import typing as t

from tests.checks.catalogue import COVERED
from tests.checks.places import ROOT

if t.TYPE_CHECKING:
    import pathlib

TRIED = ("tests/unit/test_paths.py", "tests/unit/timing/test_polling.py", "tests/unit/expressions/test_query.py")


def figure(folder: pathlib.Path, *options: str) -> int:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-c",
        "tests/pytest.ini",
        "-q",
        "-p",
        "no:cacheprovider",
        *options,
        *TRIED,
    ]
    environment = {**os.environ, "COVERAGE_FILE": str(folder / "coverage")}
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    found = re.search(COVERED, ended.stdout)
    assert found is not None, ended.stdout
    return int(found[1])


def test_the_figure_is_that_of_coverage_in_one_process_and_in_several(tmp_path: pathlib.Path) -> None:
    own = ("-p", "tests.checks.lines_run")
    expected = figure(tmp_path, "-p", "no:xdist", "--cov", "--cov-config=tests/coverage.ini")
    assert expected > 0
    assert figure(tmp_path, "-p", "no:xdist", *own) == expected
    assert figure(tmp_path, "-n", "2", *own) == expected
