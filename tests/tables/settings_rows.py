# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The settings of a job type one by one: what each takes, and in which revisions it exists."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, replace

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema import job_types
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.references import SHORTHANDS, aliases
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.revisions import IMPLIED_MEMBERS
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.schemas import (
    MISSING,
    Definition,
    Member,
    Schema,
    branch_key,
)
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings import guest_credentials
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.completion import (
    filled_in,
    with_own_members,
)
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.translation import member_name, respelt

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Members of a job that are options of the module.
_OPTIONS = {"name", "type", "description", "isHighPriority", "isDisabled"}

# Members that only servers fill.
_REPORTED = {"size", "urn"}

# The older forms of a definition, by revision; a revision that lacks it is left out.
Forms = dict[str, Definition]

# Shapes with pages of their own, and what they are called there.
LINKED: dict[str, str] = {
    "InventoryObjectModel": "inventory object",
    "VmwareObjectModel": "inventory object",
    "CloudDirectorObjectModel": "inventory object",
    "HyperVObjectModel": "inventory object",
    "AgentObjectModel": "inventory object",
    "BackupWindowSettingModel": "backup window",
}

_WORDS = {
    "string": "text",
    "uuid": "id",
    "time": "time",
    "date-time": "date and time",
    "boolean": "true or false",
    "integer": "number",
    "number": "number",
    "any": "any members",
}


@dataclass(frozen=True)
class Row:
    """One setting.

    ``variant`` says for which value of another member it exists, ``revisions`` where it exists, ``looked_up`` that the
    module finds it when it is left out, ``filled`` what a new job gets then. It is the ``member`` of ``definition``.
    """

    path: str
    takes: str
    name: str = ""
    default: t.Any = MISSING
    required: tuple[str, ...] = ()
    revisions: tuple[str, ...] = ()
    variant: str = ""
    looked_up: bool = False
    definition: str = ""
    member: str = ""
    filled: t.Any = MISSING


