# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Plan one entry of a set, whose job was found already."""

from __future__ import annotations

import typing as t

from ...._errors import Ambiguous, IncompleteList, InvalidInput, NotFound, Unsupported
from ...ownership import marked
from ...plan import AS_WANTED
from ...prepare import planned, resolve
from .. import kinds

if t.TYPE_CHECKING:
    from ...._model import Job
    from ...._product import JobStore
    from ...plan import Plan
    from ...prepare import Resolved
    from ..job_set import SetEntry
    from ..planned_job import PlanAgain, PlannedJob

# What is wrong with one job and says nothing about the others.
OF_ONE_JOB: t.Final = (InvalidInput, NotFound, Ambiguous, Unsupported, IncompleteList)


class EntryPlanner:
    """``owner`` marks the jobs as its own; None leaves descriptions alone. Reads only; raises what ``resolve`` does."""

    def __init__(self, store: JobStore, owner: str | None) -> None:
        self._store = store
        self._owner = owner

    def plan(self, entry: SetEntry, observed: Job | None, source: Job | None) -> Plan:
        """The plan for ``observed`` (None: there is no such job), or for a clone of ``source``."""
        if observed is not None:
            observed = self._with_state(entry, observed)
        return planned(self._resolved(entry, observed, source), self._store)

    def planned_job(
        self,
        entry: SetEntry,
        observed: Job | None,
        source: Job | None,
        *,
        needs: frozenset[str],
        again: PlanAgain | None,
    ) -> PlannedJob:
        """The same, as it is shown; ``needs`` and ``again`` are those of ``Written``."""
        plan = self.plan(entry, observed, source)
        return kinds.planned(entry, plan, self._store.models, needs=needs, again=again)

    def from_summary(self, entry: SetEntry, summary: Job) -> PlannedJob:
        """Decide by the summary of a job whether anything differs; only then look at the whole of it, and plan."""
        observed = self._with_state(entry, summary)
        if self._is_met(entry, observed):
            return kinds.unchanged(entry, observed, AS_WANTED)
        return self.planned_job(entry, self._store.reader.full(observed), None, needs=frozenset(), again=None)

    def _is_met(self, entry: SetEntry, summary: Job) -> bool:
        try:
            return self._resolved(entry, summary, None).is_met(self._store.models.comparison)
        except OF_ONE_JOB:
            # Said in the words that count, of the whole job.
            return False

    def _with_state(self, entry: SetEntry, observed: Job) -> Job:
        """Some servers leave the state out of a job in their list and have it elsewhere."""
        if observed.enabled is not None or entry.desired.enabled is None:
            return observed
        return self._store.reader.get(observed.id) or observed

    def _resolved(self, entry: SetEntry, observed: Job | None, source: Job | None) -> Resolved:
        desired = entry.desired
        existing = observed or source
        job_type = desired.type or (existing.type if existing is not None else "")
        if self._owner is not None and job_type and self._store.models.carries_owner(job_type):
            desired = marked(desired, existing, self._owner)
        return resolve(desired, observed, self._store, source=source)
