# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The documents about everything but jobs: servers, sessions, backups, points, files, tasks, logon, errors."""

from __future__ import annotations

from tests.simulator.em.shapes import attr, define, items, nested, resource, value

define("Link", attr("Rel"), attr("Href"), attr("Name"), attr("Type"))
define("EntityRef", attr("UID"), attr("Name"), attr("Href"), attr("Type"), root="EntityRef", links=True)
define("EntityReferences", items("Refs", "EntityRef", xml="Ref"))
resource(
    "BackupServer",
    value("Description"),
    value("Port", "int"),
    value("Version"),
    value("WcfPort", "int"),
    value("VbrCertificateThumbprint"),
)
resource("ManagedServer", value("Description"), value("ManagedServerType"))
resource("HierarchyRoot", value("HierarchyRootId"), value("UniqueId"), value("HostType"))
resource("Repository", value("Capacity", "int"), value("FreeSpace", "int"), value("Kind"))
resource("Backup", value("Platform"), value("BackupType"))
resource("RestorePoint", value("BackupDateUTC"))
resource(
    "VmRestorePoint",
    value("CreationTimeUTC"),
    value("VmName"),
    value("Algorithm"),
    value("PointType"),
    value("HierarchyObjRef"),
    attr("VmDisplayName"),
)
resource(
    "BackupFile",
    value("FilePath"),
    value("BackupSize", "int"),
    value("DataSize", "int"),
    value("DeduplicationRatio", "float"),
    value("CompressRatio", "float"),
    value("CreationTimeUtc"),
    value("FileType"),
)
_SESSION = (
    value("JobUid"),
    value("JobName"),
    value("JobType"),
    value("CreationTimeUTC"),
    value("EndTimeUTC"),
    value("State"),
    value("Result"),
    value("Progress", "int"),
    value("IsRetry", "bool"),
    value("FailureMessage"),
)
resource("BackupJobSession", *_SESSION)
resource("ReplicaJobSession", *_SESSION)
resource(
    "BackupTaskSession",
    value("JobSessionUid"),
    value("CreationTimeUTC"),
    value("EndTimeUTC"),
    value("State"),
    value("Result"),
    value("Reason"),
    value("TotalSize", "int"),
    value("VmUid"),
    attr("VmDisplayName"),
)
resource(
    "DiscoveredComputer",
    value("HostStatus"),
    value("AgentVersion"),
    value("AgentStatus"),
    value("OsVersion"),
    value("IpAddress"),
    value("HierarchyObjRef"),
)
_COUNTS = ("BackupServers", "ProxyServers", "RepositoryServers", "RunningJobs", "ScheduledJobs")
_STATES = ("SuccessfulVmLastestStates", "WarningVmLastestStates", "FailedVmLastestStates")
define("OverviewReportFrame", *(value(name, "int") for name in (*_COUNTS, *_STATES)))
define(
    "VmsOverviewReportFrame",
    *(value(name, "int") for name in ("ProtectedVms", "BackedUpVms", "ReplicatedVms", "RestorePoints")),
    *(value(name, "int") for name in ("FullBackupPointsSize", "IncrementalBackupPointsSize")),
    *(value(name, "int") for name in ("ReplicaRestorePointsSize", "SourceVmsSize", "SuccessBackupPercents")),
    attr("ProtectedVmsReportLink"),
)
define(
    "JobStatisticsReportFrame",
    *(value(name, "int") for name in ("RunningJobs", "ScheduledJobs", "ScheduledBackupJobs", "ScheduledReplicaJobs")),
    *(value(name, "int") for name in ("TotalJobRuns", "SuccessfulJobRuns", "WarningsJobRuns", "FailedJobRuns")),
    *(value(name, "int") for name in ("MaxJobDuration", "MaxBackupJobDuration", "MaxReplicaJobDuration")),
    value("MaxDurationBackupJobName"),
    value("MaxDurationReplicaJobName"),
    value("BackupJobStatusReportLink"),
)
define("ProcessedDay", attr("Timestamp"), attr("ReplicatedVms", "int"), attr("BackupedVms", "int"))
define("ProcessedVmsReportFrame", items("Days", "ProcessedDay", xml="Day"))
define(
    "RepositoryPeriod",
    value("Name"),
    value("Capacity", "int"),
    value("FreeSpace", "int"),
    value("BackupSize", "int"),
)
define("RepositoryReportFrame", items("Periods", "RepositoryPeriod", xml="Period"), attr("CapacityPlanningReportLink"))
define("TaskResult", attr("Success", "bool"), value("Message"))
resource(
    "Task",
    value("TaskId"),
    value("State"),
    value("Operation"),
    nested("Result", "TaskResult", hidden=True),
    uid=False,
)
define("Tasks", items("Tasks", "Task"))
resource("LogonSession", value("UserName"), value("SessionId"), uid=False)
define("LogonSessions", items("LogonSessions", "LogonSession"))
resource("CatalogVm", attr("VmDisplayName"))
define("CatalogVms", items("CatalogVms", "CatalogVm"))
resource("HierarchyItem", value("ObjectRef"), value("ObjectType"), value("ObjectName"), uid=False)
define("HierarchyItems", items("HierarchyItems", "HierarchyItem"))
define("SupportedVersion", attr("Name"), links=True)
define("SupportedVersions", items("SupportedVersions", "SupportedVersion"))
resource("EnterpriseManager", nested("SupportedVersions"), uid=False)
resource("QueryService", root="QuerySvc", uid=False)
resource("LookupService", root="LookupSvc", uid=False)
define(
    "Error",
    value("FirstChanceExceptionMessage"),
    value("StackTrace"),
    attr("Message"),
    attr("StatusCode", "int"),
    attr("Status"),
)
define("PagingInfo", attr("PageNum", "int"), attr("PageSize", "int"), attr("PagesCount", "int"), links=True)
define("QuickBackupStartupSpec", value("VmRef", required=True))
define(
    "VeeamZipStartupSpec",
    value("VmRef", required=True),
    value("RepositoryUid", required=True),
    value("PasswordKeyId"),
    value("CompressionLevel", "int"),
    value("DisableGuestQuiescence", "bool"),
    value("BackupRetention"),
)
