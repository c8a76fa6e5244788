# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Running, stopping and retrying jobs.

A finished task says that the order was given. What came of it is a session, which has to be looked for.
"""

from __future__ import annotations

import typing as t

from ..._errors import InvalidInput, OutcomeUnknown, RequestRefused, WaitTimedOut, check_absence
from ..._model import Listed, Phase, Started
from ..api.limits import UnsupportedByEnterpriseManager
from ..api.pace import APPEARS_WITHIN, PAUSE
from ..api.shapes import guid
from ..names.job_kinds import COPIES, MACHINES, family_of
from .sessions import LOOK_BACK, began

if t.TYPE_CHECKING:
    from ..._model import Job, Session, StartOptions
    from ..api.tasks import EmTasks
    from .sessions import EmSessions

# Words for a job without a running session; sessions have words of their own.
DISABLED: t.Final = "Disabled"
STOPPED: t.Final = "Stopped"


class EmJobControl:
    """``JobControl`` of Enterprise Manager."""

    def __init__(self, tasks: EmTasks, sessions: EmSessions) -> None:
        self._tasks = tasks
        self._sessions = sessions

    def check(self, job: Job, state: str, options: StartOptions, *, graceful: bool | None) -> None:
        """Raise InvalidInput or UnsupportedByEnterpriseManager for what cannot be done with the job (EM-T74)."""
        if state == "synced" and job.type not in COPIES:
            problem = (
                f'"{job.name}" is a {job.type} job; only backup copy jobs can be synced. To run it: state: started'
            )
            raise InvalidInput([("state", problem)])
        asked = {
            "An active full backup (active_full)": options.active_full,
            "To start or stop chained jobs together (chained_jobs)": options.chained_jobs,
            "To choose the restore points of a copy (restore_points)": options.restore_points is not None,
            "To let a job finish what it is processing before it stops (graceful: true)": graceful is True
            and state == "stopped",
            f"To stop the backup copy job {job.name}": state == "stopped" and job.type in COPIES,
            f"To retry the backup copy job {job.name}": state == "retried" and job.type in COPIES,
        }
        for what, wanted in asked.items():
            if wanted:
                raise UnsupportedByEnterpriseManager(what)

    def running(self, job: Job) -> Session | None:
        """The newest session of the job that has not ended."""
        newest = Listed.of(self._sessions.of_job(job), LOOK_BACK)
        found = next((session for session in newest.rows if session.phase is not Phase.FINISHED), None)
        if found is None:
            check_absence(newest.gap, f'A running session of the job "{job.name}"')
        return found

    def last(self, job: Job) -> Session | None:
        """The newest session of the job."""
        newest = Listed.of(self._sessions.of_job(job), 1)
        if not newest.rows:
            check_absence(newest.gap, f'A session of the job "{job.name}"')
        return next(iter(newest.rows), None)

    def start(self, job: Job, options: StartOptions, *, before: Session | None) -> Started:
        """Start the job; a backup copy job is started by a sync (EM-T74). ``check`` has refused all ``options``."""
        del options
        return self._begin(job, "sync" if job.type in COPIES else "start", before)

    def stop(self, job: Job, *, graceful: bool | None, chained_jobs: bool) -> Started:
        """Stop the running session of the job, at once."""
        del graceful, chained_jobs
        try:
            self._order(job, "stop")
        except OutcomeUnknown:
            running = self.running(job)
            if running is not None and running.state.lower() != "stopping":
                raise
        return Started(None)

    def retry(self, job: Job, *, chained_jobs: bool, before: Session | None) -> Started:
        """Process what failed in the last run again."""
        del chained_jobs
        return self._begin(job, "retry", before)

    def synchronise(self, job: Job, options: StartOptions, *, before: Session | None) -> Started:
        """Run a backup copy job now."""
        return self.start(job, options, before=before)

    def status(self, job: Job) -> str:
        """The state of the running session. Without one the job, just read, is Disabled or Stopped."""
        newest = next(self._sessions.of_job(job), None)
        if newest is not None and newest.phase is not Phase.FINISHED:
            return newest.state
        return DISABLED if job.enabled is False else STOPPED

    def _order(self, job: Job, action: str) -> None:
        path, params = (family_of(job.id) or MACHINES).action(guid(job.id), action)
        self._tasks.run("POST", path, params=params)

    def _begin(self, job: Job, action: str, before: Session | None) -> Started:
        """Give the order once, and find the session that it began, even when the outcome of the order is unknown."""
        doubt: OutcomeUnknown | None = None
        try:
            self._order(job, action)
        except OutcomeUnknown as error:
            doubt = error
        except RequestRefused:
            self._await_other(job, before)
            raise
        if before is not None and before.phase is Phase.IDLE:
            # A continuous job goes on in the session that it has.
            return Started(self._sessions.get(before.id) or before)
        session = self._tasks.pace.appeared(lambda: self._newer(job, before))
        if session is None:
            raise doubt or WaitTimedOut(
                f'The order to {action} job "{job.name}" was carried out, and no session of it has appeared within '
                f"{APPEARS_WITHIN:g} s. It may appear later; nothing was cancelled. Before running the task again look "
                "at the sessions of the job."
            )
        return Started(session)

    def _await_other(self, job: Job, before: Session | None) -> None:
        """Look a few times for the session because of which an order may have been refused.

        Another order, such as one of a run that was killed, may have begun it, and it shows late (EM-T88). The engine
        looks once more when it gets the refusal.
        """
        pace = self._tasks.pace
        if not pace.look(lambda: self._newer(job, before), lambda session: session is not None).done:
            pace.sleep(min(PAUSE, pace.interval))

    def _newer(self, job: Job, before: Session | None) -> Session | None:
        newest = next(self._sessions.of_job(job), None)
        if newest is None or before is None:
            return newest
        return newest if newest.id != before.id and began(newest) >= began(before) else None
