# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The page about the architecture names files and packages that exist, and every package."""

from __future__ import annotations

import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[3]
MODULE_UTILS = ROOT / "plugins" / "module_utils"
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def paths_named() -> set[str]:
    """Everything between backticks that begins like a package or a file of ``module_utils``."""
    return set(re.findall(r"`(_\w+(?:/[\w*]+)*(?:/|\.py))`", PAGE))


def test_what_is_named_exists() -> None:
    missing = [name for name in paths_named() if not list(MODULE_UTILS.glob(name.rstrip("/")))]
    assert missing == []


def test_files_that_are_named_without_their_package_exist() -> None:
    files = {path.name for path in MODULE_UTILS.rglob("*.py")}
    short = set(re.findall(r"`([a-z]\w*\.py)`", PAGE))
    assert short - files == set()


def test_every_package_is_named() -> None:
    packages = {path.name for path in MODULE_UTILS.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert [package for package in sorted(packages) if package not in PAGE] == []
