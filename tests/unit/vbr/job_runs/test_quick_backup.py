# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The newest restore point of a machine, in lists that know several machines of its name."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.job_runs.quick_backup import VbrQuickBackup
from tests.unit.vbr.lists import Lists

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._model import Json


def point(name: str, hour: int) -> Json:
    return {"id": str(hour), "name": name, "creationTime": f"2026-07-01T{hour:02}:00:00-04:00", "backupId": "other"}


MACHINE = {"platform": "vsphere", "body": {"name": "web01", "objectId": "vm-1"}}


def newest(objects: list[Json], points: list[Json]) -> tuple[Json | None, Lists]:
    lists = Lists({"/backupObjects": objects, "/restorePoints": points})
    return VbrQuickBackup(t.cast("t.Any", lists), t.cast("t.Any", None)).newest_restore_point(MACHINE), lists


def test_a_machine_that_is_listed_once_for_each_backup_is_asked_for_once() -> None:
    row = {"id": "1", "name": "web01", "platformName": "VMware", "objectId": "vm-1"}
    found_point, lists = newest([row, {**row, "backupId": "2"}], [point("web01", 22)])
    assert found_point == point("web01", 22)
    assert len(lists.asked) == 2


def test_a_restore_point_of_another_machine_is_not_believed() -> None:
    row = {"id": "1", "name": "web01", "platformName": "VMware", "objectId": "vm-1"}
    assert newest([row], [point("db01", 22)])[0] is None


@pytest.mark.parametrize("platform", ["LinuxPhysical", "HyperV"])
def test_a_namesake_on_another_platform_is_another_machine(platform: str) -> None:
    row = {"id": "1", "name": "web01", "platformName": platform}
    assert newest([row], [point("web01", 22)])[0] is None
