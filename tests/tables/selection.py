# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What of the vendor's API the run-time tables keep: the bodies, lists and enums that the collection sends or reads."""

from __future__ import annotations

# Everything that can be reached from these schemas is kept.
ROOTS: tuple[str, ...] = (
    "JobSpec",
    "JobModel",
    "JobStartSpec",
    "JobStopSpec",
    "JobRetrySpec",
    "InventoryBrowserFilters",
)

# Enums that no schema refers to although their values go into requests (T45).
LOOSE_ENUMS: tuple[str, ...] = (
    "EHierarchyType",
    "ECloudDirectorHierarchyType",
    "EHyperVHierarchyType",
    "EAgentHierarchyType",
)

# Lists whose query parameters are kept, as paths below /api/v1.
LISTS: tuple[str, ...] = (
    "/agents/protectionGroups",
    "/backupInfrastructure/managedServers",
    "/backupInfrastructure/proxies",
    "/backupInfrastructure/repositories",
    "/backupInfrastructure/scaleOutRepositories",
    "/backupInfrastructure/wanAccelerators",
    "/backupObjects",
    "/backupObjects/{id}/restorePoints",
    "/backups",
    "/backups/{id}/backupFiles",
    "/backups/{id}/objects",
    "/credentials",
    "/encryptionPasswords",
    "/inventory/entraId/tenants",
    "/inventory/unstructuredDataServers",
    "/inventory/vmware/hosts/{name}",
    "/jobs",
    "/jobs/states",
    "/kmsServers",
    "/restorePoints",
    "/sessions",
    "/sessions/{id}/logs",
    "/sessions/{id}/taskSessions",
    "/taskSessions",
    "/taskSessions/{id}/logs",
)

API_PREFIX = "/api/v1"
JOB_TYPE_ENUM = "EJobType"
