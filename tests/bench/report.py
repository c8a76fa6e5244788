# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a benchmark found, as a table."""

from __future__ import annotations

import statistics
import typing as t
from dataclasses import dataclass, field

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True)
class Row:
    """One figure. ``goal`` is the most it should be, None when there is no goal."""

    what: str
    value: float
    unit: str = ""
    goal: float | None = None

    @property
    def verdict(self) -> str:
        """Whether the goal is met, in a word."""
        if self.goal is None:
            return ""
        return f"{'met' if self.value <= self.goal else '**missed**'} (at most {self.goal:g})"


@dataclass(frozen=True)
class Section:
    """The figures of one benchmark, and what one must know to read them."""

    title: str
    rows: Sequence[Row]
    notes: str = ""
    columns: tuple[str, str, str] = ("what", "figure", "goal")
    lines: Sequence[str] = field(default_factory=tuple)


def as_markdown(sections: Iterable[Section]) -> str:
    """The sections as a page."""
    return "\n".join(_section(section) for section in sections)


def _section(section: Section) -> str:
    head = f"## {section.title}\n"
    notes = f"\n{section.notes}\n" if section.notes else ""
    table = f"\n| {' | '.join(section.columns)} |\n|---|--:|---|\n" + "".join(map(_row, section.rows))
    return head + notes + table + "".join(f"{line}\n" for line in section.lines)


def _row(row: Row) -> str:
    figure = f"{row.value:.4g}{f' {row.unit}' if row.unit else ''}"
    return f"| {row.what} | {figure} | {row.verdict} |\n"


def median(values: Iterable[float]) -> float:
    """The middle one: a burst of other work on the machine does not move it."""
    return statistics.median(values)
