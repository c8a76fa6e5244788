# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Random jobs that the vendor's schema allows, in the words of any revision."""

from __future__ import annotations

import json
import typing as t

from hypothesis import strategies as st

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.revisions import CANONICAL
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.schemas import (
    Definition,
    Member,
    Schema,
    load,
)
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.semantics import SCHEDULE_KINDS

Json = dict[str, t.Any]
Draw = t.Callable[[st.SearchStrategy[t.Any]], t.Any]

# Below this depth only required members are drawn, so that an example stays readable.
_DEPTH = 7

# Within the limits of every revision, whatever the one at hand allows.
_NUMBERS = st.integers(1, 90)


def job_types(revision: str = CANONICAL) -> list[str]:
    """The job types that a server of ``revision`` can create, as it calls them."""
    return sorted(load(revision).job_types)


@st.composite
def models(draw: Draw, job_type: str, revision: str = CANONICAL) -> Json:
    """A job as a server of ``revision`` could report it. ``job_type`` is spelt as that revision does."""
    schema = load(revision)
    model = _Maker(draw, schema).object(schema.edit_body(job_type), 0)
    return _consistent({**model, "type": job_type})


@st.composite
def settings(draw: Draw, job_type: str) -> Json:
    """Settings of a new job in canonical words: every required member, some others, no contradictions."""
    schema = load(CANONICAL)
    model = _consistent({**_Maker(draw, schema).object(schema.create_body(job_type), 0), "type": job_type})
    return {name: value for name, value in model.items() if name not in ("id", "name", "type", "isDisabled")}


class _Maker:
    """Draws the structure and the choices; texts and ids are only counted, which is quicker and keeps them apart."""

    def __init__(self, draw: Draw, schema: Schema) -> None:
        self._draw = draw
        self._schema = schema
        self._count = 0

    def object(self, definition: Definition, depth: int) -> Json:
        """An object with its required members and some of the others."""
        if definition.discriminator is not None:
            return self._branch(definition, depth)
        optional = [name for name in definition.members if name not in definition.required]
        chosen = self._some(optional) if depth < _DEPTH else set()
        names = [name for name in definition.members if name in definition.required or name in chosen]
        return {name: self._value(definition.members[name], depth + 1) for name in names}

    def _some(self, names: list[str]) -> set[str]:
        # One draw for all of them is much quicker than one for each.
        mask = self._draw(st.integers(0, 2 ** len(names) - 1)) if names else 0
        return {name for index, name in enumerate(names) if mask >> index & 1}

    def _branch(self, definition: Definition, depth: int) -> Json:
        property_name = t.cast("str", definition.discriminator)
        # Some keys are not values of the enum that the member has (T24).
        values = self._schema.definition(definition.members[property_name].ref).values
        key = self._draw(st.sampled_from([key for key in definition.branches if key in values]))
        return {**self.object(self._schema.definition(definition.branches[key]), depth), property_name: key}

    def _value(self, member: Member, depth: int) -> t.Any:
        if member.kind == "object":
            return self.object(self._schema.definition(member.ref), depth)
        if member.kind == "enum":
            return self._draw(st.sampled_from(self._schema.definition(member.ref).values))
        if member.kind == "array":
            return self._items(member, depth)
        if member.kind == "boolean":
            return self._draw(st.booleans())
        return self._draw(_NUMBERS) if member.kind in ("integer", "number") else self._text(member.kind)

    def _items(self, member: Member, depth: int) -> list[t.Any]:
        item = t.cast("Member", member.items)
        fewest = 1 if item.kind == "enum" else member.min_items or 0
        found = [self._value(item, depth) for dummy in range(self._draw(st.integers(fewest, 2)))]
        # Equal items never make sense, whether the schema says so or not.
        return list({json.dumps(value, sort_keys=True): value for value in found}.values())

    def _text(self, kind: str) -> t.Any:
        self._count += 1
        texts: dict[str, t.Any] = {
            "string": f"text {self._count}",
            "uuid": f"11111111-2222-3333-4444-{self._count:012}",
            "time": "22:00",
            "date-time": "2026-01-31T22:00:00.1234567+01:00",
            "any": {},
        }
        return texts[kind]


def _consistent(model: Json) -> Json:
    """``model`` without what the product would not have together."""
    schedule = model.get("schedule")
    if isinstance(schedule, dict):
        enabled = [kind for kind in SCHEDULE_KINDS if schedule.get(kind, {}).get("isEnabled")]
        for kind in enabled[1:]:
            schedule[kind]["isEnabled"] = False
        if model["type"] == "BackupCopy":
            model["mode"] = schedule["type"]
    clustered = {"WindowsAgentBackup": "Server", "WindowsAgentBackupFailoverCluster": "FailoverCluster"}
    if "agentType" in model and model["type"] in clustered:
        model["agentType"] = clustered[model["type"]]
    return model
