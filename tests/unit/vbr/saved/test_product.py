# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A saved export in the place of a server."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import DesiredJob
from ansible_collections.backupops.veeam.plugins.module_utils._engine.single_job import converge
from ansible_collections.backupops.veeam.plugins.module_utils._errors import VeeamError
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.saved.product import SavedProduct
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.revisions import CANONICAL
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.memo import Memo

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._model import Json

DATA = {"encryption": {"isEnabled": True, "encryptionType": "ByUserPassword", "encryptionPassword": "Main key"}}
NIGHTLY: Json = {
    "name": "Nightly",
    "type": "VSphereBackup",
    "enabled": True,
    "settings": {"storage": {"backupRepository": "Main", "advancedSettings": {"storageData": DATA}}},
}


def saved(api_version: str = CANONICAL) -> t.Any:
    return SavedProduct([NIGHTLY], api_version=api_version, src="jobs/export.yml", memo=Memo())


@pytest.mark.parametrize(
    ("written", "speaks"), [("1.2-rev1", "1.2-rev1"), ("auto", CANONICAL), ("", CANONICAL), ("9.9-rev9", CANONICAL)]
)
def test_an_export_speaks_the_revision_of_its_server_or_the_newest(written: str, speaks: str) -> None:
    assert saved(written).api_version == speaks


def test_an_export_is_no_server_and_has_no_logon() -> None:
    product = saved()
    identity = product.identity()
    assert "jobs/export.yml" in str(identity)
    assert identity != SavedProduct([], api_version="auto", src="other.yml", memo=Memo()).identity()
    assert (product.secrets(), product.close()) == ([], [])


def test_the_hints_of_passwords_are_those_that_the_export_names() -> None:
    assert saved().names_of_secrets() == {"Main key"}
    assert SavedProduct([], api_version="auto", src="x", memo=Memo()).names_of_secrets() == frozenset()


def test_a_job_of_the_export_is_as_wanted_in_other_words() -> None:
    wanted = {"name": "Nightly", "settings": {"storage": {"backupRepository": "main"}}}
    assert converge(saved(), DesiredJob.from_params(wanted), check_mode=True).changes == []


def test_a_saved_export_takes_no_changes() -> None:
    with pytest.raises(VeeamError, match="needs a server"):
        converge(saved(), DesiredJob(name="Nightly", enabled=False), check_mode=False)
