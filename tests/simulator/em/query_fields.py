# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What can be filtered and sorted by, for each type of the query service."""

from __future__ import annotations

import datetime as dt
import typing as t
from dataclasses import dataclass

from tests.simulator.em.entities import Lens, facts
from tests.simulator.em.estate_model import Item
from tests.simulator.em.query_language import OPERATORS, BadQuery, Condition

Getter = t.Callable[[Lens, Item], t.Any]
_RESULTS = ("None", "Success", "Warning", "Failed")  # enumerations compare by their index (T63)
_STATES = ("Stopped", "Starting", "Stopping", "Working", "Pausing", "Resuming")
_SESSION_TYPES = (
    "Backup",
    "BackupCopy",
    "ImmediateBackupCopy",
    "ImmediateBackupCopyWorker",
    "AgentBackup",
    "AgentManagement",
    "NasBackup",
    "Replica",
)


@dataclass(frozen=True)
class QueryField:
    """A field of a type: text, bool, number, date or enum, and how its value is found."""

    kind: str
    get: Getter
    order: tuple[str, ...] = ()

    def key(self, value: t.Any) -> t.Any:
        """The value in a form that can be compared; None stays None."""
        if value is None:
            return None
        if self.kind == "text":
            return str(value).lower()
        if self.kind == "enum":
            return self._index(str(value))
        return value

    def _index(self, text: str) -> int:
        names = [name.lower() for name in self.order]
        return names.index(text.lower()) if text.lower() in names else len(names)

    def read(self, text: str, name: str) -> t.Any:
        """The value of a filter's text in comparable form. Raises BadQuery when the text makes no sense here."""
        try:
            if self.kind == "bool":
                return {"true": True, "false": False}[text.lower()]
            if self.kind == "number":
                return float(text)
            if self.kind == "date":
                moment = dt.datetime.fromisoformat(text)
                return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
        except (KeyError, ValueError) as error:
            raise BadQuery(f"'{text}' is not a valid value of '{name}'.") from error
        if self.kind == "enum" and text.lower() not in [known.lower() for known in self.order]:
            raise BadQuery(f"'{text}' is not a valid value of '{name}'.")
        return self.key(text)


def _fact(name: str) -> Getter:
    return lambda lens, item: facts(lens, item).get(name)


def _date_fact(name: str) -> Getter:
    def get(lens: Lens, item: Item) -> t.Any:
        text = facts(lens, item).get(name)
        return dt.datetime.fromisoformat(text) if text else None

    return get


def _of(kind: str, ref: str, what: str) -> Getter:
    """The UID or Name of a related item."""

    def get(lens: Lens, item: Item) -> t.Any:
        related = lens.find(kind, item.server if ref == "server" else item.refs.get(ref))
        return getattr(related, what) if related else None

    return get


def _texts(*names: str) -> dict[str, QueryField]:
    return {name: QueryField("text", _fact(name)) for name in names}


def _bools(*names: str) -> dict[str, QueryField]:
    return {name: QueryField("bool", _fact(name)) for name in names}


def _numbers(*names: str) -> dict[str, QueryField]:
    return {name: QueryField("number", _fact(name)) for name in names}


def _enum(name: str, *order: str, fact: str = "") -> dict[str, QueryField]:
    return {name: QueryField("enum", _fact(fact or name), order)}


def _pair(prefix: str, kind: str, ref: str) -> dict[str, QueryField]:
    return {
        f"{prefix}Uid": QueryField("text", _of(kind, ref, "uid")),
        f"{prefix}Name": QueryField("text", _of(kind, ref, "name")),
    }


