# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Values that may be secrets, told by what the member is called. Pure.

Settings hold no secrets: ``encryptionPassword`` takes the hint by which the server knows a password. Who writes the
password itself there must not find it in a log.
"""

from __future__ import annotations

import functools
import re
import typing as t

from .secrets import MASK, Secrets

if t.TYPE_CHECKING:
    from collections.abc import Collection

_WORDS: t.Final = ("passw", "passphrase", "secret", "apikey", "accesskey", "privatekey", "token")
_SECRET: t.Final = re.compile("|".join(_WORDS).replace("token", "(?<!max)(?<!min)token"), re.IGNORECASE)
_ABOUT_A_SECRET: t.Final = re.compile(r"(ids?|uids?|hint|tag|name|type|keyid)$", re.IGNORECASE)
# Shorter values would be masked inside of other words; they are masked only where a secret is spoken of.
SHORTEST: t.Final = 6
_WORD: t.Final = re.compile(r"\w+")
_GUID: t.Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def sounds_secret(member: str) -> bool:
    """Whether a member of that name may hold a secret: ``encryptionPassword``, and not ``encryptionPasswordId``."""
    return _SECRET.search(member) is not None and _ABOUT_A_SECRET.search(member) is None


def mentions_a_secret(text: str) -> bool:
    """Whether a file can have such members at all: quicker than looking at each."""
    # Looking for words takes a tenth of the time that looking for the pattern does.
    folded = text.casefold().replace("\N{COMBINING DOT ABOVE}", "").replace("\N{LATIN SMALL LETTER DOTLESS I}", "i")
    return any(word in folded for word in _WORDS) and _SECRET.search(text) is not None


def as_word(value: t.Any) -> str:
    """A text or a number as a text, "" for everything else."""
    is_word = isinstance(value, (str, int, float)) and not isinstance(value, bool)
    return str(value) if is_word else ""


def doubtful_values(tree: t.Any) -> frozenset[str]:
    """The texts in ``tree`` that stand at or below a member that sounds like a secret; numbers as texts.

    A password of digits without quotes is a number.
    """
    # The same few names come again and again.
    sounds = functools.cache(sounds_secret)
    found: set[str] = set()
    left: list[tuple[t.Any, bool]] = [(tree, False)]
    while left:
        value, secret = left.pop()
        if isinstance(value, t.Mapping):
            left += [(inner, secret or sounds(str(name))) for name, inner in value.items()]
        elif isinstance(value, (list, tuple)):
            left += [(inner, secret) for inner in value]
        elif secret and (word := as_word(value)).strip() and not _GUID.fullmatch(word):
            found.add(word)
    return frozenset(found)


class Masking:
    """Takes doubtful values out of texts: everywhere, the short ones only in lines that speak of a secret."""

    def __init__(self, doubtful: Collection[str]) -> None:
        self._long = Secrets()
        self._long.add(*(value for value in doubtful if len(value) >= SHORTEST))
        self._short = sorted(value for value in doubtful if len(value) < SHORTEST)

    def text(self, text: str, *, about: str = "") -> str:
        """``text`` without them. ``about`` is the path that all of it is about."""
        text = self._long.redact(text)
        if not self._short:
            return text
        return "\n".join(
            self._line(line) if _speaks_of_a_secret(f"{about} {line}") else line for line in text.split("\n")
        )

    def _line(self, line: str) -> str:
        for value in self._short:
            line = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", MASK, line)
        return line


def _speaks_of_a_secret(line: str) -> bool:
    return any(sounds_secret(word) for word in _WORD.findall(line))
