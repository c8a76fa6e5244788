# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``python -m tests.checks.older_libraries``: a folder with the libraries of ``requirements-older.txt``.

Part of ``make setup``. Put first on the path of a child process, they stand before those of the environment.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.checks.places import CACHE, ROOT

REQUIREMENTS = ROOT / "tests" / "requirements-older.txt"


def folder() -> Path:
    """The folder, filled when it is not there yet. What it holds is plain Python, good for every version of it."""
    mark = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()[:12]
    wanted = CACHE / f"older-libraries-{mark}"
    if not wanted.is_dir():
        CACHE.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
            _install(Path(scratch) / "packages")
            # Tests run side by side: the second one keeps the copy of the first.
            try:
                os.rename(Path(scratch) / "packages", wanted)
            except OSError:
                if not wanted.is_dir():
                    raise
    return wanted


def _install(target: Path) -> None:
    options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--target", str(target)]
    subprocess.run([sys.executable, "-m", "pip", "install", *options, "-r", str(REQUIREMENTS)], check=True)


if __name__ == "__main__":
    print(folder())
