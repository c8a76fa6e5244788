# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which files make up a tree of jobs. PRIVATE to the collection."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass
from pathlib import Path

from ansible_collections.backupops.veeam.plugins.module_utils._tree.problems import TreeProblem

if t.TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIXES: t.Final = frozenset({".yml", ".yaml", ".json"})
DEFAULTS_FILE: t.Final = "_defaults"
_KEPT_APART: t.Final = (DEFAULTS_FILE, "_profiles", "_policies")
_ROOT: t.Final = ""


@dataclass(frozen=True)
class TreeFile:
    """A file of a tree. ``folder`` is relative to the top of it, ``""`` for the top itself."""

    path: Path
    label: str
    folder: str

    @property
    def for_all(self) -> bool:
        """Whether the defaults in the file count for the other files of its folder, and of those below it."""
        return self.path.stem == DEFAULTS_FILE


def files_of(src: str, problems: list[TreeProblem]) -> Iterator[TreeFile]:
    """The files of the tree ``src`` (a directory or one file), in a fixed order. What is wrong goes to ``problems``."""
    top = Path(src).expanduser()
    if top.is_file():
        yield TreeFile(top, src, _ROOT)
    elif top.is_dir():
        yield from _inside(top, src.rstrip("/") or src, _ROOT, problems, seen={top.resolve()})
    else:
        problems.append(TreeProblem(src, "there is no such file or directory"))


def _inside(
    directory: Path, label: str, folder: str, problems: list[TreeProblem], *, seen: set[Path]
) -> Iterator[TreeFile]:
    try:
        inside = sorted(directory.iterdir(), key=lambda path: path.name)
    except OSError as error:
        problems.append(TreeProblem(label, f"cannot be read: {error.strerror or error}"))
        return
    for path in inside:
        # Names that begin with a dot are for other tools (.git, .github, .yamllint.yml).
        if path.name.startswith("."):
            continue
        name = f"{label}/{path.name}"
        if path.is_dir():
            # A link to a directory further up would never end.
            if path.resolve() not in seen:
                below = f"{folder}/{path.name}" if folder else path.name
                yield from _inside(path, name, below, problems, seen={*seen, path.resolve()})
        elif path.suffix in SUFFIXES:
            if _is_misnamed(path, folder):
                problems.append(TreeProblem(name, _advice(path)))
            else:
                yield TreeFile(path, name, folder)


def _is_misnamed(path: Path, folder: str) -> bool:
    known = path.stem == DEFAULTS_FILE or (path.stem in _KEPT_APART and folder == _ROOT)
    return path.name.startswith("_") and not known


def _advice(path: Path) -> str:
    if path.stem in _KEPT_APART:
        return "belongs to the top of the tree: profiles and policies count everywhere"
    return f"a name that begins with _ is one of {', '.join(f'{name}.yml' for name in _KEPT_APART)}"
