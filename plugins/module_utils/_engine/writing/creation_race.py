# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Jobs that another run made while this one was about to: as wanted they count as done."""

from __future__ import annotations

import dataclasses
import typing as t
from dataclasses import dataclass

from ..._errors import RequestRefused, VeeamError
from ..._timing.polling import steady, until
from ..failures import explain
from ..plan import Action, Plan
from . import removal
from .verify import is_met

if t.TYPE_CHECKING:
    from ..._model import Job
    from ..._product import JobStore


@dataclass(frozen=True)
class Applied:
    """What was done: the plan as it was carried out in the end, and the job as it was read back (None: gone)."""

    plan: Plan
    job: Job | None


def already_made(plan: Plan, job: Job) -> Applied:
    """A create of which nothing is left to do: another run has made the job, as it is wanted."""
    made = dataclasses.replace(
        plan,
        action=Action.NONE,
        reason="the job was made meanwhile, as it is wanted",
        observed=job,
        source=None,
        differences=(),
        set_enabled=None,
        model=job.model,
    )
    return Applied(made, job)


def made_by_another(plan: Plan, store: JobStore, error: RequestRefused) -> Applied:
    """What is there after a refused create: the server may refuse because another run was faster.

    That run may still be at it: it disables a new job, and then gives it its schedule.
    """

    def look() -> Job:
        try:
            found = store.reader.find(plan.desired.name or "")
        except VeeamError:
            raise error from None
        if found is None:
            raise error
        return found

    pauses = steady(removal.PAUSE, looks=removal.LOOKS)
    answer = until(look, lambda job: is_met(plan, job, store.models), pauses)
    found = answer.found
    if found is not None and answer.done:
        return already_made(plan, found)
    name = "" if found is None else f'"{found.name}" (id {found.id})'
    raise explain(error, f"There is a job {name} now, not as wanted. Run the task again.")
