# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What it means that a setting of a job is not as wanted, in the words of Enterprise Manager. A table."""

from __future__ import annotations

import typing as t

from ... import _severity_rules as rules

if t.TYPE_CHECKING:
    from ..._paths import Path
    from ..._vocabulary import Judgement

_KEPT: t.Final = r".*\.(RetainCycles|RetainDaysToKeep|RetentionPeriod)"
_SOURCES: t.Final = r".*\.(ObjectInJobs|LinkedJobObjects)\b.*"
_KINDS: t.Final = r"Options(Daily|Monthly|Periodically|Continuous|DaisyChaining)"

RULES: t.Final = (
    *rules.ENABLED,
    rules.Rule(r"ScheduleConfigured", rules.off, rules.AUTOMATIC_START_OFF),
    rules.Rule(rf"JobScheduleOptions\.Standart\.{_KINDS}\.Enabled", rules.off, rules.SCHEDULE_OFF),
    rules.Rule(r"(ScheduleConfigured|JobScheduleOptions\..*)", rules.anything, rules.SCHEDULE_CHANGED),
    rules.Rule(_KEPT, rules.less, rules.RETENTION_SHORTENED),
    rules.Rule(_KEPT, rules.more, rules.RETENTION_EXTENDED),
    rules.Rule(r".*\.RetainLimitType", rules.anything, rules.RETENTION_CHANGED),
    rules.Rule(r".*\.GfsRetentionPolicy(\.\w+)?\.Enabled", rules.off, rules.GFS_OFF),
    rules.Rule(r".*\.GfsRetentionPolicy\..*", rules.anything, rules.GFS_CHANGED),
    rules.Rule(r".*\.LinkedBackupRepositories\b.*", rules.anything, rules.REPOSITORY_CHANGED),
    rules.Rule(_SOURCES, rules.gone, rules.SOURCE_MISSING),
    rules.Rule(_SOURCES, rules.added, rules.SOURCE_ADDED),
    rules.Rule(_SOURCES, rules.anything, rules.SOURCE_CHANGED),
    rules.Rule(r"Name|Description|description", rules.anything, rules.DESCRIPTION_CHANGED),
)


def judge(path: Path, wanted: t.Any, actual: t.Any) -> Judgement:
    return rules.judge(RULES, path, wanted, actual)
