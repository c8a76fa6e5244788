# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is found in backups."""

from __future__ import annotations

import typing as t

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.backups import VbrBackups
from tests.unit.vbr.lists import Lists


def test_local_times_are_returned_with_their_offset() -> None:
    rows = {"/backups": [{"id": "1", "creationTime": "2026-01-05T22:41:22.578683", "jobType": "VSphereBackup"}]}
    backups = VbrBackups(t.cast("t.Any", Lists(rows)), str)
    assert backups.search({})[0]["creationTime"] == "2026-01-05T22:41:22.578683-05:00"
