# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""From settings as a person writes them to what an edit or a clone can say."""

from __future__ import annotations

import typing as t

from ..._errors import InvalidInput
from ..api.limits import UnsupportedByEnterpriseManager
from ..names.job_kinds import MACHINES, family_of
from ..names.resolver import Names
from ..settings.job_changes import document, drops_linked_backups, one_calendar
from ..settings.validation import problems, spelt
from .refusals import EDITABLE, no_creation

if t.TYPE_CHECKING:
    from collections.abc import Iterable

    from ..._model import Job, Json
    from ..._product import Completion
    from ..api.client import EmClient
    from ..api.query import EmQuery

DROPS_BACKUPS: t.Final = (
    'A change of the backup copy job "{name}" through Enterprise Manager removes the backups that are linked to it '
    "(LinkedBackupIncludes). With api: vbr they stay."
)


class EmJobPlanning:
    """``JobPlanning`` of Enterprise Manager. ``warnings`` gets what the user should know."""

    # The name is a part of the call.
    names_clones = True

    def __init__(self, client: EmClient, query: EmQuery, warnings: list[str]) -> None:
        self._query = query
        self._names = Names(client, query)
        self._warnings = warnings

    def check(self, job_type: str, settings: Json) -> None:
        found = problems(job_type, settings)
        if found:
            raise InvalidInput(found)

    def check_clone(self, source: Job) -> None:
        if family_of(source.id) is not MACHINES:
            raise UnsupportedByEnterpriseManager(f'To clone "{source.name}", a job of the type {source.type},')

    def check_update(self, observed: Job, model: Json) -> None:
        """Also warns of what a change of a copy job brings with it (EM-T82)."""
        if model.get("Name") != observed.name:
            raise UnsupportedByEnterpriseManager(f'To rename the job "{observed.name}"')
        edit = document(observed.model, model)
        if edit and observed.type not in EDITABLE:
            changed = ", ".join(edit)
            raise UnsupportedByEnterpriseManager(
                f'To change {changed} of "{observed.name}", a job of the type {observed.type},'
            )
        warning = DROPS_BACKUPS.format(name=observed.name)
        if drops_linked_backups(observed.model, model) and warning not in self._warnings:
            self._warnings.append(warning)

    def check_delete(self, observed: Job) -> None:
        if family_of(observed.id) is not MACHINES:
            raise UnsupportedByEnterpriseManager(f'To delete "{observed.name}", a job of the type {observed.type},')

    def prime(self, jobs: Iterable[Job]) -> None:
        self._names.prime_jobs(jobs)

    def prefetch(self, jobs: Iterable[tuple[str, Json]]) -> None:
        """The look-ups of this API answer one question at a time: nothing can be read beforehand."""

    def resolve(self, job_type: str, settings: Json, observed: Job | None) -> Json:
        """A daily schedule switches a monthly one off, and the other way round."""
        job = {} if observed is None else observed.model
        return one_calendar(self._names.resolved(spelt(job_type, settings), job), job)

    def clone_settings(self, source: Job, wanted: Json, enabled: bool | None) -> tuple[Json, bool | None]:  # noqa: FBT001
        """A clone has the standard retention, and is enabled or not as it comes (EM-T79)."""
        from ..clone import clone_spec, wanted_of_clone

        whole = wanted_of_clone(source, wanted)
        whole["JobCloneSpec"] = clone_spec(source, whole, self._names, self._query)
        return whole, source.enabled if enabled is None else enabled

    def creation(self) -> Completion:
        raise no_creation()