class Catalogue:
    """Finds the rows of a job type in the vocabulary and compares them with every revision of ``schemas``."""

    def __init__(self, vocabulary: Schema, schemas: Mapping[str, Schema]) -> None:
        self._vocabulary = vocabulary
        self.schemas = schemas

    @property
    def job_types(self) -> list[str]:
        """All types that the vocabulary can create."""
        return sorted(self._vocabulary.job_types)

    @property
    def all_revisions(self) -> list[str]:
        """All revisions, the oldest first."""
        return list(self.schemas)

    def revisions(self, job_type: str) -> list[str]:
        """The revisions that can create ``job_type``."""
        return [revision for revision in self.schemas if job_types.is_creatable(job_type, revision)]

    def rows(self, job_type: str) -> list[Row]:
        """Every setting of ``job_type``, a member before what it contains."""
        forms = {
            revision: self.schemas[revision].create_body(job_types.to_revision(job_type, revision))
            for revision in self.revisions(job_type)
        }
        body = self._vocabulary.create_body(job_type)
        own = with_own_members(job_type, {})
        rows = (row for row in self._members(body, forms, "", "") if row.path not in _OPTIONS)
        return [replace(row, filled=own[row.path]) if row.path in own else row for row in rows]

    def shape(self, name: str) -> list[Row]:
        """The members of a definition, such as an inventory object."""
        forms = {revision: schema.definition(name) for revision, schema in self.schemas.items() if schema.has(name)}
        return list(self._object(self._vocabulary.definition(name), forms, "", ""))

    def _object(self, definition: Definition, forms: Forms, path: str, variant: str) -> Iterator[Row]:
        if definition.discriminator is None:
            yield from self._members(definition, forms, path, variant)
            return
        by_branch: dict[str, list[str]] = {}
        for key, branch in definition.branches.items():
            by_branch.setdefault(branch, []).append(key)
        for branch, keys in by_branch.items():
            case = f"{definition.discriminator}: {', '.join(keys)}"
            yield from self._members(self._vocabulary.definition(branch), self._branch(forms, keys[0]), path, case)

    def _branch(self, forms: Forms, key: str) -> Forms:
        keys = {revision: branch_key(form, key) for revision, form in forms.items()}
        return {
            revision: self.schemas[revision].definition(forms[revision].branches[found])
            for revision, found in keys.items()
            if found is not None
        }

    def _members(self, definition: Definition, forms: Forms, path: str, variant: str) -> Iterator[Row]:
        names = {reference.member: alias for alias, reference in aliases(definition.members).items()}
        for name, member in written(definition).items():
            older = {revision: member_name(name, form) for revision, form in forms.items()}
            present = {
                revision: form
                for revision, form in forms.items()
                if older[revision] in form.members or self._moved(definition, name, revision)
            }
            place = f"{path}.{name}" if path else name
            required = tuple(revision for revision, form in present.items() if older[revision] in form.required)
            takes = self._takes(member, {r: form.members.get(older[r]) for r, form in present.items()})
            looked_up = definition.name in SHORTHANDS and name in SHORTHANDS[definition.name].filled
            yield Row(
                path=place,
                takes=takes,
                name=names.get(name, ""),
                default=member.default,
                required=required,
                revisions=tuple(present),
                variant=variant,
                looked_up=looked_up,
                definition=definition.name,
                member=name,
                filled=filled_in(definition, name),
            )
            counterparts = {revision: form.members.get(older[revision]) for revision, form in present.items()}
            yield from self._inside(member, counterparts, place, variant)

    def _moved(self, definition: Definition, name: str, revision: str) -> bool:
        return name in guest_credentials.reshaped(definition.name, self.schemas[revision])

    def _inside(self, member: Member, older: Mapping[str, Member | None], path: str, variant: str) -> Iterator[Row]:
        if member.items is not None:
            items = {revision: one.items if one is not None else None for revision, one in older.items()}
            yield from self._inside(member.items, items, f"{path}[]", variant)
        elif member.kind == "object" and member.ref not in LINKED:
            definition = self._vocabulary.definition(member.ref)
            forms = {revision: self._form(revision, one, definition) for revision, one in older.items()}
            yield from self._object(definition, forms, path, variant)

    def _form(self, revision: str, member: Member | None, canonical: Definition) -> Definition:
        """What ``revision`` has for ``canonical``. Where it has another shape, everything can be expressed in that."""
        schema = self.schemas[revision]
        same = member is not None and member.ref and schema.has(member.ref)
        return schema.definition(member.ref) if member is not None and same else canonical

    def _takes(self, member: Member, older: Mapping[str, Member | None]) -> str:
        if member.items is not None:
            items = {revision: one.items if one is not None else None for revision, one in older.items()}
            return f"list: {self._takes(member.items, items)}"
        if member.kind == "object":
            shorthand = SHORTHANDS.get(member.ref)
            return LINKED.get(member.ref, "members, or a name" if shorthand and shorthand.text else "members")
        if member.kind == "enum":
            return ", ".join(self._values(self._vocabulary.definition(member.ref), older))
        limits = [f"from {member.minimum}"] if member.minimum is not None else []
        limits += [f"to {member.maximum}"] if member.maximum is not None else []
        return " ".join([_WORDS[member.kind], *limits])

    def _values(self, enum: Definition, older: Mapping[str, Member | None]) -> Iterator[str]:
        known = {
            revision: self._form(revision, one, enum)
            for revision, one in older.items()
            if one is not None and one.kind == "enum"
        }
        for value in enum.values:
            having = [r for r, form in known.items() if respelt(enum.name, value, form) in form.values]
            yield f"`{value}`{existence(having, list(known))}"


def written(definition: Definition) -> dict[str, Member]:
    """The members of ``definition`` that somebody may want to write."""
    kept = {"FileBackupJobObjectModel", "ObjectStorageBackupJobObjectModel"}
    filled = frozenset() if definition.name in kept else IMPLIED_MEMBERS.get(definition.name, frozenset())
    reported = _REPORTED if definition.name in LINKED else set()
    return {name: one for name, one in definition.members.items() if name not in filled and name not in reported}


def existence(having: list[str], among: list[str]) -> str:
    """`` (1.3-rev1)`` for what came later than the rest, `` (until 1.3-rev0)`` for what went, else nothing."""
    if not among or len(having) == len(among) or not having:
        return ""
    return f" ({having[0]})" if having[-1] == among[-1] else f" (until {having[-1]})"
