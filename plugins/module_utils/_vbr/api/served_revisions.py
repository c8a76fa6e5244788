# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Where a server tells which revisions of the API it serves.

No call of the API lists them. Older servers name them in the sentence by which they refuse a revision ("The following
versions are supported: v1.0-rev1, …"); live servers list their definitions, without a logon, in the script of the
page that shows the API to browsers.
"""

from __future__ import annotations

import re
import typing as t

from ..._errors import VeeamError

if t.TYPE_CHECKING:
    from collections.abc import Iterable

    from ..._http.transport import Transport

LIST: t.Final = "/swagger/index.js"
# The real one has 4 KB; more than this is something else.
_MOST_BYTES: t.Final = 256 * 1024
_REVISION: t.Final = re.compile(r"(?<![\d.])(\d{1,4})\.(\d{1,4})-rev(\d{1,4})(?!\d)", re.IGNORECASE)


def named_in(text: str) -> frozenset[str]:
    """Every revision that ``text`` names, as this API writes them: ``1.2-rev1``."""
    return frozenset(f"{int(major)}.{int(minor)}-rev{int(number)}" for major, minor, number in _REVISION.findall(text))


def listed_by(transport: Transport) -> frozenset[str]:
    """The revisions that the server's page for browsers offers; none where there is no such page. Asks once."""
    try:
        reply = transport.request("GET", LIST, retries=0)
    except VeeamError:
        return frozenset()
    if reply.status != 200:
        return frozenset()
    return named_in(reply.body[:_MOST_BYTES].decode("utf-8", errors="replace"))


def in_order(revisions: Iterable[str]) -> list[str]:
    """``revisions``, the oldest first."""
    return sorted(revisions, key=_age)


def is_newer(revision: str, other: str) -> bool:
    """Whether ``revision`` came after ``other``."""
    return _age(revision) > _age(other)


def _age(revision: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", revision)]
