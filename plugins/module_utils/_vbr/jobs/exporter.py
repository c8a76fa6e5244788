# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Jobs as entries of a set."""

from __future__ import annotations

import typing as t

from ..names.verified_names import exported_settings
from ..settings.minimal_settings import settings_of
from .planning import DEFAULT_DESCRIPTION

if t.TYPE_CHECKING:
    from collections.abc import Sequence

    from ..._model import Job, Json
    from ..._product import ComparisonRules
    from ..names.server_names import ServerNames
    from .planning import Speaker


class VbrJobExporter:
    """``JobExporter`` of this API. ``warnings`` gets what the user should know."""

    def __init__(self, server: Speaker, names: ServerNames, rules: ComparisonRules, warnings: list[str]) -> None:
        self._server = server
        self._names = names
        self._rules = rules
        self._warnings = warnings

    def export(self, jobs: Sequence[Job], *, everything: bool) -> list[Json]:
        minimal = [
            settings_of(job.type, job.model, self._rules, revision=self._server.revision, everything=everything)
            for job in jobs
        ]
        names = self._names
        settings = exported_settings(
            jobs, minimal, names.catalogue, names.inventory, self._rules, warnings=self._warnings
        )
        return [{**exported_options(job), "settings": found} for job, found in zip(jobs, settings, strict=True)]


def exported_options(job: Job) -> Json:
    """The options of a job beside its settings, without those that every job has unless they are written."""
    shown: Json = {"name": job.name, "type": job.type}
    description = str(job.model.get("description") or "")
    if description not in ("", DEFAULT_DESCRIPTION):
        shown["description"] = description
    if job.enabled is not None:
        # Drift would not see otherwise that the job was disabled.
        shown["enabled"] = job.enabled
    if job.model.get("isHighPriority") is True:
        shown["high_priority"] = True
    return shown
