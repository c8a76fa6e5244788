# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What it means that a setting of a job is not as wanted, in the words of Enterprise Manager. A table. PRIVATE."""

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
)

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._vocabulary import Judgement

_KEPT: t.Final = r".*\.(RetainCycles|RetainDaysToKeep|RetentionPeriod)"
_SOURCES: t.Final = r".*\.(ObjectInJobs|LinkedJobObjects)\b.*"
_KINDS: t.Final = r"Options(Daily|Monthly|Periodically|Continuous|DaisyChaining)"

RULES: t.Final = (
    *ENABLED,
    Rule(r"ScheduleConfigured", off, "schedule-off", CRITICAL, "the job does not start by itself"),
    Rule(rf"JobScheduleOptions\.Standart\.{_KINDS}\.Enabled", off, "schedule-off", CRITICAL, "the schedule is off"),
    Rule(
        r"(ScheduleConfigured|JobScheduleOptions\..*)",
        anything,
        "schedule-changed",
        WARNING,
        "the job starts at other times",
    ),
    Rule(_KEPT, less, "retention-shortened", CRITICAL, "restore points are kept for a shorter time"),
    Rule(_KEPT, more, "retention-extended", INFO, "restore points are kept for a longer time"),
    Rule(r".*\.RetainLimitType", anything, "retention-changed", CRITICAL, "restore points are counted otherwise"),
    Rule(r".*\.GfsRetentionPolicy(\.\w+)?\.Enabled", off, "gfs-off", CRITICAL, "long-term restore points are not kept"),
    Rule(r".*\.GfsRetentionPolicy\..*", anything, "gfs-changed", WARNING, "the long-term retention is another one"),
    Rule(
        r".*\.LinkedBackupRepositories\b.*",
        anything,
        "repository-changed",
        CRITICAL,
        "backups go to another repository",
    ),
    Rule(_SOURCES, gone, "source-missing", CRITICAL, "this is not in the job, so the job does not protect it"),
    Rule(_SOURCES, added, "source-added", WARNING, "this is in the job and should not be"),
    Rule(_SOURCES, anything, "source-changed", WARNING, "what the job protects is written otherwise"),
    Rule(r"Name|Description|description", anything, "description-changed", INFO, "this changes no backup"),
)


def judge(path: str, wanted: t.Any, actual: t.Any) -> Judgement:
    """See ``Vocabulary``."""
    return _severity_rules.judge(RULES, path, wanted, actual)
