# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Lay what is wanted over what is there. Pure functions."""

from __future__ import annotations

import typing as t

from .compare import equal, pair, without_nulls

if t.TYPE_CHECKING:
    from .._product import ComparisonRules
    from .compare import Members


def merge(observed: t.Any, wanted: t.Any, rules: ComparisonRules, path: Members = ()) -> t.Any:
    """``observed`` changed as little as possible so that it holds everything ``wanted``.

    What is equal stays as the server spelled it. A list that is wanted is the whole list; an item that was there keeps
    the members that were not written. A member wanted as null is left out. Neither argument is changed.
    """
    if isinstance(wanted, dict) and isinstance(observed, dict):
        if not isinstance(rules.normal(path, wanted), dict):
            return observed if equal(wanted, observed, rules, path) else without_nulls(wanted)
        return _merge_members(observed, wanted, rules, path)
    if isinstance(wanted, list) and isinstance(observed, list):
        return _merge_items(observed, wanted, rules, path)
    if observed is not None and equal(wanted, observed, rules, path) and not isinstance(wanted, dict):
        return observed
    return without_nulls(wanted)


def _merge_members(
    observed: dict[str, t.Any], wanted: dict[str, t.Any], rules: ComparisonRules, path: Members
) -> dict[str, t.Any]:
    merged = dict(observed)
    for member, value in wanted.items():
        below = (*path, member)
        if rules.volatile(below):
            continue
        result = merge(observed.get(member), value, rules, below)
        if result is None:
            merged.pop(member, None)
        else:
            merged[member] = result
    return merged


def _merge_items(observed: list[t.Any], wanted: list[t.Any], rules: ComparisonRules, path: Members) -> list[t.Any]:
    pairing = pair(wanted, observed, rules, path)
    pairs = pairing.in_observed_order(observed)
    return [merge(theirs, ours, rules, path) for ours, theirs in pairs] + pairing.kept
