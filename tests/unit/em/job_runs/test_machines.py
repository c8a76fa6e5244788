# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The machine of a quick backup, and the backup server that is asked for it."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._em.job_runs.machines import object_of
from ansible_collections.backupops.veeam.plugins.module_utils._model import Machine
from tests.simulator.launch import Running
from tests.unit.em.conftest import Connect


def test_a_quick_backup_goes_to_the_server_that_protects_the_machine(simulator: Running, connect: Connect) -> None:
    product = connect()
    for name, server in (("oracle01", "vbr01.lab.local"), ("crm01", "vbr02.lab.local")):
        located = product.quick_backup.locate(Machine(name=name))
        assert located["found"].root.server.name == server
        point = product.quick_backup.newest_restore_point(located)
        assert point is not None
        assert product.quick_backup.age(point) > 0


def test_a_machine_is_found_by_its_id_on_the_platform_too(connect: Connect) -> None:
    product = connect()
    found = product.quick_backup.locate(Machine(name="oracle01"))["found"]
    moref = found.ref.partition(".")[2]
    again = product.quick_backup.locate(Machine(object_id=moref, host_name="vcenter01.lab.local"))["found"]
    assert again == found
    odd_case = found.ref.replace("urn:VMware:Vm", "urn:vmware:VM")
    assert product.quick_backup.locate(Machine(object_ref=odd_case))["found"].ref == found.ref


@pytest.mark.parametrize(
    ("ref", "found"),
    [
        ("urn:VMware:Vm:78c3919c-54d7-43fe-b047-485d3566f11f.vm-80225", "vm-80225"),
        ("urn:HyperV:Vm:root.a.b:c\nd", "a.b:c\nd"),
        ("urn:VMware:Vm:root", ""),
        ("vm-80225", ""),
        ("", ""),
    ],
)
def test_the_object_of_a_reference_may_have_colons_and_dots(ref: str, found: str) -> None:
    assert object_of(ref) == found
