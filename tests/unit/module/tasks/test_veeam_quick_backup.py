# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The backup of one machine now, as a task asks for it."""

from __future__ import annotations

from tests.sweep.playing import play
from tests.sweep.site import Site
from tests.unit.module.tasks.outcome import done, refused


def test_a_machine_is_backed_up_unless_its_backup_is_new_enough(vbr: Site) -> None:
    foretold = done(play(vbr, "veeam_quick_backup", check=True, name="web01"))
    assert (foretold["changed"], foretold["session"]) == (True, {})
    made = done(play(vbr, "veeam_quick_backup", name="web01", wait_interval=1))
    assert (made["changed"], made["session"]["state"], made["restore_point"]["name"]) == (True, "Stopped", "web01")
    again = done(play(vbr, "veeam_quick_backup", name="web01", max_age=3600))
    assert (again["changed"], again["session"], again["restore_point"]) == (False, {}, made["restore_point"])


def test_a_task_that_does_not_wait_returns_the_session_as_it_begins(vbr: Site) -> None:
    begun = done(play(vbr, "veeam_quick_backup", name="web01", host_name="vcenter01.lab.local", wait=False))
    assert begun["session"]["state"] == "Starting"


def test_a_machine_is_said_by_name_or_by_one_id(vbr: Site) -> None:
    missing = refused(play(vbr, "veeam_quick_backup", host_name="vcenter01.lab.local"))
    assert missing == "one of the following is required: name, object_id, object_ref"
    both = refused(play(vbr, "veeam_quick_backup", object_id="vm-1", object_ref="urn:VMware:Vm:1.vm-1"))
    assert both == "parameters are mutually exclusive: object_id|object_ref"
