# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Running, stopping and retrying jobs."""

from __future__ import annotations

import typing as t

from ..._errors import InvalidInput, check_absence
from ..._model import Phase, Started
from ..api.client import segment
from ..api.features import require
from . import job_states as states
from .sessions import session_from

if t.TYPE_CHECKING:
    from ..._model import Job, Json, Session, StartOptions
    from ..api.client import VbrClient
    from .sessions import VbrSessions

COPY_JOB: t.Final = "BackupCopy"
# A job can have a finished session that is newer than the one that still runs.
LOOK_BACK: t.Final = 5
RESTORE_POINTS: t.Final = {"all": "All", "latest": "Latest"}


class VbrJobControl:
    """``JobControl`` of Veeam Backup & Replication."""

    def __init__(self, client: VbrClient, sessions: VbrSessions) -> None:
        self._client = client
        self._sessions = sessions

    def check(self, job: Job, state: str, options: StartOptions, *, graceful: bool | None) -> None:
        """Raise InvalidInput or Unsupported for what this job or this server cannot do. Only negotiates."""
        del graceful
        if state == "synced" and job.type != COPY_JOB:
            problem = f'"{job.name}" is a {job.type} job; only {COPY_JOB} jobs can be synced. To run it: state: started'
            raise InvalidInput([("state", problem)])
        if state == "retried":
            require(self._client.revision, "retry", "Retrying a job")
        if state == "stopped" and options.chained_jobs:
            require(self._client.revision, "cancelChainedJobs", "Stopping the chained jobs")
        if options.restore_points is not None:
            require(self._client.revision, "syncRestorePoints", "The option restore_points")

    def running(self, job: Job) -> Session | None:
        """The newest session of the job that has not ended."""
        newest = self._sessions.listed({"job_id": job.id}, limit=LOOK_BACK)
        found = next((session for session in newest.rows if session.phase is not Phase.FINISHED), None)
        if found is None:
            check_absence(newest.gap, f'A running session of the job "{job.name}"')
        return found

    def last(self, job: Job) -> Session | None:
        """The newest session of the job."""
        newest = self._sessions.listed({"job_id": job.id}, limit=1)
        if not newest.rows:
            check_absence(newest.gap, f'A session of the job "{job.name}"')
        return next(iter(newest.rows), None)

    def start(self, job: Job, options: StartOptions, *, before: Session | None) -> Started:
        """Start the job. No session when the server has nothing to process (204, VBR-T8)."""
        # The reply names the session that was begun.
        del before
        body: Json = {"performActiveFull": options.active_full, "startChainedJobs": options.chained_jobs}
        if options.restore_points is not None:
            body["syncRestorePoints"] = RESTORE_POINTS[options.restore_points]
        return self._act(job, "start", body)

    def stop(self, job: Job, *, graceful: bool | None, chained_jobs: bool) -> Started:
        """Stop the running session of the job, gracefully unless that is not wanted."""
        body: Json = {"gracefulStop": graceful is not False}
        if chained_jobs:
            body["cancelChainedJobs"] = True
        return self._act(job, "stop", body)

    def retry(self, job: Job, *, chained_jobs: bool, before: Session | None) -> Started:
        """Process what failed in the last run again."""
        del before
        return self._act(job, "retry", {"startChainedJobs": chained_jobs})

    def synchronise(self, job: Job, options: StartOptions, *, before: Session | None) -> Started:
        """Run a backup copy job now: for this API that is a start."""
        return self.start(job, options, before=before)

    def status(self, job: Job) -> str:
        """What the job is doing, in the spelling of the newest revision; empty when the server does not say."""
        found = states.search(self._client, {"id": job.id})
        return str(found[0].get("status", "")) if found else ""

    def _act(self, job: Job, action: str, body: Json) -> Started:
        reply = self._client.order(f"/jobs/{segment(job.id)}/{action}", body)
        return Started(None if reply is None else session_from(reply))
