# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Compose a job of layers, the weakest first, and say afterwards which layer a value comes from. Pure.

Mappings are merged member by member. Everything else, lists too, is replaced as a whole. ``null`` takes away what a
weaker layer says: then no layer says anything, and the server keeps what it has.
"""

from __future__ import annotations

import typing as t
from collections.abc import Mapping
from dataclasses import dataclass

from .._engine.sets.job_set import Origin
from .._paths import written_steps

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .._engine.sets.job_set import SourceLocation
    from .._model import Json
    from .._paths import Path
    from .locations import SourcePointer


@dataclass(frozen=True, slots=True)
class Layer:
    """A part of a job, and where it stands. ``label`` is what to call it."""

    label: str
    tree: Json
    pointer: SourcePointer


@dataclass(frozen=True, slots=True)
class LayeredSource:
    """The ``Source`` of a job that was composed of ``layers``; the last one is the job itself."""

    layers: tuple[Layer, ...]

    @property
    def file(self) -> str:
        return self.layers[-1].pointer.file

    @property
    def place(self) -> SourceLocation:
        return self.layers[-1].pointer.place()

    def origin(self, path: Path, *others: Path) -> Origin:
        """The strongest of the layers that say the value, or that say most of the way to it."""
        ways = [written_steps(each) for each in (path, *others)]
        deepest, number, steps = max(
            ((_depth(layer.tree, steps), number, steps) for number, layer in enumerate(self.layers) for steps in ways),
            key=lambda one: one[:2],
        )
        if deepest == 0:
            return Origin(self.layers[-1].label, self.place)
        layer = self.layers[number]
        return Origin(layer.label, layer.pointer.place(steps[:deepest]))


def compose(trees: Iterable[Json]) -> Json:
    """One tree of several, the weakest first. Nothing that is handed in is changed."""
    composed: Json = {}
    for tree in trees:
        composed = _over(composed, tree) if composed else _without_nulls(tree)
    return composed


def _over(below: Mapping[str, t.Any], above: Mapping[str, t.Any]) -> Json:
    merged = dict(below)
    for name, value in above.items():
        if value is None:
            merged.pop(name, None)
        elif isinstance(value, dict):
            known = merged.get(name)
            merged[name] = _over(known, value) if isinstance(known, dict) else _without_nulls(value)
        else:
            merged[name] = value
    return merged


def _without_nulls(tree: Json) -> Json:
    """``tree`` itself where it has no null: most of thousands of jobs are written in one layer."""
    if not _has_null(tree):
        return tree
    kept = {name: value for name, value in tree.items() if value is not None}
    return {name: _without_nulls(value) if isinstance(value, dict) else value for name, value in kept.items()}


def _has_null(tree: Json) -> bool:
    return None in tree.values() or any(_has_null(value) for value in tree.values() if isinstance(value, dict))


def _depth(tree: t.Any, steps: Sequence[str | int]) -> int:
    """How many of ``steps`` lead somewhere in ``tree``."""
    found = tree
    for depth, step in enumerate(steps):
        inside = range(len(found)) if isinstance(found, list) else found if isinstance(found, Mapping) else ()
        if step not in inside:
            return depth
        found = found[step]
    return len(steps)
