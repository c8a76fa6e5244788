# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What can be known about settings of this API without a server: the ``Vocabulary`` of ``_vbr``."""

from __future__ import annotations

import typing as t

from .._errors import Problem
from .names import inventory
from .names.names_to_ids import name_problems, names_to_ids
from .schema import job_types
from .schema.references import SHORTHANDS, ZERO_GUID
from .schema.revisions import CANONICAL, REVISIONS
from .schema.schemas import MISSING, canonical_schema
from .schema.walk import declared
from .settings.spelling import canonical_spelling
from .settings.support import unsupported
from .settings.validation import type_problem, validate_settings

if t.TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from .._model import Json
    from .._paths import Path
    from .._vocabulary import Judgement, PolicyFacts
    from .schema import references
    from .schema.schemas import Definition, Member
    from .settings.memo import Memo

_OPTIONS: t.Final = {"description": "description", "high_priority": "isHighPriority"}


class VbrVocabulary:
    """See ``Vocabulary``. What it finds out about settings is kept in the memo of the run."""

    def __init__(self, memo: Memo) -> None:
        self._memo = memo

    @property
    def revisions(self) -> tuple[str, ...]:
        return REVISIONS

    @property
    def job_types(self) -> tuple[str, ...]:
        return job_types.creatable_types()

    def problems(
        self, job_type: str | None, settings: Json, *, options: Collection[str] = (), revision: str | None = None
    ) -> list[Problem]:
        if job_type is None:
            return []
        found = validate_settings(job_type, settings, memo=self._memo)
        if found and found == [type_problem(job_type)]:
            return found
        found += _option_problems(job_type, options)
        if revision is not None:
            # A type that the revision does not have is said at once, whatever else is wrong.
            found += unsupported(job_type, {} if found else settings, revision, memo=self._memo)
        found = found or self._name_problems(job_type, settings)
        return _in_words(job_type, found) if found else []

    def missing(self, job_type: str | None, settings: Json, *, revision: str | None = None) -> list[Problem]:
        from .settings.completion import missing_members, with_defaults

        if job_type is None:
            return [Problem(("type",), "is required for a new job")]
        resolved = names_to_ids(job_type, self.canonical(job_type, settings), _AnyName(job_type))
        head = {"name": "name", "type": job_type, "description": "description"}
        model = with_defaults(job_type, {**resolved, **head})
        return _in_words(job_type, missing_members(job_type, model, revision=revision or CANONICAL))

    def canonical(self, job_type: str, settings: Json) -> Json:
        """See ``Vocabulary``."""
        return canonical_spelling(job_type, settings, memo=self._memo)

    def judge(self, path: Path, wanted: t.Any, actual: t.Any) -> Judgement:
        from .settings.drift_severity import judge

        return judge(path, wanted, actual)

    def facts(self, job_type: str, settings: Json) -> PolicyFacts:  # noqa: ARG002
        """The members that count are called the same in every type that has them."""
        from .settings.policy_facts import facts

        return facts(settings)

    def defaults(self, job_type: str) -> Json:
        return _defaults(canonical_schema().create_body(job_type))

    def _name_problems(self, job_type: str, settings: Json) -> list[Problem]:
        """What is wrong with names and windows."""
        question, keys = ("named", job_type), self._memo.keys(settings)
        rest = self._memo.unsettled(question, keys)
        if not rest:
            return []
        spelt = self.canonical(job_type, settings)
        found = name_problems(job_type, {name: spelt[name] for name in rest}, _AnyName(job_type))
        if not found:
            self._memo.settle(question, keys.values())
        return found


def _option_problems(job_type: str, options: Collection[str]) -> list[Problem]:
    members = canonical_schema().edit_body(job_type).members
    lacking = [option for option in options if _OPTIONS.get(option, option) not in members]
    return [Problem((option,), f"jobs of the type {job_type} have no such setting") for option in lacking]


def _in_words(job_type: str, found: list[Problem]) -> list[Problem]:
    from .settings.console_words import with_console_words

    return with_console_words(job_type, found)


class _AnyName:
    """The ``Names`` of a server on which everything exists."""

    def __init__(self, job_type: str) -> None:
        self._job_type = job_type

    def entry(self, collection: references.Collection, written: str | Mapping[str, t.Any], path: Path) -> Json:  # noqa: ARG002
        return {"id": ZERO_GUID, "name": "name", "type": "type", "platformName": "platform"}

    def inventory_object(self, written: str | Mapping[str, t.Any], path: Path) -> Json:
        """Raises InvalidInput for an object that names nothing."""
        inventory.want_of(written, self._job_type, path)
        found = dict.fromkeys(SHORTHANDS["InventoryObjectModel"].filled, ZERO_GUID)
        return {**found, "platform": "VSphere", **inventory.completed(written, self._job_type)}


def _defaults(definition: Definition) -> Json:
    found: Json = {}
    for path, member in declared(canonical_schema(), definition, _may_have_defaults):
        if member.default is not MISSING:
            inside = found
            for name in path[:-1]:
                inside = inside.setdefault(name, {})
            inside[path[-1]] = member.default
    return found


def _may_have_defaults(member: Member, definition: Definition) -> bool:
    """An object that has none itself and is always of the same shape; what a list will hold is not known."""
    return member.kind == "object" and member.default is MISSING and definition.discriminator is None
