# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What a new job has without being asked for it, so that an export need not write it. Tables only.

The vendor documents few defaults. These are the values with which the product's own wizard starts; members by name,
wherever they stand. Where a new job might have a switch on, that it is off is always written.
"""

from __future__ import annotations

import typing as t

# Values that a new job has.
VALUES: t.Final[dict[str, t.Any]] = {
    "inlineDataDedupEnabled": True,
    "excludeSwapFileBlocks": True,
    "excludeDeletedFileBlocks": True,
    "compressionLevel": "Optimal",
    "storageOptimization": "1MB",
    "periodicityType": "Days",
    "runScriptEvery": 1,
}

# Branches that are off unless they are switched on.
OFF: t.Final = frozenset(
    {
        "afterThisJob",
        "backupHealth",
        "backupMonitoring",
        "backupWindow",
        "continuously",
        "defragmentAndCompact",
        "emailNotifications",
        "encryption",
        "gfsPolicy",
        "monthly",
        "newBackupThreshold",
        "newLogBackupThreshold",
        "periodically",
        "postCommand",
        "preCommand",
        "removeData",
        "templates",
        "vmAttribute",
        "weekly",
        "yearly",
    }
)

# Switches that may be on in a new job: false is never left out. Every other false is.
MAY_BE_ON: t.Final = frozenset(
    {
        "autoSelectEnabled",
        "autoSelection",
        "enableCBTautomatically",
        "excludeDeletedFileBlocks",
        "excludeSwapFileBlocks",
        "failoverToOnHostBackup",
        "inlineDataDedupEnabled",
        "isEnabled",
        "runAutomatically",
    }
)

# What only counts when another member of the same object has a certain value.
ONLY_WITH: t.Final = {
    "days": ("dailyKind", "SelectedDays"),
    "dayOfMonth": ("dayNumberInMonth", "OnDay"),
}

# What a server means that says nothing of a member, where it stands for what might be left out of a backup.
UNSAID: t.Final = {"exclusionPolicy": "Disabled"}
