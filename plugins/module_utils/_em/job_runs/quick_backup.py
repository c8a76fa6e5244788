# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Quick backup: an incremental backup of one machine now."""

from __future__ import annotations

import typing as t
from datetime import timedelta

from ..._errors import OutcomeUnknown
from ..._model import Started
from ..api.kinds import BACKUP_SERVER, TASK_SESSION
from ..api.query import Where, uid
from ..api.shapes import instant, moment
from ..api.tasks import made
from .machines import Found, Machines

if t.TYPE_CHECKING:
    from ..._model import Json, Machine, Session
    from ..api.client import EmClient
    from ..api.query import EmQuery
    from ..api.servers import Servers
    from ..api.tasks import EmTasks
    from .sessions import EmSessions

# A session is made on the backup server, whose clock is another one than that of Enterprise Manager.
SLACK: t.Final = timedelta(seconds=5)
# The server tells its time in whole seconds: rather a backup too many than one that was promised and not made.
CLOCK_STEP: t.Final = timedelta(seconds=1)


class EmQuickBackup:
    """``QuickBackup`` of Enterprise Manager."""

    def __init__(
        self, client: EmClient, query: EmQuery, tasks: EmTasks, servers: Servers, sessions: EmSessions
    ) -> None:
        self._client = client
        self._query = query
        self._tasks = tasks
        self._sessions = sessions
        self._machines = Machines(client, query, servers)

    def locate(self, machine: Machine) -> Json:
        """``{found}``, the machine as the backup server sees it that is to be asked."""
        return {"found": self._machines.find(machine)}

    def newest_restore_point(self, located: Json) -> Json | None:
        """The newest restore point of the machine."""
        return self._machines.newest_point(located["found"])

    def age(self, restore_point: Json) -> float:
        """Seconds since the restore point was made, by the clock of the server."""
        created = moment(restore_point.get("CreationTimeUTC"))
        return (self._client.now() - created + CLOCK_STEP).total_seconds() if created else float("inf")

    def start(self, located: Json) -> Started:
        """Start it. After a call of unknown outcome its session is looked for; nothing is sent twice."""
        found: Found = located["found"]
        since = self._client.now() - SLACK
        path = f"{BACKUP_SERVER.path}/{found.root.server.id}"
        doubt: OutcomeUnknown | None = None
        try:
            task = self._tasks.run("POST", path, {"VmRef": found.ref}, [("action", "quickbackup")])
        except OutcomeUnknown as error:
            doubt, task = error, {}
        session_id = made(task, "BackupJobSession")
        session = self._tasks.pace.appeared(
            lambda: self._sessions.get(session_id) if session_id else self._begun(found, instant(since))
        )
        if session is None:
            said = doubt.message if doubt else "The order for the quick backup was carried out."
            raise OutcomeUnknown(
                f"{said} No session that backs up {found.name} is to be seen since. Before running the task again look "
                "at the sessions, or set max_age so that a backup that was made after all counts.",
                method="POST",
                path=path,
            )
        return Started(session)

    def _begun(self, found: Found, since: str) -> Session | None:
        """The newest session that has processed the machine since then."""
        conditions = [
            Where("VmDisplayName", found.name),
            Where("CreationTime", since, ">="),
            Where("BackupServerUid", uid(BACKUP_SERVER, found.root.server.id)),
        ]
        tasks = self._query.rows(TASK_SESSION, conditions, newest_first=True)
        sessions = (self._sessions.get(str(task.get("JobSessionUid", ""))) for task in tasks)
        return next((session for session in sessions if session is not None), None)
