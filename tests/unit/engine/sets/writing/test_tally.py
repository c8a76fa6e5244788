# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How far a set is."""

from __future__ import annotations

from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.result import Status
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.writing.tally import Tally
from ansible_collections.backupops.veeam.plugins.module_utils._progress import SetSeen
from tests.unit.progress_told import Told


def test_a_job_counts_once_as_what_became_of_it_last() -> None:
    told = Told()
    tally = Tally(told, 5)
    for status in (Status.OK, Status.OK, Status.FAILED, Status.SKIPPED):
        tally.count(status)
    assert told.sets == []
    tally.tell(unproven=1)
    tally.count(Status.FAILED, instead_of=Status.OK)
    tally.tell(over=True)
    assert told.sets == [
        SetSeen(5, written=2, failed=1, left_out=1, unproven=1),
        SetSeen(5, written=1, failed=2, left_out=1, over=True),
    ]
