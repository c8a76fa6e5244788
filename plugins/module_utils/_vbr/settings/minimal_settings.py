# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""A job less what need not be written down: what is empty, off, computed, or so in every new job. Pure functions.

What is left says the same: laid over the job it changes nothing, and a new job made of it has the same settings.
Whatever a critical rule of drift looks at is written in any case: what no file says, no comparison can miss.
Members come in the vendor's order.
"""

from __future__ import annotations

import functools
import typing as t
from collections.abc import Iterator, Mapping

from ..schema import times
from ..schema.references import ZERO_GUID
from ..schema.revisions import CANONICAL, REVISIONS
from ..schema.schemas import MISSING, canonical_schema, load
from ..schema.walk import Walk, declared
from . import backup_window, creation_defaults
from .drift_severity import is_watched, is_watched_for_more
from .semantics import SCHEDULE_KINDS
from .validation import shape_of

if t.TYPE_CHECKING:
    from ..._model import Json
    from ..._product import ComparisonRules
    from ..schema.references import Shorthand
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
    body = canonical_schema().create_body(job_type)
    settings = {member: value for member, value in model.items() if member not in _OPTIONS}
    walk = (_Everything if everything else _Tidy)(rules, load(revision))
    return t.cast("Json", walk.object(body, settings, ()))


class _Object(t.NamedTuple):
    """An object of the job: its path, and the members without which it is none."""

    path: Path
    needed: frozenset[str]


class _Everything(Walk[Path, _Object]):
    """Leaves out what cannot be wanted: what the server computes, what is empty, what the schema does not know."""

    def __init__(self, rules: ComparisonRules, target: Schema) -> None:
        super().__init__(canonical_schema(), shape_of)
        self._rules = rules
        self._target = target

    def inside(self, definition: Definition, here: Definition, value: Mapping[str, t.Any], at: Path) -> _Object:
        del value
        return _Object(at, required_somewhere(here.name) | {str(definition.discriminator)})

    def below(self, inside: _Object, name: str) -> Path:
        return (*inside.path, name)

    def item(self, at: Path, index: int) -> Path:
        del index
        return at

    def entries(self, here: Definition, value: Mapping[str, t.Any], inside: _Object) -> Iterator[tuple[str, t.Any]]:
        value = {**value, **self._unsaid(here, value, inside.path)}
        for name in self.worth(here, value, inside.needed):
            item = value[name]
            if item is not None and item != _NO_WINDOW and not self._rules.volatile((*inside.path, name)):
                yield name, item

    def entry(
        self, here: Definition, name: str, item: t.Any, value: Mapping[str, t.Any], inside: _Object
    ) -> tuple[str, t.Any] | None:
        del value
        member, below = here.members[name], self.below(inside, name)
        written = self.place(member, item, below)
        kept = name in inside.needed or _is_watched(member, below, written)
        return (name, written) if kept or not self.is_default(here, name, written) else None

    def _unsaid(self, here: Definition, value: Mapping[str, t.Any], path: Path) -> Json:
        """What the server says nothing about because there is nothing, and a critical rule would want to know of."""
        known = self._target.definition(here.name).members if self._target.has(here.name) else {}
        found: Json = {}
        for name, member in here.members.items():
            if value.get(name) is None and name in known:
                if member.kind == "array" and _holds_watched(member, (*path, name)):
                    found[name] = []
                elif member.kind == "object" and is_watched_for_more((*path, name)):
                    found[name] = self._meant(member)
        return found

    def _meant(self, member: Member) -> Json:
        """What silence about an object says of the members without which it is none."""
        required = self.schema.definition(member.ref).required
        return {name: creation_defaults.UNSAID[name] for name in required if name in creation_defaults.UNSAID}

    def worth(self, here: Definition, value: Mapping[str, t.Any], needed: t.Container[str]) -> list[str]:
        """The members to look at, in the vendor's order."""
        del needed
        return [name for name in here.members if name in value]

    def is_default(self, here: Definition, name: str, written: t.Any) -> bool:
        """Whether nothing is lost without this member."""
        del here, name
        return is_empty(written)

    def shorthand(self, shorthand: Shorthand, definition: Definition, value: t.Any, at: Path) -> t.Any:
        if shorthand.kind in ("inventory object", "backup window") and isinstance(value, Mapping):
            return dict(value)
        return self.members(definition, value, at)

    def scalar(self, member: Member, value: t.Any, at: Path) -> t.Any:
        del at
        return times.time_of_day(value) or value if member.kind == "time" and isinstance(value, str) else value

    def list(self, member: Member, value: list[t.Any], at: Path) -> t.Any:
        inner = t.cast("Member", member.items)
        present = [item for item in value if item is not None and not self._rules.server_made(at, item)]
        if inner.kind == "enum":
            order = {name: place for place, name in enumerate(self.schema.definition(inner.ref).values)}
            return sorted(present, key=lambda item: order.get(item, len(order)))
        return [self._item(inner, item, at) for item in present]

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

    def is_default(self, here: Definition, name: str, written: t.Any) -> bool:
        """See above."""
        default = here.members[name].default
        if default is not MISSING:
            return is_empty(written) or bool(written == default)
        if written is False:
            return name not in creation_defaults.MAY_BE_ON
        if written == _OFF:
            return name in creation_defaults.OFF
        if isinstance(written, dict) and backup_window.is_window(written):
            return all(backup_window.week_of(written))
        return (
            is_empty(written) or written == creation_defaults.VALUES.get(name) or _is_every_month(here, name, written)
        )


def _is_watched(member: Member, path: Path, written: t.Any) -> bool:
    """Whether a critical rule of drift looks at what is ``written``, also where it says that nothing is there."""
    if isinstance(written, Mapping):
        return any(is_watched((*path, name)) for name in written)
    if member.kind == "array":
        return _holds_watched(member, path)
    return written != ZERO_GUID and is_watched(path)


def _holds_watched(member: Member, path: Path) -> bool:
    """Whether a critical rule would look at a new item of a list, or at something inside of it."""
    inner = member.items
    if inner is None or is_watched_for_more(path):
        return inner is not None
    if inner.kind != "object":
        return False
    inside = declared(canonical_schema(), canonical_schema().definition(inner.ref), _is_no_shorthand)
    return any(is_watched_for_more((*path, *below)) for below, dummy in inside)


def _is_no_shorthand(member: Member, definition: Definition) -> bool:
    del member
    return definition.shorthand is None


def is_empty(value: t.Any) -> bool:
    """Whether a value says nothing: no text, no id, no items, credentials without an id."""
    if isinstance(value, Mapping) and value.get("credentialsId") == ZERO_GUID:
        return set(value) <= {"credentialsId", "credentialsType"}
    return any(value == empty and type(value) is type(empty) for empty in _EMPTY)


@functools.cache
def required_somewhere(definition: str) -> frozenset[str]:
    """The members of a definition that at least one revision requires (VBR-T37)."""
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
    other, needed = creation_defaults.ONLY_WITH.get(name, ("", ""))
    return other not in here.members or str(value.get(other, "")).lower() == needed.lower()


def _is_every_month(here: Definition, name: str, written: t.Any) -> bool:
    items = here.members[name].items
    if name != "months" or items is None or not isinstance(written, list):
        return False
    return len(written) == len(canonical_schema().definition(items.ref).values)
