# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The sessions of one server: starting them, ending them and what a finished one leaves behind."""

from __future__ import annotations

import datetime
import random
import typing as t
import uuid

from tests.simulator.vbr import system_sessions
from tests.simulator.vbr.defaults import ZERO_GUID
from tests.simulator.vbr.estate import JOBS_WITH_HISTORY, NIGHTS, Estate, key_of
from tests.simulator.vbr.estate_backups import PLATFORMS, nights
from tests.simulator.vbr.job_store import COPIES, Job, JobStore
from tests.simulator.vbr.session import ACTIVE, TYPES, Session
from tests.simulator.world import World

Json = dict[str, t.Any]
PAST_RUN_SECONDS = 600
SYSTEM_INTERVAL, SYSTEM_SECONDS = 600, 40
# Jobs without a model run as well.
HIDDEN_PLATFORMS = {"NutanixAHVBackupJob": "Nutanix", "ProxmoxBackupJob": "Proxmox"}
# A run that a fault ends in its own way, and the message that goes with it.
ENDINGS = {
    "session-failed": ("Failed", "Processing finished with errors: 1 machine failed."),
    "session-warning": ("Warning", "Processing finished with warnings."),
    "session-none": ("None", ""),
    "session-action": ("ActionRequired", ""),
    "session-stuck": ("Stuck", ""),
}


