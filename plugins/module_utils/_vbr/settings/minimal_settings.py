# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A job less what need not be written down: what is empty, off, computed, or so in every new job. Pure functions.

What is left says the same: laid over the job it changes nothing, and a new job made of it has the same settings.
Whatever a critical rule of drift looks at is written in any case: what no file says, no comparison can miss.
Members come in the vendor's order. PRIVATE to the collection.
"""

from __future__ import annotations

import functools
import typing as t
from collections.abc import Mapping

from ..schema import times
from ..schema.references import SHORTHANDS, ZERO_GUID
from ..schema.revisions import CANONICAL, REVISIONS
from ..schema.schemas import MISSING, load, vocabulary
from . import backup_window
from . import creation_defaults as new_job_values
from .drift_severity import is_watched, is_watched_for_more
from .semantics import SCHEDULE_KINDS
from .validation import likeliest_branch

if t.TYPE_CHECKING:
    from ..._model import Json
    from ..._product import ComparisonRules
    from ..schema.schemas import Definition, Member, Schema

    Path = tuple[str, ...]

# Members of a job that are no settings: they have an option of their own.
_OPTIONS: t.Final = frozenset({"id", "name", "type", "description", "isHighPriority", "isDisabled"})
_EMPTY: t.Final[tuple[t.Any, ...]] = (None, "", ZERO_GUID, [], {})
_OFF: t.Final = {"isEnabled": False}
# A window without a single day is none: the product has no job that may never run.
_NO_WINDOW: t.Final[dict[str, t.Any]] = {"days": []}


def settings_of(
    job_type: str, model: Json, rules: ComparisonRules, *, revision: str = CANONICAL, everything: bool = False
) -> Json:
    """The settings of a job (canonical model) that are worth writing, with ids.

    ``revision`` is that of the server, which can only be told what it knows. ``everything``: also what is so in every
    new job, and what is in branches that are off.
    """
    body = vocabulary().create_body(job_type)
    settings = {member: value for member, value in model.items() if member not in _OPTIONS}
    walk = (_Everything if everything else _Tidy)(rules, load(revision))
    return walk.members(body, settings, ())


class _Everything:
    """Leaves out what cannot be wanted: what the server computes, what is empty, what the schema does not know."""

    def __init__(self, rules: ComparisonRules, target: Schema) -> None:
        self._rules = rules
        self._target = target

    def members(self, definition: Definition, value: Mapping[str, t.Any], path: Path) -> Json:
        here = vocabulary().branch(definition, value)
        if here is definition and definition.discriminator is not None:
            here = likeliest_branch(definition, value)
        needed = required_somewhere(here.name) | {str(definition.discriminator)}
        value = {**value, **self._unsaid(here, value, path)}
        result: Json = {}
        for name in self.worth(here, value, needed):
            below = (*path, name)
            if value.get(name) is None or value[name] == _NO_WINDOW or self._rules.volatile(below):
                continue
            member = here.members[name]
            written = self.place(member, value[name], below)
            kept = name in needed or _is_watched(member, below, written)
            if kept or not self.goes_without_saying(here, name, written):
                result[name] = written
        return result

    def _unsaid(self, here: Definition, value: Mapping[str, t.Any], path: Path) -> Json:
        """What the server says nothing about because there is nothing, and a critical rule would want to know of."""
        known = self._target.definition(here.name).members if self._target.has(here.name) else {}
        found: Json = {}
        for name, member in here.members.items():
            if value.get(name) is None and name in known:
                if member.kind == "array" and _holds_watched(member, (*path, name)):
                    found[name] = []
                elif member.kind == "object" and is_watched_for_more((*path, name)):
                    found[name] = {}
        return found

    def worth(self, here: Definition, value: Mapping[str, t.Any], needed: t.Container[str]) -> list[str]:
        """The members to look at, in the vendor's order."""
        del needed
        return [name for name in here.members if name in value]

    def goes_without_saying(self, here: Definition, name: str, written: t.Any) -> bool:
        """Whether nothing is lost without this member."""
        del here, name
        return is_empty(written)

    def place(self, member: Member, value: t.Any, path: Path) -> t.Any:
        if isinstance(value, list) and member.items is not None:
            return self._items(member.items, value, path)
        if member.kind == "object" and isinstance(value, Mapping):
            shorthand = SHORTHANDS.get(member.ref)
            if shorthand is not None and shorthand.kind in ("inventory object", "backup window"):
                return dict(value)
            return self.members(vocabulary().definition(member.ref), value, path)
        if member.kind == "time" and isinstance(value, str):
            return times.time_of_day(value) or value
        return value

    def _items(self, member: Member, items: list[t.Any], path: Path) -> list[t.Any]:
        present = [item for item in items if item is not None and not self._rules.server_made(path, item)]
        if member.kind == "enum":
            order = {name: place for place, name in enumerate(vocabulary().definition(member.ref).values)}
            return sorted(present, key=lambda item: order.get(item, len(order)))
        return [self._item(member, item, path) for item in present]

    def _item(self, member: Member, item: t.Any, path: Path) -> t.Any:
        # What tells an item apart must stay as it is; some are told apart by all that they are.
        whole = _Everything(self._rules, self._target)
        for written in (self.place(member, item, path), whole.place(member, item, path)):
            if self._rules.identity(path, written) == self._rules.identity(path, item):
                return written
        return item


