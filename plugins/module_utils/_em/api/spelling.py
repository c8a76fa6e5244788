# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""The member names of Enterprise Manager, spelt as its reference spells them. Data.

Version 12 writes them like this, version 13 begins them with lower-case letters (EM-T24), so that a name is looked up
whatever its letter case. A server may write the name of its own code in place of that of the reference
(``RetrySpecified1``, EM-T21), so that it is looked up without what was put around it, too.
"""

from __future__ import annotations

import re
import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Mapping

# Everything whose spelling cannot be had by making the first letter a capital one; a name that the vendor adds later
# is treated like that.
_NAMES: t.Final = """
AdvancedStorageOptions AgentBackupJob AgentBackupJobs Algorithm AppAwareProcessingMode ArchivedLogsMaxSizeMb
ArchivedLogsTruncation BackupCompetitionWaitingPeriodMin BackupCopyJobCloneInfo BackupCopyJobInfo BackupDateUTC
BackupFiles BackupJobCloneInfo BackupJobInfo BackupJobSessions BackupLogsEnabled BackupLogsFrequencyMin
BackupRepositoryUid BackupRetention BackupScope BackupServers BackupSize BackupTaskSessions BackupType Backups Capacity
CatalogVms CompressRatio CompressionLevel CreationTimeUTC CredentialsId DataSize DayNumberInMonth DayOfMonth DayOfWeek
Days DeduplicationRatio Description DisableGuestQuiescence DisplayName Enabled EndTimeUTC Entities ExcludeLists
ExcludedIndexingFolders FSFileExcludeOptions FailureMessage FileCopyJobInfo FilePath FileServerUid
FileSystemIndexingMode FileType FirstChanceExceptionMessage FolderName FreeSpace FullPeriod GfsRetentionPolicy
GuestProcessingOptions HierarchyItems HierarchyObjName HierarchyObjRef HierarchyRootId HierarchyRoots HostType Href
ImmediateBackupCopyJobCloneInfo ImmediateBackupCopyJobInfo ImmediateCopyMode IncludeLists IncludedIndexingFolders
Includes IsCopyOnly IsRetry JobFileName JobInfo JobName JobScheduleOptions JobSessionUid JobType JobUid Jobs Kind
LinkedBackupIncludes LinkedBackupRepositories LinkedBackupRepositoryIncludes LinkedBackupRepositoryUid LinkedBackupUid
LinkedBackups LinkedJobIncludes LinkedJobObjects LinkedJobUid Links LinuxCredentialsId LinuxGuestFSIndexingOptions
LogonSessions LongtermRetentionEnabled ManagedServerType ManagedServers MaxConcurrentTasks Message Monthly Months
NASObjects Name NasJobs NextRun ObjectInAgentBackupJobs ObjectInJobId ObjectInJobs ObjectName ObjectRef ObjectType
Operation OptionsBackupWindow OptionsContinuous OptionsDaily OptionsDaisyChaining OptionsMonthly OptionsPeriodically
OracleBackupOptions Order PageNum PageSize PagesCount PagingInfo PasswordKeyId Path Platform PointType Port
PreviousJobUid Progress ProxyAutoSelect Reason Refs Rel ReplicaJobCloneInfo ReplicaJobInfo ReplicaJobSessions
Repositories RepositoryUid Resources RestorePoints Result RetainCycles RetainDays RetainDaysToKeep RetainLimitType
RetentionPeriod RetryOptions RetrySpecified RetryTimeout RetryTimes Schedule ScheduleConfigured ScheduleEnabled
SelectedDay SelectedMonth SelectedWeek SessionId ShorttermRetentionPeriod ShorttermRetentionType SimpleRetentionPolicy
SqlBackupOptions SqlInfo StackTrace Standart State Status StatusCode StorageOptions Success SupportedVersions
SysdbaCredsId TaskId Tasks Time TimeOffsetUtc TimePeriods TotalSize TransactionLogsProcessing Type UID UniqueId
UseDbBackupRetention UsePersistentGuestAgent UserName Value VbrCertificateThumbprint Version VmDisplayName VmName VmRef
VmRestorePoints VmSuffix VmUid VssSnapshotMode VssSnapshotOptions WaitForBackupCompletion WcfPort Weekly
WindowsCredentialsId WindowsGuestFSIndexingOptions Yearly
"""
_BY_LOWER_CASE: t.Final = {name.lower(): name for name in _NAMES.split()}

# Some replies hold them as text (EM-T31).
BOOLEANS: t.Final = frozenset(
    """
    BackupLogsEnabled DisableGuestQuiescence Enabled IsCopyOnly IsRetry LongtermRetentionEnabled ProxyAutoSelect
    RetrySpecified ScheduleConfigured ScheduleEnabled Success UseDbBackupRetention UsePersistentGuestAgent
    WaitForBackupCompletion
    """.split()
)
NUMBERS: t.Final = frozenset(
    """
    ArchivedLogsMaxSizeMb BackupCompetitionWaitingPeriodMin BackupLogsFrequencyMin BackupScope BackupSize Capacity
    CompressRatio CompressionLevel DataSize DayOfMonth DeduplicationRatio FreeSpace FullPeriod MaxConcurrentTasks Order
    PageNum PageSize PagesCount Port Progress RetainCycles RetainDays RetainDaysToKeep RetentionPeriod RetryTimeout
    RetryTimes ShorttermRetentionPeriod StatusCode TotalSize WcfPort
    """.split()
)


# What generated code puts around the name of a member when the plain name is taken: digits, underscores, at signs,
# ``<Name>k__BackingField``.
_AROUND: t.Final = re.compile(r"[^A-Za-z]*([A-Za-z]+)[^A-Za-z]*(?:k__BackingField)?")


def canonical_name(name: str) -> str:
    """``name`` in the spelling of the reference, whatever its letter case and whatever was put around it."""
    known = _BY_LOWER_CASE.get(name.lower())
    if known:
        return known
    inside = _AROUND.fullmatch(name)
    return (inside and _BY_LOWER_CASE.get(inside[1].lower())) or name[:1].upper() + name[1:]


def canonical_names(members: Mapping[str, t.Any]) -> dict[str, str]:
    """The canonical name of each member of one object.

    When several would get the same name, one that has a value and is spelt as the reference does has it, and the others
    keep theirs: a member must not stand for another one that is there itself.
    """
    found = {name: canonical_name(name) for name in members}
    if len(set(found.values())) == len(found):
        return found
    taken: set[str] = set()
    for name in sorted(found, key=lambda name: (members[name] is None, name.lower() not in _BY_LOWER_CASE, name)):
        if found[name] in taken:
            found[name] = name
        taken.add(found[name])
    return found
