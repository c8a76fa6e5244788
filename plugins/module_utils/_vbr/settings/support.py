# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a job wants and the server's revision of the API does not have. PRIVATE to the collection."""

from __future__ import annotations

import typing as t
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..._errors import Problem
from ..schema import job_types
from ..schema.references import aliases
from ..schema.revisions import IMPLIED_MEMBERS, IMPLIED_VALUES, REVISIONS, product
from ..schema.scalars import shown
from ..schema.schemas import Definition, Member, Schema, branch_key, load, vocabulary
from . import guest_credentials
from .translation import member_name, respelt

if t.TYPE_CHECKING:
    from ..._model import Json
    from ..._paths import Path
    from .memo import Memo


def unsupported(
    job_type: str, settings: Json, revision: str, *, memo: Memo, prefix: Path = ("settings",)
) -> list[Problem]:
    """Settings (canonical, names of references allowed) that a server of ``revision`` does not have.

    Each problem names the setting, the revision of the server and the first revision that has it. Empty means that
    every setting can be expressed.
    """
    gaps = dict(_gaps(job_type, settings, revision, memo))
    if not gaps:
        return []
    elsewhere = {other: dict(_gaps(job_type, settings, other, memo)) for other in REVISIONS if other != revision}
    return [
        Problem((*prefix, *path) if path else ("type",), f"{what} {_advice(path, revision, elsewhere)}")
        for path, what in gaps.items()
    ]


def without_implied(job_type: str, settings: Json, revision: str, *, memo: Memo) -> Json:
    """``settings`` without the members that ``revision`` does not have and that go without saying there.

    What is left can be compared with what the server reports.
    """
    keys = memo.passing_keys(("expressible", job_type, revision), settings)
    rest = {name: settings[name] for name in memo.unsettled(keys)}
    if not rest:
        return settings
    walk = _Support(load(revision))
    kept = walk.expressible(vocabulary().edit_body(job_type), walk.body(job_type), rest)
    memo.settle(keys[name] for name in rest if kept.get(name) == rest[name])
    return {name: kept.get(name, value) for name, value in settings.items() if name in kept or name not in rest}


def _gaps(job_type: str, settings: Json, revision: str, memo: Memo) -> Iterator[tuple[Path, str]]:
    if not job_types.is_creatable(job_type, revision):
        yield (), f"jobs of the type {job_type} cannot be managed by API revision {revision}, which this server speaks;"
        return
    walk = _Support(load(revision))
    keys = memo.keys(("supported", job_type, revision), settings)
    rest = {name: settings[name] for name in memo.unsettled(keys)}
    found = list(walk.gaps(vocabulary().edit_body(job_type), walk.body(job_type), rest, ()))
    yield from found
    if not found:
        memo.settle(keys.values())


def _advice(path: Path, revision: str, elsewhere: Mapping[str, Mapping[Path, str]]) -> str:
    able = [other for other, gaps in elsewhere.items() if path not in gaps and () not in gaps]
    newer = [other for other in able if REVISIONS.index(other) > REVISIONS.index(revision)]
    if newer:
        return f"it needs {newer[0]} ({product(newer[0])}) or newer"
    return f"the last revision that had it is {able[-1]}" if able else "no revision has it"


@dataclass(frozen=True)
class _Support:
    """Looks for what ``target`` lacks of the vocabulary."""

    target: Schema

    def body(self, job_type: str) -> Definition:
        return self.target.edit_body(job_types.to_revision(job_type, self.target.revision))

    def gaps(
        self, here: Definition, there: Definition, value: Mapping[str, t.Any], path: Path
    ) -> Iterator[tuple[Path, str]]:
        chosen = value.get(there.discriminator or "")
        if isinstance(chosen, str) and there.branches and branch_key(there, chosen) is None:
            yield (*path, str(there.discriminator)), self._lacks(f"{shown(chosen)} does not exist")
            return
        before, after = vocabulary().branch(here, value), self.target.branch(there, value)
        if before.name == guest_credentials.DEFINITION:
            yield from guest_credentials.gaps(value, self.target, path)
        known = aliases(before.members)
        for name, item in value.items():
            # A name in the place of an id can be written where the id can.
            member = known[name].member if name in known else name
            if item is not None and member in before.members and not self._elsewhere(before, member):
                yield from self._member(before, after, member, item, (*path, name))

    def expressible(self, here: Definition, there: Definition, value: Mapping[str, t.Any]) -> Json:
        before, after = vocabulary().branch(here, value), self.target.branch(there, value)
        implied = IMPLIED_MEMBERS.get(before.name, frozenset())
        return {
            name: self._expressible_place(before.members.get(name), after.members.get(member_name(name, after)), item)
            for name, item in value.items()
            if name not in implied or name in after.members
        }

    def _expressible_place(self, before: Member | None, after: Member | None, value: t.Any) -> t.Any:
        if before is None or after is None:
            return value
        if isinstance(value, list):
            return [self._expressible_place(before.items, after.items, item) for item in value]
        if before.kind != "object" or not isinstance(value, Mapping):
            return value
        if after.kind == "object":
            return self.expressible(vocabulary().definition(before.ref), self.target.definition(after.ref), value)
        # Masks were plain texts before 1.3-rev2: only the path is left (T38).
        return {name: item for name, item in value.items() if name == "path"}

    def _member(
        self, before: Definition, after: Definition, name: str, value: t.Any, path: Path
    ) -> Iterator[tuple[Path, str]]:
        counterpart = after.members.get(member_name(name, after))
        if counterpart is not None:
            yield from self._place(before.members[name], counterpart, value, path)
        elif name not in IMPLIED_MEMBERS.get(before.name, frozenset()):
            yield path, self._lacks("does not exist")
        else:
            yield from self._unimplied(before.members[name], value, path)

    def _place(self, before: Member, after: Member, value: t.Any, path: Path) -> Iterator[tuple[Path, str]]:
        if isinstance(value, list) and before.items is not None and after.items is not None:
            for index, item in enumerate(value):
                yield from self._place(before.items, after.items, item, (*path, index))
        elif isinstance(value, Mapping) and before.kind == after.kind == "object":
            yield from self.gaps(vocabulary().definition(before.ref), self.target.definition(after.ref), value, path)
        elif isinstance(value, Mapping) and after.kind == "string" and before.kind == "object":
            # Masks were plain texts before 1.3-rev2 (T38).
            for name, member in vocabulary().definition(before.ref).members.items():
                if name != "path" and value.get(name) is not None:
                    yield from self._unimplied(member, value[name], (*path, name))
        elif isinstance(value, str) and before.kind == after.kind == "enum":
            known = self.target.definition(after.ref)
            if respelt(before.ref, value, known) not in known.values:
                yield path, self._lacks(f"{shown(value)} does not exist")

    def _unimplied(self, member: Member, value: t.Any, path: Path) -> Iterator[tuple[Path, str]]:
        """A value that does not go without saying where the member does not exist."""
        implied = IMPLIED_VALUES.get(member.ref)
        if implied is not None and str(value).lower() not in {known.lower() for known in implied}:
            yield path, self._lacks(f"{shown(value)} does not exist")

    def _elsewhere(self, definition: Definition, name: str) -> bool:
        return name in guest_credentials.reshaped(definition.name, self.target)

    def _lacks(self, what: str) -> str:
        return f"{what} in API revision {self.target.revision}, which this server speaks;"
