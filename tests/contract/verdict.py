# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a simulator has to complain about in the requests it got, and in the replies it gave."""

from __future__ import annotations

import typing as t
from collections.abc import Iterable

Entry = dict[str, t.Any]
KNOWN = (
    # The vendor has no other way to find the newest revision that a server accepts than to try.
    "refused: The specified API version is not supported.",
    "does not support the API version",
    "refused: Unsupported RESTAPI version.",
)


def complaints(entries: Iterable[Entry], *, allowed: Iterable[str] = ()) -> list[str]:
    """One sentence for each request that was refused or in part ignored, and for each reply that broke the contract.

    ``entries`` is what ``GET /_simulator/requests`` gives. ``allowed`` holds texts; a refusal that contains one of them
    was wanted. An empty list means that client and simulator kept to the vendor's OpenAPI file throughout; replies are
    looked at when the simulator runs with ``--check-replies``.
    """
    wanted = (*KNOWN, *allowed)
    sentences = [f"{entry['method']} {entry['path']}: {complaint}" for entry in entries for complaint in _of(entry)]
    return [text for text in sentences if not any(part in text for part in wanted)]


def _of(entry: Entry) -> Iterable[str]:
    if entry["refused"]:
        yield f"refused: {entry['refused']}"
    for path in entry["dropped"]:
        yield f"ignored: {path}"
    for problem in entry["reply_problems"]:
        yield f"the reply is wrong: {problem}"
