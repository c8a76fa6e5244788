# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A saved export in the place of a server."""

from __future__ import annotations

import pathlib
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput
from ansible_collections.backupops.veeam.plugins.module_utils._module.saved_export import connect_or_read, paths_read
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.product import VbrProduct
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.saved.product import SavedProduct

JOB = "name: Nightly\ntype: VSphereBackup\n"
CONNECTION: dict[str, t.Any] = {
    "api": "vbr",
    "host": "vbr01",
    "port": None,
    "username": "u",
    "password": "p",
    "token": None,
    "api_version": "auto",
    "validate_certs": True,
    "ca_path": None,
    "timeout": 30,
    "retries": 4,
}


def test_without_an_export_it_is_the_server_of_the_options() -> None:
    assert isinstance(connect_or_read({**CONNECTION, "export_src": None}), VbrProduct)


@pytest.mark.parametrize(("asked", "spoken"), [("auto", "1.3-rev2"), ("1.2-rev1", "1.2-rev1")])
def test_an_export_is_read_whatever_else_the_options_say(tmp_path: pathlib.Path, asked: str, spoken: str) -> None:
    (tmp_path / "nightly.yml").write_text(JOB, encoding="utf-8")
    found = connect_or_read({**CONNECTION, "export_src": str(tmp_path), "api_version": asked})
    assert isinstance(found, SavedProduct)
    assert found.api_version == spoken
    assert [job.name for job in found.jobs.reader.all()] == ["Nightly"]
    assert found.identity().host == f"the export {tmp_path}"


def test_a_job_without_a_type_is_told_with_its_place(tmp_path: pathlib.Path) -> None:
    (tmp_path / "jobs.yml").write_text(
        "jobs:\n  - name: Web\n    type: VSphereBackup\n  - name: Mail\n", encoding="utf-8"
    )
    with pytest.raises(InvalidInput, match=r'export_src: .*jobs\.yml:4.*: the job "Mail" has no type') as caught:
        connect_or_read({**CONNECTION, "export_src": str(tmp_path)})
    assert len(caught.value.problems) == 1


def test_there_are_no_exports_of_the_other_api() -> None:
    with pytest.raises(InvalidInput, match="export_src: there are no exports of the other API"):
        connect_or_read({**CONNECTION, "api": "em", "export_src": "jobs"})


@pytest.mark.parametrize(
    ("params", "paths"),
    [
        ({"src": ["a", "b"], "export_src": "saved"}, ["a", "b", "saved"]),
        ({"src": None, "export_src": None}, []),
    ],
)
def test_what_is_read_may_not_be_written(params: dict[str, t.Any], paths: list[str]) -> None:
    assert paths_read(params) == paths
