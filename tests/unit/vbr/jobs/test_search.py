# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists of jobs with filters."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.jobs.search import VbrJobSearch
from tests.unit.vbr.lists import Lists


def test_a_misspelt_type_of_a_job_is_told_so() -> None:
    lists = Lists({"/jobs": [{"id": "1", "name": "Web", "type": "VSphereBackup"}]}, strict=True)
    with pytest.raises(InvalidInput, match=r"type: .Backups. is not one of .*VSphereBackup"):
        VbrJobSearch(t.cast("t.Any", lists)).jobs({"type": "Backups"})
