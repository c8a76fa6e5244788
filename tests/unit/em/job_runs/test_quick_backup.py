# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A quick backup is ordered once, and its session is found."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import OutcomeUnknown
from ansible_collections.backupops.veeam.plugins.module_utils._model import Machine
from tests.simulator.launch import Running
from tests.unit.em.conftest import Connect, product_of
from tests.unit.em.estate import GUID_OR_TASK, posts


def test_a_quick_backup_whose_session_nobody_can_find_is_not_repeated(
    simulator: Running, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ansible_collections.backupops.veeam.plugins.module_utils._em.api.pace.APPEARS_WITHIN", 0.3)
    simulator.fault("reset-before:POST /api/backupServers/*")
    product = connect()
    located = product.quick_backup.locate(Machine(name="oracle01"))
    with pytest.raises(OutcomeUnknown, match="No session that backs up oracle01 is to be seen since"):
        product.quick_backup.start(located)
    assert posts(simulator, "action=quickbackup") == 1


def test_a_quick_backup_asks_for_no_more_than_it_needs(simulator: Running) -> None:
    product = product_of(simulator)
    located = product.quick_backup.locate(Machine(name="crm01", backup_server="vbr02.lab.local"))
    located = product.quick_backup.locate(Machine(object_ref=located["found"].ref))
    before = len(simulator.requests())
    product.quick_backup.start(located)
    made = [f"{e['method']} {GUID_OR_TASK.sub('*', e['path'])}" for e in simulator.requests()[before:]]
    assert made == [
        "POST /api/backupServers/*",
        "GET /api/tasks/*",
        "GET /api/tasks/*",
        "GET /api/backupSessions/*",
    ]
    assert product.close() == []