class SessionStore:
    """Sessions by id, oldest first."""

    def __init__(self, world: World, *, estate: Estate, jobs: JobStore) -> None:
        self._world, self._estate, self._jobs = world, estate, jobs
        self._random = random.Random(f"{world.options.seed}-sessions")
        self._sessions: dict[str, Session] = {}
        self._is_live = world.options.is_live
        self._usn = 1000
        self._record_past()
        for job in jobs.all():
            # Copies have nothing new to do.
            if job.type not in COPIES:
                self.job_changed(job)
        if self._is_live:
            self._add_system_sessions()

    def all(self) -> list[Session]:
        """Every session, oldest first."""
        return sorted(self._sessions.values(), key=lambda session: session.started)

    def get(self, session_id: str) -> Session | None:
        """The session of that id."""
        return self._sessions.get(session_id.lower())

    def of_job(self, job_id: str) -> list[Session]:
        """The job's sessions, oldest first."""
        return [session for session in self._sessions.values() if session.job_id == job_id]

    def latest(self, job_id: str) -> Session | None:
        """The job's newest session."""
        return max(self.of_job(job_id), key=lambda session: session.started, default=None)

    def running(self, job_id: str) -> Session | None:
        """The job's session that is at work now; one that idles is not."""
        now = self._world.clock.seconds()
        return next((one for one in self.of_job(job_id) if one.state(now) in ACTIVE), None)

    def open(self, job_id: str) -> Session | None:
        """The job's session that has not stopped, be it at work or not."""
        now = self._world.clock.seconds()
        return next((one for one in self.of_job(job_id) if one.state(now) != "Stopped"), None)

    def job_changed(self, job: Job) -> None:
        """What a job does by itself: an immediate copy waits for data, a continuous schedule starts to work."""
        if not is_continuous(job) and not job.runs_all_the_time:
            return
        waiting = self.open(job.id)
        if job.is_disabled:
            if waiting is not None and waiting.ending == "Idle":
                waiting.finish(self._world.clock.seconds())
        elif waiting is None and _waits_for_data(job):
            self._add(job, ending="Idle", seconds=0)
        elif job.runs_all_the_time and waiting is None:
            self.start(job)

    def job_deleted(self, job: Job) -> None:
        """Nothing waits for a job that is gone."""
        waiting = self.open(job.id)
        if waiting is not None:
            waiting.finish(self._world.clock.seconds())

    def start(self, job: Job, *, full: bool = False, only: Json | None = None, chained: bool = False) -> Session:
        """A new session of the job."""
        ending, message = "Idle" if is_continuous(job) else "Success", ""
        for kind, meant in ENDINGS.items():
            if self._world.faults.take(kind, job.name):
                ending, message = meant
        session = self._add(job, ending=ending, seconds=self._world.options.session_seconds)
        session.message, session.full, session.only, session.chained = message, full, only, chained
        session.machines = self._machines(job, only)
        late = self._world.faults.take("session-late", job.name)
        session.hidden_polls = int(late.options.get("polls", "2")) if late else 0
        if self._world.faults.take("session-cancelled", job.name):
            session.stop_asked = session.started + session.seconds / 2
        self._add_children(job, session)
        return session

    def _add_children(self, job: Job, session: Session) -> None:
        """On live servers a copy job's run has a session for each machine, which only its name leads to."""
        if not self._is_live or job.type != "BackupCopy":
            return
        for machine in session.machines:
            ending = "Success" if session.ending == "Idle" else session.ending
            child = self._add(job, ending=ending, seconds=session.seconds)
            child.job_id = self._estate.identity.guid("copy of a machine", job.id, machine)
            child.job_name = f"{job.name}\\{machine} Backup ({'Full' if session.full else 'Incremental'})"
            child.started, child.full, child.message = session.started, session.full, session.message
            child.settled, child.stop_asked = session.settled, session.stop_asked
            session.children.append(child)

    def settle(self) -> None:
        """Let everything happen that is due: finished sessions leave restore points and start chained jobs."""
        now = self._world.clock.seconds()
        for session in [one for one in self._sessions.values() if not one.settled]:
            if session.ended_at(now) is not None or session.state(now) == "Idle":
                session.settled = True
                self._finish(session, now)

    def _finish(self, session: Session, now: float) -> None:
        job = self._jobs.get(session.job_id)
        if job is None:
            return
        if session.result(now) in ("Success", "Warning") or session.state(now) == "Idle":
            at = datetime.datetime.fromtimestamp(session.started + session.seconds).astimezone()
            points = self._estate.record_backup_run(
                job.model, at=at, session_id=session.id, full=session.full, only=session.only
            )
            session.points = {point["name"]: point["id"] for point in points}
        if session.chained:
            for other in self._jobs.all():
                if other.preceding.lower() == job.name.lower():
                    self.start(other, chained=True)

    def _add(self, job: Job, *, ending: str, seconds: float) -> Session:
        self._usn += 100
        session = Session(
            id=str(uuid.UUID(int=self._random.getrandbits(128), version=4)),
            job_id=job.id,
            job_name=job.name,
            type=TYPES.get(job.type, "BackupJob"),
            started=self._world.clock.seconds(),
            seconds=seconds,
            ending=ending,
            usn=self._usn,
            initiated_by=self._world.options.username,
            platform=PLATFORMS.get(job.type, HIDDEN_PLATFORMS.get(job.type, "VMware")),
            live=self._is_live,
        )
        self._sessions[session.id] = session
        return session

    def _machines(self, job: Job, only: Json | None) -> list[str]:
        found = self._estate.machines_of(job.model)
        if only is not None:
            found = [machine for machine in found if machine.key == key_of(only)]
            return [machine.name for machine in found] or [only["name"]]
        return [machine.name for machine in found]

    def _record_past(self) -> None:
        """The runs that the estate's restore points stem from."""
        ran = self._jobs.all()[:JOBS_WITH_HISTORY]
        for at in nights(self._world.clock.now() - datetime.timedelta(hours=2), count=NIGHTS):
            for number, job in enumerate(ran):
                if self._has_past(job):
                    session = self._add(job, ending="Success", seconds=PAST_RUN_SECONDS)
                    session.started = (at + datetime.timedelta(minutes=number)).timestamp() - PAST_RUN_SECONDS
                    session.settled = True
                    session.machines = self._machines(job, None) if self._is_live else []
                    self._add_children(job, session)

    def _has_past(self, job: Job) -> bool:
        if self._is_live:
            return job.type in PLATFORMS or job.type in HIDDEN_PLATFORMS
        return job.type in PLATFORMS and not is_continuous(job)

    def _add_system_sessions(self) -> None:
        """One more than there are of jobs, each some minutes before the next, the last one just before now."""
        now, count = self._world.clock.seconds(), len(self._sessions) + 1
        for number, kind in enumerate(system_sessions.kinds(count), start=1):
            own = str(uuid.UUID(int=self._random.getrandbits(128), version=4))
            self._sessions[own] = Session(
                id=own,
                job_id=own if kind.job_id_is_own else ZERO_GUID,
                job_name=kind.name,
                type=kind.type,
                started=now - number * SYSTEM_INTERVAL,
                seconds=SYSTEM_SECONDS,
                ending="Success",
                usn=self._usn,
                initiated_by="SYSTEM",
                platform=kind.platform,
                settled=True,
                live=True,
                of_the_system=True,
            )


def is_continuous(job: Job) -> bool:
    """Whether the job never ends: an immediate copy waits for new data."""
    return job.type == "BackupCopy" and job.mode == "Immediate"


def _waits_for_data(job: Job) -> bool:
    """Whether an enabled copy job begins to wait at once; not with a window that is never open."""
    return job.runs_all_the_time if job.type in COPIES else is_continuous(job) and not job.is_shut


def repository_of(estate: Estate, job: Job) -> str:
    """The id of the repository that the job writes to, the zero GUID when there is none."""
    return str(estate.repository_of(job.model)["id"]) if job.type in PLATFORMS else ZERO_GUID
