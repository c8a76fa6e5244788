# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where live servers do not keep to the vendor's OpenAPI files.

Each line says what a live server was seen to do, and which complaint of a check against the file it explains. A line
that explains nothing is a fault of this table; the contract tests look for that.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable


@dataclasses.dataclass(frozen=True)
class Deviation:
    """What live servers do, the paths on which they do it, and the complaints (patterns) that it explains."""

    seen: str
    path: str
    problem: str


_SESSIONS = r"/api/v1/(jobs|sessions|taskSessions)(/.*)?"
TABLE = (
    Deviation(
        "error bodies repeat the message as title and have the status",
        r".*",
        r"(title|status): unknown member",
    ),
    Deviation(
        "backups and task sessions have times of the server without an offset",
        r"/api/v1/(backups(/[^/]+)?|taskSessions(/[^/]+)?|sessions/[^/]+/taskSessions)",
        r"(data\[\d+\]\.)?(creationTime|endTime): .* has no offset.*",
    ),
    Deviation(
        "sessions have types that no document has, or only a newer one",
        _SESSIONS,
        r"(data\[\d+\]\.)?sessionType: .* is not one of .*",
    ),
)


def explained(path: str, problem: str) -> Deviation | None:
    """The line of the table that explains `problem`, found in a reply to a request for `path`."""
    for deviation in TABLE:
        if re.fullmatch(deviation.path, path) and re.fullmatch(deviation.problem, problem):
            return deviation
    return None


def unexplained(path: str, problems: Iterable[str]) -> list[str]:
    """Those of `problems` that no line of the table explains."""
    return [problem for problem in problems if explained(path, problem) is None]
