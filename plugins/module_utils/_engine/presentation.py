# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Changes as a person reads them: names instead of ids, the managed members before and after."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from .._model import Change
from .._paths import Item
from .compare import project
from .plan import Action
from .yaml_text import as_yaml

if t.TYPE_CHECKING:
    from collections.abc import Iterable

    from .._model import Json
    from .._paths import Path, Step
    from .._product import ComparisonRules, JobModels
    from .compare import Difference, Members
    from .plan import Plan

    Presentable = t.Callable[[Json, Members], Json]

# What names an item of a list, best first.
_NAMES: t.Final = ("name", "day", "path", "username", "backupRepository", "fileServer", "objectStorageServer", "id")
_OBJECTS: t.Final = ("vmObject", "machineObject", "originalVM", "sourceNetwork")


@dataclass(frozen=True, slots=True)
class Presented:
    """A plan for people. ``diff`` is ``{before, after}`` as YAML text; an absent job is no text at all."""

    changes: tuple[Change, ...] = ()
    diff: dict[str, str] = field(default_factory=dict)


NOTHING: t.Final = Presented()


def changes(found: Iterable[Difference], rules: ComparisonRules, presentable: Presentable) -> list[Change]:
    """``found`` for people; items of lists are called by their name: ``virtualMachines.includes[web01]``."""
    return [_change(difference, rules, presentable) for difference in found]


def present(plan: Plan, models: JobModels) -> Presented:
    """What ``plan`` changes, and the managed members before and after."""
    listed = plan_changes(plan, models.comparison, models.presentable)
    return Presented(tuple(listed), _diff(plan, models.comparison, models.presentable))


def plan_changes(plan: Plan, rules: ComparisonRules, presentable: Presentable) -> list[Change]:
    """Everything that ``plan`` changes, the enabled state last."""
    listed = changes(plan.differences, rules, presentable)
    if plan.set_enabled is not None:
        before = None if plan.observed is None else plan.observed.enabled
        listed.append(Change(("enabled",), before, plan.set_enabled))
    return listed


def _diff(plan: Plan, rules: ComparisonRules, presentable: Presentable) -> dict[str, str]:
    """Both sides as text, with ids where names alone would look the same."""
    before, after = map(as_yaml, _sides(plan, rules, presentable))
    if before == after and plan.changed:
        before, after = map(as_yaml, _sides(plan, rules, _as_it_is))
    return {"before": before, "after": after}


def _as_it_is(tree: Json, dummy: Members) -> Json:
    return dict(tree)


def _sides(plan: Plan, rules: ComparisonRules, presentable: Presentable) -> tuple[Json, Json]:
    before: Json = {}
    after: Json = {}
    if plan.observed is not None:
        before = _managed(plan, plan.observed.model, rules, presentable)
    if plan.action is Action.DELETE and plan.observed is not None:
        before = {"name": plan.observed.name, "type": plan.observed.type}
    elif plan.wanted:
        after = _managed(plan, plan.model, rules, presentable)
    if plan.desired.enabled is not None and plan.action is not Action.DELETE:
        _add_enabled(before, None if plan.observed is None else plan.observed.enabled)
        _add_enabled(after, plan.desired.enabled)
    return before, after


def _managed(plan: Plan, model: Json, rules: ComparisonRules, presentable: Presentable) -> Json:
    shown = presentable(project(plan.wanted, model, rules), ())
    head: Json = {"name": shown.pop("name")} if "name" in shown else {}
    if plan.desired.type is not None:
        head["type"] = plan.desired.type
    return {**head, **shown}


def _add_enabled(shown: Json, value: t.Any) -> None:
    if shown and value is not None:
        shown["enabled"] = value


def _change(difference: Difference, rules: ComparisonRules, presentable: Presentable) -> Change:
    last, before = _named(difference.before, difference, presentable)
    other, after = _named(difference.after, difference, presentable)
    member = difference.members[-1]
    if before == after:
        # Both have the same name: then only ids tell them apart.
        last = other = member
        before, after = difference.before, difference.after
    written = _path(difference, rules, presentable)
    name = last if difference.after is None else other
    end = len(written) - 1 if isinstance(written[-1], str) else len(written) - 2
    return Change((*written[:end], name, *written[end + 1 :]), before, after, written=written)


def _path(difference: Difference, rules: ComparisonRules, presentable: Presentable) -> Path:
    inside = {item.depth: item for item in difference.items}
    path: list[Step] = []
    for depth, member in enumerate(difference.members, 1):
        path.append(member)
        if depth in inside:
            item, members = inside[depth].item, difference.members[:depth]
            label = _label(_item(item, members, presentable))
            path.append(Item(rules.identity(members, item), label, inside[depth].place))
    return tuple(path)


def _named(value: t.Any, difference: Difference, presentable: Presentable) -> tuple[str, t.Any]:
    """The member's name and its value as a person would write them."""
    *above, member = difference.members
    if value is None:
        return member, None
    if difference.whole_item:
        return member, _item(value, difference.members, presentable)
    shown = presentable({member: value}, tuple(above))
    return next(iter(shown.items()))


def _item(item: t.Any, members: Members, presentable: Presentable) -> t.Any:
    shown = presentable({members[-1]: [item]}, members[:-1])
    return next(iter(shown.values()))[0]


def _label(item: t.Any) -> str:
    if not isinstance(item, dict):
        return str(item)
    for member in _OBJECTS:
        if member in item:
            return _label(item[member])
    found = next((str(item[member]) for member in _NAMES if item.get(member)), None)
    return found or ",".join(str(value) for value in item.values() if isinstance(value, str | int))
