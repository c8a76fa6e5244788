# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a benchmark found, as tables."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from tests.bench.playing import CONTROLLER, MODULE

if t.TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Cell = str | float | None
_RATIOS: t.Final = ("what", "in the controller", "as a module", "goal")


@dataclass(frozen=True)
class Row:
    """One ratio or count, for a task that runs in the controller and for one that runs as a module; None: not measured.

    ``goal`` is the most that it should be, None when there is none. It is for the task in the controller where there is
    such a figure.
    """

    what: str
    controller: float | None = None
    module: float | None = None
    goal: float | None = None
    unit: str = ""

    @classmethod
    def both(cls, what: str, figure: Callable[[str], float], goal: float | None = None, unit: str = "") -> Row:
        """The row of the ``figure`` of each of the two ways."""
        return cls(what, figure(CONTROLLER), figure(MODULE), goal, unit)

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The row of a table."""
        return (self.what, self._figure(self.controller), self._figure(self.module), self.verdict)

    @property
    def verdict(self) -> str:
        """Whether the goal is met, in a word."""
        value = self.module if self.controller is None else self.controller
        if self.goal is None or value is None:
            return ""
        return f"{'met' if value <= self.goal else '**not met**'} (at most {self.goal:g})"

    def _figure(self, value: float | None) -> str:
        return f"{_text(value)} {self.unit}".strip()


@dataclass(frozen=True)
class Table:
    """Any other figures: a heading for each column, and rows of as many cells."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Section:
    """The figures of one benchmark, and what one must know to read them: ``notes`` and, below the tables, ``lines``."""

    title: str
    rows: Sequence[Row] = ()
    tables: Sequence[Table] = ()
    notes: str = ""
    lines: Sequence[str] = ()

    @property
    def body(self) -> str:
        """The section without its heading, in Markdown."""
        ratios = [Table(_RATIOS, [row.cells for row in self.rows])] if self.rows else []
        parts = [*map(_table, [*ratios, *self.tables]), self.notes, "\n".join(self.lines)]
        return "\n\n".join(filter(None, parts))


def goals(sections: Iterable[Section]) -> Section:
    """What there are goals for, in one table."""
    return Section("Goals", [row for section in sections for row in section.rows if row.goal is not None])


def as_markdown(sections: Iterable[Section]) -> str:
    """The sections as a page."""
    return "\n".join(f"## {section.title}\n\n{section.body}\n" for section in sections)


def _table(table: Table) -> str:
    rule = ["---", *["--:"] * (len(table.columns) - 1)]
    return "\n".join(f"| {' | '.join(map(_text, cells))} |" for cells in (table.columns, rule, *table.rows))


def _text(cell: Cell) -> str:
    """A figure with three digits that count, a larger one without a fraction."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    return f"{cell:,.0f}" if abs(cell) >= 100 or cell == int(cell) else f"{cell:.3g}"
