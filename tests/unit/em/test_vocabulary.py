# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is known of jobs for Enterprise Manager without one."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._module.vocabularies import vocabulary
from ansible_collections.backupops.veeam.plugins.module_utils._paths import text
from ansible_collections.backupops.veeam.plugins.module_utils._vocabulary import PolicyFacts
from tests.unit.dotted import dotted

WORDS = vocabulary("em")
SETTINGS: dict[str, t.Any] = {
    "ScheduleConfigured": "yes",
    "JobScheduleOptions": {"Standart": {"OptionsDaily": {"Enabled": True, "Kind": "everyday", "Time": "22:05"}}},
    "JobInfo": {"BackupJobInfo": {"SimpleRetentionPolicy": {"RetainLimitType": "days", "RetainDaysToKeep": "14"}}},
}


def test_what_no_server_could_take_is_found() -> None:
    found = WORDS.problems("Backup", {"Compression": 5, "Nothing": 1}, options=["description", "high_priority"])
    assert [text(path) for path, dummy in found] == ["high_priority", "settings.Compression", "settings.Nothing"]
    assert [text(path) for path, dummy in WORDS.problems("Tape", {})] == ["type"]
    assert WORDS.problems("Backup", SETTINGS, options=["description"]) == []


def test_without_a_type_only_the_options_are_looked_at() -> None:
    assert WORDS.problems(None, {"Nothing": 1}) == []
    assert [text(path) for path, dummy in WORDS.problems(None, {}, options=["high_priority"])] == ["high_priority"]


def test_a_job_lacks_nothing_since_it_exists_or_is_a_clone() -> None:
    assert WORDS.missing("Backup", {}) == []
    assert WORDS.missing(None, {}) == []
    assert WORDS.defaults("Backup") == {}


def test_facts_are_read_from_settings_as_the_reference_spells_them() -> None:
    settings = WORDS.canonical("Backup", SETTINGS)
    assert settings["JobScheduleOptions"]["Standart"]["OptionsDaily"] == {
        "Enabled": True,
        "Kind": "Everyday",
        "Time": "22:05:00",
    }
    facts = WORDS.facts("Backup", settings)
    assert (facts.retention_days, facts.restore_points, facts.starts) == (14, None, (22 * 60 + 5,))
    assert (facts.repository, facts.encrypted) == (None, None)
    assert text(facts.paths["retention_days"]) == "JobInfo.BackupJobInfo.SimpleRetentionPolicy.RetainDaysToKeep"


@pytest.mark.parametrize(
    ("policy", "days", "points"),
    [
        ({"RetainCycles": 7}, None, 7),
        ({"RetainCycles": 7, "RetainDaysToKeep": 9, "RetainLimitType": "Cycles"}, None, 7),
        ({"RetainCycles": 7, "RetainDaysToKeep": 9, "RetainLimitType": "Days"}, 9, None),
        ({"RetainLimitType": "Days"}, None, None),
    ],
)
def test_retention_counts_what_its_type_says(policy: t.Any, days: int | None, points: int | None) -> None:
    facts = WORDS.facts("Backup", {"JobInfo": {"BackupJobInfo": {"SimpleRetentionPolicy": policy}}})
    assert (facts.retention_days, facts.restore_points) == (days, points)


def test_the_repository_of_a_clone_is_known() -> None:
    spec = {"JobCloneSpec": {"BackupJobCloneInfo": {"Repository": "Main"}}}
    facts = WORDS.facts("Backup", spec)
    assert (facts.repository, text(facts.paths["repository"])) == ("Main", "JobCloneSpec.BackupJobCloneInfo.Repository")


def test_a_schedule_that_is_off_starts_nothing() -> None:
    settings = WORDS.canonical("Backup", {**SETTINGS, "ScheduleConfigured": False})
    assert WORDS.facts("Backup", settings).starts == ()


def test_nothing_is_known_of_settings_that_are_wrong() -> None:
    wrong = {"JobScheduleOptions": "none"}
    assert WORDS.canonical("Backup", wrong) is wrong
    assert WORDS.facts("Backup", wrong) == PolicyFacts()


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
    judgement = WORDS.judge(dotted(path), wanted, actual)
    assert (judgement.rule, judgement.severity.value) == (rule, grade)
