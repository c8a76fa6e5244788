# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A job of the row in which a server lists it, in canonical words or in its own."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.jobs.job_row import job_from, summary_from

ROW = {"id": "1", "name": "Nightly", "type": "VSphereBackup", "isDisabled": False}


def test_an_old_type_has_its_canonical_name_and_the_row_stays_as_it_came() -> None:
    row = {**ROW, "type": "Backup"}
    job = job_from(row, "1.2-rev1")
    assert (job.type, job.model["type"], job.raw) == ("VSphereBackup", "VSphereBackup", row)
    assert job.manageable


@pytest.mark.parametrize(("job_type", "revision"), [("ProxmoxBackupJob", "1.3-rev2"), ("BackupCopy", "1.2-rev1")])
def test_a_type_that_the_revision_cannot_create_is_only_listed(job_type: str, revision: str) -> None:
    assert not job_from({**ROW, "type": job_type}, revision).manageable


@pytest.mark.parametrize(("said", "enabled"), [({}, None), ({"isDisabled": None}, None), ({"isDisabled": True}, False)])
def test_what_is_not_said_is_not_guessed(said: dict[str, object], enabled: bool | None) -> None:
    row = {"id": "1", "type": "VSphereBackup", **said}
    job = job_from(row, "1.3-rev2")
    assert (job.name, job.enabled) == ("", enabled)


def test_a_summary_keeps_the_words_of_the_server() -> None:
    row = {**ROW, "schedule": {"daily": {"dailyKind": "everyday"}}}
    job = summary_from(row, "1.3-rev2")
    assert job.model is job.raw is row
    assert job_from(row, "1.3-rev2").model["schedule"]["daily"]["dailyKind"] == "Everyday"


def test_a_summary_of_a_type_that_is_spelt_otherwise_is_read_in_full() -> None:
    job = summary_from({**ROW, "type": "Backup"}, "1.3-rev2")
    assert job.type == "VSphereBackup"
    assert job.model is not job.raw
