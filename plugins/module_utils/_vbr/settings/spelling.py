# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Settings as they were meant: enum values in the vendor's case, numbers and booleans that a template made a text of.

PRIVATE to the collection.
"""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

from ..schema.scalars import coerced
from ..schema.schemas import Definition, Member, vocabulary
from .validation import likeliest_branch

if t.TYPE_CHECKING:
    from ..._model import Json
    from .memo import Memo


def canonical_spelling(job_type: str, settings: Json, *, memo: Memo) -> Json:
    """``settings`` in canonical spelling. What fits nowhere stays as it is, for validation to find.

    ``job_type`` is canonical and creatable (see ``job_types``).
    """
    definition = vocabulary().create_body(job_type)
    if definition.discriminator is not None:
        return _object(definition, settings)
    keys = memo.keys(("spelt", definition.name), settings)
    rest = memo.unsettled(keys)
    spelt = {name: _place(definition.members.get(name), settings[name]) for name in rest}
    changed = {name: value for name, value in spelt.items() if value != settings[name]}
    memo.settle(keys[name] for name in rest if name not in changed)
    return {**settings, **changed} if changed else settings


def _object(definition: Definition, value: Mapping[str, t.Any]) -> Json:
    here = vocabulary().branch(definition, value)
    if here is definition and definition.discriminator is not None and value.get(definition.discriminator) is None:
        here = likeliest_branch(definition, value)
    return {name: _place(here.members.get(name), item) for name, item in value.items()}


def _place(member: Member | None, value: t.Any) -> t.Any:
    if member is None or value is None:
        return value
    if isinstance(value, list):
        return [_place(member.items, item) for item in value]
    if member.kind == "object":
        return _object(vocabulary().definition(member.ref), value) if isinstance(value, Mapping) else value
    if member.kind == "enum":
        known = vocabulary().definition(member.ref)
        return (known.value_like(value) or value) if isinstance(value, str) else value
    return coerced(member.kind, value)
