# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One run of a job: where it stands is computed from the time when somebody asks."""

from __future__ import annotations

import dataclasses
import datetime
import typing as t

from tests.simulator.clock import vendor_format
from tests.simulator.vbr.defaults import ZERO_GUID
from tests.simulator.vbr.reshape import Verbatim

Json = dict[str, t.Any]
# What a session of each job type is called; other types are backups.
TYPES = {
    "VSphereReplica": "ReplicaJob",
    "BackupCopy": "BackupCopyJob",
    "WindowsAgentBackup": "AgentBackup",
    "LinuxAgentBackup": "AgentBackup",
    "WindowsAgentBackupFailoverCluster": "AgentBackup",
    "WindowsAgentBackupWorkstationPolicy": "AgentPolicy",
    "WindowsAgentBackupServerPolicy": "AgentPolicy",
    "LinuxAgentBackupWorkstationPolicy": "AgentPolicy",
    "LinuxAgentBackupServerPolicy": "AgentPolicy",
    "FileBackup": "FileServerSave",
    "ObjectStorageBackup": "FileServerSave",
    "FileBackupCopy": "UnstructuredDataBackupCopy",
    "SureBackupContentScan": "SureBackupContentScan",
    "IrisBackup": "IrisBackup",
    "NutanixAHVBackupJob": Verbatim("PlatformBackupJob"),
    "ProxmoxBackupJob": Verbatim("PlatformBackupJob"),
}
STARTING_SHARE = 0.1
SECONDS_TO_STOP = 0.2
# What a session of the server itself does not tell; the platform some do.
NOT_OF_THE_SYSTEM = frozenset({"platformName", "platformId", "algorithm", "progress"})
ACTIVE = frozenset({"Starting", "Working", "Stopping"})


@dataclasses.dataclass
class Session:
    """A session. `ending` is how it will end by itself: a result, or `Idle`, `ActionRequired`, `Stuck`."""

    id: str
    job_id: str
    job_name: str
    type: str
    started: float
    seconds: float
    ending: str
    usn: int
    machines: list[str] = dataclasses.field(default_factory=list)
    full: bool = False
    only: Json | None = None
    initiated_by: str = ""
    platform: str = "VMware"
    repository_id: str = ZERO_GUID
    message: str = ""
    stop_asked: float | None = None
    stop_seconds: float = 0
    hidden_polls: int = 0
    settled: bool = False
    chained: bool = False
    points: dict[str, str] = dataclasses.field(default_factory=dict)
    live: bool = False
    of_the_system: bool = False
    children: list[Session] = dataclasses.field(default_factory=list)

    def state(self, now: float) -> str:
        """The vendor's ESessionState at the time `now`."""
        ended = self.ended_at(now)
        if ended is not None:
            return "Stopped"
        if self.stop_asked is not None and now >= self.stop_asked:
            return "Stopping"
        elapsed = now - self.started
        if elapsed < self.seconds * STARTING_SHARE:
            return "Starting"
        if elapsed >= self.seconds and self.ending in ("Idle", "ActionRequired"):
            return self.ending
        return "Working"

    def ended_at(self, now: float) -> float | None:
        """When it stopped, None while it runs."""
        by_itself = self.started + self.seconds if self.ending in ("Success", "Warning", "Failed", "None") else None
        by_request = self.stop_asked + self.stop_seconds if self.stop_asked is not None else None
        ends = [end for end in (by_itself, by_request) if end is not None and end <= now]
        return min(ends) if ends else None

    def canceled(self, now: float) -> bool:
        """Whether it stopped because somebody wanted it to."""
        ended = self.ended_at(now)
        return ended is not None and self.stop_asked is not None and ended == self.stop_asked + self.stop_seconds

    def result(self, now: float) -> str:
        """The vendor's ESessionResult at the time `now`; `None` is a word here (trap T17)."""
        if self.ended_at(now) is None:
            return "None"
        return "Failed" if self.canceled(now) else self.ending

    def percent(self, now: float) -> int:
        """Progress from 0 to 100."""
        if self.state(now) in ("Stopped", "Idle"):
            return 100
        return max(0, min(99, int((now - self.started) / self.seconds * 100))) if self.seconds else 99

    def said(self, now: float) -> str:
        """The message beside the result; live servers say the result again where there is nothing else to say."""
        if self.ended_at(now) is None:
            return ""
        if self.canceled(now) and not self.live:
            return "Job has been stopped by the user"
        return self.message or (self.result(now) if self.live else "")

    def is_hidden(self) -> bool:
        """Whether a look at the session still misses it; each look uses one up."""
        self.hidden_polls -= 1
        return self.hidden_polls >= 0

    def finish(self, now: float) -> None:
        """End a session that only waits, as well as it went so far."""
        self.ending, self.seconds = "Success", now - self.started

    def stop(self, now: float, *, graceful: bool) -> None:
        """Ask the session to stop; a graceful stop takes a while."""
        if self.stop_asked is None:
            self.stop_asked = now
            self.stop_seconds = self.seconds * SECONDS_TO_STOP if graceful else 0
        for child in self.children:
            child.stop(now, graceful=graceful)


def model(session: Session, now: float) -> Json:
    """The session as the newest revision says it."""
    state, ended, result = session.state(now), session.ended_at(now), session.result(now)
    found: Json = {
        "id": session.id,
        "name": session.job_name,
        "jobId": session.job_id,
        "sessionType": session.type,
        "creationTime": moment(session.started),
        "state": state,
        "progressPercent": session.percent(now),
        "result": {
            "result": result,
            "message": session.said(now),
            "isCanceled": session.canceled(now) and not session.live,
        },
        "usn": session.usn,
        "platformName": session.platform,
        "platformId": ZERO_GUID,
        "initiatedBy": session.initiated_by,
        "algorithm": "Full" if session.full else "Increment",
        "progress": progress(session, now),
    }
    if ended is not None:
        found["endTime"] = moment(ended)
    elif state == "Starting":
        # A session that has just begun may show an end (trap T19): only the state tells whether it is over.
        found["endTime"] = moment(session.started)
    if session.live:
        found |= {"relatedSessionId": ZERO_GUID, "originalSessionId": session.id}
        if session.of_the_system:
            found = {name: value for name, value in found.items() if name not in NOT_OF_THE_SYSTEM}
            found |= {"platformName": session.platform} if session.platform else {}
    return found


def progress(session: Session, now: float) -> Json:
    """How much has been processed."""
    percent = session.percent(now)
    size = len(session.machines) * (40 << 30)
    elapsed = (session.ended_at(now) or now) - session.started
    return {
        "duration": str(datetime.timedelta(seconds=int(elapsed))).rjust(8, "0"),
        "processingRate": "N/A" if percent == 0 else "112 MB/s",
        "bottleneck": "NotDefined" if percent == 0 else "SourceProxy",
        "processedSize": size * percent // 100,
        "readSize": size * percent // 500,
        "transferredSize": size * percent // 900,
        "progressPercent": percent,
    }


def moment(seconds: float) -> str:
    """Seconds since the epoch as the vendor writes a time."""
    return vendor_format(datetime.datetime.fromtimestamp(seconds).astimezone())
