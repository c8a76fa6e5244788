# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What the model of a job means: the entity of the job, no server."""

from __future__ import annotations

import typing as t

from ..api.limits import UnsupportedByEnterpriseManager
from ..names.resolver import jobs_named
from ..settings.comparison import EmComparison
from ..settings.display import shown, without_own
from .refusals import EDITABLE

if t.TYPE_CHECKING:
    from ..._model import Json
    from ..._product import ComparisonRules


class EmJobModels:
    """``JobModels`` of Enterprise Manager."""

    def __init__(self) -> None:
        self.comparison: ComparisonRules = EmComparison()

    def option_members(self, job_type: str, *, name: str, description: str | None, high_priority: bool | None) -> Json:
        """Raises Unsupported for a priority."""
        if high_priority is not None:
            raise UnsupportedByEnterpriseManager(f"To set the priority of a job (high_priority) of the type {job_type}")
        wanted = {"Name": name, "Description": description}
        return {member: value for member, value in wanted.items() if value is not None}

    def as_enabled(self, model: Json, enabled: bool) -> Json:  # noqa: FBT001 - the engine's protocol
        return {**model, "ScheduleEnabled": enabled}

    def presentable(self, tree: Json, path: tuple[str, ...] = ()) -> Json:  # noqa: ARG002
        """Machines go by their names."""
        return {name: shown(value) for name, value in tree.items()}

    def references(self, settings: Json) -> frozenset[str]:
        return jobs_named(settings)

    def without_identity(self, model: Json) -> Json:
        return dict(without_own(model))

    def carries_owner(self, job_type: str) -> bool:
        """Jobs of other types have descriptions that cannot be changed."""
        return job_type in EDITABLE
