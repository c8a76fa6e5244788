# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What policies ask about a job is read from its settings, wherever its type has them."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._paths import text
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.policy_facts import facts
from ansible_collections.backupops.veeam.plugins.module_utils._vocabulary import PolicyFacts

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._model import Json


@pytest.mark.parametrize(
    ("policy", "days", "points"),
    [
        ({"type": "Days", "quantity": 14}, 14, None),
        ({"type": "Months", "quantity": "3"}, 90, None),
        ({"type": "years", "quantity": 1}, 365, None),
        ({"quantity": 7}, 7, None),
        ({"type": "RestorePoints", "quantity": 7}, None, 7),
        ({"type": "Days"}, None, None),
        ("14 days", None, None),
    ],
)
def test_retention_is_counted_in_days_or_in_points(policy: t.Any, days: int | None, points: int | None) -> None:
    found = facts({"storage": {"retentionPolicy": policy}})
    assert (found.retention_days, found.restore_points) == (days, points)


def test_retention_that_the_job_does_not_use_is_none() -> None:
    kept = {"target": {"retentionPolicy": {"type": "Days", "quantity": 7}}}
    assert facts({"useCustomRetention": "no", **kept}) == PolicyFacts(paths={"starts": ("schedule",)})
    assert facts({"useCustomRetention": True, **kept}).retention_days == 7


@pytest.mark.parametrize(
    ("settings", "repository", "encrypted"),
    [
        (
            {"storage": {"backupRepository": "Main", "advancedSettings": {"storageData": {"encryption": {}}}}},
            "storage.backupRepository",
            None,
        ),
        (
            {
                "storage": {
                    "backupRepositoryId": "r1",
                    "advancedSettings": {"storageData": {"encryption": {"isEnabled": "yes"}}},
                }
            },
            "storage.backupRepositoryId",
            True,
        ),
        (
            {"target": {"backupRepository": "Main", "advancedSettings": {"encryption": {"isEnabled": False}}}},
            "target.backupRepository",
            False,
        ),
        (
            {"storage": {"destination": {"backupRepository": "Main"}}, "encryption": {"isEnabled": True}},
            "storage.destination.backupRepository",
            True,
        ),
        (
            {"backupRepository": {"backupRepository": "Main", "advancedSettings": "none"}},
            "backupRepository.backupRepository",
            None,
        ),
        ({"backupRepository": "Main"}, "backupRepository", None),
    ],
)
def test_target_and_encryption_are_found_where_the_type_has_them(
    settings: Json, repository: str, encrypted: bool | None
) -> None:
    found = facts(settings)
    assert found.repository in ("Main", "r1")
    assert text(found.paths["repository"]) == repository
    assert found.encrypted is encrypted


def test_a_job_starts_when_its_schedule_is_on_and_says_when() -> None:
    daily, monthly = {"isEnabled": "true", "localTime": "22:05:30"}, {"isEnabled": True, "localTime": "1:00"}
    schedule: Json = {"daily": daily, "monthly": monthly}
    assert facts({"schedule": schedule}).starts == (22 * 60 + 5, 60)
    assert facts({"schedule": {**schedule, "runAutomatically": False}}).starts == ()
    off = {**daily, "isEnabled": False}
    assert facts({"schedule": {"daily": off, "monthly": {"isEnabled": True, "localTime": ""}}}).starts == ()
