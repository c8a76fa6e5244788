# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What differs between the revisions of the API and cannot be read from the vendor's OpenAPI files alone.

Data first; the few functions look things up in it. Everything above this package uses the words of
``CANONICAL``.
"""

from __future__ import annotations

import typing as t

REVISIONS: t.Final = ("1.2-rev1", "1.3-rev0", "1.3-rev1", "1.3-rev2")
CANONICAL: t.Final = REVISIONS[-1]

# First product build that speaks a revision.
BUILDS: t.Final[dict[str, tuple[int, ...]]] = {
    "1.2-rev1": (12, 3, 1, 1139),
    "1.3-rev0": (13, 0, 0, 4967),
    "1.3-rev1": (13, 0, 1, 180),
    "1.3-rev2": (13, 1, 0, 411),
}

# Members that older revisions call differently (VBR-T11). A name counts only where the exact one is missing:
# the job schedule says dayOfMonth everywhere, the maintenance schedules of 1.2 say dayOfMonths.
MEMBER_NAMES: t.Final[dict[str, str]] = {
    "syntheticFulls": "synthenticFulls",
    "removeData": "RemoveData",
    "dayOfMonth": "dayOfMonths",
}

# Values that older revisions call differently, per enum (VBR-T1, VBR-T4, VBR-T13, VBR-T45). Never used where the enum
# of the revision has the canonical value itself.
VALUE_NAMES: t.Final[dict[str, dict[str, str]]] = {
    "EJobType": {"VSphereBackup": "Backup"},
    "EInventoryPlatformType": {"VSphere": "VMware"},
    "EStorageOptimization": {
        "256KB": "WANTarget",
        "512KB": "LANTarget",
        "1MB": "LocalTarget",
        "4MB": "LocalTargetLarge",
        "8MB": "LocalTargetLarge8192",
    },
    "ERepositoryType": {
        "DellDataDomain": "DDBoost",
        "HPEStoreOnce": "HPStoreOnceIntegration",
        "QuantumDXi": "Quantum",
        "S3Integrated": "SmartObjectS3",
    },
}

# Enums that were renamed as a whole: canonical name -> older names.
ENUM_NAMES: t.Final[dict[str, tuple[str, ...]]] = {
    "EInventoryPlatformType": ("EPlatformType",),
    "EHyperVProxyType": ("EHypeVProxyType",),
}

# Names of Hyper-V views; the texts of 1.3-rev0 and rev1 disagree with their own enum, the texts win (VBR-T45).
HYPERV_VIEWS: t.Final[dict[str, str]] = {"HostsAndVms": "HostsAndVMs", "Groups": "VMGroups"}
HYPERV_VIEWS_RENAMED_IN: t.Final = "1.3-rev2"

# Before this revision a failover cluster job is a Windows agent job with an agent type of its own.
FAILOVER_CLUSTER_TYPE: t.Final = "WindowsAgentBackupFailoverCluster"
FAILOVER_CLUSTER_CARRIER: t.Final = "WindowsAgentBackup"
FAILOVER_CLUSTER_AGENT: t.Final = "FailoverCluster"

# Members and values that CANONICAL no longer has although a server of an older revision takes them:
# definition -> {member: type in the notation of the tables}, enum -> values.
RETIRED_MEMBERS: t.Final[dict[str, dict[str, str]]] = {
    "WindowsAgentManagementBackupWorkstationPolicySpec": {
        "guestProcessing": "@WindowsAgentBackupJobGuestProcessingModel"
    },
    "WindowsAgentManagementBackupWorkstationPolicyModel": {
        "guestProcessing": "@WindowsAgentBackupJobGuestProcessingModel"
    },
    "AgentNotificationSettingsModel": {"vmAttribute": "@NotificationVmAttributeSettingsModel"},
    "HyperVNotificationSettingsModel": {"vmAttribute": "@NotificationVmAttributeSettingsModel"},
    "VmwareObjectModel": {"isEnabled": "b"},
    "BackupSourceObjectModel": {"type": "s", "platformId": "u", "restorePointsCount": "i", "lastRunFailed": "b"},
}
RETIRED_VALUES: t.Final[dict[str, tuple[str, ...]]] = {
    "ESQLLogsProcessing": ("Preserve",),
    # The reference does not say what it is; it is kept where a server has it.
    "EStorageOptimization": ("LocalTargetLarge4096",),
}

# Members that say nothing a server of an older revision would not do anyway, or that only a server fills. Where the
# revision does not have them they are left out instead of refused (VBR-T38).
IMPLIED_MEMBERS: t.Final[dict[str, frozenset[str]]] = {
    "VmwareObjectModel": frozenset({"powerState", "aclInfo", "metadata", "isEnabled"}),
    "CloudDirectorObjectModel": frozenset({"metadata"}),
    "HyperVObjectModel": frozenset({"aclInfo"}),
    "AgentObjectModel": frozenset({"aclInfo", "protectionGroupType", "cloudMachinesType"}),
    "BackupSourceObjectModel": frozenset({"type", "platformId", "restorePointsCount", "lastRunFailed"}),
    "FileBackupJobObjectModel": frozenset({"type"}),
    "ObjectStorageBackupJobObjectModel": frozenset({"type"}),
}

# Of some of these members only some values are what a server without the member does; it cannot do the others.
# Before 1.3-rev2 a mask is a text of the old kind, and what an object of a file or object storage job is follows from
# its path (VBR-T38).
IMPLIED_VALUES: t.Final[dict[str, frozenset[str]]] = {
    "EFileBackupMaskType": frozenset({"Legacy"}),
    "EObjectStorageBackupMaskType": frozenset({"Legacy"}),
    "EUnstructuredBackupJobObjectType": frozenset(
        {
            "Unknown",
            "File",
            "Directory",
            "FileServerRoot",
            "FileServerShare",
            "Prefix",
            "Object",
            "Container",
            "ObjectStorageRoot",
        }
    ),
}

# What a server can do, and since when. Each entry is proved against the vendor's files by a test.
FEATURES: t.Final[dict[str, str]] = {
    "retry": "1.3-rev0",
    "clone": "1.3-rev0",
    "cancelChainedJobs": "1.3-rev0",
    "startChainedJobs": "1.2-rev1",
    "retryChainedJobs": "1.3-rev0",
    "syncRestorePoints": "1.3-rev0",
    "allowOldGfsPointsRetention": "1.3-rev1",
    "quickBackupVSphere": "1.2-rev1",
    "quickBackupHyperV": "1.3-rev2",
    "quickBackupAgent": "1.3-rev2",
    "applyConfiguration": "1.3-rev1",
    "clearCache": "1.3-rev1",
    "inventoryPhysical": "1.3-rev0",
    "inventoryPhysicalAll": "1.3-rev2",
    "protectionGroups": "1.3-rev0",
}


def at_least(revision: str, first: str) -> bool:
    """Whether ``revision`` is ``first`` or newer."""
    return REVISIONS.index(revision) >= REVISIONS.index(first)


def supports(revision: str, feature: str) -> bool:
    """Whether a server of ``revision`` has ``feature``. KeyError for a feature that is not declared."""
    return at_least(revision, FEATURES[feature])


def first_revision(feature: str) -> str:
    """The first revision that has ``feature``, for messages."""
    return FEATURES[feature]


def product(revision: str) -> str:
    """The product that first spoke ``revision``, for messages: ``Veeam Backup & Replication 13.1``."""
    build = BUILDS[revision]
    version = ".".join(str(part) for part in build[:3]).removesuffix(".0")
    return f"Veeam Backup & Replication {version}"


def hyperv_view(name: str, revision: str) -> str:
    """The name that ``revision`` has for a Hyper-V hierarchy type (VBR-T45)."""
    return name if at_least(revision, HYPERV_VIEWS_RENAMED_IN) else HYPERV_VIEWS.get(name, name)