_KEYS = {
    "UID": QueryField("text", lambda lens, item: item.uid),
    "Name": QueryField("text", lambda lens, item: item.name),
}
_SERVER = _pair("BackupServer", "BackupServer", "server")
_CREATED = {"CreationTime": QueryField("date", lambda lens, item: item.created)}
_JOB = _KEYS | _SERVER | _texts("Description") | _bools("ScheduleConfigured", "ScheduleEnabled")
_NEXT_RUN = {"NextRun": QueryField("date", _date_fact("NextRun"))}
_ENDED = {"EndTime": QueryField("date", _date_fact("EndTimeUTC"))}
_SESSION = (
    _KEYS
    | _SERVER
    | _CREATED
    | _ENDED
    | _texts("JobUid", "JobName")
    | _bools("IsRetry")
    | _enum("JobType", *_SESSION_TYPES)
    | _enum("State", *_STATES)
    | _enum("Result", *_RESULTS)
)
FIELDS: dict[str, dict[str, QueryField]] = {
    "Job": _JOB
    | _NEXT_RUN
    | _enum("JobType", "Backup", "BackupCopy", "ImmediateBackupCopy", "Replica")
    | _enum("Platform", "VMware", "Hyperv", "vCloud", "CustomPlatform"),
    "AgentBackupJob": _JOB | _enum("JobType", "AgentBackup") | _enum("Platform", "AgentForLinux", "AgentForWindows"),
    "NasJob": _JOB | _NEXT_RUN,
    "Backup": _KEYS
    | _pair("Repository", "Repository", "repository")
    | {
        "JobUid": QueryField(
            "text", lambda lens, item: f"urn:veeam:Job:{item.refs['job']}" if "job" in item.refs else None
        ),
        "JobName": QueryField("text", lambda lens, item: getattr(lens.job(item), "name", None)),
    }
    | _enum("Platform", "VMware", "HyperV", "vCloud", "AgentForLinux", "AgentForWindows", "CustomPlatform")
    | _enum("BackupType", "Standard", "ParentBackup", "ChildBackup"),
    "BackupJobSession": _SESSION,
    "ReplicaJobSession": _SESSION,
    "BackupTaskSession": _KEYS
    | _SERVER
    | _CREATED
    | _ENDED
    | _enum("State", "InProgress", "Pending", "Completed")
    | _enum("Result", *_RESULTS)
    | _texts("Reason", "JobSessionUid", "VmDisplayName")
    | _numbers("TotalSize")
    | {
        "JobUid": QueryField("text", lambda lens, item: f"urn:veeam:Job:{item.refs['job']}"),
        "JobName": QueryField("text", lambda lens, item: getattr(lens.job(item), "name", None)),
    },
    "BackupFile": _KEYS
    | _SERVER
    | _pair("Backup", "Backup", "backup")
    | _numbers("BackupSize", "DataSize", "CompressRatio")
    | _enum("FileType", "vbk", "vib", "vrb")
    | {"CreationTimeUTC": QueryField("date", lambda lens, item: item.created)},
    "DiscoveredComputer": _KEYS
    | _SERVER
    | _texts("HostStatus", "AgentVersion", "AgentStatus", "OsVersion", "IpAddress"),
    "ManagedServer": _KEYS | _texts("Description", "ManagedServerType"),
    "RestorePoint": _KEYS | _SERVER | _CREATED | _pair("Backup", "Backup", "backup"),
    "VmRestorePoint": _KEYS
    | _SERVER
    | _CREATED
    | _enum("Type", "Full", "Increment", "ReverseIncrement", fact="PointType")
    | _enum("Algorithm", "Full", "ReversedIncremental", "Incremental", "SyntheticFull")
    | _texts("VmDisplayName", "HierarchyObjRef")
    | {
        "RestorePointId": QueryField("text", _of("RestorePoint", "point", "guid")),
        "RestorePointName": QueryField("text", _of("RestorePoint", "point", "name")),
    },
    "BackupServer": _KEYS | _texts("Description", "Version") | _numbers("Port") | {"IpOrDnsName": _KEYS["Name"]},
    "Repository": _KEYS | _SERVER | _numbers("FreeSpace", "Capacity"),
    "ObjectInJob": _KEYS | _SERVER | _pair("Job", "Job", "job"),
    "HierarchyRoot": _KEYS
    | _SERVER
    | _texts("UniqueId")
    | _enum("HostType", "ESX", "VC", "ESXi", "HvServer", "HvCluster", "Scvmm", "VcdSystem"),
    "Task": _texts("TaskId", "Operation") | _enum("State", "Running", "OperationFinished", "Finished"),
}


def field_of(query_type: str, name: str) -> QueryField:
    """The field, its name in any letter case. Raises BadQuery for a field that the type does not have (T61)."""
    for known, field in FIELDS[query_type].items():
        if known.lower() == name.lower():
            return field
    raise BadQuery(f"'{name}' is not a field of '{query_type}'. Fields: {', '.join(FIELDS[query_type])}.")


def matches(lens: Lens, query_type: str, item: Item, condition: Condition) -> bool:
    """Whether one comparison of a filter holds for an item. An absent value equals nothing."""
    field = field_of(query_type, condition.field)
    wanted = field.read(condition.value, condition.field)
    actual = field.key(field.get(lens, item))
    if actual is None:
        return condition.operator == "!="
    return OPERATORS[condition.operator](actual, wanted)
