# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""The short way through a YAML file without anchors, tags and mistakes, as most are.

Values are made of what the parser says one after the other. A tree of nodes, which knows of each value where it stands,
takes twice the time and ten times the memory; ``reading`` makes it when the short way ends at something that is not
plain, and says then what that means.
"""

from __future__ import annotations

import typing as t

from .._files.limits import MOST_DEPTH, MOST_VALUES

if t.TYPE_CHECKING:
    from collections.abc import Callable

    # What a word stands for. Raises ValueError when that is nothing.
    Meaning = Callable[[str], t.Any]

_MERGE: t.Final = "<<"


class NotPlain(Exception):
    """There is something here for which the short way is none."""


class PlainYaml:
    """What is in a YAML file. ``plain`` and ``quoted`` say what words stand for, without quotes and in them.

    ``values`` is how many values were made; keys do not count.
    """

    def __init__(self, loader: t.Any, plain: Meaning, quoted: Meaning) -> None:
        # Imported here: PyYAML may be missing, which is said when a file is read.
        from yaml import events

        self.values = 0
        self._word, self._list_end, self._mapping_end = (
            events.ScalarEvent,
            events.SequenceEndEvent,
            events.MappingEndEvent,
        )
        self._list_start, self._end = events.SequenceStartEvent, events.StreamEndEvent
        self._next: Callable[[], t.Any] = loader.get_event
        self._plain = _Known(plain)
        self._quoted = _Known(quoted)

    def documents(self) -> list[t.Any]:
        """Every document. Raises NotPlain, and what the parser raises."""
        found = []
        self._next()
        # Each has a beginning and an end.
        while not isinstance(self._next(), self._end):
            found.append(self._value(self._next(), 1))
            self._next()
        return found

    def _value(self, event: t.Any, depth: int) -> t.Any:
        # An alias has an anchor too.
        if event.anchor is not None or event.tag is not None:
            raise NotPlain
        self.values += 1
        if isinstance(event, self._word):
            return (self._plain if event.implicit[0] else self._quoted)[event.value]
        # Both bounds are on the safe side of those that ``reading`` has a message for, which counts keys as well.
        if depth >= MOST_DEPTH or self.values > MOST_VALUES // 2:
            raise NotPlain
        is_list = isinstance(event, self._list_start)
        return self._list(depth + 1) if is_list else self._mapping(depth + 1)

    def _list(self, depth: int) -> list[t.Any]:
        found = []
        while not isinstance(event := self._next(), self._list_end):
            found.append(self._value(event, depth))
        return found

    def _mapping(self, depth: int) -> dict[str, t.Any]:
        found: dict[str, t.Any] = {}
        while not isinstance(event := self._next(), self._mapping_end):
            name = self._key(event)
            if name in found:
                raise NotPlain
            found[name] = self._value(self._next(), depth)
        return found

    def _key(self, event: t.Any) -> str:
        is_word = isinstance(event, self._word) and event.anchor is None and event.tag is None
        if not is_word or event.value == _MERGE:
            raise NotPlain
        name: str = self._quoted[event.value]
        return name


class _Known(dict[str, t.Any]):
    """What words stand for: the jobs of a set say the same ones again and again."""

    def __init__(self, meaning: Meaning) -> None:
        super().__init__()
        self._meaning = meaning

    def __missing__(self, word: str) -> t.Any:
        try:
            found = self[word] = self._meaning(word)
        except ValueError:
            raise NotPlain from None
        return found
