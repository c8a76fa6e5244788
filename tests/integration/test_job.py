# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""veeam_job: the same tasks give the same job on every revision, and a second run changes nothing."""

from __future__ import annotations

import copy
import typing as t

from tests.integration.conftest import each_revision, each_way, newest_revision
from tests.integration.playbooks import Playbooks, Task, failing, task

JOB = "veeam_job"
NAME = "Shop servers"
SETTINGS: dict[str, t.Any] = {
    "virtualMachines": {"includes": [{"name": "web01"}, {"name": "web02", "hostName": "vcenter01.lab.local"}]},
    "storage": {
        "backupRepository": "Main",
        "backupProxies": {"autoSelectEnabled": True},
        "retentionPolicy": {"type": "Days", "quantity": 14},
    },
    "schedule": {
        "runAutomatically": True,
        "daily": {"isEnabled": True, "localTime": "22:00", "dailyKind": "Everyday"},
        "backupWindow": {"isEnabled": True, "backupWindow": {"allowed": ["Mon-Fri 20:00-06:00"]}},
    },
}


def create(**options: t.Any) -> Task:
    """The task that makes the job."""
    return task("create", JOB, name=NAME, type="VSphereBackup", description="The shop", settings=SETTINGS, **options)


def longer(name: str) -> Task:
    """A task that changes one setting."""
    return task(name, JOB, name=NAME, settings={"storage": {"retentionPolicy": {"quantity": 31}}})


def written(playbook: Playbooks) -> list[tuple[str, str]]:
    """Method and path of every write, without ids."""
    return [(entry["method"], entry["path"].split("/")[3]) for entry in playbook.simulator.writes()]


@each_revision
def test_a_job_from_its_creation_to_its_end(playbook: Playbooks, revision: str) -> None:
    predicted_create = playbook(create(), check=True)
    assert not playbook.simulator.writes()
    renamed = {"name": "Shop", "previous_name": NAME}
    made = playbook(
        create(),
        task("create again", JOB, name=NAME, type="VSphereBackup", description="The shop", settings=SETTINGS),
        longer("change"),
        longer("change again"),
        task("disable", JOB, name=NAME, enabled=False, high_priority=True),
        task("rename", JOB, **renamed),
        task("rename again", JOB, **renamed),
    )
    assert made.changed == {
        "create": True,
        "create again": False,
        "change": True,
        "change again": False,
        "disable": True,
        "rename": True,
        "rename again": False,
    }
    # Check mode says what the run then does.
    for key in ("changed", "diff", "changes"):
        assert predicted_create["create"][key] == made["create"][key], key
    job = made["create"]["job"]
    assert (job["name"], job["type"], job["description"]) == (NAME, "VSphereBackup", "The shop")
    assert job["id"]
    assert job["storage"]["retentionPolicy"] == {"type": "Days", "quantity": 14}
    assert made["create"]["diff"]["before"] == ""
    assert "backupRepository: Main" in made["create"]["diff"]["after"]
    assert made["create"]["api_version"] == revision
    assert made["change"]["changes"] == [
        {"path": "storage.retentionPolicy.quantity", "before": 14, "after": 31},
    ]
    assert "-      quantity: 14" in made.output or "-    quantity: 14" in made.output
    assert (made["disable"]["job"]["isDisabled"], made["disable"]["job"]["isHighPriority"]) == (True, True)
    assert made["rename"]["job"]["id"] == job["id"]
    assert made["rename"]["job"]["name"] == "Shop"

    gone = task("delete", JOB, name="Shop", state="absent")
    predicted_end = playbook(gone, check=True)
    ended = playbook(gone, task("delete again", JOB, name="Shop", state="absent"))
    assert predicted_end.changed == {"delete": True}
    assert ended.changed == {"delete": True, "delete again": False}
    assert predicted_end["delete"]["diff"] == ended["delete"]["diff"]
    assert ended["delete"]["job"] == ended["delete again"]["job"] == {}


