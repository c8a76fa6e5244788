# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What the model of a job means: canonical words, no server."""

from __future__ import annotations

import functools
import typing as t

from ..._errors import InvalidInput
from ..names.display import presentable
from ..names.job_references import referenced_jobs
from ..settings.comparison import VbrComparison

if t.TYPE_CHECKING:
    from ..._model import Json
    from ..._product import ComparisonRules
    from ..names.known_names import Entries


@functools.cache
def edit_members(job_type: str) -> frozenset[str]:
    """What a job of this type can have at all."""
    # Imported here so that a task that only reads does not read the schema.
    from ..schema.schemas import canonical_schema

    return frozenset(canonical_schema().edit_body(job_type).members)


class VbrJobModels:
    """``JobModels`` of this API. ``entries`` has the names that were read already."""

    def __init__(self, entries: Entries) -> None:
        self._entries = entries
        self.comparison: ComparisonRules = VbrComparison()

    def option_members(self, job_type: str, *, name: str, description: str | None, high_priority: bool | None) -> Json:
        wanted = {"name": name, "description": description, "isHighPriority": high_priority}
        options = {"description": "description", "isHighPriority": "high_priority"}
        members = edit_members(job_type)
        problems = [
            (option, f"jobs of the type {job_type} have no such setting")
            for member, option in options.items()
            if wanted[member] is not None and member not in members
        ]
        if problems:
            raise InvalidInput(problems)
        return {member: value for member, value in wanted.items() if value is not None}

    def as_enabled(self, model: Json, enabled: bool) -> Json:  # noqa: FBT001
        return {**model, "isDisabled": not enabled}

    def presentable(self, tree: Json, path: tuple[str, ...] = ()) -> Json:
        return presentable(tree, self._entries.label, path[-1] if path else "")

    def references(self, settings: Json) -> frozenset[str]:
        return frozenset(referenced_jobs(settings))

    def without_identity(self, model: Json) -> Json:
        return {member: value for member, value in model.items() if member != "id"}

    def carries_owner(self, job_type: str) -> bool:
        """Types without a description cannot."""
        return "description" in edit_members(job_type)
