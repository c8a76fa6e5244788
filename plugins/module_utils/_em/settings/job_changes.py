# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""From the job as it is to the job as it should be: which calls that takes. Pure functions."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ..api.shapes import guid
from ..names.resolver import INCLUDES, LINKED, LINKED_KINDS, Linked, at, objects_of
from .comparison import EmComparison
from .editable import OPTIONS

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from ..._model import Json

RULES: t.Final = EmComparison()
# What says what a block is about is sent with every change in it.
KEYS: t.Final = ("Enabled", "Kind", "RetainLimitType")
# Lists that have calls of their own, and what every entity shows.
APART: t.Final = frozenset({"Includes", *(kind.part for kind in LINKED_KINDS), *(OPTIONS.keys() - {"Description"})})


@dataclass(frozen=True)
class Call:
    """One call below the address of the job, and what it does, for messages."""

    method: str
    path: str
    body: Json | None
    does: str


def document(observed: Json, model: Json) -> Json:
    """The members to send so that ``observed`` becomes ``model``: a partial entity, {} when nothing has to change."""
    found = _changed(observed, model, ())
    standard = at(found, ("JobScheduleOptions", "Standart"))
    # One excludes the other, and not every server sees to that by itself.
    for enabled, other in (("OptionsDaily", "OptionsMonthly"), ("OptionsMonthly", "OptionsDaily")):
        if at(standard, (enabled,)).get("Enabled"):
            standard[other] = {**at(standard, (other,)), "Enabled": False}
    return found


def _changed(observed: Json, model: Json, path: tuple[str, ...]) -> Json:
    found: Json = {}
    for name, value in model.items():
        before, here = observed.get(name), (*path, name)
        if name in APART or RULES.volatile(here) or _same(before, value, here):
            continue
        if isinstance(value, dict):
            below = _changed(before if isinstance(before, dict) else {}, value, here)
            if below:
                found[name] = {**{key: value[key] for key in KEYS if key in value}, **below}
        else:
            found[name] = value
    return found


def _same(before: t.Any, value: t.Any, path: tuple[str, ...]) -> bool:
    if isinstance(before, list) and isinstance(value, list):
        return sorted(map(repr, before)) == sorted(map(repr, value))
    return bool(RULES.normal(path, before) == RULES.normal(path, value))


def calls(observed: Json, model: Json) -> Iterator[Call]:
    """Everything but the edit. What is new is added before anything is removed: the last one cannot be (EM-T80)."""
    yield from _include_calls(observed, model)
    for linked in LINKED_KINDS:
        before, after = (at(each, (*LINKED, linked.part)).get(linked.items) or [] for each in (observed, model))
        yield from _linked_calls(before, after, linked)


def drops_linked_backups(observed: Json, model: Json) -> bool:
    """Whether a change of this copy job makes it forget the backups that it links to (EM-T82)."""
    linked = at(observed, (*LINKED, "LinkedBackupIncludes")).get("LinkedBackups")
    return bool(linked) and next(calls(observed, model), None) is not None


def _include_calls(observed: Json, model: Json) -> Iterator[Call]:
    if not any(at(model, path) for path in INCLUDES):
        return
    before = {str(each.get("HierarchyObjRef", "")).lower(): each for each in objects_of(observed)}
    after = {str(each.get("HierarchyObjRef", "")).lower(): each for each in objects_of(model)}
    for ref, entry in after.items():
        if ref not in before:
            body = {"HierarchyObjRef": entry["HierarchyObjRef"], "HierarchyObjName": entry.get("Name") or ref}
            yield Call("POST", "/includes", body, f"{entry.get('Name') or ref} was added")
    for ref, entry in before.items():
        if ref not in after:
            yield Call("DELETE", f"/includes/{entry['ObjectInJobId']}", None, f"{entry.get('Name')} was removed")


def _linked_calls(before: list[Json], after: list[Json], linked: Linked) -> Iterator[Call]:
    had = {guid(each.get(linked.uid)): each for each in before}
    wanted = {guid(each.get(linked.uid)): each for each in after}
    for uid, entry in wanted.items():
        if uid not in had:
            yield Call("POST", linked.path, {linked.uid: entry[linked.uid]}, f"{linked.alias} {uid} was added")
    for uid, entry in had.items():
        if uid not in wanted:
            path = f"{linked.path}/{entry['ObjectInJobId']}"
            yield Call("DELETE", path, None, f"{linked.alias} {uid} was removed")


def one_calendar(wanted: Json, job: Json) -> Json:
    """``wanted`` in which a daily schedule switches the monthly one off that ``job`` has, and the other way round."""
    standard = at(wanted, ("JobScheduleOptions", "Standart"))
    present = at(job, ("JobScheduleOptions", "Standart"))
    for name, other in (("OptionsDaily", "OptionsMonthly"), ("OptionsMonthly", "OptionsDaily")):
        if at(standard, (name,)).get("Enabled") and at(present, (other,)).get("Enabled"):
            standard[other] = {**at(standard, (other,)), "Enabled": False}
    return wanted
