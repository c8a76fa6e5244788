# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``python -m tests.checks.version TAG``: whether the files are those of the release that ``TAG`` names."""

from __future__ import annotations

import sys
import typing as t

import yaml

from tests.checks.places import ROOT

if t.TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def complaints(tag: str, root: Path = ROOT) -> Iterator[str]:
    """What the files below ``root`` say otherwise than ``tag``, a sentence each."""
    version = _read(root / "galaxy.yml")["version"]
    if tag != version:
        yield f"The tag is {tag}, galaxy.yml says {version}."
    if tag not in _read(root / "changelogs" / "changelog.yaml")["releases"]:
        yield f"The changelog has no release {tag}: run make changelog before the tag is set."
    if left := sorted(path.name for path in (root / "changelogs" / "fragments").glob("*.yml")):
        yield f"Not in the changelog yet: {', '.join(left)}."


def _read(path: Path) -> dict[str, t.Any]:
    content: dict[str, t.Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


if __name__ == "__main__":
    sys.exit("\n".join(complaints(sys.argv[1])) or 0)
