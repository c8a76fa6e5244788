# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is known of jobs for Backup & Replication without a server."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._module.vocabularies import vocabulary
from ansible_collections.backupops.veeam.plugins.module_utils._paths import text
from tests.unit.engine.jobs_by_name import SETTINGS

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._errors import Problem
    from ansible_collections.backupops.veeam.plugins.module_utils._model import Json

WORDS = vocabulary("vbr")


def told(problems: list[Problem]) -> list[str]:
    return [f"{text(path)}: {message}" for path, message in problems]


@pytest.mark.parametrize("job_type", sorted(SETTINGS))
def test_settings_by_name_are_right_and_complete(job_type: str) -> None:
    assert WORDS.problems(job_type, SETTINGS[job_type]) == []
    assert WORDS.missing(job_type, SETTINGS[job_type]) == []


def test_what_no_server_could_take_is_found_at_once() -> None:
    wrong: Json = {"storge": {}}
    found = WORDS.problems("FileBackupCopy", wrong, options=["description", "high_priority"])
    assert [line.partition(":")[0] for line in told(found)] == ["settings.storge", "description", "high_priority"]
    [unknown] = told(WORDS.problems("VSphereBackp", wrong, options=["high_priority"]))
    assert unknown.endswith("did you mean VSphereBackup?")


def test_a_type_that_the_revision_lacks_is_told_beside_a_mistake() -> None:
    found = told(WORDS.problems("BackupCopy", {"x": 1}, revision="1.2-rev1"))
    assert [line.partition(":")[0] for line in found] == ["settings.x", "type"]
    assert told(WORDS.problems("BackupCopy", {}, revision="1.2-rev1")) == found[1:]
    assert WORDS.problems("BackupCopy", {}) == []


def test_a_setting_that_the_revision_lacks_is_told_once_the_rest_is_right() -> None:
    settings: Json = {"guestProcessing": {"guestCredentials": {"useAgentManagementCredentials": True}}}
    [lacking] = told(WORDS.problems("VSphereBackup", settings, revision="1.2-rev1"))
    assert "useAgentManagementCredentials: cannot be true in API revision 1.2-rev1" in lacking
    [mistake] = told(WORDS.problems("VSphereBackup", {**settings, "x": 1}, revision="1.2-rev1"))
    assert mistake.startswith("settings.x")


def test_names_and_windows_are_looked_at_once_the_rest_is_right() -> None:
    window = {"backupWindow": {"isEnabled": True, "backupWindow": {"allowed": ["Mon 25:00-26:00"]}}}
    settings = {"virtualMachines": {"includes": [{"type": "Folder"}]}, "schedule": window}
    found = [line.partition(":")[0] for line in told(WORDS.problems("VSphereBackup", settings))]
    assert found == [
        "settings.virtualMachines.includes[0]",
        "settings.schedule.backupWindow.backupWindow.allowed[0]",
    ]
    [mistake] = told(WORDS.problems("VSphereBackup", {**settings, "storge": {}}))
    assert mistake.startswith("settings.storge: unknown member")


def test_without_a_type_nothing_is_known_but_that_a_new_job_needs_one() -> None:
    assert WORDS.problems(None, {"x": 1}, options=["high_priority"]) == []
    assert told(WORDS.missing(None, {})) == ["type: is required for a new job"]


def test_what_a_new_job_lacks_is_named() -> None:
    found = [line.partition(":")[0] for line in told(WORDS.missing("VSphereBackup", {"storage": {}}))]
    assert found == ["settings.storage.backupRepositoryId", "settings.storage.retentionPolicy"]


def test_defaults_are_those_of_the_vendor_in_their_places() -> None:
    found = WORDS.defaults("VSphereBackup")
    assert found["isHighPriority"] is False
    assert found["storage"]["backupProxies"] == {"autoSelectEnabled": True}
    assert found["schedule"]["retry"] == {"isEnabled": False, "retryCount": 3, "awaitMinutes": 10}
    # What a list will hold is not known, and has none.
    assert "virtualMachines" not in found


def test_types_and_revisions_are_those_that_can_be_managed() -> None:
    assert set(WORDS.job_types) == set(SETTINGS)
    assert WORDS.revisions == tuple(sorted(WORDS.revisions))
    spelt = WORDS.canonical("VSphereBackup", {"storage": {"retentionPolicy": {"type": "days", "quantity": "7"}}})
    assert spelt == {"storage": {"retentionPolicy": {"type": "Days", "quantity": 7}}}
