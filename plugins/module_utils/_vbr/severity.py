# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What it means that a setting of a job of this API is not as wanted. A table.

Critical is what can cost data or leaves something without a backup, info what changes no backup at all. PRIVATE.
"""

from __future__ import annotations

import typing as t

from ansible_collections.backupops.veeam.plugins.module_utils import _severity_rules
from ansible_collections.backupops.veeam.plugins.module_utils._severity_rules import (
    CRITICAL,
    ENABLED,
    INFO,
    WARNING,
    Rule,
    added,
    anything,
    gone,
    less,
    more,
    off,
    on,
)

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._vocabulary import Judgement

_SOURCES: t.Final = (
    r"(virtualMachines|sourceObjects|linkedJobs|unstructuredLinkedJobs)\.includes\b.*|computers|objects|sources"
)
_KEPT: t.Final = r"(.*\.)?(retentionPolicy\.quantity|restorePointsToKeep|keepForNumberOf\w+|retentionPeriod\w*)"
_REPOSITORY: t.Final = r"(.*\.)?(backupRepository|repository)(Id)?"
_KINDS: t.Final = r"(daily|monthly|periodically|continuously|afterThisJob)"

RULES: t.Final = (
    *ENABLED,
    Rule(r"schedule\.runAutomatically", off, "schedule-off", CRITICAL, "the job does not start by itself"),
    Rule(rf"schedule\.{_KINDS}\.isEnabled", off, "schedule-off", CRITICAL, "the schedule is off"),
    Rule(r"schedule\..*", anything, "schedule-changed", WARNING, "the job starts at other times"),
    Rule(_KEPT, less, "retention-shortened", CRITICAL, "restore points are kept for a shorter time"),
    Rule(_KEPT, more, "retention-extended", INFO, "restore points are kept for a longer time"),
    Rule(
        r"(.*\.)?retentionPolicy\.type", anything, "retention-changed", CRITICAL, "restore points are counted otherwise"
    ),
    Rule(r"(.*\.)?gfsPolicy(\.\w+)?\.isEnabled", off, "gfs-off", CRITICAL, "long-term restore points are not kept"),
    Rule(r"(.*\.)?gfsPolicy\..*", anything, "gfs-changed", WARNING, "the long-term retention is another one"),
    Rule(r"(.*\.)?encryption\.isEnabled", off, "encryption-off", CRITICAL, "backups are not encrypted"),
    Rule(r"(.*\.)?encryption\..*", anything, "encryption-changed", CRITICAL, "backups are encrypted with another key"),
    Rule(
        r"(.*\.)?\w*[iI]mmutability\w*(\..*)?",
        anything,
        "immutability-changed",
        CRITICAL,
        "the immutability is another",
    ),
    Rule(_REPOSITORY, anything, "repository-changed", CRITICAL, "backups go to another repository"),
    Rule(r"(.*\.)?\w+Repository(Id)?", anything, "repository-changed", WARNING, "another repository is used"),
    Rule(_SOURCES, gone, "source-missing", CRITICAL, "this is not in the job, so the job does not protect it"),
    Rule(_SOURCES, added, "source-added", WARNING, "this is in the job and should not be"),
    Rule(_SOURCES, anything, "source-changed", WARNING, "what the job protects is written otherwise"),
    Rule(r"(.*\.)?(excludes|exclusion\w*)\b.*", added, "exclusion-added", CRITICAL, "this is left out of the backup"),
    Rule(r"(.*\.)?(excludes|exclusion\w*)\b.*", anything, "exclusion-changed", WARNING, "the exclusions are others"),
    Rule(r"(.*\.)?backupHealth\.isEnabled", off, "health-check-off", WARNING, "backups are not checked for damage"),
    Rule(r"(.*\.)?appAwareProcessing\.isEnabled", off, "app-aware-off", WARNING, "applications are not prepared"),
    Rule(
        r"(.*\.)?scripts?\..*\.isEnabled", on, "script-added", CRITICAL, "the job runs a script that nobody asked for"
    ),
    Rule(r"(.*\.)?scripts?\..*", anything, "script-changed", WARNING, "the job runs another script"),
    Rule(r"(.*\.)?guestCredentials\b.*", anything, "credentials-changed", WARNING, "other credentials are used"),
    Rule(r"(.*\.)?notifications\..*", anything, "notifications-changed", INFO, "notifications differ"),
    Rule(r"name|description|isHighPriority", anything, "description-changed", INFO, "this changes no backup"),
    Rule(
        r"(.*\.)?(compressionLevel|storageOptimization)",
        anything,
        "storage-changed",
        INFO,
        "backups are packed otherwise",
    ),
)


def judge(path: str, wanted: t.Any, actual: t.Any) -> Judgement:
    """See ``Vocabulary``."""
    return _severity_rules.judge(RULES, path, wanted, actual)
