# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The documents about jobs: the entity, its schedule, its guest options, and the bodies of clone, edit and includes."""

from __future__ import annotations

from tests.simulator.em.shapes import Field, attr, define, items, nested, paths, resource, strings, value

_TIME = (value("Time", "time"), value("TimeOffsetUtc", "offset"))

define("Day", attr("Name"), Field("Value", "text"))
define("WeekHours", items("Days", "Day"))
define(
    "RetryOptions",
    value("RetryTimes", "int"),
    value("RetryTimeout", "int"),
    value("RetrySpecified", "bool"),
)
define("OptionsDaily", attr("Enabled", "bool"), value("Kind"), strings("Days"), *_TIME)
define(
    "OptionsMonthly",
    attr("Enabled", "bool"),
    *_TIME,
    value("DayNumberInMonth"),
    value("DayOfWeek"),
    strings("Months"),
    value("DayOfMonth", "int"),
)
define(
    "OptionsPeriodically",
    attr("Enabled", "bool"),
    value("Kind"),
    value("FullPeriod", "int"),
    nested("Schedule", "WeekHours"),
)
define("OptionsContinuous", attr("Enabled", "bool"), nested("Schedule", "WeekHours"))
define("OptionsBackupWindow", attr("Enabled", "bool"), nested("TimePeriods", "WeekHours"))
define("OptionsDaisyChaining", attr("Enabled", "bool"), value("PreviousJobUid"))
define(
    "Standart",
    nested("RetryOptions"),
    value("WaitForBackupCompletion", "bool"),
    value("BackupCompetitionWaitingPeriodMin", "int"),
    nested("OptionsDaily"),
    nested("OptionsMonthly"),
    nested("OptionsPeriodically"),
    nested("OptionsContinuous"),
    nested("OptionsBackupWindow"),
    nested("OptionsDaisyChaining"),
)
define("ImmediateCopyMode", nested("OptionsContinuous"))
define("JobScheduleOptions", nested("Standart"), nested("ImmediateCopyMode"))

