# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What it means that a setting of a job is not as wanted. A table, read from the top; the first rule that fits counts.

Critical is what can cost data or leaves something without a backup, info what changes no backup at all. PRIVATE.
"""

from __future__ import annotations

import re
import typing as t
from collections.abc import Callable

from ansible_collections.backupops.veeam.plugins.module_utils._vocabulary import Judgement, Severity

Test = Callable[[t.Any, t.Any], bool]


def _off(wanted: t.Any, actual: t.Any) -> bool:
    return wanted is True and actual is not True


def _on(wanted: t.Any, actual: t.Any) -> bool:
    return wanted is not True and actual is True


def _less(wanted: t.Any, actual: t.Any) -> bool:
    return _numbers(wanted, actual) and actual < wanted


def _more(wanted: t.Any, actual: t.Any) -> bool:
    return _numbers(wanted, actual) and actual > wanted


def _gone(wanted: t.Any, actual: t.Any) -> bool:
    return wanted is not None and actual is None


def _added(wanted: t.Any, actual: t.Any) -> bool:
    return wanted is None and actual is not None


def _any(wanted: t.Any, actual: t.Any) -> bool:
    del wanted, actual
    return True


def _numbers(*values: t.Any) -> bool:
    return all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)


class _Rule(t.NamedTuple):
    path: str
    test: Test
    rule: str
    severity: Severity
    reason: str


_CRITICAL, _WARNING, _INFO = Severity.CRITICAL, Severity.WARNING, Severity.INFO
_SOURCES: t.Final = (
    r"(virtualMachines|sourceObjects|linkedJobs|unstructuredLinkedJobs)\.includes\b.*|computers|objects|sources"
)
_KEPT: t.Final = r"(.*\.)?(retentionPolicy\.quantity|restorePointsToKeep|keepForNumberOf\w+|retentionPeriod\w*)"
_REPOSITORY: t.Final = r"(.*\.)?(backupRepository|repository)(Id)?"
_KINDS: t.Final = r"(daily|monthly|periodically|continuously|afterThisJob)"

# Paths are written in regular expressions, of the whole path without the names of items.
_RULES: t.Final = (
    _Rule(r"enabled", _off, "job-disabled", _CRITICAL, "the job is disabled"),
    _Rule(r"enabled", _on, "job-enabled", _WARNING, "the job runs and should not"),
    _Rule(r"schedule\.runAutomatically", _off, "schedule-off", _CRITICAL, "the job does not start by itself"),
    _Rule(rf"schedule\.{_KINDS}\.isEnabled", _off, "schedule-off", _CRITICAL, "the schedule is off"),
    _Rule(r"schedule\..*", _any, "schedule-changed", _WARNING, "the job starts at other times"),
    _Rule(_KEPT, _less, "retention-shortened", _CRITICAL, "restore points are kept for a shorter time"),
    _Rule(_KEPT, _more, "retention-extended", _INFO, "restore points are kept for a longer time"),
    _Rule(
        r"(.*\.)?retentionPolicy\.type", _any, "retention-changed", _CRITICAL, "restore points are counted otherwise"
    ),
    _Rule(r"(.*\.)?gfsPolicy(\.\w+)?\.isEnabled", _off, "gfs-off", _CRITICAL, "long-term restore points are not kept"),
    _Rule(r"(.*\.)?gfsPolicy\..*", _any, "gfs-changed", _WARNING, "the long-term retention is another one"),
    _Rule(r"(.*\.)?encryption\.isEnabled", _off, "encryption-off", _CRITICAL, "backups are not encrypted"),
    _Rule(r"(.*\.)?encryption\..*", _any, "encryption-changed", _CRITICAL, "backups are encrypted with another key"),
    _Rule(
        r"(.*\.)?\w*[iI]mmutability\w*(\..*)?", _any, "immutability-changed", _CRITICAL, "the immutability is another"
    ),
    _Rule(_REPOSITORY, _any, "repository-changed", _CRITICAL, "backups go to another repository"),
    _Rule(r"(.*\.)?\w+Repository(Id)?", _any, "repository-changed", _WARNING, "another repository is used"),
    _Rule(_SOURCES, _gone, "source-missing", _CRITICAL, "this is not in the job, so the job does not protect it"),
    _Rule(_SOURCES, _added, "source-added", _WARNING, "this is in the job and should not be"),
    _Rule(_SOURCES, _any, "source-changed", _WARNING, "what the job protects is written otherwise"),
    _Rule(
        r"(.*\.)?(excludes|exclusion\w*)\b.*", _added, "exclusion-added", _CRITICAL, "this is left out of the backup"
    ),
    _Rule(r"(.*\.)?(excludes|exclusion\w*)\b.*", _any, "exclusion-changed", _WARNING, "the exclusions are others"),
    _Rule(r"(.*\.)?backupHealth\.isEnabled", _off, "health-check-off", _WARNING, "backups are not checked for damage"),
    _Rule(r"(.*\.)?appAwareProcessing\.isEnabled", _off, "app-aware-off", _WARNING, "applications are not prepared"),
    _Rule(
        r"(.*\.)?scripts?\..*\.isEnabled", _on, "script-added", _CRITICAL, "the job runs a script that nobody asked for"
    ),
    _Rule(r"(.*\.)?scripts?\..*", _any, "script-changed", _WARNING, "the job runs another script"),
    _Rule(r"(.*\.)?guestCredentials\b.*", _any, "credentials-changed", _WARNING, "other credentials are used"),
    _Rule(r"(.*\.)?notifications\..*", _any, "notifications-changed", _INFO, "notifications differ"),
    _Rule(r"name|description|isHighPriority", _any, "description-changed", _INFO, "this changes no backup"),
    _Rule(
        r"(.*\.)?(compressionLevel|storageOptimization)", _any, "storage-changed", _INFO, "backups are packed otherwise"
    ),
)
_OTHER: t.Final = Judgement("setting-changed", _WARNING, "this setting differs")
_COMPILED: t.Final = [(re.compile(rule.path), rule) for rule in _RULES]


def judge(path: str, wanted: t.Any, actual: t.Any) -> Judgement:
    """See ``Vocabulary``."""
    plain = re.sub(r"\[[^\]]*\]", "", path)
    for pattern, rule in _COMPILED:
        if pattern.fullmatch(plain) and rule.test(wanted, actual):
            return Judgement(rule.rule, rule.severity, rule.reason)
    return _OTHER
