# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What policies ask about a job is read from its settings."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._module.vocabularies import vocabulary
from ansible_collections.backupops.veeam.plugins.module_utils._paths import text
from ansible_collections.backupops.veeam.plugins.module_utils._vocabulary import PolicyFacts
from tests.unit.em.estate import SETTINGS

WORDS = vocabulary("em")


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
