# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""veeam_quick_backup through Enterprise Manager: the right machine, the right server, waited for, never twice."""

from __future__ import annotations

import pytest

from tests.integration.conftest import each_way
from tests.integration.em_playbooks import EmPlaybooks, comparable, each_version
from tests.integration.playbooks import failing, task

QUICK = "veeam_quick_backup"
ORACLE = "oracle01"
ODD_NAME = "Exchange"


def orders(em: EmPlaybooks) -> list[str]:
    """The backup servers that were told to back something up."""
    calls = em.calls("POST", "?action=quickbackup")
    return [call.partition("?")[0].rpartition("/")[2] for call in calls]


@each_version
def test_a_machine_is_backed_up_and_waited_for(em: EmPlaybooks) -> None:
    tasks = [
        task("by name", QUICK, name=ORACLE, backup_server="vbr01.lab.local"),
        task("young enough", QUICK, name=ORACLE, backup_server="vbr01.lab.local", max_age=3600),
    ]
    predicted = em(tasks[0], check=True)
    assert predicted["by name"]["changed"] is True
    assert not em.simulator.writes()
    ran = em(
        *tasks,
        task("by reference", QUICK, object_ref="{{ backup.restore_point.HierarchyObjRef }}"),
        task("too old", QUICK, object_ref="{{ backup.restore_point.HierarchyObjRef }}", max_age=0),
        play={"vars": {"backup": {"restore_point": {"HierarchyObjRef": reference_of(em, ORACLE)}}}},
    )
    assert ran.changed == {"by name": True, "young enough": False, "by reference": True, "too old": True}
    session, point = ran["by name"]["session"], ran["by name"]["restore_point"]
    assert (session["State"], session["Result"], session["JobName"]) == ("Stopped", "Success", "Oracle Backup")
    assert (point["VmName"], point["Type"]) == (ORACLE, "VmRestorePoint")
    assert comparable(ran["young enough"]["restore_point"]) == comparable(point)
    assert ran["young enough"]["session"] == {}
    assert len(orders(em)) == 3
    bodies = [entry["body"] for entry in em.simulator.writes() if entry["method"] == "POST"]
    assert {body["VmRef"] for body in bodies} == {point["HierarchyObjRef"]}


def reference_of(em: EmPlaybooks, name: str) -> str:
    """The hierarchy reference of a machine, as somebody would copy it from Enterprise Manager."""
    found = em(task("look", QUICK, name=name, backup_server="vbr01.lab.local", max_age=10**9), check=True)
    return str(found["look"]["restore_point"]["HierarchyObjRef"])


def test_of_two_backup_servers_that_see_a_machine_the_one_that_protects_it_is_asked(em: EmPlaybooks) -> None:
    ran = em(task("oracle", QUICK, name=ORACLE), task("crm", QUICK, name="crm01"))
    assert ran.changed == {"oracle": True, "crm": True}
    assert [ran[name]["session"]["JobName"] for name in ("oracle", "crm")] == ["Oracle Backup", "CRM Backup"]
    first, second = orders(em)
    assert first != second


def test_what_is_ambiguous_or_unknown_is_an_error_that_helps(em: EmPlaybooks) -> None:
    ran = em(
        failing("two machines", QUICK, name="clone01", backup_server="vbr01.lab.local"),
        failing("two centres", QUICK, name="shared01"),
        task("one centre", QUICK, name="shared01", host_name="vcenter02.lab.local", max_age=10**9, wait=False),
        failing("no such centre", QUICK, name="shared01", host_name="vcenter09"),
        failing("nobody", QUICK, name="nobody"),
        failing("letter case", QUICK, name="dns", backup_server="vbr01.lab.local"),
        failing("pattern", QUICK, name="oracle*"),
        failing("no reference", QUICK, object_ref="vm-80225"),
        failing("unknown root", QUICK, object_ref="urn:VMware:Vm:00000000-1111-2222-3333-444444444444.vm-80225"),
        failing("agent", QUICK, name="server", platform="agent"),
        refused=True,
        check=True,
    )
    assert "There are 2 machines" in ran["two machines"]["msg"]
    assert len(ran["two machines"]["candidates"]) == 2
    assert any("vcenter02.lab.local" in line for line in ran["two centres"]["candidates"])
    assert "vcenter01.lab.local" in ran["no such centre"]["msg"]
    assert 'There is no machine "nobody"' in ran["nobody"]["msg"]
    assert "last collected from its backup servers" in ran["nobody"]["msg"]
    assert 'there is "DNS"' in ran["letter case"]["msg"]
    assert 'There is no machine "oracle*"' in ran["pattern"]["msg"]
    assert "is not of the form urn:VMware:Vm:" in ran["no reference"]["msg"]
    assert "there is no hierarchy root 00000000-1111" in ran["unknown root"]["msg"]
    assert "Use api: vbr" in ran["agent"]["msg"]
    assert not em.simulator.writes()


@each_way("veeam_quick_backup")
def test_a_machine_that_cannot_be_backed_up_says_why(em: EmPlaybooks) -> None:
    ran = em(failing("unprotected", QUICK, name="unprotected01", backup_server="vbr01.lab.local"))
    assert "(QuickBackup)" in ran["unprotected"]["msg"]
    assert "the machine is not in any backup job" in ran["unprotected"]["msg"]
    assert ran["unprotected"]["changed"] is False


def test_a_session_that_fails_fails_the_task(em: EmPlaybooks) -> None:
    em.simulator.fault("session-failed:Oracle Backup")
    ran = em(failing("back up", QUICK, name=ORACLE))
    assert "ended with the result Failed" in ran["back up"]["msg"]
    assert "injected by the simulator" in ran["back up"]["msg"]


@pytest.mark.parametrize(
    "fault",
    [
        "lost-task:QuickBackup",
        "em-task-no-related:QuickBackup",
        "em-no-task:QuickBackup",
        "reset-after:POST /api/backupServers/*",
    ],
)
def test_the_session_is_found_without_its_link_and_nothing_is_sent_twice(em: EmPlaybooks, fault: str) -> None:
    em.simulator.fault(fault)
    ran = em(task("back up", QUICK, name=ORACLE), refused=True)
    assert ran["back up"]["changed"] is True
    assert ran["back up"]["session"]["JobName"] == "Oracle Backup"
    assert len(orders(em)) == 1


def test_a_portal_user_may_back_up_a_machine(em: EmPlaybooks) -> None:
    ran = em(task("back up", QUICK, name=ORACLE, username="portal-user"))
    assert ran["back up"]["session"]["Result"] == "Success"
