# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A request's query, already checked, with enum values in the newest revision's spelling."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class Query:
    """Parameters by name; each may have been given several times where the API takes a list."""

    values: dict[str, list[str]]

    def text(self, name: str, default: str = "") -> str:
        """The one value of `name`."""
        return self.values.get(name, [default])[0]

    def number(self, name: str, default: int | None = None) -> int | None:
        """The one value of `name` as an integer."""
        return int(self.values[name][0]) if name in self.values else default

    def flag(self, name: str, *, default: bool) -> bool:
        """The one value of `name` as a boolean."""
        return self.values[name][0] == "true" if name in self.values else default

    def many(self, name: str) -> list[str]:
        """Every value of `name`."""
        return self.values.get(name, [])

    def has(self, name: str) -> bool:
        """Whether `name` was given."""
        return name in self.values
