# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The sections of a page of settings: what lies deep has a table of its own, so that no path makes one too wide."""

from __future__ import annotations

import re
import typing as t

from tests.tables.settings_words import is_below

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.tables.settings_rows import Row

# Characters of a path that leave room for what is said of it on a page of usual width.
LONGEST: t.Final = 32
# The section of the members of ``settings`` themselves.
TOP: t.Final = ""


def sections(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Path of the object, with ``[]`` for one of a list -> what stands in its section; ``TOP`` comes first.

    An object with a section of its own stands in the one above as well, without what it contains.
    """
    top = [row for row in rows if "." not in row.path and "[]" not in row.path]
    found = {TOP: top}
    for path in dict.fromkeys(row.path for row in top):
        found.update(_split(path, rows))
    return found


def anchor(section: str) -> str:
    """The part of an address that leads to a section."""
    return re.sub(r"[^\w-]", "", section.lower()) or "settings"


def relative(path: str, section: str) -> str:
    """``path`` as it is written below the heading of its section."""
    return path.removeprefix(section).lstrip(".")


def _split(path: str, rows: Sequence[Row]) -> Iterator[tuple[str, list[Row]]]:
    """The section of the object at ``path``, and after it those of the objects in it that lie too deep for it."""
    inside = [row for row in rows if is_below(row.path, path)]
    if not inside:
        return
    section = path + "[]" * (len(inside[0].path.removeprefix(path).partition(".")[0]) // 2)
    apart = [child for child in _children(section, inside) if _is_deep(child, section, inside)]
    yield section, [row for row in inside if not any(is_below(row.path, child) for child in apart)]
    for child in apart:
        yield from _split(child, inside)


def _children(section: str, inside: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(row.path for row in inside if "." not in relative(row.path, section)))


def _is_deep(child: str, section: str, inside: Sequence[Row]) -> bool:
    return any(is_below(row.path, child) and len(relative(row.path, section)) > LONGEST for row in inside)
