# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Which files make up a tree of jobs."""

from __future__ import annotations

import stat
import typing as t
from dataclasses import dataclass
from pathlib import Path

from .._files.limits import shown
from .problems import TreeProblem

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
    if not src.strip():
        problems.append(TreeProblem("src", "is empty; name a directory or a file"))
        return
    try:
        top = Path(src).expanduser()
        mode = top.stat().st_mode
    except (OSError, ValueError, RuntimeError) as error:
        problems.append(TreeProblem(shown(src), _no_such(error)))
        return
    if stat.S_ISDIR(mode):
        yield from _Walk(top, problems).inside(top, src.rstrip("/") or src, _ROOT)
    else:
        # Reading refuses what is no regular file.
        yield TreeFile(top, src, _ROOT)


def _no_such(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file or directory"
    if isinstance(error, RuntimeError):
        return "there is no such user, whose home folder it begins with"
    reason = error.strerror if isinstance(error, OSError) else "no path has the character NUL"
    return f"cannot be read: {reason or error}"


class _Walk:
    """The way through the folders of one tree: each real folder once, however many links lead to it."""

    def __init__(self, top: Path, problems: list[TreeProblem]) -> None:
        self._problems = problems
        self._top = top.resolve()
        self._seen: set[Path] = {self._top}

    def inside(self, directory: Path, label: str, folder: str) -> Iterator[TreeFile]:
        """The files of ``directory`` and below it, which messages call ``label``; ``folder`` as in ``TreeFile``."""
        try:
            entries = sorted(directory.iterdir(), key=lambda path: path.name)
        except OSError as error:
            self._problems.append(TreeProblem(label, f"cannot be read: {error.strerror or error}"))
            return
        for path in entries:
            # Names that begin with a dot are for other tools (.git, .github, .yamllint.yml).
            if not path.name.startswith("."):
                yield from self._entry(path, f"{label}/{path.name}", folder)

    def _entry(self, path: Path, label: str, folder: str) -> Iterator[TreeFile]:
        try:
            # Not Path.is_dir: where a folder may be listed and not entered it says False, and jobs would seem gone.
            is_folder = stat.S_ISDIR(path.stat().st_mode)
        except OSError as error:
            self._problems.append(TreeProblem(label, f"cannot be read: {error.strerror or error}"))
            return
        if is_folder:
            if self._is_new(path):
                below = f"{folder}/{path.name}" if folder else path.name
                yield from self.inside(path, label, below)
        elif path.suffix in SUFFIXES:
            if _is_misnamed(path, folder):
                self._problems.append(TreeProblem(label, _advice(path)))
            else:
                yield TreeFile(path, label, folder)

    def _is_new(self, path: Path) -> bool:
        real = path.resolve()
        # A link to a folder of this tree adds nothing: the folder itself is read at its own place.
        if real in self._seen or (path.is_symlink() and real.is_relative_to(self._top)):
            return False
        self._seen.add(real)
        return True


def _is_misnamed(path: Path, folder: str) -> bool:
    known = path.stem == DEFAULTS_FILE or (path.stem in _KEPT_APART and folder == _ROOT)
    return path.name.startswith("_") and not known


def _advice(path: Path) -> str:
    if path.stem in _KEPT_APART:
        return "belongs to the top of the tree: profiles and policies count everywhere"
    return f"a name that begins with _ is one of {', '.join(f'{name}.yml' for name in _KEPT_APART)}"
