# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Names and patterns of names, in the one way in which every option compares them. Pure functions.

A pattern has ``*`` (any characters, also none) and ``?`` (one character). Nothing else is special: a bracket is a
bracket. Letter case, the Unicode form of accented letters and blanks at both ends do not count.
"""

from __future__ import annotations

import difflib
import fnmatch
import typing as t
import unicodedata
from dataclasses import dataclass

from .._errors import Ambiguous, InvalidInput

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_CLOSE: t.Final = 3


def plain(name: str) -> str:
    """``name`` without what does not count: case, Unicode form and outer blanks. Equal texts are the same name."""
    # Folding the case can leave letters in pieces, hence twice.
    folded = unicodedata.normalize("NFC", name.strip()).casefold()
    return unicodedata.normalize("NFC", folded)


def is_pattern(text: str) -> bool:
    """Whether ``text`` can stand for several names."""
    return "*" in text or "?" in text


def fits(pattern: str, name: str) -> bool:
    """Whether ``name`` is the name ``pattern``, or one of those that it stands for."""
    return fnmatch.fnmatchcase(plain(name), plain(pattern).replace("[", "[[]"))


def check_entries(option: str, entries: Iterable[str]) -> None:
    """Raise InvalidInput for an entry of ``option`` that is empty: it could only be meant for something else."""
    if any(not entry.strip() for entry in entries):
        raise InvalidInput([(option, "has an entry that is empty; each must be a name or a pattern")])


@dataclass(frozen=True)
class Found:
    """Which of the names that there are some entries mean.

    ``missing`` are entries without ``*`` and ``?`` that no name is equal to, ``idle`` patterns that stand for none.
    """

    names: frozenset[str]
    missing: tuple[str, ...]
    idle: tuple[str, ...]


def look_up(entries: Sequence[str], names: Iterable[str]) -> Found:
    """What ``entries``, names or patterns, mean among ``names``.

    Of names that differ in nothing that counts, an entry means the one that is spelt exactly like it. Raises Ambiguous
    when none of them is: whichever it took, it could be the wrong one.
    """
    there = frozenset(names)
    by_plain: dict[str, list[str]] = {}
    for name in there:
        by_plain.setdefault(plain(name), []).append(name)
    found: set[str] = set()
    unmet: list[str] = []
    for entry in entries:
        meant = _named(entry, by_plain) if not is_pattern(entry) else [name for name in there if fits(entry, name)]
        found.update(meant)
        if not meant:
            unmet.append(entry)
    missing = tuple(entry for entry in unmet if not is_pattern(entry))
    return Found(frozenset(found), missing, tuple(entry for entry in unmet if is_pattern(entry)))


def close_to(name: str, names: Iterable[str]) -> str:
    """`` Close to it are "X" and "Y".``, or nothing when no name is."""
    by_plain = {plain(each): each for each in names}
    close = difflib.get_close_matches(plain(name), list(by_plain), n=_CLOSE, cutoff=0.6)
    shown = ", ".join(f'"{by_plain[each]}"' for each in close)
    return f" Did you mean {shown}?" if shown else ""


def _named(entry: str, by_plain: dict[str, list[str]]) -> list[str]:
    alike = by_plain.get(plain(entry), [])
    if entry in alike:
        return [entry]
    if len(alike) > 1:
        raise Ambiguous(
            f'"{entry}" can mean {len(alike)} names that differ in case, form or blanks only. Write it exactly '
            "like one of them:",
            candidates=sorted(f'"{name}"' for name in alike),
        )
    return alike
