# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A list behind ``skip`` and ``limit``, cut into pages in every way in which servers do it."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

Row = dict[str, t.Any]


@dataclass
class PagedServer:
    """``rows`` are counted; those with ``hidden`` are never shown. ``asked`` are the offsets of all requests.

    ``skips_hidden``: ``skip`` counts hidden rows. ``most``: no page has more rows, whatever was asked for;
    ``says_limit``: and the reply says so. ``total``: what it says instead of the number of rows (a number, or None for
    nothing). ``ignores_skip``: every page is the first one.
    """

    rows: list[Row]
    skips_hidden: bool = True
    most: int | None = None
    says_limit: bool = False
    total: int | str | None = "right"
    ignores_skip: bool = False
    asked: list[int] = field(default_factory=list)

    def page(self, skip: int, limit: int) -> t.Any:
        self.asked.append(skip)
        size = limit if self.most is None else min(limit, self.most)
        start = 0 if self.ignores_skip else skip
        if self.skips_hidden:
            shown = [row for row in self.rows[start : start + size] if not row.get("hidden")]
        else:
            shown = self.visible[start : start + size]
        pagination: dict[str, t.Any] = {"count": len(shown)}
        if self.total is not None:
            pagination["total"] = len(self.rows) if self.total == "right" else self.total
        if self.says_limit:
            pagination["limit"] = size
        return {"data": shown, "pagination": pagination}

    @property
    def visible(self) -> list[Row]:
        return [row for row in self.rows if not row.get("hidden")]


def numbered(count: int, *, hidden: t.Collection[int] = ()) -> list[Row]:
    """``count`` rows with ids; those at ``hidden`` are not shown."""
    return [{"id": str(number), **({"hidden": True} if number in hidden else {})} for number in range(count)]
