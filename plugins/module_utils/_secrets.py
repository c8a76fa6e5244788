# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What must never be seen in a message. PRIVATE to the collection."""

from __future__ import annotations

import base64
import json
import threading
import urllib.parse

MASK = "********"


class Secrets:
    """The secrets of one task, in every spelling in which a server or a library could send them back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._spellings: tuple[str, ...] = ()
        self.known: frozenset[str] = frozenset()

    def add(self, *secrets: str) -> None:
        """Never show these."""
        with self._lock:
            self.known |= set(filter(None, secrets))
            known = set(self._spellings).union(*(_spellings(secret) for secret in secrets if secret))
            # The longest first: one secret may be a part of another.
            self._spellings = tuple(sorted(known, key=len, reverse=True))

    def redact(self, text: str) -> str:
        """``text`` with a mask for every secret."""
        for spelling in self._spellings:
            text = text.replace(spelling, MASK)
        return text


def _spellings(secret: str) -> set[str]:
    as_json = json.dumps(secret)[1:-1]
    readable = json.dumps(secret, ensure_ascii=False)[1:-1]
    octets = secret.encode("utf-8", errors="surrogateescape")
    quoted = {urllib.parse.quote(octets), urllib.parse.quote(octets, safe=""), urllib.parse.quote_plus(octets)}
    return {secret, as_json, readable, base64.b64encode(octets).decode(), *quoted}
