# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""veeam_quick_backup: one machine, looked up, backed up, waited for, and not more often than needed."""

from __future__ import annotations

import pytest

from tests.integration.conftest import each_way, newest_revision
from tests.integration.playbooks import Playbooks, failing, task

QUICK = "veeam_quick_backup"
VM = "web01"


def begun(playbook: Playbooks) -> list[dict]:
    """The quick backups that the server was asked for."""
    return [entry for entry in playbook.simulator.writes() if "/quickBackup/" in entry["path"]]


@newest_revision
def test_a_virtual_machine_is_backed_up_once_within_max_age(playbook: Playbooks) -> None:
    steps = [
        task("back up", QUICK, name=VM, max_age=60),
        task("young enough", QUICK, name=VM, max_age=3600),
        task("with host", QUICK, name=VM, host_name="vcenter01.lab.local"),
        task("go on", QUICK, name=VM, wait=False),
    ]
    predicted = playbook(*steps[:1], check=True)
    assert not begun(playbook)
    ran = playbook(*steps)
    assert predicted.changed == {"back up": True}
    assert ran.changed == {"back up": True, "young enough": False, "with host": True, "go on": True}
    assert ran["back up"]["session"]["result"]["result"] == "Success"
    assert ran["back up"]["restore_point"]["name"] == VM
    assert ran["young enough"]["session"] == {}
    assert ran["young enough"]["restore_point"] == ran["back up"]["restore_point"]
    assert ran["with host"]["restore_point"]["id"] != ran["back up"]["restore_point"]["id"]
    assert ran["go on"]["session"]["id"]
    assert ran["go on"]["restore_point"] == {}
    assert len(begun(playbook)) == 3


@pytest.mark.parametrize("revision", ["1.3-rev1", "1.3-rev2"])
def test_other_platforms_need_the_newest_revision(playbook: Playbooks, revision: str) -> None:
    ran = playbook(
        failing("hyperv", QUICK, name="hv-db01", platform="hyperv"),
        failing("agent", QUICK, name="lnx02", platform="agent"),
    )
    if revision == "1.3-rev2":
        assert ran["hyperv"]["restore_point"]["name"] == "hv-db01"
        assert ran["agent"]["restore_point"]["name"] == "lnx02"
        assert ran["agent"]["session"]["result"]["result"] == "Success"
    else:
        for platform in ("hyperv", "agent"):
            assert "does not exist in revision 1.3-rev1" in ran[platform]["msg"]
            assert "It needs 1.3-rev2" in ran[platform]["msg"]
        assert not begun(playbook)


def test_a_machine_that_cannot_be_meant_is_an_error(playbook: Playbooks) -> None:
    ran = playbook(
        failing("unknown", QUICK, name="nothing01"),
        failing("unknown host", QUICK, name=VM, host_name="vcenter99.example.com"),
        failing("nobody", QUICK, platform="vsphere"),
        failing("two hosts", QUICK, name="hv-app01", platform="hyperv"),
        failing("two groups", QUICK, name="lnx01", platform="agent"),
        failing("other server", QUICK, name=VM, backup_server="vbr02"),
    )
    assert 'The machine "nothing01" is not in the inventory' in ran["unknown"]["msg"]
    assert "Known are: " in ran["unknown host"]["msg"]
    assert "one of the following is required: name, object_id, object_ref" in ran["nobody"]["msg"]
    assert "exists 2 times" in ran["two hosts"]["msg"]
    assert len(ran["two hosts"]["candidates"]) == 2
    assert all(line.startswith("hv-app01 on ") for line in ran["two hosts"]["candidates"])
    assert [line.split(" (")[0] for line in ran["two groups"]["candidates"]] == [
        "lnx01 on Linux servers",
        "lnx01 on DMZ servers",
    ]
    assert "backup_server: " in ran["other server"]["msg"]
    assert not begun(playbook)


@each_way("veeam_quick_backup")
def test_a_backup_whose_answer_is_lost_is_found_and_not_repeated(playbook: Playbooks) -> None:
    playbook.simulator.fault("reset-after:POST /api/v1/jobs/quickBackup/vSphere")
    ran = playbook(task("back up", QUICK, name=VM))
    assert len(begun(playbook)) == 1
    assert ran["back up"]["restore_point"]["name"] == VM


def test_a_backup_that_never_began_is_reported_as_unclear(playbook: Playbooks) -> None:
    playbook.simulator.fault("reset-before:POST /api/v1/jobs/quickBackup/vSphere")
    ran = playbook(failing("back up", QUICK, name=VM))
    assert "may or may not have taken effect" in ran["back up"]["msg"]
    assert "set max_age" in ran["back up"]["msg"]


MACHINES = {"vsphere": VM, "hyperv": "hv-db01", "agent": "lnx02"}


def test_wait_options_count_for_every_platform(playbook: Playbooks) -> None:
    playbook.simulator.fault("session-warning:*", "session-late:*")
    strict = {"fail_on_warning": True, "wait_interval": 0.2}
    ran = playbook(
        *(failing(platform, QUICK, name=name, platform=platform, **strict) for platform, name in MACHINES.items()),
        task("tolerant", QUICK, name="lnx02", platform="agent"),
        task("go on", QUICK, name="lnx02", platform="agent", wait=False),
        refused=True,
    )
    for platform in MACHINES:
        assert "ended with the result Warning" in ran[platform]["msg"]
    assert ran["tolerant"]["session"]["result"]["result"] == "Warning"
    assert ran["go on"]["session"]["id"]
    assert ran["go on"]["restore_point"] == {}

    playbook.simulator.reset()
    playbook.simulator.fault("session-action:*")
    ran = playbook(failing("person", QUICK, name="lnx02", platform="agent"))
    assert "waits for a person (state ActionRequired)" in ran["person"]["msg"]

    playbook.simulator.reset()
    playbook.simulator.fault("session-stuck:*")
    ran = playbook(failing("stuck", QUICK, name="lnx02", platform="agent", wait_timeout=1))
    assert "is not over after 1 s (wait_timeout)" in ran["stuck"]["msg"]
    assert ran["stuck"]["session_id"]
