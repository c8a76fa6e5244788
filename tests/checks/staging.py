# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A copy of the checkout that ansible-test accepts."""

from __future__ import annotations

import shutil
import subprocess
import sys

from tests.checks.places import ROOT, STAGE, STAGED


def stage() -> None:
    """Copy every file that Git tracks, or would track, to ``STAGED``, and make that a repository of its own.

    ansible-test insists on a real folder ``ansible_collections/<namespace>/<name>`` and follows no symbolic link.
    Inside a checkout that ignores the folder it sees no file, checks nothing and reports success, unless Git knows
    the files.
    """
    shutil.rmtree(STAGE, ignore_errors=True)
    STAGED.mkdir(parents=True)
    for name in _files():
        source, copy = ROOT / name, STAGED / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, copy, follow_symlinks=False)
    if not any(STAGED.glob("plugins/modules/*.py")):
        sys.exit("Nothing to check: Git knows no file plugins/modules/*.py in this checkout.")
    _git("init", "--quiet")
    _git("add", "--all", "--force")


def _files() -> list[str]:
    """Return the tracked and the new files that exist, relative to the checkout."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return [name for name in dict.fromkeys(listed.split("\0")) if name and (ROOT / name).is_file()]


def _git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=STAGED, check=True)
