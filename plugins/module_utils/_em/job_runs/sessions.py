# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Sessions: what ran, how it ended, what it processed.

Runs of replica jobs are elsewhere than all the others (EM-T76). A session's id is its UID, which says where it is.
"""

from __future__ import annotations

import itertools
import typing as t

from ..._model import Outcome, Phase, Session, each, kept, percentage
from ..api import filters as filtering
from ..api.client import segment
from ..api.kinds import BACKUP_SESSION, REPLICA_SESSION, TASK_SESSION, Kind
from ..api.limits import UnsupportedByEnterpriseManager
from ..api.query import Where
from ..api.shapes import guid, kind_of_uid, moment
from ..names.job_kinds import REPLICA

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from ..._model import Job, Json, Reading
    from ..api.client import EmClient
    from ..api.query import EmQuery
    from ..api.servers import Servers

# Only "Stopped" is the end: in an unknown state a session counts as running (EM-T77).
PHASES: t.Final = {"stopped": Phase.FINISHED, "idle": Phase.IDLE}
OUTCOMES: t.Final = {outcome.value.lower(): outcome for outcome in Outcome}
# Parts of a run that the server lists like runs of their own.
PARTS: t.Final = frozenset({"agentmanagement", "immediatebackupcopyworker"})
PROBLEMS: t.Final = frozenset({"warning", "failed"})
# A job can have parts of a run that are newer than the run.
LOOK_BACK: t.Final = 10
PAGE: t.Final = 100
# What the service knows as types of sessions that are no replica sessions.
TYPES: t.Final = (
    "Backup",
    "BackupCopy",
    "ImmediateBackupCopy",
    "ImmediateBackupCopyWorker",
    "AgentBackup",
    "AgentManagement",
    "NasBackup",
)


def session_from(raw: Json, kind: Kind = BACKUP_SESSION) -> Session:
    """A session of its entity (canonical). ``Result`` is None or absent while it runs (EM-T77)."""
    state = str(raw.get("State") or "")
    return Session(
        id=f"urn:veeam:{kind.name}:{guid(raw.get('UID') or raw.get('Href'))}",
        name=str(raw.get("Name") or ""),
        job_id=str(raw.get("JobUid") or ""),
        type=str(raw.get("JobType") or ""),
        state=state,
        phase=PHASES.get(state.lower(), Phase.RUNNING),
        outcome=OUTCOMES.get(str(raw.get("Result") or "none").lower(), Outcome.NONE),
        message=str(raw.get("FailureMessage") or ""),
        raw=raw,
        percent=percentage(raw.get("Progress")),
    )


class EmSessions:
    """``SessionReader`` of Enterprise Manager."""

    def __init__(self, client: EmClient, query: EmQuery, servers: Servers) -> None:
        self._client = client
        self._query = query
        self._servers = servers

    def get(self, session_id: str) -> Session | None:
        """The session with this UID or guid, None when the server does not know it (yet, or any more; EM-T78)."""
        wanted = guid(session_id)
        for kind in _kinds_of(session_id) if wanted else ():
            raw = self._client.entity(f"{kind.path}/{segment(wanted)}")
            if raw is not None:
                return session_from(raw, kind)
        return None

    def of_job(self, job: Job) -> Reading[Session]:
        """The runs of a job, newest first, without their parts."""
        kind = REPLICA_SESSION if job.type == REPLICA else BACKUP_SESSION
        found = self._query.rows(kind, [_of_job(job.id)], newest_first=True, page_size=LOOK_BACK)
        whole = kept(found, lambda raw: str(raw.get("JobType", "")).lower() not in PARTS)
        return each(whole, lambda raw: session_from(raw, kind))

    def search(self, filters: Json, *, limit: int | None) -> list[Session]:
        """The newest ``limit`` sessions that match every filter, newest first.

        Raises InvalidInput for a time that is none.
        """
        wanted = filtering.given(filters)
        filtering.check(wanted, filtering.SESSIONS)
        if "id" in wanted:
            one = self.get(wanted["id"])
            return [one] if one and self._servers.fits(one.raw) and _keeps(wanted, one) else []
        # A pattern is compared on this side only: tiny pages would then mean many requests.
        size = PAGE if "*" in wanted.get("name", "") else min(limit or PAGE, PAGE)
        found = [
            session
            for kind in _kinds_for(wanted)
            for session in itertools.islice(self._matching(kind, wanted, size), limit)
        ]
        return sorted(found, key=began, reverse=True)[:limit]

    def check_logs(self) -> None:
        """Raise UnsupportedByEnterpriseManager: this API has no log lines."""
        raise UnsupportedByEnterpriseManager(
            "To read the log of a session",
            "task_sessions: true tells what went wrong with which machine; api: vbr has the log lines.",
        )

    def logs(self, session: Session) -> list[Json]:
        """Raise UnsupportedByEnterpriseManager, as ``check_logs`` does."""
        del session
        self.check_logs()
        return []

    def problems(self, session: Session) -> list[str]:
        """What went wrong with each machine."""
        found = [task for task in self.task_sessions(session) if str(task.get("Result")).lower() in PROBLEMS]
        return [f"{_machine(task)}: {task['Reason']}" for task in found if task.get("Reason")]

    def task_sessions(self, session: Session) -> list[Json]:
        """One entry per machine that the session processed. Sessions of replica jobs have none here."""
        if kind_of_uid(session.id) == REPLICA_SESSION.name:
            return []
        path = f"{BACKUP_SESSION.path}/{guid(session.id)}/taskSessions"
        return self._client.entities(path, single=TASK_SESSION.path)

    def _matching(self, kind: Kind, wanted: Json, page_size: int) -> Iterator[Session]:
        conditions = [
            *filtering.conditions(wanted, filtering.SESSIONS),
            *([_of_job(wanted["job_id"])] if "job_id" in wanted else []),
            *(_of_type(wanted["type"]) if "type" in wanted and kind is BACKUP_SESSION else []),
            *self._servers.narrowed(),
        ]
        for raw in self._query.rows(kind, conditions, newest_first=True, page_size=page_size):
            session = session_from(raw, kind)
            if _keeps(wanted, session):
                yield session


def _kinds_of(session_id: str) -> list[Kind]:
    named = [kind for kind in (BACKUP_SESSION, REPLICA_SESSION) if kind.name == kind_of_uid(session_id)]
    return named or [BACKUP_SESSION, REPLICA_SESSION]


def _kinds_for(wanted: Json) -> list[Kind]:
    types = {str(each).lower() for each in wanted.get("type", ())}
    if not types:
        return [BACKUP_SESSION, REPLICA_SESSION]
    replicas = [REPLICA_SESSION] if REPLICA.lower() in types else []
    return ([BACKUP_SESSION] if types - {REPLICA.lower()} else []) + replicas


def _of_job(job_id: str) -> Where:
    """Sessions name their job as if it was one of virtual machines, at least in the vendor's examples (EM-T49)."""
    names = dict.fromkeys(["Job", kind_of_uid(job_id) or "Job"])
    return Where("JobUid", [f"urn:veeam:{name}:{guid(job_id)}" for name in names])


def _of_type(types: list[str]) -> list[Where]:
    """The types that the service knows, nothing when there is another one among them."""
    wanted = {each.lower() for each in types} - {REPLICA.lower()}
    known = [each for each in TYPES if each.lower() in wanted]
    return [Where("JobType", known)] if len(known) == len(wanted) else []


def _keeps(wanted: Json, session: Session) -> bool:
    """What a query cannot say, or says in whole seconds only. A session without a result has the result None."""
    return filtering.keeps(wanted, filtering.SESSIONS, {"Result": Outcome.NONE.value, **session.raw})


def began(session: Session) -> float:
    """When a session began, in seconds since 1970; 0 when it does not say."""
    found = moment(session.raw.get("CreationTimeUTC"))
    return found.timestamp() if found else 0.0


def _machine(task: Json) -> str:
    return str(task.get("VmDisplayName") or task.get("Name") or "a machine")
