# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Backups, the machines in them, restore points and files: the history that job runs leave behind."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.simulator.clock import vendor_format
from tests.simulator.vbr.estate_identity import ZERO_GUID, Identity, Json

# What a job of each type is called in a backup; a type that is not here leaves no backup.
PLATFORMS = {
    "VSphereBackup": "VMware",
    "BackupCopy": "VMware",
    "CloudDirectorBackup": "CloudDirector",
    "HyperVBackup": "HyperV",
    "WindowsAgentBackup": "WindowsPhysical",
    "WindowsAgentBackupFailoverCluster": "WindowsPhysical",
    "LinuxAgentBackup": "LinuxPhysical",
    "WindowsAgentBackupWorkstationPolicy": "WindowsPhysical",
    "WindowsAgentBackupServerPolicy": "WindowsPhysical",
    "LinuxAgentBackupWorkstationPolicy": "LinuxPhysical",
    "LinuxAgentBackupServerPolicy": "LinuxPhysical",
    "EntraIDTenantBackup": "EntraID",
    "FileBackup": "UnstructuredData",
    "ObjectStorageBackup": "UnstructuredData",
}
_PHYSICAL = ("WindowsPhysical", "LinuxPhysical")
_NOT_OF_FILES = ("type", "malwareStatus", "sessionId", "backupFileId")
_OPERATIONS = {
    "VMware": ["StartViVMInstantRecovery", "StartEntireVmRestore", "StartFlrRestore"],
    "CloudDirector": ["StartEntireVmRestoreCloudDirector", "StartFlrRestore"],
}


@dataclass(frozen=True)
class Machine:
    """Something that a job protects, told apart by ``key``."""

    key: str
    name: str
    source: Json = field(default_factory=dict)


@dataclass(frozen=True)
class Point:
    """A restore point and the backup object it belongs to."""

    model: Json
    object_id: str


@dataclass(frozen=True)
class Run:
    """What one successful run of a job did."""

    machines: list[Machine]
    at: datetime
    full: bool
    session_id: str = ""


