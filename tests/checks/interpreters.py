# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The Python interpreters of this machine that really run."""

from __future__ import annotations

import os
import re
import subprocess
import typing as t
from pathlib import Path

if t.TYPE_CHECKING:
    from collections.abc import Iterator

_NAME = re.compile(r"python3\.\d+")
# Prints its version if it can make virtual environments, else fails.
_PROBE = "import ensurepip, sys, venv; print('%d.%d' % sys.version_info[:2])"


def find() -> dict[str, Path]:
    """Return the interpreter to use for each version, ``{"3.11": Path("/usr/bin/python3.11")}``.

    Looked for on ``PATH`` and among pyenv's versions. A candidate counts when it runs and can make virtual
    environments: a shim may stand for nothing, and some distributions ship a Python without its ``ensurepip``.
    """
    found: dict[str, Path] = {}
    for candidate in _candidates():
        version = _version(candidate)
        if version and version not in found:
            found[version] = candidate
    return found


def _candidates() -> Iterator[Path]:
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    on_path = (Path(folder) for folder in os.get_exec_path() if Path(folder).name != "shims")
    for folder in (*on_path, *sorted(pyenv.glob("*/bin"), reverse=True)):
        if folder.is_dir():
            yield from (file for file in sorted(folder.iterdir()) if _NAME.fullmatch(file.name))


def _version(interpreter: Path) -> str:
    """Return what ``interpreter`` says it is, or an empty string when it does not work."""
    try:
        run = subprocess.run([interpreter, "-c", _PROBE], check=False, capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return run.stdout.strip() if run.returncode == 0 else ""
