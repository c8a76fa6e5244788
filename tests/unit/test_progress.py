# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who is told what a task does while it works."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._progress import SILENT, SessionSeen, SetSeen


def test_a_task_that_nobody_listens_to_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    SILENT.waiting([SessionSeen("1", "Shop", "Working", 5.0)])
    SILENT.applying(SetSeen(10, written=10, over=True))
    assert capfd.readouterr() == ("", "")
