# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What jobs are doing. Enterprise Manager does not say it of a job; its sessions do."""

from __future__ import annotations

import typing as t

from .._model import Phase
from .api import filters as lists
from .api.servers import server_of

if t.TYPE_CHECKING:
    from .._model import Job, Json, Session
    from .job_runs.sessions import EmSessions

    # Jobs that match filters, by name.
    SearchJobs: t.TypeAlias = t.Callable[[Json], list[Job]]

DISABLED: t.Final = "Disabled"
STOPPED: t.Final = "Stopped"


def search(jobs: SearchJobs, sessions: EmSessions, filters: Json) -> list[Json]:
    """The states that match every filter, by name: one query for the jobs, and one for the newest session of each.

    Made of the job and of its newest session: Enterprise Manager keeps sessions for a while only, so that a job
    without one may have run long ago (EM-T64).
    """
    wanted = lists.given(filters)
    lists.check(wanted, lists.JOBS, lists.STATES)
    of_states = {option: value for option, value in wanted.items() if option in lists.STATES}
    of_jobs = {option: value for option, value in wanted.items() if option not in lists.STATES}
    states = (state_of(job, next(sessions.of_job(job), None)) for job in jobs(of_jobs))
    return [state for state in states if lists.keeps(of_states, lists.STATES, state)]


def state_of(job: Job, newest: Session | None) -> Json:
    """What a job is doing, in the words of its newest session. ``id`` is the job's UID."""
    running = newest is not None and newest.phase is not Phase.FINISHED
    idle = DISABLED if job.enabled is False else STOPPED
    state: Json = {
        "id": job.id,
        "Name": job.name,
        "JobType": job.type,
        "BackupServerName": server_of(job.model).name,
        "Status": newest.state if newest is not None and running else idle,
        "LastResult": "None" if newest is None or running else newest.outcome.value,
        "NextRun": job.model.get("NextRun"),
    }
    if newest is not None:
        state |= {"LastRun": newest.raw.get("CreationTimeUTC"), "SessionUid": newest.id}
    return {member: value for member, value in state.items() if value is not None}
