# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What it means that a setting of a job of this API is not as wanted. A table.

Critical is what can cost data or leaves something without a backup, info what changes no backup at all.
"""

from __future__ import annotations

import functools
import typing as t

from ... import _severity_rules as rules

if t.TYPE_CHECKING:
    from ..._paths import Path
    from ..._vocabulary import Judgement

_SOURCES: t.Final = (
    r"(virtualMachines|sourceObjects|linkedJobs|unstructuredLinkedJobs)\.includes\b.*|computers|objects|sources"
)
_FILES: t.Final = r"includeUsbDrives|files\.(backupOS|personalFiles\.(backupPersonalFiles|includes\.\w+))"
_KEPT: t.Final = (
    r"(.*\.)?(\w*[rR]etentionPolicy\.quantity|restorePointsToKeep|keepForNumberOf\w+|retentionPeriod\w*"
    r"|\w+VersionRetention|keepDaysCount)"
)
_REPOSITORY: t.Final = r"(.*\.)?(backupRepository|repository)(Id)?"
_EXCLUSIONS: t.Final = r"(.*\.)?(excludes|exclusion\w*|excludeMasks|excludeOneDrive)\b.*"
# Switches that leave a kind of thing out.
_EXCLUDED_KINDS: t.Final = (
    r"(.*\.)?(excludes\.(templates\.(isEnabled|excludeFromIncremental)|roamingProfiles)|excludeOneDrive)"
)
# Which disks of one machine are processed, not which are left out.
_PROCESSED_DISKS: t.Final = r".*\.excludes\.disks\.(disks|disksToProcess|removeFromVMConfiguration)"
_SCRIPTS: t.Final = r"(.*\.)?scripts?\.(.*\.)?"
_KINDS: t.Final = r"(daily|monthly|periodically|continuously|afterThisJob)"


def logs_left_alone(wanted: t.Any, actual: t.Any) -> bool:
    """Logs that are to be backed up are truncated or kept where they are."""
    return str(wanted).lower() == "backup" != str(actual).lower()


RULES: t.Final = (
    *rules.ENABLED,
    rules.Rule(r"schedule\.runAutomatically", rules.off, rules.AUTOMATIC_START_OFF),
    rules.Rule(rf"schedule\.{_KINDS}\.isEnabled", rules.off, rules.SCHEDULE_OFF),
    rules.Rule(r"schedule\..*", rules.anything, rules.SCHEDULE_CHANGED),
    rules.Rule(_KEPT, rules.less, rules.RETENTION_SHORTENED),
    rules.Rule(_KEPT, rules.more, rules.RETENTION_EXTENDED),
    rules.Rule(r"(.*\.)?\w*[rR]etentionPolicy\.type", rules.anything, rules.RETENTION_CHANGED),
    rules.Rule(r"(.*\.)?gfsPolicy(\.\w+)?\.isEnabled", rules.off, rules.GFS_OFF),
    rules.Rule(r"archiveRepository\.archive\w+FileVersions", rules.off, rules.GFS_OFF),
    rules.Rule(r"(.*\.)?gfsPolicy\..*", rules.anything, rules.GFS_CHANGED),
    rules.Rule(r"(.*\.)?encryption\.isEnabled", rules.off, rules.ENCRYPTION_OFF),
    rules.Rule(r"(.*\.)?encryption\.isEnabled", rules.on, rules.ENCRYPTION_UNWANTED),
    rules.Rule(r"(.*\.)?encryption\..*", rules.anything, rules.ENCRYPTION_CHANGED),
    rules.Rule(r"(.*\.)?\w*[iI]mmutability\w*(\..*)?", rules.anything, rules.IMMUTABILITY_CHANGED),
    rules.Rule(r"secondaryTargets", rules.gone, rules.TARGET_MISSING),
    rules.Rule(_REPOSITORY, rules.anything, rules.REPOSITORY_CHANGED),
    rules.Rule(r"(.*\.)?\w+Repository(Id)?", rules.anything, rules.OTHER_REPOSITORY_CHANGED),
    rules.Rule(_SOURCES, rules.gone, rules.SOURCE_MISSING),
    rules.Rule(_SOURCES, rules.added, rules.SOURCE_ADDED),
    rules.Rule(_SOURCES, rules.anything, rules.SOURCE_CHANGED),
    rules.Rule(r"backupMode|volumes\..*", rules.anything, rules.SOURCE_OTHER),
    rules.Rule(_FILES, rules.off, rules.SOURCE_MISSING),
    rules.Rule(r"files\.customFiles", rules.fewer, rules.SOURCE_MISSING),
    rules.Rule(r"files\.customFiles", rules.anything, rules.SOURCE_ADDED),
    rules.Rule(r"(.*\.)?backupLogs", rules.off, rules.LOGS_OFF),
    rules.Rule(r"(.*\.)?logsProcessing", logs_left_alone, rules.LOGS_OFF),
    rules.Rule(_PROCESSED_DISKS, rules.anything, rules.EXCLUSION_CHANGED),
    rules.Rule(_EXCLUDED_KINDS, rules.on, rules.EXCLUSION_ADDED),
    rules.Rule(_EXCLUSIONS, rules.more_left_out, rules.EXCLUSION_ADDED),
    rules.Rule(_EXCLUSIONS, rules.anything, rules.EXCLUSION_CHANGED),
    rules.Rule(r"(.*\.)?backupHealth\.isEnabled", rules.off, rules.HEALTH_CHECK_OFF),
    rules.Rule(r"(.*\.)?appAwareProcessing\.isEnabled", rules.off, rules.APP_AWARE_OFF),
    rules.Rule(rf"{_SCRIPTS}is(Execution)?Enabled", rules.on, rules.SCRIPT_ADDED),
    rules.Rule(rf"{_SCRIPTS}\w+Script", rules.filled, rules.SCRIPT_ADDED),
    rules.Rule(r"(.*\.)?scripts?\..*", rules.anything, rules.SCRIPT_CHANGED),
    rules.Rule(r"(.*\.)?guestCredentials\b.*", rules.anything, rules.CREDENTIALS_CHANGED),
    rules.Rule(r"(.*\.)?notifications\..*", rules.anything, rules.NOTIFICATIONS_CHANGED),
    rules.Rule(r"name|description|isHighPriority", rules.anything, rules.DESCRIPTION_CHANGED),
    rules.Rule(r"(.*\.)?(compressionLevel|storageOptimization)", rules.anything, rules.STORAGE_CHANGED),
)


def judge(path: Path, wanted: t.Any, actual: t.Any) -> Judgement:
    return rules.judge(RULES, path, wanted, actual)


@functools.cache
def is_watched(setting: tuple[str, ...]) -> bool:
    """Whether a critical rule looks at a setting: then an export must say what it is."""
    return rules.watched(RULES, setting)


@functools.cache
def is_watched_for_more(setting: tuple[str, ...]) -> bool:
    """Whether a critical rule looks at what is new there: then an export must say that nothing is there."""
    return rules.watched(RULES, setting, additions=True)
