# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers that the simulator never gives."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import Ambiguous, InvalidInput, RequestRefused
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.jobs.reader import VbrJobReader
from tests.unit.vbr.jobs.short_server import JOB_ID, ShortServer


def jobs(**answers: t.Any) -> VbrJobReader:
    return VbrJobReader(t.cast("t.Any", ShortServer(**answers)))


@pytest.mark.parametrize(("status", "enabled"), [("Disabled", False), ("disabled", False), ("Inactive", True)])
def test_a_job_that_does_not_say_whether_it_is_enabled(status: str, enabled: bool) -> None:
    short = {"id": JOB_ID, "name": "Nightly", "type": "VSphereBackup"}
    reader = jobs(job=short, jobs=[short], jobs_states=[{"id": JOB_ID, "status": status}])
    for found in (reader.get(JOB_ID), reader.find("Nightly")):
        assert found is not None
        assert found.enabled is enabled


def test_the_name_filter_is_checked_again() -> None:
    described = {"id": JOB_ID, "name": "Other", "type": "VSphereBackup", "description": "Nightly", "isDisabled": False}
    assert jobs(jobs=[described]).find("Nightly") is None


def test_two_jobs_of_one_name_are_listed() -> None:
    same = {"name": "Nightly", "type": "VSphereBackup", "isDisabled": False}
    with pytest.raises(Ambiguous) as caught:
        jobs(jobs=[{**same, "id": JOB_ID}, {**same, "id": JOB_ID[:-1] + "2"}]).find("Nightly")
    assert JOB_ID in caught.value.message


STATE = {"id": JOB_ID, "name": "Nightly", "type": "VSphereBackup", "status": "Stopped"}
NO_SUCH_TYPE = RequestRefused("Specify job of supported platform type.", status=400, method="GET", path="/jobs")


def test_a_job_that_only_its_state_tells_of_is_never_managed_by_that() -> None:
    whole = {"id": JOB_ID, "name": "Nightly", "type": "VSphereBackup", "isDisabled": False, "virtualMachines": {}}
    found = jobs(jobs_states=[STATE], job=whole).find("Nightly")
    assert found is not None
    assert found.model == whole
    assert jobs(jobs_states=[STATE], job=None).find("Nightly") is None
    with pytest.raises(RequestRefused):
        jobs(jobs_states=[STATE], job=NO_SUCH_TYPE).get(JOB_ID)


@pytest.mark.parametrize("job_type", ["ProxmoxBackupJob", "NutanixBackupJob", "Unknown", "What comes next"])
def test_a_job_of_a_type_without_a_model_is_told_by_its_state(job_type: str) -> None:
    reader = jobs(jobs_states=[{**STATE, "type": job_type, "status": "disabled"}], job=NO_SUCH_TYPE)
    for found in (reader.find("Nightly"), reader.get(JOB_ID)):
        assert found is not None
        assert (found.type, found.manageable, found.enabled) == (job_type, False, False)


def test_an_id_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidInput):
        jobs().get("../credentials")
