# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What must never be seen in a message."""

from __future__ import annotations

import base64
import html
import json
import re
import threading
import urllib.parse

MASK = "********"
_ESCAPED = re.compile("%[0-9A-F]{2}")


class Secrets:
    """The secrets of one task, in every spelling in which a server or a library could send them back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._spellings: tuple[str, ...] = ()
        self._shortest = 0
        self.known: frozenset[str] = frozenset()

    def add(self, *secrets: str) -> None:
        """Never show these."""
        with self._lock:
            self.known |= set(filter(None, secrets))
            known = set(self._spellings).union(*(_spellings(secret) for secret in secrets if secret))
            # The longest first: one secret may be a part of another.
            self._spellings = tuple(sorted(known, key=len, reverse=True))
            self._shortest = min(map(len, known), default=0)

    def redact(self, text: str) -> str:
        """``text`` with a mask for every secret."""
        # Most of what is shown is shorter than any of them.
        if len(text) < self._shortest:
            return text
        for spelling in self._spellings:
            text = text.replace(spelling, MASK)
        return text


def _spellings(secret: str) -> set[str]:
    octets = secret.encode("utf-8", errors="surrogatepass")
    readable = json.dumps(secret, ensure_ascii=False)[1:-1]
    as_text = {json.dumps(secret)[1:-1], readable, repr(secret)[1:-1], secret.replace("'", "''")}
    # What a block of YAML in double quotes makes of it, see the rendering of diffs.
    as_text.add("".join(char if char.isprintable() else f"\\U{ord(char):08x}" for char in readable))
    in_a_page = {html.escape(secret), html.escape(secret, quote=False)}
    in_an_address = {urllib.parse.quote(octets), urllib.parse.quote(octets, safe=""), urllib.parse.quote_plus(octets)}
    in_an_address |= {_ESCAPED.sub(lambda found: found[0].lower(), each) for each in in_an_address}
    in_a_header = {base64.b64encode(octets).decode(), base64.urlsafe_b64encode(octets).decode()}
    return {secret, *as_text, *in_a_page, *in_an_address, *in_a_header}
