# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Where in a job something stands, as a value. It becomes text where a message or a result is made, never before.

Names of machines, folders and files hold dots, brackets and blanks: a path that was text once cannot be taken apart
again.
"""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a set, which has no place of its own there.

    ``key`` tells it from the others (``ComparisonRules.identity``), ``label`` is what people call it. ``index`` is its
    place among the wanted items, None for one that is not wanted.
    """

    key: t.Hashable
    label: str
    index: int | None = None


# A member of an object, an item of a set, or the place of an item in a list.
Step: t.TypeAlias = "str | Item | int"
Path: t.TypeAlias = "tuple[Step, ...]"

_WRITTEN: t.Final = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


def as_path(written: str | Path) -> Path:
    """A path; a text is the name of one option or member, "" stands for the whole."""
    if isinstance(written, str):
        return (written,) if written else ()
    return written


def text(path: Path) -> str:
    """For a message or a result: ``virtualMachines.includes[web01]``, ``settings.schedule.daily.days[0]``."""
    parts: list[str] = []
    for step in path:
        if isinstance(step, str):
            parts.append(f".{step}" if parts else step)
        else:
            parts.append(f"[{step.label if isinstance(step, Item) else step}]")
    return "".join(parts)


def members(path: Path) -> tuple[str, ...]:
    """The names of the members on the way, without the items of lists: the same for every item."""
    return tuple(step for step in path if isinstance(step, str))


def last_member(path: Path) -> str:
    """The member in which the end of the path stands, "" when there is none."""
    return next((step for step in reversed(path) if isinstance(step, str)), "")


def written_steps(path: Path) -> tuple[str | int, ...]:
    """The way through what was written: it ends at a list when the item is not in it."""
    steps: list[str | int] = []
    for step in path:
        place = step.index if isinstance(step, Item) else step
        if place is None:
            break
        steps.append(place)
    return tuple(steps)


def parsed(written: str) -> Path:
    """The path that a person wrote as text: ``settings.includes[0].name``."""
    return tuple(int(index) if index else name for index, name in _WRITTEN.findall(written))
