# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The description of a member, as an editor shows it: the words, and what a new job needs."""

from __future__ import annotations

import json
import typing as t

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.references import SHORTHANDS
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.schemas import MISSING
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings import guest_credentials
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.completion import filled_in
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.translation import member_name
from tests.tables.wording import EVERY_JOB, turned

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.schemas import Definition
    from tests.tables.settings_rows import Catalogue
    from tests.tables.wording import Word, Words


class Descriptions:
    """Knows the words, and in which revisions a member exists and is required."""

    def __init__(self, words: Words, catalogue: Catalogue) -> None:
        self._words = words
        self._schemas = catalogue.schemas
        rows = [row for job_type in catalogue.job_types for row in catalogue.rows(job_type)]
        self._last = {(row.definition, row.member): row.revisions[-1] for row in rows if row.revisions}

    def of(self, definition: Definition, member: str) -> str:
        """The description of a member; what can be said of it without words, when it has none."""
        word = self._words.of(definition.name, member)
        parts = ["" if word is None else worded(word), self._need(definition, member), self._since(definition, member)]
        return " ".join(part for part in parts if part)

    def option(self, member: str) -> str:
        """What the console calls a member that every job has, as a sentence."""
        word = self._words.of(EVERY_JOB, member)
        return "" if word is None else _called(word)

    def _need(self, definition: Definition, member: str) -> str:
        shorthand = SHORTHANDS.get(definition.name)
        if shorthand is not None and member in shorthand.filled:
            return "Looked up when it is left out."
        value = filled_in(definition, member)
        if value is not MISSING:
            return f"A new job gets {json.dumps(value)} when it is left out."
        forms = self._forms(definition)
        required = [revision for revision, form in forms.items() if member_name(member, form) in form.required]
        if not required:
            return ""
        return "Required for a new job." if len(required) == len(forms) else f"Required in {', '.join(required)}."

    def _since(self, definition: Definition, member: str) -> str:
        forms = self._forms(definition)
        having = [revision for revision in forms if self._has(revision, forms[revision], member)]
        last = self._last.get((definition.name, member), "")
        if not having and last:
            # Older revisions have it in an object of another name.
            return f"Until API revision {last}."
        if not having or len(having) == len(forms):
            return ""
        return (
            f"Since API revision {having[0]}." if having[-1] == list(forms)[-1] else f"Until API revision {having[-1]}."
        )

    def _has(self, revision: str, form: Definition, member: str) -> bool:
        moved = guest_credentials.reshaped(form.name, self._schemas[revision])
        return member_name(member, form) in form.members or member in moved

    def _forms(self, definition: Definition) -> dict[str, Definition]:
        known = {revision: schema for revision, schema in self._schemas.items() if schema.has(definition.name)}
        return {revision: schema.definition(definition.name) for revision, schema in known.items()}


def worded(word: Word) -> str:
    """What is said of a member: what it does, in which unit, and what the console calls it."""
    parts = [word.does, f"Unit: {word.unit}." if word.unit else "", limits(word)]
    if word.default is not MISSING:
        parts.append(f"Default: {json.dumps(word.default)}.")
    parts.append(_called(word))
    return " ".join(part for part in parts if part)


def _called(word: Word) -> str:
    """What the console calls it, and in which job types it has other words: an editor shows the same in all of them."""
    others: dict[str, list[str]] = {}
    for job_type, other in word.elsewhere.items():
        if other.label and other.label != word.label:
            others.setdefault(other.label, []).append(job_type)
    names = [f'"{word.label}"{turned(word)}'] if word.label else []
    names += [f'"{label}" for {", ".join(sorted(types))}' for label, types in others.items()]
    return f"In the console: {'; '.join(names)}." if names else ""


def limits(word: Word) -> str:
    """The limits that the product documents, as a sentence."""
    parts = [f"from {word.minimum}"] if word.minimum is not None else []
    parts += [f"to {word.maximum}"] if word.maximum is not None else []
    return f"{' '.join(parts).capitalize()}." if parts else ""