class History:
    """Every backup on the server with what is in it. Ids follow from the seed and the order of runs."""

    def __init__(self, identity: Identity, *, live: bool = False) -> None:
        self._identity, self._live = identity, live
        self.backups: list[Json] = []
        self.objects: list[Json] = []
        self.points: list[Point] = []
        self.files: list[Json] = []
        self._runs = 0
        self._machine_of_object: dict[str, str] = {}
        # The backup that each row of `objects` belongs to; what the row says of it does not always lead anywhere.
        self._backup_of_row: dict[int, str] = {}

    def record(self, job: Json, run: Run, *, repository: Json) -> list[Json]:
        """Add a restore point of each machine of ``run``; returns the new restore points. [] for a type without any."""
        if job["type"] not in PLATFORMS:
            return []
        self._runs += 1
        backup = self._backup(job, run, repository=repository)
        return [self._point(backup, machine, run, platform=PLATFORMS[job["type"]]) for machine in run.machines]

    def latest(self, machine_key: str) -> Point | None:
        """The newest restore point of a machine, over all backups."""
        points = [point for point in self.points if self._machine_of_object[point.object_id] == machine_key]
        return max(points, key=lambda point: datetime.fromisoformat(point.model["creationTime"]), default=None)

    def has_full(self, machine_key: str, *, job_id: str) -> bool:
        """Whether the job has a full restore point of the machine to build on."""
        backups = {backup["id"] for backup in self.backups if backup["jobId"] == job_id}
        return any(
            point.model.get("type", "Full") == "Full"
            and point.model["backupId"] in backups
            and self._machine_of_object[point.object_id] == machine_key
            for point in self.points
        )

    def objects_of(self, backup_id: str) -> list[Json]:
        """The objects in a backup."""
        return [item for item in self.objects if self._backup_of_row[id(item)] == backup_id]

    def orphan(self, job_id: str) -> None:
        """The job is gone: its backups stay, as orphans."""
        for backup in self.backups:
            if backup["jobId"] == job_id:
                backup["jobId"] = ZERO_GUID

    def _backup(self, job: Json, run: Run, *, repository: Json) -> Json:
        found = [backup for backup in self.backups if backup["jobId"] == job["id"]]
        if found:
            return found[0]
        backup = {
            "id": self._identity.guid("backup", job["id"]),
            "jobId": job["id"],
            "name": job["name"],
            **self._platform_of_backup(job),
            "creationTime": vendor_format(run.at),
            "repositoryId": repository["id"],
            "repositoryName": repository["name"],
            "jobType": job["type"],
        }
        self.backups.append(backup)
        return backup

    def _platform_of_backup(self, job: Json) -> Json:
        """Live servers say less of a backup's platform than the documents promise."""
        platform = "CustomPlatform" if self._live and job["type"] == "BackupCopy" else PLATFORMS[job["type"]]
        policy, platform_id = self._identity.guid("policy", job["id"]), self._platform_id(platform)
        if self._live and platform == "UnstructuredData":
            policy = ""
        elif self._live and platform in ("CustomPlatform", *_PHYSICAL):
            policy = job["id"]
        return {"policyUniqueId": policy, "platformName": platform, "platformId": platform_id}

    def _platform_id(self, platform: str) -> str:
        without = ("VMware", "UnstructuredData", *_PHYSICAL) if self._live else ("VMware",)
        return ZERO_GUID if platform in without else self._identity.guid("platform", platform)

    def _object(self, backup: Json, machine: Machine, *, platform: str) -> Json:
        """The row of a machine in a backup; on live servers all rows of a machine have the same id."""
        for known in self.objects_of(backup["id"]):
            if self._machine_of_object[known["id"]] == machine.key:
                return known
        made: Json = {
            "id": self._identity.guid("backup object", *(() if self._live else (backup["id"],)), machine.key),
            "name": machine.name,
            "type": "VM",
            "platformName": platform,
            "platformId": self._platform_id(platform),
            "restorePointsCount": 0,
            "lastRunFailed": False,
            "backupId": self._backup_id_told(backup, machine, platform),
            "size": self._identity.between(8, 400, machine.key) << 30,
        } | self._platform_members(platform, machine)
        self.objects.append(made)
        self._backup_of_row[id(made)] = backup["id"]
        self._machine_of_object[made["id"]] = machine.key
        return made

    def _backup_id_told(self, backup: Json, machine: Machine, platform: str) -> str:
        """Live servers name a part of an agent's backup that no list has."""
        if self._live and platform in _PHYSICAL:
            return self._identity.guid("part of a backup", backup["id"], machine.key)
        return str(backup["id"])

    def _platform_members(self, platform: str, machine: Machine) -> Json:
        source = machine.source
        if platform in ("VMware", "CloudDirector", "HyperV"):
            kind = {"VMware": "viType", "CloudDirector": "cloudDirectorType", "HyperV": "hvType"}[platform]
            path = f"{source['hostName']}\\{source['name']}"
            return {"objectId": source["objectId"], kind: source["type"], "path": path}
        if platform in ("WindowsPhysical", "LinuxPhysical"):
            bios = self._identity.guid("bios", machine.key)
            group = source["protectionGroupId"]
            kind = "Directory" if self._live else "Computer"
            return {"type": kind, "biosUuid": bios, "protectionGroupIds": [group], "computerId": source["id"]}
        if platform == "UnstructuredData":
            host = source.get("hostId") or source["id"]
            return {"type": "Directory", "fileServerId": source["id"], "hostId": host}
        return {"type": "Tenant"}

    def _point(self, backup: Json, machine: Machine, run: Run, *, platform: str) -> Json:
        backed_up = self._object(backup, machine, platform=platform)
        full = run.full or backed_up["restorePointsCount"] == 0
        point_id = self._identity.guid("restore point", backup["id"], backed_up["id"], self._runs)
        point: Json = {
            "id": point_id,
            "name": machine.name,
            "platformName": platform,
            "platformId": backed_up["platformId"],
            "creationTime": vendor_format(run.at),
            "backupId": backup["id"],
            "type": "Full" if full else "Increment",
            "allowedOperations": list(_OPERATIONS.get(platform, ["StartFlrRestore"])),
            "malwareStatus": "Clean",
            "backupFileId": self._identity.guid("backup file", point_id),
            "guestOsFamily": "Linux" if platform == "LinuxPhysical" else "Windows",
            "originalSize": backed_up["size"],
            "gfsPeriods": ["None"],
        }
        if run.session_id or self._live:
            # Runs of the past are long forgotten; live servers tell a session that is gone, or none by zeros.
            forgotten = self._identity.guid("session", self._runs) if self._runs % 2 else ZERO_GUID
            point["sessionId"] = run.session_id or forgotten
        backed_up["restorePointsCount"] += 1
        self.files.append(self._file(backup, backed_up, point=point, at=run.at))
        if self._live and platform == "UnstructuredData":
            point = _unstructured(point, number=backed_up["restorePointsCount"])
        self.points.append(Point(point, backed_up["id"]))
        return point

    def _file(self, backup: Json, backed_up: Json, *, point: Json, at: datetime) -> Json:
        full = point["type"] == "Full"
        data = backed_up["size"] if full else backed_up["size"] // 20
        suffix = "vbk" if full else "vib"
        return {
            "id": point["backupFileId"],
            "name": f"{backed_up['name']}D{at:%Y-%m-%dT%H%M%S}_{point['id'][:4].upper()}.{suffix}",
            "backupId": backup["id"],
            "objectIds": [backed_up["id"]],
            "restorePointIds": [point["id"]],
            "dataSize": data,
            "backupSize": data // 2,
            "dedupRatio": 1,
            "compressRatio": 2,
            "creationTime": point["creationTime"],
            "gfsPeriods": ["None"],
            "severity": "Clean",
        }


def _unstructured(point: Json, *, number: int) -> Json:
    """What live servers say of a restore point of files or objects."""
    kept = {name: value for name, value in point.items() if name not in _NOT_OF_FILES}
    return kept | {"name": f"{point['name']} Id: {number}", "guestOsFamily": "Unknown"}


def nights(before: datetime, *, count: int) -> t.Iterator[datetime]:
    """The last ``count`` evenings before that moment, oldest first."""
    evening = before.replace(hour=22, minute=0, second=0, microsecond=0)
    last = evening if evening < before else evening - timedelta(days=1)
    for ago in range(count - 1, -1, -1):
        yield last - timedelta(days=ago)
