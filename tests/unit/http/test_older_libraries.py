# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the transport promises holds with older versions of its libraries too."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys

from tests.checks.older_libraries import folder
from tests.checks.places import ROOT

HERE = pathlib.Path(__file__).parent
NAMES = ("certificate_recognition", "deadlines", "diagnosis", "tls", "transport", "wire")
SUBJECTS = [HERE / f"test_{name}.py" for name in NAMES]
SHOWN = "import requests, urllib3; print(requests.__version__, urllib3.__version__)"


def child(*arguments: str | pathlib.Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(folder())}
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_trust_and_deadlines_are_the_same_with_urllib3_1() -> None:
    seen = child("-c", SHOWN)
    assert seen.stdout.split()[1].startswith("1.26."), seen.stderr
    options = ["-c", "tests/pytest.ini", "-q", "-W", "error::Warning", "-p", "no:xdist", "-p", "no:cacheprovider"]
    tried = child("-m", "pytest", *options, *SUBJECTS)
    assert tried.returncode == 0, tried.stdout + tried.stderr
    assert "passed" in tried.stdout
