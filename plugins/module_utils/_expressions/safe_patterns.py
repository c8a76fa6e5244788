# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Regular expressions of policies that end in time, whatever they are matched with. Pure.

Python's matching tries every way to share a text among the repeats of a pattern: ``(a+)+b`` takes years for forty
letters. A pattern comes from a merge request, so that only those are taken in which the ways are few.
"""

from __future__ import annotations

import itertools
import math
import re
import typing as t
import warnings

# What is matched; names of jobs are shorter.
LONGEST_SUBJECT: t.Final = 512
LONGEST_PATTERN: t.Final = 1_000
# In how many ways a text may be shared among repeats that may end in several places and choices, as a power of 2.
MOST_WAYS: t.Final = 20.0

_TOKEN: t.Final = re.compile(
    r"""(?P<edge>\\[bBAZ]|[\^$])|(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<open>\((?:\?(?:P<\w+>|<?[=!]|:))?)|(?P<close>\))
    |(?P<repeat>(?:[*+?]|\{\d+(?:,\d*)?\}|\{,\d*\})[?+]?)|(?P<either>\|)|(?P<atom>\\(?:x..|u....|.)|.)""",
    re.VERBOSE | re.DOTALL,
)
_REFERS_BACK: t.Final = re.compile(r"\\[1-9]|\(\?P=|\(\?\(")
_READ_OTHERWISE: t.Final = re.compile(r"\(\?(?![:=!]|P[<=]|<[=!]|\()")
_IGNORE_CASE: t.Final = "(?i)"
_LITERALS: t.Final = re.compile(r"[\w \-:/@#~,;=]+(?:\|[\w \-:/@#~,;=]+)*")
# What atoms are tried with, to see which of them take the same characters.
_PROBES: t.Final = (*map(chr, range(128)), "ä", "ß", "Я", "中")
_ALL: t.Final = frozenset(_PROBES)
_Open: t.TypeAlias = "tuple[frozenset[str], float]"
_NONE: t.Final = frozenset[str]()


def pattern_problem(pattern: str) -> str:
    """Why ``pattern`` cannot be used, "" when it can."""
    if len(pattern) > LONGEST_PATTERN:
        return f"has more than {LONGEST_PATTERN} characters"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        return f"is not a regular expression: {error}"
    bare = pattern.removeprefix(_IGNORE_CASE)
    if _REFERS_BACK.search(bare):
        return "refers back to a group; write what it is to match"
    if _READ_OTHERWISE.search(bare):
        return "has (? with something else than :, =, !, <=, <! or P<name> behind it"
    return _Scan(re.IGNORECASE if bare != pattern else 0).problem(bare)


def matches(pattern: str, text: str) -> bool:
    """Whether all of ``text``, as far as patterns look at it, is ``pattern``, which has no problem."""
    return re.fullmatch(pattern, text[:LONGEST_SUBJECT]) is not None


class _Scan:
    """One way through a pattern that Python has accepted, from left to right."""

    def __init__(self, flags: int) -> None:
        self._flags = flags
        # For each open group whether something is repeated or chosen inside, and where it begins.
        self._inside = [False]
        self._begins = [0]
        self._chosen = [1]
        self._last: tuple[frozenset[str], bool] = (_NONE, False)
        # The characters with which a repeat before this place could go on and its ways, here and before the last atom.
        self._open: _Open = (_NONE, 0.0)
        self._open_before: _Open = (_NONE, 0.0)
        self._ways = 0.0

    def problem(self, pattern: str) -> str:
        """What is wrong with the pattern, "" for nothing."""
        for found in _TOKEN.finditer(pattern):
            if found.lastgroup != "repeat":
                self._take(str(found.lastgroup), found)
            elif self._last[1] and not _at_most_once(found.group()):
                return "repeats a group in which something is repeated or chosen"
            else:
                self._repeat(found.group())
        self._ways += _ways_to_choose(pattern, self._chosen[0])
        if self._ways > MOST_WAYS:
            return (
                "has so many repeats and choices that may end in several places that there are more than "
                f"{2**MOST_WAYS:,.0f} ways to try; let other characters follow each of them, as in [a-z]+-[0-9]+"
            )
        return ""

    def _take(self, kind: str, found: re.Match[str]) -> None:
        if kind == "open":
            self._inside.append(False)
            self._begins.append(found.end())
            self._chosen.append(1)
            self._meet(_ALL)
        elif kind == "close":
            inside = self._inside.pop()
            self._inside[-1] |= inside
            self._last = (_ALL, inside)
            self._ways += _ways_to_choose(found.string[self._begins.pop() : found.start()], self._chosen.pop())
        elif kind == "either":
            self._inside[-1] = True
            self._chosen[-1] += 1
            self._meet(_ALL)
        elif kind in ("atom", "set"):
            pattern = re.compile(found.group(), self._flags | re.DOTALL)
            taken = frozenset(probe for probe in _PROBES if pattern.fullmatch(probe))
            self._meet(taken)
            self._last = (taken, False)

    def _meet(self, taken: frozenset[str]) -> None:
        """What can take the characters ``taken`` comes next."""
        characters, ways = self._open
        if characters & taken:
            self._ways += ways
        self._open_before, self._open = self._open, (_NONE, 0.0)

    def _repeat(self, token: str) -> None:
        least, most = _times(token)
        characters, ways = self._open_before if least == 0 else (_NONE, 0.0)
        if most != least:
            characters |= self._last[0]
            ways += math.log2(min(most, LONGEST_SUBJECT) - min(least, LONGEST_SUBJECT) + 1)
        self._open = (characters, ways)
        self._inside[-1] |= most > 1 or most != least


def _ways_to_choose(alternatives: str, number: int) -> float:
    """In how many ways one of ``number`` alternatives may be taken, as a power of 2.

    Of words of which none begins with another only one can be at a place.
    """
    if _LITERALS.fullmatch(alternatives):
        words = sorted(alternatives.casefold().split("|"))
        if not any(after.startswith(word) for word, after in itertools.pairwise(words)):
            return 0.0
    return math.log2(number)


def _times(token: str) -> tuple[int, float]:
    """How often a repeat wants its atom, at least and at most."""
    signs = {"*": (0, float("inf")), "+": (1, float("inf")), "?": (0, 1.0)}
    if token[0] in signs:
        return signs[token[0]]
    least, comma, most = token.rstrip("?+").strip("{}").partition(",")
    return int(least or 0), float(most or ("inf" if comma else least))


def _at_most_once(token: str) -> bool:
    return _times(token)[1] <= 1