class _Tidy(_Everything):
    """Leaves out what a new job has anyway, too."""

    def worth(self, here: Definition, value: Mapping[str, t.Any], needed: t.Container[str]) -> list[str]:
        """See above: of a branch that is off only that it is off."""
        names = super().worth(here, value, needed)
        if "isEnabled" in here.members and value.get("isEnabled") is False:
            return [name for name in names if name == "isEnabled" or name in needed]
        unused = _unused_kinds(value) if "runAutomatically" in here.members else frozenset()
        return [name for name in names if name not in unused and _counts(name, here, value)]

    def goes_without_saying(self, here: Definition, name: str, written: t.Any) -> bool:
        """See above."""
        default = here.members[name].default
        if default is not MISSING:
            return is_empty(written) or bool(written == default)
        if written is False:
            return name not in new_job_values.MAY_BE_ON
        if written == _OFF:
            return name in new_job_values.OFF
        if isinstance(written, dict) and backup_window.is_window(written):
            return all(backup_window.week_of(written))
        return is_empty(written) or written == new_job_values.VALUES.get(name) or _is_every_month(here, name, written)


def _is_watched(member: Member, path: Path, written: t.Any) -> bool:
    """Whether a critical rule of drift looks at what is ``written``, also where it says that nothing is there."""
    if isinstance(written, Mapping):
        return any(is_watched((*path, name)) for name in written)
    if member.kind == "array":
        return _holds_watched(member, path)
    return written != ZERO_GUID and is_watched(path)


def _holds_watched(member: Member, path: Path, above: tuple[str, ...] = ()) -> bool:
    """Whether a critical rule would look at a new item of a list, or at something inside of it."""
    inner = member.items if member.kind == "array" else member
    if is_watched_for_more(path) or inner is None:
        return inner is not None
    if inner.kind != "object" or inner.ref in above or (inner.ref in SHORTHANDS and len(above) > 0):
        return False
    below = vocabulary().definition(inner.ref).members
    return any(_holds_watched(each, (*path, name), (*above, inner.ref)) for name, each in below.items())


def is_empty(value: t.Any) -> bool:
    """Whether a value says nothing: no text, no id, no items, credentials of nobody."""
    if isinstance(value, Mapping) and value.get("credentialsId") == ZERO_GUID:
        return set(value) <= {"credentialsId", "credentialsType"}
    return any(value == empty and type(value) is type(empty) for empty in _EMPTY)


@functools.cache
def required_somewhere(definition: str) -> frozenset[str]:
    """The members of a definition that at least one revision requires (T37)."""
    schemas = [load(revision) for revision in REVISIONS]
    return frozenset(
        name for schema in schemas if schema.has(definition) for name in schema.definition(definition).required
    )


def _unused_kinds(schedule: Mapping[str, t.Any]) -> frozenset[str]:
    """The ways to start a job that do not count: all when it starts by hand only, else those that are off."""
    if not schedule.get("runAutomatically"):
        return frozenset({*SCHEDULE_KINDS, "retry", "backupWindow"})
    on = {kind for kind in SCHEDULE_KINDS if (schedule.get(kind) or {}).get("isEnabled") is True}
    return frozenset(SCHEDULE_KINDS) - on if on else frozenset()


def _counts(name: str, here: Definition, value: Mapping[str, t.Any]) -> bool:
    """Whether a member means something beside the others."""
    other, needed = new_job_values.ONLY_WITH.get(name, ("", ""))
    return other not in here.members or str(value.get(other, "")).lower() == needed.lower()


def _is_every_month(here: Definition, name: str, written: t.Any) -> bool:
    items = here.members[name].items
    if name != "months" or items is None or not isinstance(written, list):
        return False
    return len(written) == len(vocabulary().definition(items.ref).values)
