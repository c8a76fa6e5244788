# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How bad it is that a job is not as wanted."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._em.settings.drift_severity import judge
from tests.unit.dotted import dotted


@pytest.mark.parametrize(
    ("path", "wanted", "actual", "rule", "grade"),
    [
        ("enabled", True, False, "job-disabled", "critical"),
        ("ScheduleConfigured", True, False, "schedule-off", "critical"),
        ("JobScheduleOptions.Standart.OptionsDaily.Enabled", True, False, "schedule-off", "critical"),
        ("JobScheduleOptions.Standart.OptionsDaily.Time", "22:00:00", "23:00:00", "schedule-changed", "warning"),
        (
            "JobInfo.BackupJobInfo.SimpleRetentionPolicy.RetainDaysToKeep",
            14,
            7,
            "retention-shortened",
            "critical",
        ),
        ("JobInfo.BackupJobInfo.SimpleRetentionPolicy.RetainCycles", 7, 14, "retention-extended", "info"),
        (
            "JobInfo.BackupJobInfo.SimpleRetentionPolicy.RetainLimitType",
            "Days",
            "Cycles",
            "retention-changed",
            "critical",
        ),
        ("JobInfo.BackupJobInfo.GfsRetentionPolicy.Weekly.Enabled", True, False, "gfs-off", "critical"),
        ("JobInfo.BackupJobInfo.GfsRetentionPolicy.Weekly.SelectedDay", "Friday", "Monday", "gfs-changed", "warning"),
        ("JobInfo.BackupJobInfo.GfsRetentionPolicy.Weekly.RetentionPeriod", 4, 1, "retention-shortened", "critical"),
        ("JobInfo.BackupJobInfo.Includes.ObjectInJobs[app01]", {"Name": "app01"}, None, "source-missing", "critical"),
        ("JobInfo.BackupJobInfo.Includes.ObjectInJobs[app01]", None, {"Name": "app01"}, "source-added", "warning"),
        (
            "JobInfo.ImmediateBackupCopyJobInfo.LinkedBackupRepositoryIncludes.LinkedBackupRepositories[Main]",
            {"LinkedBackupRepository": "Main"},
            None,
            "repository-changed",
            "critical",
        ),
        ("Description", "a", "b", "description-changed", "info"),
        ("Anything", 1, 2, "setting-changed", "warning"),
    ],
)
def test_how_bad_it_is(path: str, wanted: t.Any, actual: t.Any, rule: str, grade: str) -> None:
    judgement = judge(dotted(path), wanted, actual)
    assert (judgement.rule, judgement.severity.value) == (rule, grade)
