# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""The kinds of things that the query service knows: where they live, and what their fields are. Data.

A field has another name in a filter than in an entity more often than not (EM-T61), and some fields are in no entity at
all.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Kind:
    """``name`` is the ``type`` of a query and of UIDs, ``path`` is where single ones live.

    ``created`` is the field that says when one was made. ``members`` says for a query field in which member of the
    entity its value is, where that has another name; None when no member holds it.
    """

    name: str
    path: str
    created: str = ""
    members: t.Mapping[str, str | None] = field(default_factory=dict)

    def member(self, field_name: str) -> str | None:
        """The member of the entity that holds the value of a query field."""
        return self.members.get(field_name, field_name)


_TIMES: t.Final = {"CreationTime": "CreationTimeUTC", "EndTime": "EndTimeUTC"}
# What belongs to what is in the links.
_BY_LINK: t.Final[dict[str, str | None]] = {"BackupServerUid": None, "BackupServerName": None}

JOB: t.Final = Kind("Job", "/jobs", members=_BY_LINK)
AGENT_JOB: t.Final = Kind("AgentBackupJob", "/agents/jobs", members=_BY_LINK)
NAS_JOB: t.Final = Kind("NasJob", "/nas/jobs", members=_BY_LINK)
BACKUP_SERVER: t.Final = Kind("BackupServer", "/backupServers", members={"IpOrDnsName": None})
REPOSITORY: t.Final = Kind("Repository", "/repositories", members=_BY_LINK)
HIERARCHY_ROOT: t.Final = Kind("HierarchyRoot", "/hierarchyRoots", members=_BY_LINK)
BACKUP: t.Final = Kind(
    "Backup",
    "/backups",
    members={"JobUid": None, "JobName": None, "RepositoryUid": None, "RepositoryName": None},
)
BACKUP_SESSION: t.Final = Kind(
    "BackupJobSession", "/backupSessions", created="CreationTime", members={**_BY_LINK, **_TIMES}
)
REPLICA_SESSION: t.Final = Kind(
    "ReplicaJobSession", "/replicaSessions", created="CreationTime", members={**_BY_LINK, **_TIMES}
)
TASK_SESSION: t.Final = Kind(
    "BackupTaskSession",
    "/backupTaskSessions",
    created="CreationTime",
    members={**_BY_LINK, **_TIMES, "JobUid": None, "JobName": None},
)
RESTORE_POINT: t.Final = Kind(
    "RestorePoint",
    "/restorePoints",
    created="CreationTime",
    members={**_BY_LINK, "CreationTime": "BackupDateUTC", "BackupUid": None, "BackupName": None},
)
VM_RESTORE_POINT: t.Final = Kind(
    "VmRestorePoint",
    "/vmRestorePoints",
    created="CreationTime",
    members={
        **_BY_LINK,
        "CreationTime": "CreationTimeUTC",
        "Type": "PointType",
        "RestorePointId": None,
        "RestorePointName": None,
        # An attribute that not every version shows; VmName is the same.
        "VmDisplayName": "VmName",
    },
)
BACKUP_FILE: t.Final = Kind(
    "BackupFile",
    "/backupFiles",
    created="CreationTimeUTC",
    members={**_BY_LINK, "CreationTimeUTC": "CreationTimeUtc", "BackupUid": None, "BackupName": None},
)
