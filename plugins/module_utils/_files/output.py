# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""The one way in which modules write files: a regular file as a whole or not at all, and nothing else is ever replaced.

Run as root, a rename would put a file in the place of a device or a FIFO without a word. A link is followed, so that
what it leads to is replaced and not the link.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import typing as t

from .._errors import InvalidInput, VeeamError
from .file_kinds import irregular_kind

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_JOB_FILES: t.Final = (".yml", ".yaml", ".json")


class NotWritten(VeeamError):
    """A file could not be written. What was there is as it was."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path} cannot be written: {reason}.")


def check(path: str) -> None:
    """Raise NotWritten when something else than a regular file is at ``path``."""
    _target(path)


def write(path: str, text: str, *, mode: int | None = None) -> None:
    """Put ``text`` into the file ``path``, all of it or nothing; its directory is made.

    ``mode`` are the permissions, None for those of the file that is there, or of the umask. Raises NotWritten.
    """
    target = _target(path)
    try:
        folder = os.path.dirname(target)
        os.makedirs(folder, exist_ok=True)
        # The dot keeps it out of a tree of job files.
        handle, temporary = tempfile.mkstemp(dir=folder, prefix=".backupops-", suffix=".tmp")
    except OSError as error:
        raise NotWritten(path, error.strerror or str(error)) from None
    try:
        # Half a character, which JSON can spell, is written as JSON spells it.
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text)
        _permit(temporary, target, mode)
        check(target)
        os.replace(temporary, target)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        if isinstance(error, OSError):
            raise NotWritten(path, error.strerror or str(error)) from None
        raise


def head(path: str, size: int) -> str | None:
    """The first ``size`` bytes of the regular file ``path`` as text, None when there is none. Raises NotWritten."""
    target = _target(path)
    try:
        # A FIFO that took its place meanwhile must not be waited for.
        handle = os.open(target, os.O_RDONLY | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise NotWritten(path, f"what is there cannot be read, {error.strerror or error}") from None
    with os.fdopen(handle, "rb") as file:
        return file.read(size).decode("utf-8", errors="replace")


def check_all(outputs: Sequence[tuple[str, str]], sources: Iterable[str]) -> None:
    """Raise InvalidInput where a task would write over what it reads or writes itself; NotWritten as ``check``.

    ``outputs`` are options with the path that is to be written, ``sources`` files and directories of job files.
    """
    written: dict[str, str] = {}
    problems: list[tuple[str, str]] = []
    read = [(source, os.path.realpath(source)) for source in sources]
    for option, path in outputs:
        target = _target(path)
        if target in written:
            problems.append((option, f"{path} is written for {written[target]} already; give each a file of its own"))
        written.setdefault(target, option)
        problems += [(option, _over_a_source(path, source)) for source, real in read if _is_read(target, real)]
    if problems:
        raise InvalidInput(problems)


def _over_a_source(path: str, source: str) -> str:
    return f"{path} would be read as job file, because of src {source}; write it somewhere else"


def _is_read(target: str, source: str) -> bool:
    inside = target.startswith(source.rstrip(os.sep) + os.sep) and target.lower().endswith(_JOB_FILES)
    return target == source or (inside and os.path.isdir(source))


def _target(path: str) -> str:
    """Where ``path`` leads to: a regular file, or a place for one."""
    target = os.path.realpath(path)
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        if os.path.islink(path):
            raise NotWritten(path, "it is a link that leads nowhere") from None
        return target
    except (OSError, ValueError) as error:
        raise NotWritten(path, getattr(error, "strerror", None) or str(error)) from None
    kind = irregular_kind(mode)
    if kind:
        raise NotWritten(path, f"it is {kind}, and only files are replaced")
    return target


def _permit(temporary: str, target: str, mode: int | None) -> None:
    """What a new file may be read by is the umask's business, not that of a temporary file."""
    if mode is not None:
        os.chmod(temporary, mode)
    elif os.path.exists(target):
        shutil.copymode(target, temporary)
    else:
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)
