# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What can be written in ``settings`` for Enterprise Manager: the editable members of a job entity. Data, by job type.

Everything that the entity shows and no call can change is left out here, and named in ``FIXED``.
"""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass, field

WEEKDAYS: t.Final = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
MONTHS: t.Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True)
class Member:
    """What a value has to be.

    ``kind`` is object, list, boolean, integer, text, time (of day) or hours (24 times 0 or 1). ``values`` are the only
    texts, if there are any. ``least`` and ``most`` bound integers and the number of items.
    """

    kind: str
    values: tuple[str, ...] = ()
    members: t.Mapping[str, Member] = field(default_factory=dict)
    item: Member | None = None
    least: int | None = None
    most: int | None = None


def _object(**members: Member) -> Member:
    return Member("object", members=members)


def _list(item: Member, *, least: int | None = None) -> Member:
    return Member("list", item=item, least=least)


def _one_of(*values: str) -> Member:
    return Member("text", values=values)


def _number(least: int = 0, most: int | None = None) -> Member:
    return Member("integer", least=least, most=most)


_SWITCH = Member("boolean")
_TEXT = Member("text")
_TIME = Member("time")
_WEEK = _object(Days=_list(_object(Name=_one_of(*WEEKDAYS), Value=Member("hours"))))

_STANDARD = _object(
    RetryOptions=_object(RetryTimes=_number(), RetryTimeout=_number(), RetrySpecified=_SWITCH),
    WaitForBackupCompletion=_SWITCH,
    BackupCompetitionWaitingPeriodMin=_number(),
    OptionsDaily=_object(
        Enabled=_SWITCH,
        Kind=_one_of("Everyday", "WeekDays", "SelectedDays"),
        Days=_list(_one_of(*WEEKDAYS), least=1),
        Time=_TIME,
    ),
    OptionsMonthly=_object(
        Enabled=_SWITCH,
        Time=_TIME,
        DayNumberInMonth=_one_of("First", "Second", "Third", "Fourth", "Last", "OnDay"),
        DayOfWeek=_one_of(*WEEKDAYS),
        Months=_list(_one_of(*MONTHS), least=1),
        DayOfMonth=_number(1, 31),
    ),
    OptionsPeriodically=_object(
        Enabled=_SWITCH, Kind=_one_of("Hours", "Minutes"), FullPeriod=_number(1, 60), Schedule=_WEEK
    ),
    OptionsContinuous=_object(Enabled=_SWITCH, Schedule=_WEEK),
    OptionsBackupWindow=_object(Enabled=_SWITCH, TimePeriods=_WEEK),
    OptionsDaisyChaining=_object(Enabled=_SWITCH, PreviousJobUid=_TEXT, PreviousJob=_TEXT),
)
_RETENTION = _object(RetainCycles=_number(1), RetainDaysToKeep=_number(1), RetainLimitType=_one_of("Cycles", "Days"))
_ARCHIVE = _object(
    Enabled=_SWITCH,
    Weekly=_object(Enabled=_SWITCH, RetentionPeriod=_number(1), SelectedDay=_one_of(*WEEKDAYS)),
    Monthly=_object(Enabled=_SWITCH, RetentionPeriod=_number(1), SelectedWeek=_one_of("First", "Last")),
    Yearly=_object(Enabled=_SWITCH, RetentionPeriod=_number(1), SelectedMonth=_one_of(*MONTHS)),
)
# The last object of a job cannot be removed (EM-T80).
_INCLUDES = _object(ObjectInJobs=_list(_object(HierarchyObjRef=_TEXT, Name=_TEXT, HostName=_TEXT, Type=_TEXT), least=1))
_LINKED_JOBS = _object(LinkedJobObjects=_list(_object(LinkedJobUid=_TEXT, LinkedJob=_TEXT)))
_LINKED_REPOSITORIES = _object(
    LinkedBackupRepositories=_list(_object(LinkedBackupRepositoryUid=_TEXT, LinkedBackupRepository=_TEXT))
)
_SCHEDULE: t.Final = {"ScheduleConfigured": _SWITCH, "JobScheduleOptions": _object(Standart=_STANDARD)}

# The member of JobCloneSpec for a job type, and what can be written in it beside the name and the description.
CLONE_INFO: t.Final = {
    "Backup": "BackupJobCloneInfo",
    "Replica": "ReplicaJobCloneInfo",
    "BackupCopy": "BackupCopyJobCloneInfo",
    "ImmediateBackupCopy": "ImmediateBackupCopyJobCloneInfo",
}
_CLONE_MEMBERS: t.Final[dict[str, dict[str, Member]]] = {
    "Backup": {"FolderName": _TEXT, "RepositoryUid": _TEXT, "Repository": _TEXT},
    "Replica": {"VmSuffix": _TEXT},
    "BackupCopy": {"JobFileName": _TEXT, "RepositoryUid": _TEXT, "Repository": _TEXT},
    "ImmediateBackupCopy": {"JobFileName": _TEXT, "RepositoryUid": _TEXT, "Repository": _TEXT},
}


def _with_clone(job_type: str, **members: Member) -> Member:
    spec = _object(**{CLONE_INFO[job_type]: _object(**_CLONE_MEMBERS[job_type])})
    return _object(**members, JobCloneSpec=spec)


SETTINGS: t.Final[t.Mapping[str, Member]] = {
    "Backup": _with_clone(
        "Backup",
        **_SCHEDULE,
        JobInfo=_object(
            BackupJobInfo=_object(Includes=_INCLUDES, GfsRetentionPolicy=_ARCHIVE, SimpleRetentionPolicy=_RETENTION)
        ),
    ),
    "Replica": _with_clone("Replica", **_SCHEDULE, JobInfo=_object(ReplicaJobInfo=_object(Includes=_INCLUDES))),
    "ImmediateBackupCopy": _with_clone(
        "ImmediateBackupCopy",
        JobInfo=_object(
            ImmediateBackupCopyJobInfo=_object(
                LinkedJobIncludes=_LINKED_JOBS, LinkedBackupRepositoryIncludes=_LINKED_REPOSITORIES
            )
        ),
    ),
    "BackupCopy": _with_clone("BackupCopy"),
    "AgentBackup": _object(),
    "NasBackup": _object(),
}

# Options of their own, beside settings.
OPTIONS: t.Final = {"Name": "name", "Description": "description", "ScheduleEnabled": "enabled", "UID": "id"}

# What a job has, shows or could have, and what this API cannot change.
FIXED: t.Final = frozenset(
    """
    JobType Platform NextRun GuestProcessingOptions AdvancedStorageOptions PasswordKeyId RepositoryUid Repository
    BackupRepository BackupRepositoryUid StorageOptions Storage LinkedBackupIncludes ImmediateCopyMode VmSuffix
    FolderName JobFileName Order ObjectInJobId DisplayName Proxies Compression Encryption Notifications Exclude
    Excludes BackupCopyJobInfo FileCopyJobInfo
    """.split()
)
# The versions count it in hours or in seconds, and nothing says what a server makes of it (EM-T83).
NOT_COMPARABLE: t.Final = frozenset({"TimeOffsetUtc"})

HOURS: t.Final = re.compile(r"[01](,[01]){23}")


def _texts_with_values(member: Member) -> t.Iterator[str]:
    for name, below in member.members.items():
        item = below.item if below.item is not None else below
        if item.values:
            yield name
        yield from _texts_with_values(item)


# Members whose letter case means nothing.
ENUMERATIONS: t.Final = frozenset(name for settings in SETTINGS.values() for name in _texts_with_values(settings)) | {
    "Platform",
    "JobType",
}
