# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One job of every type that can be created, with names wherever the API wants ids, of the simulator's estate."""

from __future__ import annotations

import typing as t

VC1, VC2, HYPERV = "vcenter01.lab.local", "vcenter02.lab.local", "hyperv01.lab.local"
STORAGE = {"backupRepository": "Main", "retentionPolicy": {"type": "Days", "quantity": 7}}
SCHEDULE = {"runAutomatically": True, "daily": {"isEnabled": True, "localTime": "22:00", "dailyKind": "Everyday"}}
GUESTS = {"appAwareProcessing": {"isEnabled": False}, "guestFSIndexing": {"isEnabled": False}}
AUTOMATIC = {"autoSelectEnabled": True}

SETTINGS: dict[str, dict[str, t.Any]] = {
    "VSphereBackup": {
        "virtualMachines": {
            "includes": [f"{VC1}/app01", {"name": "Production", "type": "Folder", "hostName": VC1}, {"name": VC2}],
            "excludes": {"vms": [f"{VC1}/HQ/Test/clone01"]},
        },
        "storage": STORAGE,
        "schedule": SCHEDULE,
    },
    "HyperVBackup": {
        "virtualMachines": {
            "includes": [f"{HYPERV}/hv-app01", {"name": "Daily group", "type": "VMGroup", "hostName": HYPERV}]
        },
        "storage": {
            **STORAGE,
            "backupProxies": {
                "proxyType": "OffHost",
                "offHostSettings": {"autoSelectEnabled": False, "proxies": ["proxy01.lab.local"]},
            },
        },
        "guestProcessing": GUESTS,
        "schedule": SCHEDULE,
    },
    "CloudDirectorBackup": {
        "virtualMachines": {"includes": ["erp"]},
        "storage": {**STORAGE, "backupProxies": AUTOMATIC},
        "guestProcessing": GUESTS,
        "schedule": SCHEDULE,
    },
    "VSphereReplica": {
        "virtualMachines": {"includes": [f"{VC1}/dc01"]},
        "destination": {
            "host": f"{VC2}/esx21.lab.local",
            "resourcePool": f"{VC2}/Gold pool",
            "folder": f"{VC2}/Replicas",
            "datastore": f"{VC2}/SSD-01",
        },
        "network": [{"sourceNetwork": f"{VC1}/VM Network", "targetNetwork": f"{VC2}/DMZ"}],
        "jobSettings": {"metadataRepository": "Main", "replicaNameSuffix": "_r", "restorePointsToKeep": 5},
        "dataTransfer": {
            "sourceProxies": {"autoSelectEnabled": False, "proxies": ["proxy01.lab.local"]},
            "targetProxies": AUTOMATIC,
            "wanAcceleratorSettings": {
                "transferMode": "WANAccelerator",
                "sourceWANAccelerator": "wan-hq.lab.local",
                "targetWANAccelerator": "wan-branch.lab.local",
            },
        },
        "schedule": SCHEDULE,
    },
    "BackupCopy": {
        "mode": "Immediate",
        "sourceObjects": {
            "includes": {"jobs": ["Daily VMs", {"name": "Web servers"}], "repositories": ["Hardened", "Scale-out 01"]}
        },
        "target": {"backupRepository": "Scale-out 01", "retentionPolicy": {"type": "RestorePoints", "quantity": 7}},
        "schedule": {"type": "Immediate", "scheduleMode": "Continuous"},
    },
    "WindowsAgentBackup": {
        "agentType": "Server",
        "computers": ["Windows servers", "win-srv01", {"name": "laptop01", "protectionGroup": "Workstations"}],
        "backupMode": "EntireComputer",
        "storage": STORAGE,
        "schedule": SCHEDULE,
    },
    "LinuxAgentBackup": {
        "agentType": "Server",
        "computers": [{"name": "lnx01", "protectionGroup": "DMZ servers"}],
        "backupMode": "EntireComputer",
        "storage": STORAGE,
        "guestProcessing": {"guestCredentials": {"useProtectionGroupCredentials": False, "credentials": "veeam"}},
        "schedule": SCHEDULE,
    },
    "WindowsAgentBackupFailoverCluster": {
        "agentType": "FailoverCluster",
        "computers": ["wsfc01"],
        "backupMode": "EntireComputer",
        "storage": STORAGE,
        "schedule": SCHEDULE,
    },
    "WindowsAgentBackupServerPolicy": {
        "computers": ["Windows servers"],
        "backupMode": "EntireComputer",
        "storage": {
            "destination": {
                "destinationType": "BackupRepository",
                "backupServerName": "vbr01.lab.local",
                "backupRepository": "Main",
            }
        },
        "schedule": SCHEDULE,
    },
    "WindowsAgentBackupWorkstationPolicy": {
        "computers": ["Workstations"],
        "backupMode": "EntireComputer",
        "storage": {"destination": {"destinationType": "LocalStorage", "path": "E:\\Backup"}},
    },
    "LinuxAgentBackupServerPolicy": {
        "computers": ["DMZ servers"],
        "backupMode": "EntireComputer",
        "storage": {"destination": {"destinationType": "LocalStorage", "path": "/backup"}},
        "schedule": SCHEDULE,
    },
    "LinuxAgentBackupWorkstationPolicy": {
        "computers": ["Linux servers"],
        "backupMode": "EntireComputer",
        "storage": {
            "destination": {
                "destinationType": "SharedFolder",
                "path": "\\\\nas\\backup",
                "networkShareType": "SMB",
                "useNetworkCredentials": True,
                "networkCredentials": {"username": "LAB\\svc-backup", "description": "SQL servers"},
            }
        },
    },
    "EntraIDTenantBackup": {"storage": {"tenant": "contoso.onmicrosoft.com"}},
    "EntraIDAuditLogBackup": {"tenant": "contoso.onmicrosoft.com", "storage": STORAGE},
    "FileBackup": {
        "objects": [
            {"fileServer": "files01.lab.local", "path": "D:\\Shares", "type": "Directory"},
            {"fileServer": "nas01.lab.local:/export", "path": "/", "type": "Directory"},
        ],
        "backupRepository": STORAGE,
    },
    "ObjectStorageBackup": {
        "objects": [{"objectStorageServer": "MinIO", "container": "media", "type": "Container", "path": "2026"}],
        "backupRepository": {"backupRepository": "Main"},
    },
    "FileBackupCopy": {"primaryJob": "File shares", "backupRepository": "Offsite"},
    "EntraIDTenantBackupCopy": {"primaryJob": "Contoso", "backupRepository": "Offsite"},
    "SureBackupContentScan": {
        "linkedJobs": {"includes": ["Daily VMs"]},
        "verificationOptions": {"malwareScanEnabled": True, "yaraScanEnabled": False},
    },
    "IrisBackup": {
        "sources": [{"entityId": "11111111-1111-4111-8111-111111111111", "credentials": "veeam"}],
        "storage": STORAGE,
    },
}

# What the job refers to is of a type that the revision does not list.
NOTHING_TO_REFER_TO = {("FileBackupCopy", "1.2-rev1"), ("FileBackupCopy", "1.3-rev0")}
