# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A client whose server has one list for each path, and no network."""

from __future__ import annotations

import typing as t
from datetime import tzinfo
from zoneinfo import ZoneInfo

from ansible_collections.backupops.veeam.plugins.module_utils._errors import RequestRefused

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from ansible_collections.backupops.veeam.plugins.module_utils._model import Gap, Json


class Lists:
    """A client of a server in New York that has one list for each path; ``strict`` ones refuse unknown types.

    An error in the place of a list is raised.
    """

    def __init__(
        self,
        rows: dict[str, t.Any],
        *,
        revision: str = "1.3-rev2",
        strict: bool = False,
        gap: Gap | None = None,
    ) -> None:
        self.revision = revision
        self.rows = rows
        self.strict = strict
        self.gap = gap
        self.asked: list[dict[str, str]] = []
        self.read: list[str] = []
        self.warned: list[Gap] = []
        self.searched: list[tuple[str, Json]] = []

    def zone(self) -> tzinfo:
        return ZoneInfo("America/New_York")

    def pages(self, path: str, params: t.Any = (), *, page_size: int = 200) -> Iterator[Json]:
        del page_size
        self.read.append(path)
        self.asked.append(dict(params))
        if self.strict and "typeFilter" in dict(params):
            raise RequestRefused("no", status=400, method="GET", path=path, error_code="", server_message="no")
        rows = self.rows[path]
        if isinstance(rows, Exception):
            raise rows
        yield from rows
        return self.gap

    def search_pages(self, path: str, body: Json) -> Iterator[Json]:
        """A list that is asked for by POST."""
        self.searched.append((path, body))
        rows = self.rows[path]
        if isinstance(rows, Exception):
            raise rows
        yield from rows
        return self.gap

    def unexplained_pages(self, path: str, params: t.Any = (), *, order: t.Any = None) -> Iterator[Json]:
        del order
        return self.pages(path, params)

    def warn_of(self, gap: Gap | None) -> Gap | None:
        if gap is not None:
            self.warned.append(gap)
        return gap
