# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Read a YAML or JSON file, fast, and find the line of a value only when it is asked for.

Plain words mean what they mean in YAML 1.2, in which editors read them too: ``22:00`` is a text and not the number
1320, ``2026-01-31`` is a text and not a date, ``on``, ``off``, ``yes`` and ``no`` are texts (which do as true or false
where a setting wants that), and ``007`` keeps its zeros.
"""

from __future__ import annotations

import functools
import json
import re
import sys
import traceback
import typing as t
from collections import Counter

from .._files.limits import MOST_DEPTH, MOST_VALUES, Unreadable, count_values, read_bytes, shown, value_problem
from .._redaction.secret_members import doubtful_values, mentions_a_secret
from .plain_yaml import NotPlain, PlainYaml

try:
    import yaml
except ImportError:
    YAML_MISSING: str | None = traceback.format_exc()
else:
    YAML_MISSING = None

if t.TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    Steps: t.TypeAlias = "tuple[str | int, ...]"

_TAG: t.Final = "tag:yaml.org,2002:"
_TEXT: t.Final = f"{_TAG}str"
_LIST: t.Final = f"{_TAG}seq"
_MAPPING: t.Final = f"{_TAG}map"
_MERGE: t.Final = f"{_TAG}merge"
# What a plain word is; everything else is a text.
_PLAIN: t.Final = (
    ("bool", re.compile(r"true|True|TRUE|false|False|FALSE")),
    ("int", re.compile(r"[-+]?(0|[1-9][0-9]*)")),
    ("float", re.compile(r"[-+]?[0-9]+\.[0-9]+([eE][-+]?[0-9]+)?")),
    ("null", re.compile(r"~|null|Null|NULL|")),
    ("merge", re.compile(r"<<")),
)
_BEFORE_A_VALUE: t.Final = ",[{"
_JSON_TEXT: t.Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_FOR_ANSIBLE: t.Final = {"!vault": "holds a secret; a job only names credentials", "!unsafe": "is for Ansible only"}


class File:
    """What is in a file: ``documents`` as plain Python. Only JSON's types come up, and keys are always texts.

    ``values`` is how many values that are once every alias is written out.
    """

    def __init__(self, label: str, text: str, documents: list[t.Any], values: int) -> None:
        self.label = label
        self.documents = documents
        self.values = values
        self._text = text
        # The keys of the mappings that a line was asked for: looking through a long one for each would take hours.
        self._keys: dict[int, dict[str, tuple[int, t.Any]]] = {}

    def doubtful(self) -> frozenset[str]:
        """The values that stand where a secret could."""
        return doubtful_values(self.documents) if mentions_a_secret(self._text) else frozenset()

    def line(self, document: int, steps: Steps = ()) -> int | None:
        """The line on which the value at ``steps`` of a document begins, or of the closest thing around it."""
        nodes = self._nodes
        if document >= len(nodes):
            return None
        found, line = nodes[document], None
        for step in steps:
            pair = self._child(found, step)
            if pair is None:
                break
            line, found = pair
        mark = found.start_mark.line + 1 if line is None else line
        return int(mark)

    def _child(self, node: t.Any, step: str | int) -> tuple[int, t.Any] | None:
        """The line of the key (or item) ``step`` of ``node``, and its node."""
        if node.id == "sequence" and isinstance(step, int) and step < len(node.value):
            return node.value[step].start_mark.line + 1, node.value[step]
        if node.id == "mapping" and isinstance(step, str):
            keys = self._keys.get(id(node))
            if keys is None:
                scalars = [(key, item) for key, item in node.value if key.id == "scalar"]
                keys = self._keys[id(node)] = {key.value: (key.start_mark.line + 1, item) for key, item in scalars}
            return keys.get(step)
        return None

    @functools.cached_property
    def _nodes(self) -> list[t.Any]:
        # Reading the file once more is cheap for the few files that something is said about.
        try:
            return [node for node in _compose(self._text) if node is not None]
        except (Unreadable, yaml.YAMLError):
            return []


def read(path: Path, label: str) -> File:
    """The file at ``path``; ``label`` is what to call it. Raises Unreadable.

    An empty file is refused: a disk that is full, or a checkout that was interrupted, leaves such files, and what it no
    longer says would be pruned.
    """
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"is not text in UTF-8 (byte {error.start})") from None
    if not text.strip():
        raise Unreadable("is empty; if it is meant to have no jobs, write jobs: []")
    return parse(text, label, as_json=path.suffix == ".json")


def parse(text: str, label: str, *, as_json: bool = False) -> File:
    """A file with the content ``text``. Raises Unreadable, with the line."""
    if as_json:
        documents = [_json(text)] if text.strip() else []
        return File(label, text, documents, count_values(documents))
    try:
        documents, values = _plainly(text) or _thoroughly(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = ", ".join(part for part in (error.context, error.problem) if part)
        raise Unreadable(f"is not valid YAML: {said}", None if mark is None else mark.line + 1) from None
    except yaml.YAMLError as error:
        raise Unreadable(f"is not valid YAML: {error}") from None
    return File(label, text, documents, values)


def _plainly(text: str) -> tuple[list[t.Any], int] | None:
    """The documents of a YAML text, and how many values are in them; None when there is anything special in it."""
    loader = _loader()(text)
    found = PlainYaml(loader, lambda word: _meaning(_tag_of_plain(word), word), lambda word: _meaning(_TEXT, word))
    try:
        return found.documents(), found.values
    except (NotPlain, yaml.YAMLError):
        return None
    finally:
        loader.dispose()


def _thoroughly(text: str) -> tuple[list[t.Any], int]:
    """The same for every YAML text. Raises Unreadable, and what the parser raises."""
    # One count for all documents: each could be as large as a file may be.
    values = _Values()
    nodes = [node for node in _compose(text) if node is not None]
    return [values.value(node) for node in nodes], values.written_out


def _json(text: str) -> t.Any:
    if _most_values(text) > 2 * MOST_VALUES:
        raise Unreadable(f"has more than {MOST_VALUES:,} values")
    try:
        found = json.loads(text, object_pairs_hook=_unique)
    except json.JSONDecodeError as error:
        raise Unreadable(f"is not valid JSON: {error.msg}", error.lineno) from None
    except ValueError:
        # Python converts no number of more than some thousand digits.
        raise Unreadable("has a number that is far too long") from None
    except RecursionError:
        raise Unreadable(f"is nested deeper than {MOST_DEPTH} levels") from None
    return found


def _most_values(text: str) -> int:
    """No less than the values in a JSON text: a value is the first of its list or mapping, or stands behind a comma."""
    count = sum(map(text.count, _BEFORE_A_VALUE))
    return count if count <= MOST_VALUES else sum(map(_JSON_TEXT.sub("", text).count, _BEFORE_A_VALUE))


def _unique(pairs: list[tuple[str, t.Any]]) -> dict[str, t.Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, dummy in pairs]
        twice = Counter(names).most_common(1)[0][0]
        raise Unreadable(f'has the key "{shown(twice)}" twice in one place')
    return found


def _compose(text: str) -> Iterator[t.Any]:
    loader = _loader()(text)
    try:
        while loader.check_node():
            yield loader.get_node()
    finally:
        loader.dispose()


@functools.cache
def _loader() -> type[t.Any]:
    # libyaml's parser is many times faster, and not everywhere.
    base: t.Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    def resolve(dummy: t.Any, kind: t.Any, word: str | None, implicit: tuple[bool, bool]) -> str:
        if kind is yaml.ScalarNode:
            return _tag_of_plain(word or "") if implicit[0] else _TEXT
        return _LIST if kind is yaml.SequenceNode else _MAPPING

    return type("TreeLoader", (_Bounded, base), {"resolve": resolve})


class _Bounded:
    """Stops the composer before it goes down too deep, which would end the process, or takes too much memory.

    It calls itself at each level, and comes here with each node that is no alias.
    """

    _depth = 0
    _nodes = 0

    def descend_resolver(self, parent: t.Any, index: t.Any) -> None:
        del index
        self._depth += 1
        self._nodes += 1
        if self._nodes > MOST_VALUES:
            raise Unreadable(f"has more than {MOST_VALUES:,} values", parent and parent.start_mark.line + 1)
        if self._depth > MOST_DEPTH:
            raise Unreadable(f"is nested deeper than {MOST_DEPTH} levels", parent.start_mark.line + 1)

    def ascend_resolver(self) -> None:
        self._depth -= 1


@functools.lru_cache(maxsize=4096)
def _tag_of_plain(word: str) -> str:
    return _TAG + next((kind for kind, pattern in _PLAIN if pattern.fullmatch(word)), "str")


class _Values:
    """From the nodes of one file to plain values: quicker than PyYAML's own, and stricter."""

    def __init__(self) -> None:
        self._known: dict[int, t.Any] = {}
        # How many values each of them is when it is written out.
        self._sizes: dict[int, int] = {}
        self.written_out = 0
        self._open: set[int] = set()

    def value(self, node: t.Any) -> t.Any:
        """What ``node`` stands for. Raises Unreadable."""
        self.written_out += 1
        if self.written_out > MOST_VALUES:
            said = f"has more than {MOST_VALUES:,} values once its aliases are written out"
            raise Unreadable(said, node.start_mark.line + 1)
        if node.id == "scalar":
            return self._scalar(node)
        known = self._known.get(id(node))
        if known is not None:
            self.written_out += self._sizes[id(node)]
            return known
        before = self.written_out
        if id(node) in self._open:
            raise Unreadable("contains itself", node.start_mark.line + 1)
        self._open.add(id(node))
        found = self._list(node) if node.id == "sequence" else self._mapping(node)
        self._open.discard(id(node))
        self._known[id(node)] = found
        self._sizes[id(node)] = self.written_out - before
        return found

    def _scalar(self, node: t.Any) -> t.Any:
        if problem := value_problem(node.value):
            raise Unreadable(problem, node.start_mark.line + 1)
        make = _MEANINGS.get(node.tag)
        if make is None:
            raise _unknown_tag(node)
        try:
            return make(node.value)
        except ValueError:
            said = f'"{shown(node.value)}" does not fit its tag {shown(node.tag)}'
            raise Unreadable(said, node.start_mark.line + 1) from None

    def _list(self, node: t.Any) -> list[t.Any]:
        if node.tag != _LIST:
            raise _unknown_tag(node)
        return [self.value(item) for item in node.value]

    def _mapping(self, node: t.Any) -> dict[str, t.Any]:
        if node.tag != _MAPPING:
            raise _unknown_tag(node)
        found: dict[str, t.Any] = {}
        merged: dict[str, t.Any] = {}
        for key, item in node.value:
            name = key.value if key.id == "scalar" else None
            if not isinstance(name, str) or value_problem(name):
                raise Unreadable("a key must be a word", key.start_mark.line + 1)
            if key.tag == _MERGE:
                merged = {**self._merged(item), **merged}
            elif name in found:
                raise Unreadable(f'has the key "{shown(name)}" twice in one place', key.start_mark.line + 1)
            else:
                found[sys.intern(name)] = self.value(item)
        return {**merged, **found} if merged else found

    def _merged(self, node: t.Any) -> dict[str, t.Any]:
        parts = node.value if node.id == "sequence" else [node]
        found: dict[str, t.Any] = {}
        for part in reversed(parts):
            if part.id != "mapping":
                raise Unreadable("<< takes an anchor of a mapping", part.start_mark.line + 1)
            found.update(self.value(part))
        return found


def _unknown_tag(node: t.Any) -> Unreadable:
    why = _FOR_ANSIBLE.get(node.tag, "is not known here")
    return Unreadable(f"the tag {shown(node.tag)} cannot be used: it {why}", node.start_mark.line + 1)


def _number(read: t.Callable[[str], t.Any]) -> t.Callable[[str], t.Any]:
    def number(text: str) -> t.Any:
        found = read(text)
        if value_problem(found):
            raise ValueError(text)
        return found

    return number


_MEANINGS: t.Final[dict[str, t.Callable[[str], t.Any]]] = {
    # The jobs of a set say the same words again and again.
    _TEXT: sys.intern,
    f"{_TAG}int": _number(int),
    f"{_TAG}float": _number(float),
    f"{_TAG}bool": lambda text: text.lower() == "true",
    f"{_TAG}null": lambda dummy: None,
    _MERGE: str,
}


def _meaning(tag: str, word: str) -> t.Any:
    """What a word of a known tag stands for. Raises ValueError for nothing that an API can take."""
    if value_problem(word):
        raise ValueError(word)
    return _MEANINGS[tag](word)
