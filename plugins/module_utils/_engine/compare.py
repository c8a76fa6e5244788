# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What differs between what is wanted and what is there. Only what is wanted is looked at. Pure functions.

Both sides are JSON values in the same vocabulary, with ids in place of names. What counts as equal is the vendor's
business: every function takes its ``ComparisonRules``.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from .._product import ComparisonRules

# The members from the top of the job: what a setting is does not depend on the item that it is of.
Members: t.TypeAlias = "tuple[str, ...]"


class Inside(t.NamedTuple):
    """An item of a list on the way to a difference. ``depth`` is the number of members up to the list."""

    depth: int
    item: t.Any
    wanted: list[t.Any]

    @property
    def place(self) -> int | None:
        """Its place among the wanted items, None when it is not wanted."""
        return next((index for index, item in enumerate(self.wanted) if item is self.item), None)


@dataclass(frozen=True)
class Difference:
    """A member that is not as wanted.

    ``members`` are the names from the top of the job, ``items`` says for those that are lists which item is meant.
    ``whole_item``: the item itself is missing or too much.
    """

    members: Members
    before: t.Any
    after: t.Any
    items: tuple[Inside, ...] = ()
    whole_item: bool = False


@dataclass(frozen=True)
class Pairing:
    """Which wanted item of a list belongs to which observed one (None: to none), and what is there unwanted."""

    pairs: list[tuple[t.Any, t.Any]]
    unwanted: list[t.Any]
    kept: list[t.Any]
    ordered: bool = False

    def in_observed_order(self, observed: list[t.Any]) -> list[tuple[t.Any, t.Any]]:
        """The pairs in the order of the server's list, what is new at the end; for ordered lists, as wanted."""
        if self.ordered:
            return self.pairs
        place = {id(item): index for index, item in enumerate(observed)}
        return sorted(self.pairs, key=lambda pair: place.get(id(pair[1]), len(observed)))


def equal(wanted: t.Any, observed: t.Any, rules: ComparisonRules, path: Members) -> bool:
    """True when ``observed`` holds everything that is wanted."""
    return next(differences(wanted, observed, rules, path), None) is None


def differences(
    wanted: t.Any,
    observed: t.Any,
    rules: ComparisonRules,
    path: Members = (),
    items: tuple[Inside, ...] = (),
) -> Iterator[Difference]:
    """Every place where ``observed`` is not as ``wanted``, in the order in which it was written."""
    ours, theirs = rules.normal(path, wanted), rules.normal(path, observed)
    if isinstance(ours, dict) and (theirs is None or isinstance(theirs, dict)):
        present = theirs or {}
        for member, value in ours.items():
            other = present.get(member)
            # Plain values that are the same whatever the rules say, as most of what is compared.
            if type(value) is type(other) and value == other and not isinstance(value, (dict, list)):
                continue
            below = (*path, member)
            if not rules.volatile(below):
                yield from differences(value, other, rules, below, items)
    elif isinstance(ours, list) and (theirs is None or isinstance(theirs, list)):
        yield from _list_differences(ours, theirs or [], rules, path, items)
    elif not _same(ours, theirs):
        yield Difference(path, observed, wanted, items)


def _same(ours: t.Any, theirs: t.Any) -> bool:
    """Equality in which True is not 1."""
    return bool(ours == theirs) and isinstance(ours, bool) == isinstance(theirs, bool)


def _list_differences(
    wanted: list[t.Any],
    observed: list[t.Any],
    rules: ComparisonRules,
    path: Members,
    items: tuple[Inside, ...],
) -> Iterator[Difference]:
    pairing = pair(wanted, observed, rules, path)
    changed_length = any(theirs is None for dummy, theirs in pairing.pairs) or bool(pairing.unwanted)
    if changed_length and (pairing.ordered or not _has_objects(wanted + observed)):
        # A list of plain values reads best as a whole; so does an order.
        visible = [item for item in observed if not any(item is kept for kept in pairing.kept)]
        yield Difference(path, visible or None, wanted, items)
        return
    for ours, theirs in pairing.pairs:
        here = (*items, Inside(len(path), ours, wanted))
        if theirs is None:
            yield Difference(path, None, ours, here, whole_item=True)
        else:
            yield from differences(ours, theirs, rules, path, here)
    for theirs in pairing.unwanted:
        yield Difference(path, theirs, None, (*items, Inside(len(path), theirs, [])), whole_item=True)


def _has_objects(values: list[t.Any]) -> bool:
    return any(isinstance(value, dict) for value in values)


def pair(wanted: list[t.Any], observed: list[t.Any], rules: ComparisonRules, path: Members) -> Pairing:
    """Find the observed partner of each wanted item: by identity in a set, by place where the order counts.

    Items that the server adds to a set by itself are neither wanted nor unwanted: they are ``kept``.
    """
    keys = [rules.identity(path, item) for item in wanted]
    present = [rules.identity(path, item) for item in observed]
    if None in keys or None in present:
        return _pair_by_place(wanted, observed, rules, path)
    partners: dict[t.Hashable, t.Any] = {}
    repeated = [item for key, item in zip(present, observed, strict=True) if partners.setdefault(key, item) is not item]
    unique = dict(zip(keys, wanted, strict=True))
    pairs = [(ours, partners.pop(key, None)) for key, ours in unique.items()]
    rest = [*partners.values(), *repeated]
    kept = [item for item in rest if rules.server_made(path, item)]
    return Pairing(pairs, [item for item in rest if not rules.server_made(path, item)], kept)


def _pair_by_place(wanted: list[t.Any], observed: list[t.Any], rules: ComparisonRules, path: Members) -> Pairing:
    if len(wanted) == len(observed):
        return Pairing(list(zip(wanted, observed, strict=True)), [], [], ordered=True)
    left = list(observed)
    pairs = []
    for ours in wanted:
        partner = next((item for item in left if equal(ours, item, rules, path)), None)
        if partner is not None:
            left = [item for item in left if item is not partner]
        pairs.append((ours, partner))
    return Pairing(pairs, left, [], ordered=True)


def project(shape: t.Any, source: t.Any, rules: ComparisonRules, path: Members = ()) -> t.Any:
    """``source`` cut down to the members that ``shape`` has, in the order of ``shape``; for showing both side by side.

    In a list that ``shape`` has, every item of ``source`` is shown (less what the server adds by itself).
    """
    if not isinstance(rules.normal(path, shape), dict | list):
        return source
    if isinstance(shape, dict) and isinstance(source, dict):
        shown = {}
        for member, value in shape.items():
            if member in source and not rules.volatile((*path, member)):
                shown[member] = project(value, source[member], rules, (*path, member))
        return shown
    if isinstance(shape, list) and isinstance(source, list):
        pairing = pair(shape, source, rules, path)
        matched = [project(ours, theirs, rules, path) for ours, theirs in pairing.pairs if theirs is not None]
        return matched + pairing.unwanted
    return source


def without_nulls(value: t.Any) -> t.Any:
    """``value`` less every member that is null: the API has no null, in a request it is the same as absent."""
    if isinstance(value, dict):
        return {member: without_nulls(below) for member, below in value.items() if below is not None}
    if isinstance(value, list):
        return [without_nulls(item) for item in value if item is not None]
    return value
