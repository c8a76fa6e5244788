# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""How large input may be, asked before anything of it is expanded.

Job files come in merge requests: what is in them was written by people who may not run anything on the controller. The
bounds are far above what ten thousand jobs need.
"""

from __future__ import annotations

import math
import os
import re
import typing as t

from .._errors import VeeamError
from .file_kinds import irregular_kind

if t.TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES: t.Final = 64 * 2**20
# Settings are some 12 levels deep.
MOST_DEPTH: t.Final = 100
# Values of one file once every alias is written out. Ten thousand jobs have about one million.
MOST_VALUES: t.Final = 2_000_000
# Those of all files of a set.
MOST_VALUES_OF_A_SET: t.Final = 10_000_000
# Values that the jobs of a set get from defaults and profiles, counted once for each job.
MOST_SHARED_VALUES: t.Final = 20_000_000
# Whole numbers have 64 bits everywhere behind the API.
LARGEST_NUMBER: t.Final = 2**63 - 1
LONGEST_SHOWN: t.Final = 60
_HALF_A_CHARACTER: t.Final = re.compile("[\ud800-\udfff]")


class Unreadable(VeeamError):
    """A file that cannot be read as YAML or JSON. ``line`` counts from 1, None when it does not matter."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


def read_bytes(path: Path) -> bytes:
    """What is in the regular file at ``path``. Raises Unreadable, also for a file over ``MOST_BYTES``.

    Anything else is not even opened: opening a FIFO waits for its other end, opening a device may do something.
    """
    try:
        _refuse_unless_regular(os.stat(path).st_mode)
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            # It may have been replaced in between.
            _refuse_unless_regular(os.fstat(file.fileno()).st_mode)
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror or error}") from None
    except ValueError:
        raise Unreadable("cannot be read: no file can have a name with the character NUL") from None
    if len(content) > MOST_BYTES:
        raise Unreadable(f"is larger than {MOST_BYTES // 2**20} MiB")
    return content


def _refuse_unless_regular(mode: int) -> None:
    kind = irregular_kind(mode)
    if kind:
        raise Unreadable(f"is {kind} and not a regular file")


def value_problem(value: t.Any) -> str:
    """What is wrong with a number or a text that no API can take, "" for all other values."""
    if isinstance(value, str):
        # JSON can spell such a half with an escape, and nothing can be written that holds one.
        half = None if value.isascii() else _HALF_A_CHARACTER.search(value)
        return "" if half is None else f"a text with \\u{ord(half[0]):04x}, which is only half of a character"
    if isinstance(value, float) and not math.isfinite(value):
        return f"{value} is not a number that can be written"
    if isinstance(value, int) and not -LARGEST_NUMBER - 1 <= value <= LARGEST_NUMBER:
        return "a number with more than 64 bits"
    return ""


def count_values(tree: t.Any, most: int = MOST_VALUES) -> int:
    """How many values are in ``tree`` when each is counted as often as it can be reached, and no more than ``most``.

    Raises Unreadable for more, for more than ``MOST_DEPTH`` levels, and for what no API can take.
    """
    found = 0
    left = [(tree, 1)]
    while left:
        value, depth = left.pop()
        found += 1
        if found > most:
            raise Unreadable(f"has more than {most:,} values once they are all written out")
        if depth > MOST_DEPTH:
            raise Unreadable(f"is nested deeper than {MOST_DEPTH} levels")
        if isinstance(value, dict):
            left += [(inner, depth + 1) for inner in value.values()]
            problem = next(filter(None, map(value_problem, value)), "")
            if problem:
                raise Unreadable(problem)
        elif isinstance(value, (list, tuple)):
            left += [(inner, depth + 1) for inner in value]
        elif problem := value_problem(value):
            raise Unreadable(problem)
    return found


def shown(word: str) -> str:
    """``word`` for a message, cut when it is very long."""
    return word if len(word) <= LONGEST_SHOWN else f"{word[:LONGEST_SHOWN]}…"
