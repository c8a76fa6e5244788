# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filter language of the query service: ``Name=="Daily Backup";(JobType==Backup,JobType==Replica)``."""

from __future__ import annotations

import operator
import re
import typing as t
from dataclasses import dataclass

OPERATORS: dict[str, t.Callable[[t.Any, t.Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}
_TOKEN = re.compile(
    r"""(?P<quoted>"(?:[^"]|"")*")|(?P<operator>==|!=|>=|<=|>|<)|(?P<mark>[;,()])|(?P<word>[A-Za-z_0-9:.\- ]+)"""
)


class BadQuery(Exception):
    """A query that the service refuses; the text is the message of its 400."""


@dataclass(frozen=True)
class Condition:
    """One comparison; ``value`` is the text as written, without its quotes."""

    field: str
    operator: str
    value: str


@dataclass(frozen=True)
class Group:
    """Conditions that must all hold (``every``) or of which one must."""

    every: bool
    parts: tuple[Condition | Group, ...]


def parse(text: str) -> Condition | Group:
    """The condition that a filter expresses.

    Blanks in an unquoted value are dropped without a word (T55); any other character outside ``A-Za-z_0-9`` (and what
    UIDs and dates need) is an error. Raises BadQuery.
    """
    parser = _Parser(_tokens(text))
    result = parser.either()
    if parser.rest():
        raise BadQuery(f"Unexpected '{parser.rest()[0][1]}' in the filter.")
    return result


def holds(condition: Condition | Group, test: t.Callable[[Condition], bool]) -> bool:
    """Whether a condition holds when ``test`` decides about single comparisons."""
    if isinstance(condition, Condition):
        return test(condition)
    results = (holds(part, test) for part in condition.parts)
    return all(results) if condition.every else any(results)


def fields(condition: Condition | Group) -> t.Iterator[Condition]:
    """All single comparisons."""
    if isinstance(condition, Condition):
        yield condition
    else:
        for part in condition.parts:
            yield from fields(part)


def _tokens(text: str) -> list[tuple[str, str]]:
    found, position = [], 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise BadQuery(f"Unexpected character '{text[position]}' in the filter.")
        position = match.end()
        kind = str(match.lastgroup)
        content = match.group().replace(" ", "") if kind == "word" else match.group()
        if content:
            found.append((kind, content))
    return found


class _Parser:
    """Recursive descent: ``,`` (or) binds weaker than ``;`` (and)."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._position = 0

    def rest(self) -> list[tuple[str, str]]:
        return self._tokens[self._position :]

    def either(self) -> Condition | Group:
        parts = [self._both()]
        while self._accept("mark", ","):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else Group(every=False, parts=tuple(parts))

    def _both(self) -> Condition | Group:
        parts = [self._single()]
        while self._accept("mark", ";"):
            parts.append(self._single())
        return parts[0] if len(parts) == 1 else Group(every=True, parts=tuple(parts))

    def _single(self) -> Condition | Group:
        if self._accept("mark", "("):
            inner = self.either()
            if not self._accept("mark", ")"):
                raise BadQuery("A parenthesis of the filter is not closed.")
            return inner
        name = self._take("word")
        sign = self._take("operator")
        kind, text = self._next()
        if kind == "quoted":
            return Condition(name, sign, text[1:-1].replace('""', '"'))
        if kind != "word":
            raise BadQuery(f"A value is missing after '{name}{sign}'.")
        return Condition(name, sign, text)

    def _accept(self, kind: str, text: str) -> bool:
        if self.rest()[:1] != [(kind, text)]:
            return False
        self._position += 1
        return True

    def _take(self, kind: str) -> str:
        found, text = self._next()
        if found != kind:
            raise BadQuery(f"Unexpected '{text}' in the filter: a {kind} should be there.")
        return text

    def _next(self) -> tuple[str, str]:
        if not self.rest():
            raise BadQuery("The filter ends too early.")
        token = self.rest()[0]
        self._position += 1
        return token
