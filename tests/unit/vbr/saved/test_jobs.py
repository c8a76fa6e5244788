# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The jobs of a saved export, as the engine reads and plans with them."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput, VeeamError
from ansible_collections.backupops.veeam.plugins.module_utils._model import Listed
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.saved.jobs import SavedJobs
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.memo import Memo

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._model import Json

STORAGE: Json = {"backupRepository": "Main", "retentionPolicy": {"type": "Days", "quantity": 7}}
NIGHTLY: Json = {
    "name": "Nightly",
    "type": "VSphereBackup",
    "description": "Ours",
    "settings": {"virtualMachines": {"includes": ["vc/web01"]}, "storage": STORAGE},
}


def saved(*entries: Json, revision: str = "1.3-rev2") -> SavedJobs:
    return SavedJobs(entries or [NIGHTLY], revision, Memo())


def test_what_an_entry_does_not_say_is_as_every_new_job_has_it() -> None:
    jobs = saved(NIGHTLY, {**NIGHTLY, "name": "Off", "enabled": False, "high_priority": True, "description": None})
    nightly, off = Listed.of(jobs.reader.all()).rows
    assert (nightly.enabled, nightly.description, nightly.model["isHighPriority"]) == (True, "Ours", False)
    assert (off.enabled, off.description, off.model["isHighPriority"]) == (False, "", True)
    assert Listed.of(jobs.reader.summaries()).gap is None


def test_a_job_is_found_by_its_exact_name_and_by_its_id_in_any_case() -> None:
    reader = saved({**NIGHTLY, "id": "ABC"}).reader
    assert reader.find("nightly") is None
    found = reader.find("Nightly")
    assert found is not None
    assert found == reader.get("abc") == reader.read_back("abc", None) == reader.full(found)
    again, once = saved().reader.find("Nightly"), saved().reader.find("Nightly")
    assert again is not None
    assert once is not None
    assert again.id == once.id


def test_a_type_that_the_server_of_the_export_cannot_create_is_only_listed() -> None:
    copy: Json = {"name": "Copy", "type": "BackupCopy", "settings": {}}
    old, new = (saved(copy, revision=revision).reader.find("Copy") for revision in ("1.2-rev1", "1.3-rev2"))
    assert old is not None
    assert new is not None
    assert (old.manageable, new.manageable) == (False, True)


def resolved(jobs: SavedJobs, settings: Json) -> tuple[Json, Json]:
    """The settings as the engine compares them, and the job of the export."""
    job = jobs.reader.find("Nightly")
    assert job is not None
    return jobs.planning.resolve(job.type, settings, job), job.model


def test_the_same_settings_in_other_words_are_the_same() -> None:
    settings = {"virtualMachines": {"includes": [{"name": "web01", "hostName": "vc"}]}, "storage": STORAGE}
    wanted, model = resolved(saved(), settings)
    assert wanted["storage"] == model["storage"]
    assert wanted["virtualMachines"]["includes"][0]["name"] == model["virtualMachines"]["includes"][0]["name"]


def test_what_an_export_leaves_out_because_every_new_job_has_it_is_no_difference() -> None:
    usual = {"storage": {"advancedSettings": {"storageData": {"compressionLevel": "Optimal"}}}}
    assert resolved(saved(), usual)[0] == {"storage": {}}
    other = {"storage": {"advancedSettings": {"storageData": {"compressionLevel": "High"}}}}
    assert resolved(saved(), other)[0] == other


def test_a_new_job_has_all_that_is_written() -> None:
    settings = {"storage": {"advancedSettings": {"storageData": {"compressionLevel": "Optimal"}}}}
    assert saved().planning.resolve("VSphereBackup", settings, None) == settings


def test_what_the_server_of_the_export_is_too_old_for_is_told() -> None:
    with pytest.raises(InvalidInput, match=r"BackupCopy cannot be managed by API revision 1\.2-rev1"):
        saved(revision="1.2-rev1").planning.check("BackupCopy", {})


def test_owners_are_not_in_an_export() -> None:
    assert not saved().models.carries_owner("VSphereBackup")


def test_hints_are_those_that_the_export_itself_names() -> None:
    data = {"encryption": {"isEnabled": True, "encryptionType": "ByUserPassword", "encryptionPassword": "Main key"}}
    settings = {"storage": {"advancedSettings": {"storageData": data}}}
    assert saved({**NIGHTLY, "settings": settings}).password_hints == {"Main key"}
    empty = saved()
    empty.planning.resolve("VSphereBackup", settings, None)
    assert empty.password_hints == frozenset()


@pytest.mark.parametrize("part", ["writer", "creator", "exporter"])
def test_what_takes_a_server_is_refused(part: str) -> None:
    with pytest.raises(VeeamError, match="needs a server"):
        getattr(saved(), part)
