# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Settings as they were meant: enum values in the case of the vendor, numbers and booleans that were made texts."""

from __future__ import annotations

import typing as t

from ..schema.scalars import coerced
from ..schema.schemas import canonical_schema
from ..schema.walk import PlainWalk
from .validation import shape_of

if t.TYPE_CHECKING:
    from ..._model import Json
    from ..schema.schemas import Member
    from .memo import Memo


def canonical_spelling(job_type: str, settings: Json, *, memo: Memo) -> Json:
    """``settings`` in canonical spelling. What fits nowhere stays as it is, for validation to find.

    ``job_type`` is canonical and creatable (see ``job_types``).
    """
    definition = canonical_schema().create_body(job_type)
    question, keys = ("spelt", definition.name), memo.keys(settings)
    rest = memo.unsettled(question, keys)
    if not rest:
        return settings
    walk = _Spelling(canonical_schema(), shape_of)
    spelt = walk.object(definition, {name: settings[name] for name in rest}, None)
    changed = {name: value for name, value in spelt.items() if value != settings[name]}
    memo.settle(question, (keys[name] for name in rest if name not in changed))
    return {**settings, **changed} if changed else settings


class _Spelling(PlainWalk):
    def enum(self, member: Member, value: t.Any, at: None) -> t.Any:
        del at
        known = self.schema.definition(member.ref)
        return (known.value_like(value) or value) if isinstance(value, str) else value

    def scalar(self, member: Member, value: t.Any, at: None) -> t.Any:
        del at
        return coerced(member.kind, value)
