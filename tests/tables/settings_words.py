# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The words of the settings of a job type: those of each member, in the place where it is."""

from __future__ import annotations

import dataclasses
import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.tables.settings_rows import Row
    from tests.tables.wording import Page, Word, Words


def worded_rows(rows: Iterable[Row], words: Words, job_type: str = "") -> list[tuple[Row, Word | None]]:
    """Each row with its words; rows as the catalogue has them, a member before what it contains.

    What the console does not show in this job type it shows no part of: the labels of other wizards do not count there.
    """
    hidden: dict[str, Page] = {}
    found: list[tuple[Row, Word | None]] = []
    for row in rows:
        word = words.of(row.definition, row.member, job_type)
        own = words.own(row.definition, row.member, job_type)
        above = _above(row.path, hidden)
        if own is not None and own.not_shown is not None:
            hidden[row.path] = own.not_shown
        elif own is None and word is not None and above is not None:
            word = dataclasses.replace(word, label="", page=None, no_page_found="", not_shown=above)
        found.append((row, word))
    return found


def _above(path: str, hidden: Mapping[str, Page]) -> Page | None:
    return next((page for parent, page in hidden.items() if is_below(path, parent)), None)


def is_below(path: str, parent: str) -> bool:
    """Whether ``path`` is in the object ``parent``, or in one of the objects that it lists."""
    return path.startswith((f"{parent}.", f"{parent}["))
