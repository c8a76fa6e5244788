# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Characters that a terminal or a page would act on instead of showing them. Pure."""

from __future__ import annotations

import re
import typing as t

# Control characters without line feed and tab, lone halves of characters, line and paragraph separators, the marks,
# overrides and isolates of bidirectional text (Unicode TR 36 and TR 55), and the byte order mark.
_HIDDEN: t.Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_HALVES: t.Final = re.compile("[\ud800-\udfff]")


def visible(text: str) -> str:
    r"""``text`` with ``\u202e`` for such a character, so that what is read is what is there.

    A name from a server or a file can otherwise move the cursor, clear the screen or turn the line around.
    """
    return _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def writable(text: str) -> str:
    r"""``text`` with ``\ud800`` for a lone half of a character, which JSON can spell and Ansible does not take."""
    return text if text.isascii() else _HALVES.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
