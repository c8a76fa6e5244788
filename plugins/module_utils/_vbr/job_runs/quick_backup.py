# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Quick backup: an incremental backup of one machine now."""

from __future__ import annotations

import itertools
import time
import typing as t

from ..._errors import OutcomeUnknown, WaitTimedOut, check_absence
from ..._model import Listed, Phase, Started, each, kept
from ..._timing.polling import steady, until
from ..api.features import require
from ..schema.times import moment, moment_in, with_offsets
from .machines import PLATFORMS, Platform, find_machine
from .sessions import session_from

if t.TYPE_CHECKING:
    from collections.abc import Callable

    from ..._model import Json, Machine, Session
    from ..._product import SessionReader
    from ..api.client import VbrClient

NEWEST: t.Final = [("orderColumn", "CreationTime"), ("orderAsc", "false")]
# How often to look for the session of a backup that is queued (VBR-T29), and how long to pause in between.
LOOKS: t.Final = 60
PAUSE: t.Final = 1.0
# How often to look when nothing new is there at all.
PATIENCE: t.Final = 3


class VbrQuickBackup:
    """``QuickBackup`` of Veeam Backup & Replication."""

    def __init__(self, client: VbrClient, sessions: SessionReader, sleep: Callable[[float], None] = time.sleep) -> None:
        self._client = client
        self._sessions = sessions
        self._sleep = sleep

    def locate(self, machine: Machine) -> Json:
        """``{platform, body}``: the option of that name, and what a quick backup is asked for with.

        Raises Unsupported for a platform that the server cannot do, NotFound, Ambiguous with the candidates.
        """
        platform = PLATFORMS[machine.platform]
        require(self._client.revision, platform.feature, platform.title)
        return {"platform": machine.platform, "body": find_machine(self._client, machine)}

    def newest_restore_point(self, located: Json) -> Json | None:
        """The newest restore point of the machine in any of its backups.

        A restore point does not say of which object it is, only its name: one with another name is not believed.
        Raises IncompleteList when none was found in lists that lack something.
        """
        name = located["body"]["name"]
        objects = self._backup_objects(located)
        newest = [self._newest_of(object_id) for object_id in dict.fromkeys(objects.rows)]
        points = [point for listed in newest for point in listed.rows if point.get("name") == name]
        if not points:
            for gap in (objects.gap, *(listed.gap for listed in newest)):
                check_absence(gap, f'A restore point of "{name}"')
        return max(points, key=_created, default=None)

    def age(self, restore_point: Json) -> float:
        """Seconds since the restore point was made, by the clock of the server."""
        now = self._client.negotiated.server_time or self._client.server_time()
        made = moment(str(restore_point.get("creationTime")))
        current = moment_in(now.text, now.zone)
        return (current - made).total_seconds() if made and current else float("inf")

    def start(self, located: Json) -> Started:
        """Start it. A lost answer is followed by a look for the session; nothing is sent twice."""
        platform = PLATFORMS[located["platform"]]
        before = self._client.server_time().text
        path = f"/jobs/quickBackup/{platform.path}"
        try:
            reply = self._client.order(path, located["body"], names=("id", "jobId"))
        except OutcomeUnknown as error:
            return Started(self._begun(located["body"]["name"], before, error))
        if reply is None:
            return Started(None)
        # Agents: the backup is queued and the reply names a job, not a session.
        return Started(session_from(reply) if reply.get("id") else self._of_job(reply["jobId"], before))

    def _of_job(self, job_id: str, before: str) -> Session:
        wanted = {"job_id": job_id, "created_after": before}
        answer = until(
            lambda: self._sessions.search(wanted, limit=1), bool, steady(PAUSE, looks=LOOKS), sleep=self._sleep
        )
        if answer.found:
            return answer.found[0]
        raise WaitTimedOut(
            f"The server has queued the backup in job {job_id}, and no session of it has begun within {LOOKS} s. "
            "It may begin later; nothing was cancelled."
        )

    def _begun(self, name: str, before: str, error: OutcomeUnknown) -> Session:
        """The session that a request of unknown outcome began; what it processes shows some time after it began."""
        looks = itertools.count(1)

        def look() -> tuple[Session | None, bool]:
            """The session, and whether there is something left to look for."""
            undecided = next(looks) < PATIENCE
            for session in self._sessions.search({"created_after": before}, limit=LOOKS):
                machines = [str(task.get("name")) for task in self._sessions.task_sessions(session)]
                if name in machines:
                    return session, False
                undecided |= not machines and session.phase is Phase.RUNNING
            return None, undecided

        answer = until(look, lambda seen: not seen[1], steady(PAUSE, looks=LOOKS), sleep=self._sleep)
        if answer.found and answer.found[0]:
            return answer.found[0]
        raise OutcomeUnknown(
            f"{error.message} No session that backs up {name} is to be seen since. Before running the task again look "
            "at the sessions, or set max_age so that a backup that was made after all counts.",
            method=error.method,
            path=error.path,
        ) from error

    def _backup_objects(self, located: Json) -> Listed[str]:
        """The ids of the machine among the backed-up objects; the same one comes for each backup that has it."""
        body = located["body"]
        own = {str(body[key]).lower() for key in ("objectId", "id") if key in body}
        platform = PLATFORMS[located["platform"]]
        found = self._client.pages("/backupObjects", [("nameFilter", body["name"])])
        rows = kept(found, lambda item: item.get("name") == body["name"] and _is_own(item, own, platform))
        return Listed.of(each(rows, lambda item: str(item.get("id") or "")))

    def _newest_of(self, backup_object_id: str) -> Listed[Json]:
        asked = [("backupObjectIdFilter", backup_object_id), *NEWEST]
        page = self._client.pages("/restorePoints", asked, page_size=1)
        return Listed.of(each(page, lambda point: t.cast("Json", with_offsets(point, self._client.zone))), 1)


def _is_own(item: Json, own: set[str], platform: Platform) -> bool:
    """Whether a backup object is the machine: by its id on its platform where the server gives one (VBR-T24)."""
    ids = {str(item[key]).lower() for key in ("objectId", "computerId") if item.get(key)}
    if ids:
        return bool(ids & own)
    # A namesake on another platform is not the machine.
    return item.get("platformName") in (None, "", *platform.backed_up_as)


def _created(restore_point: Json) -> float:
    made = moment(str(restore_point.get("creationTime")))
    return made.timestamp() if made else 0
