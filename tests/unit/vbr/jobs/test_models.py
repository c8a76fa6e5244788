# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the model of a job means to the engine."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.jobs.models import VbrJobModels
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.references import Collection


class Known:
    """Entries of which one repository is known."""

    def label(self, collection: Collection, identifier: str) -> str | None:
        return "Main" if (collection, identifier) == (Collection.REPOSITORIES, "r1") else None


@pytest.fixture
def models() -> VbrJobModels:
    return VbrJobModels(t.cast("t.Any", Known()))


def test_options_become_the_members_of_the_job_and_what_is_not_given_is_left_out(models: VbrJobModels) -> None:
    members = models.option_members("VSphereBackup", name="New", description="", high_priority=None)
    assert members == {"name": "New", "description": ""}
    assert models.option_members("VSphereBackup", name="New", description=None, high_priority=False) == {
        "name": "New",
        "isHighPriority": False,
    }


def test_every_option_that_the_type_does_not_have_is_named_at_once(models: VbrJobModels) -> None:
    with pytest.raises(InvalidInput) as caught:
        models.option_members("FileBackupCopy", name="New", description="Mine", high_priority=True)
    assert [path for path, dummy in caught.value.problems] == [("description",), ("high_priority",)]
    assert "jobs of the type FileBackupCopy have no such setting" in caught.value.message


def test_only_a_type_with_a_description_carries_its_owner(models: VbrJobModels) -> None:
    assert models.carries_owner("BackupCopy")
    assert not models.carries_owner("EntraIDTenantBackupCopy")


def test_a_model_is_switched_and_stripped_of_its_id_without_being_changed(models: VbrJobModels) -> None:
    model = {"id": "1", "name": "Nightly", "isDisabled": False}
    assert models.as_enabled(model, enabled=False) == {**model, "isDisabled": True}
    assert models.without_identity(model) == {"name": "Nightly", "isDisabled": False}
    assert model == {"id": "1", "name": "Nightly", "isDisabled": False}


def test_ids_are_shown_by_name_as_far_as_names_are_known(models: VbrJobModels) -> None:
    shown = models.presentable({"storage": {"backupRepositoryId": "r1"}, "target": {"backupRepositoryId": "r2"}})
    assert shown == {"storage": {"backupRepository": "Main"}, "target": {"backupRepositoryId": "r2"}}


def test_jobs_that_settings_refer_to_are_named_once(models: VbrJobModels) -> None:
    chained = {"afterThisJob": {"isEnabled": True, "jobName": "Nightly"}}
    settings = {"schedule": chained, "primaryJob": "Nightly", "secondaryTargets": [{"primaryJobId": "j1"}]}
    assert models.references(settings) == {"Nightly", "j1"}
