# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Job files that the collection writes itself, and no others: a file of another origin is never touched.

First everything is looked at and decided, then files are written.
"""

from __future__ import annotations

import collections
import hashlib
import os
import pathlib
import re
import typing as t
import unicodedata
from dataclasses import dataclass

from .._engine.yaml_text import as_yaml
from .._errors import InvalidInput, VeeamError
from .._files import output

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .._model import Json

HEADER: t.Final = "# Written by backupops.veeam.veeam_jobs_export, which writes it anew every time.\n---\n"
_SUFFIX: t.Final = ".yml"
_FILES: t.Final = (".yml", ".yaml")
_LONGEST_NAME: t.Final = 60
_HASH_DIGITS: t.Final = 8
# What is longer was not written by an export, and differs from everything that one writes.
_MOST_BYTES: t.Final = 64 * 1024 * 1024


@dataclass(frozen=True)
class FileChange:
    """A file before and after; None where it does not exist."""

    path: pathlib.Path
    before: str | None
    after: str | None

    @property
    def changed(self) -> bool:
        """True when a byte differs."""
        return self.before != self.after

    def as_diff(self) -> dict[str, str]:
        """For the ``diff`` of a result."""
        header = str(self.path)
        return {
            "before_header": header,
            "after_header": header,
            "before": self.before or "",
            "after": self.after or "",
        }


def is_file(dest: str) -> bool:
    """Whether ``dest`` stands for one file with all jobs, and not for a directory."""
    return dest.lower().endswith(_FILES) and not os.path.isdir(dest)


def file_names(jobs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """A file name for each of the (id, name) pairs, by id: the name in plain letters.

    Where two would be equal, with a hash of the name; where even the names are equal, of the id.
    """
    names = dict(jobs)
    slugs = {identifier: _slug(name) for identifier, name in names.items()}
    alike = collections.Counter(slugs.values())
    twins = collections.Counter(names.values())
    result = {}
    for identifier, slug in slugs.items():
        name = names[identifier]
        digits = "" if alike[slug] == 1 else f"-{_hash(name if twins[name] == 1 else identifier)}"
        result[identifier] = f"{slug}{digits}{_SUFFIX}"
    return result


def as_text(entries: Sequence[Json]) -> str:
    """All ``entries`` as one job file."""
    return HEADER + as_yaml({"jobs": list(entries)})


def one_file(dest: str, entries: Sequence[Json]) -> list[FileChange]:
    """What it takes to have all ``entries`` in the file ``dest``. Raises InvalidInput, VeeamError."""
    return [_change(pathlib.Path(dest), as_text(entries))]


def directory(dest: str, entries: Mapping[str, Json]) -> list[FileChange]:
    """What it takes to have ``entries``, by file name, in the directory ``dest``. Raises InvalidInput, VeeamError."""
    folder = pathlib.Path(dest)
    if folder.exists() and not folder.is_dir():
        raise InvalidInput([("dest", f"{dest} is a file and no directory; a file must end in .yml")])
    return [_change(folder / name, HEADER + as_yaml(entry)) for name, entry in entries.items()]


def stale_files(dest: str, known: Iterable[str]) -> list[FileChange]:
    """The removal of every file in the directory ``dest`` that was written before and is none of the ``known``."""
    folder = pathlib.Path(dest)
    kept = set(known)
    if not folder.is_dir():
        return []
    found = sorted(path for path in folder.iterdir() if path.suffix in _FILES and path.name not in kept)
    changes = [FileChange(path, _read(path), None) for path in found if path.is_file() and not path.is_symlink()]
    return [change for change in changes if (change.before or "").startswith(HEADER)]


def carry_out(changes: Iterable[FileChange]) -> None:
    """Write and remove what differs; each file at once or not at all. Raises VeeamError."""
    for change in changes:
        if change.changed and change.after is not None:
            output.write(str(change.path), change.after)
        elif change.changed:
            _remove(change.path)


def _remove(path: pathlib.Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise VeeamError(f"{path} cannot be removed: {error.strerror or error}.") from None


def _change(path: pathlib.Path, text: str) -> FileChange:
    before = _read(path)
    if before is not None and before != text and not before.startswith(HEADER):
        raise InvalidInput(
            [("dest", f"{path} exists and was not written by this module. Move it away, or give another dest")]
        )
    return FileChange(path, before, text)


def _read(path: pathlib.Path) -> str | None:
    return output.head(str(path), _MOST_BYTES)


def _slug(name: str) -> str:
    """``name`` for a file: small letters of any script without their accents, digits, and - for everything else."""
    parts = unicodedata.normalize("NFKD", name.lower())
    plain = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", "-", plain).strip("-")[:_LONGEST_NAME].rstrip("-") or "job"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:_HASH_DIGITS]
