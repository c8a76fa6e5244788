# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What this API cannot do is refused before anything is sent, with what can be done instead."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import Unsupported
from tests.unit.em.estate import ORACLE
from tests.unit.em.site import Site


@pytest.mark.parametrize(
    ("desired", "said"),
    [
        ({"name": "New", "type": "Backup"}, "To create a job from nothing"),
        ({"name": "New name", "previous_name": ORACLE}, 'To rename the job "Oracle Backup"'),
        ({"name": ORACLE, "high_priority": True}, "high_priority"),
        ({"name": "Immediate Copy", "description": "x"}, "To change Description"),
        ({"name": "Linux Agents", "description": "x"}, "To change Description"),
        ({"name": "File Shares", "state": "absent"}, 'To delete "File Shares"'),
        ({"name": "New", "clone_from": "Linux Agents"}, 'To clone "Linux Agents"'),
    ],
)
def test_what_only_the_other_api_can_do(site: Site, desired: dict[str, t.Any], said: str) -> None:
    for check in (True, False):
        with pytest.raises(Unsupported, match=r"not possible through Enterprise Manager\..*api: vbr") as refused:
            site.job(check=check, **desired)
        assert said in refused.value.message
    assert not site.writes()