define(
    "VssSnapshotOptions",
    value("VssSnapshotMode"),
    value("IsCopyOnly", "bool"),
    value("UsePersistentGuestAgent", "bool", hidden=True),
)
define(
    "IndexingOptions",
    value("FileSystemIndexingMode"),
    paths("IncludedIndexingFolders"),
    paths("ExcludedIndexingFolders"),
)
define(
    "SqlBackupOptions",
    value("TransactionLogsProcessing"),
    value("BackupLogsFrequencyMin", "int"),
    value("UseDbBackupRetention", "bool"),
    value("RetainDays", "int"),
)
define(
    "FSFileExcludeOptions",
    value("BackupScope", "int"),
    paths("IncludeLists", xml="IncludeList"),
    paths("ExcludeLists", xml="ExcludeList"),
)
define(
    "OracleBackupOptions",
    value("BackupLogsEnabled", "bool"),
    value("BackupLogsFrequencyMin", "int"),
    value("UseDbBackupRetention", "bool"),
    value("RetainDays", "int"),
    value("ArchivedLogsTruncation"),
    value("ArchivedLogsMaxSizeMb", "int"),
    value("SysdbaCredsId"),
    value("ProxyAutoSelect", "bool"),
)
define(
    "GuestProcessingOptions",
    value("AppAwareProcessingMode"),
    value("FileSystemIndexingMode"),
    paths("IncludedIndexingFolders"),
    paths("ExcludedIndexingFolders"),
    value("CredentialsId"),
    nested("VssSnapshotOptions"),
    nested("WindowsGuestFSIndexingOptions", "IndexingOptions"),
    nested("LinuxGuestFSIndexingOptions", "IndexingOptions"),
    nested("SqlBackupOptions"),
    value("WindowsCredentialsId"),
    value("LinuxCredentialsId"),
    nested("FSFileExcludeOptions"),
    nested("OracleBackupOptions"),
)
resource(
    "ObjectInJob",
    value("ObjectInJobId"),
    value("HierarchyObjRef"),
    value("Name"),
    value("DisplayName"),
    value("Order", "int", hidden=True),
    nested("GuestProcessingOptions"),
    uid=False,
)
define("ObjectsInJob", items("ObjectInJobs", "ObjectInJob"))
define("Weekly", value("Enabled", "bool"), value("RetentionPeriod", "int"), value("SelectedDay"))
define("Monthly", value("Enabled", "bool"), value("RetentionPeriod", "int"), value("SelectedWeek"))
define("Yearly", value("Enabled", "bool"), value("RetentionPeriod", "int"), value("SelectedMonth"))
define("GfsRetentionPolicy", attr("Enabled", "bool"), nested("Weekly"), nested("Monthly"), nested("Yearly"))
define(
    "SimpleRetentionPolicy",
    value("RetainCycles", "int"),
    value("RetainDaysToKeep", "int"),
    value("RetainLimitType"),
)
define("AdvancedStorageOptions", value("PasswordKeyId"))
define(
    "BackupJobInfo",
    nested("Includes", "ObjectsInJob"),
    nested("GuestProcessingOptions"),
    nested("AdvancedStorageOptions"),
    nested("GfsRetentionPolicy"),
    nested("SimpleRetentionPolicy"),
)
define("ReplicaJobInfo", nested("Includes", "ObjectsInJob"), nested("GuestProcessingOptions"))
define("LinkedJobObject", value("ObjectInJobId"), value("LinkedJobUid"))
define("LinkedBackupRepository", value("ObjectInJobId"), value("LinkedBackupRepositoryUid"))
define("LinkedBackup", value("ObjectInJobId"), value("LinkedBackupUid"))
define("LinkedJobs", items("LinkedJobObjects", "LinkedJobObject"))
define("LinkedBackups", items("LinkedBackups", "LinkedBackup"))
define("LinkedRepositories", items("LinkedBackupRepositories", "LinkedBackupRepository"))
define(
    "ImmediateBackupCopyJobInfo",
    nested("LinkedJobIncludes", "LinkedJobs"),
    nested("LinkedBackupIncludes", "LinkedBackups"),
    nested("LinkedBackupRepositoryIncludes", "LinkedRepositories"),
)
define("BackupCopyJobInfo", nested("Includes", "ObjectsInJob"))
define("FileCopyJobInfo")
define(
    "JobInfo",
    nested("BackupJobInfo"),
    nested("FileCopyJobInfo"),
    nested("ReplicaJobInfo"),
    nested("BackupCopyJobInfo"),
    nested("ImmediateBackupCopyJobInfo"),
)
_JOB = (
    value("Description"),
    value("ScheduleConfigured", "bool"),
    value("ScheduleEnabled", "bool"),
    value("NextRun"),
    nested("JobScheduleOptions"),
)
resource("Job", value("JobType"), value("Platform"), *_JOB, nested("JobInfo"))
define("AgentJobInfo", nested("Includes", "AgentObjects"))
resource(
    "ObjectInAgentBackupJob",
    value("ObjectInJobId"),
    value("Name"),
    value("DisplayName"),
    uid=False,
)
define("AgentObjects", items("ObjectInAgentBackupJobs", "ObjectInAgentBackupJob"), root="ObjectsInAgentBackupJob")
resource("AgentBackupJob", value("JobType"), value("Platform"), *_JOB, nested("JobInfo", "AgentJobInfo"))
define("NASObject", value("FileServerUid"), value("Path"))
define("NASObjects", items("NASObjects", "NASObject"))
define(
    "StorageOptions",
    value("BackupRepositoryUid"),
    value("ShorttermRetentionType"),
    value("ShorttermRetentionPeriod", "int"),
    value("LongtermRetentionEnabled", "bool"),
)
resource(
    "NasJob",
    value("Description"),
    nested("Includes", "NASObjects"),
    nested("StorageOptions"),
    value("ScheduleConfigured", "bool"),
    value("ScheduleEnabled", "bool"),
    nested("JobScheduleOptions"),
    root="NASJob",
)

_CLONE_NAME = value("JobName", required=True)
_CLONE_TARGET = value("RepositoryUid", required=True)
define("BackupJobCloneInfo", _CLONE_NAME, value("FolderName"), _CLONE_TARGET, value("Description"))
define("ReplicaJobCloneInfo", _CLONE_NAME, value("VmSuffix", required=True), value("Description"))
define(
    "BackupCopyJobCloneInfo",
    _CLONE_NAME,
    value("JobFileName", required=True),
    _CLONE_TARGET,
    value("Description"),
)
define(
    "ImmediateBackupCopyJobCloneInfo",  # the order of the example; the table of the same page has another one
    _CLONE_NAME,
    value("Description"),
    _CLONE_TARGET,
    value("JobFileName", required=True),
)
define(
    "JobCloneSpec",
    nested("BackupJobCloneInfo"),
    nested("ReplicaJobCloneInfo"),
    nested("BackupCopyJobCloneInfo"),
    nested("ImmediateBackupCopyJobCloneInfo"),
)
define(
    "CreateObjectInJobSpec",
    value("HierarchyObjRef", required=True),
    value("HierarchyObjName", required=True),
    value("Order", "int"),
    nested("GuestProcessingOptions"),
)
define("LinkedJobSpec", value("LinkedJobUid", required=True), root="LinkedJobObject")
define("LinkedRepositorySpec", value("LinkedBackupRepositoryUid", required=True), root="LinkedBackupRepositoryObject")
define("LinkedJobList", items("LinkedJobObjects", "LinkedJobObject"), root="LinkedJobResourceObjects")
define(
    "LinkedRepositoryList",
    items("LinkedBackupRepositories", "LinkedBackupRepository"),
    root="LinkedBackupRepositoryResourceObjects",
)