@newest_revision
def test_check_mode_of_a_change_equals_the_change(playbook: Playbooks) -> None:
    changes = [
        task("retention", JOB, name="Web servers", settings={"storage": {"retentionPolicy": {"quantity": 99}}}),
        task("enabled", JOB, name="Databases", enabled=False),
        task("nothing", JOB, name="Gold machines", type="VSphereBackup"),
    ]
    predicted = playbook(*changes, check=True)
    assert not playbook.simulator.writes()
    done = playbook(*changes)
    for name in ("retention", "enabled", "nothing"):
        for key in ("changed", "diff", "changes", "job"):
            assert predicted[name][key] == done[name][key], (name, key)
    again = playbook(*changes)
    assert set(again.changed.values()) == {False}


def test_a_clone_is_a_job_of_its_own(playbook: Playbooks) -> None:
    clone = {"name": "Web servers 2", "clone_from": "Web servers", "description": "Like the first"}
    predicted = playbook(task("clone", JOB, **clone), check=True)
    done = playbook(task("clone", JOB, **clone), task("clone again", JOB, **clone))
    assert predicted["clone"]["diff"] == done["clone"]["diff"]
    assert done.changed == {"clone": True, "clone again": False}
    assert done["clone"]["job"]["name"] == "Web servers 2"
    assert done["clone"]["job"]["description"] == "Like the first"


def test_a_disabled_new_job_gets_no_chance_to_run(playbook: Playbooks) -> None:
    made = playbook(create(enabled=False))
    assert made["create"]["job"]["isDisabled"] is True
    assert made["create"]["job"]["schedule"]["runAutomatically"] is True
    (first, *rest) = playbook.simulator.writes()
    assert first["body"]["schedule"]["runAutomatically"] is False
    assert rest[0]["path"].endswith("/disable")


def test_mistakes_are_named_with_their_path_before_anything_is_written(playbook: Playbooks) -> None:
    wrong = copy.deepcopy(SETTINGS)
    wrong["storage"]["retentionPolicy"] = {"type": "Weeks", "quantity": "many"}
    wrong["storage"]["backupRepositry"] = "Main"
    unknown = copy.deepcopy(SETTINGS)
    unknown["storage"]["backupRepository"] = "Mian"
    unknown["virtualMachines"]["includes"][0]["name"] = "web99"
    ran = playbook(
        failing("wrong", JOB, name=NAME, type="VSphereBackup", settings=wrong),
        failing("unknown names", JOB, name=NAME, type="VSphereBackup", settings=unknown),
        failing("unknown type", JOB, name=NAME, type="VsphereBackups", settings=SETTINGS),
        failing("no type", JOB, name=NAME, settings=SETTINGS),
        failing("other type", JOB, name="Web servers", type="HyperVBackup"),
        failing("nothing", JOB, state="present"),
    )
    assert "settings.storage.retentionPolicy.type" in ran["wrong"]["msg"]
    assert "settings.storage.retentionPolicy.quantity" in ran["wrong"]["msg"]
    assert "backupRepository" in ran["wrong"]["msg"]
    assert {problem["path"] for problem in ran["wrong"]["problems"]} >= {"settings.storage.backupRepositry"}
    assert 'there is no backup repository "Mian"' in ran["unknown names"]["msg"]
    assert "VSphereBackup" in ran["unknown type"]["msg"]
    assert "a new job needs a type" in ran["no type"]["msg"]
    assert "HyperVBackup" in ran["other type"]["msg"]
    assert "one of the following is required: name, id" in ran["nothing"]["msg"]
    assert not playbook.simulator.writes()


@each_way("veeam_job")
def test_a_setting_that_the_server_drops_fails_the_task(playbook: Playbooks) -> None:
    playbook.simulator.fault("drop-setting:storage.retentionPolicy.quantity")
    ran = playbook(
        failing("change", JOB, name="Web servers", settings={"storage": {"retentionPolicy": {"quantity": 77}}}),
        refused=True,
    )
    assert "storage.retentionPolicy.quantity" in ran["change"]["msg"]
    assert ran["change"]["unmet"] == ["storage.retentionPolicy.quantity"]


def test_a_create_whose_answer_is_lost_is_found_and_not_repeated(playbook: Playbooks) -> None:
    playbook.simulator.fault("reset-after:POST /api/v1/jobs")
    made = playbook(create())
    assert made["create"]["changed"] is True
    assert written(playbook).count(("POST", "jobs")) == 1
