# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From settings as they are written to the model that a server takes: what is wrong, and what is added."""

from __future__ import annotations

import copy
import typing as t
from dataclasses import dataclass, field

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput, Unsupported
from ansible_collections.backupops.veeam.plugins.module_utils._model import Job
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.jobs.planning import (
    DEFAULT_DESCRIPTION,
    VbrJobPlanning,
)
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.memo import Memo
from tests.unit.engine.jobs_by_name import SETTINGS

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._model import Json

VSPHERE = SETTINGS["VSphereBackup"]
WEB = {"platform": "VSphere", "hostName": "vcenter01", "name": "web01", "type": "VirtualMachine", "objectId": "vm-1"}
RESOLVED: Json = {
    "virtualMachines": {"includes": [WEB]},
    "storage": {"backupRepositoryId": "r1", "retentionPolicy": {"type": "Days", "quantity": 7}},
    "schedule": {"runAutomatically": False},
}


@dataclass
class Speaker:
    """Speaks a revision; ``asked`` counts how often that had to be known."""

    speaks: str = "1.3-rev2"
    asked: int = 0

    @property
    def revision(self) -> str:
        self.asked += 1
        return self.speaks


@dataclass
class Names:
    """Leaves every name as it is, and takes note of what was to be resolved."""

    seen: list[t.Any] = field(default_factory=list)

    @property
    def resolver(self) -> t.Any:
        return self

    def resolve(self, job_type: str, settings: Json, present: Json | None) -> Json:
        self.seen.append((job_type, settings, present))
        return settings

    def prefetch(self, jobs: t.Iterable[t.Any]) -> None:
        self.seen += jobs


def planning(revision: str = "1.3-rev2", names: Names | None = None) -> VbrJobPlanning:
    return VbrJobPlanning(Speaker(revision), t.cast("t.Any", names or Names()), Memo())


def refused(job_type: str, settings: Json, revision: str) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        planning(revision).check(job_type, settings)
    return caught.value


@pytest.mark.parametrize("revision", ["1.2-rev1", "1.3-rev2"])
def test_a_type_that_is_too_new_is_said_beside_a_setting_that_is_none(revision: str) -> None:
    said = refused("HyperVBackup", {"guestProcessing": {"guestInteractionProxies": {"x": 1}}}, revision).message
    assert "settings.guestProcessing" in said
    assert ("type: jobs of the type HyperVBackup cannot be managed by API revision 1.2-rev1" in said) == (
        revision == "1.2-rev1"
    )


@pytest.mark.parametrize("revision", ["1.2-rev1", "1.3-rev2"])
def test_a_type_that_nobody_has_is_one_problem(revision: str) -> None:
    assert len(refused("HyperBackup", {"x": 1}, revision).problems) == 1


def test_settings_in_which_nothing_is_wrong_are_looked_at_once_and_after_a_change_again() -> None:
    speaker = Speaker()
    checks = VbrJobPlanning(speaker, t.cast("t.Any", Names()), Memo())
    settings = copy.deepcopy(VSPHERE)
    checks.check("VSphereBackup", settings)
    asked = speaker.asked
    checks.check("VSphereBackup", settings)
    assert speaker.asked == asked
    with pytest.raises(InvalidInput):
        checks.check("BackupCopy", settings)


def test_a_clone_needs_a_job_with_a_model_and_a_server_that_clones() -> None:
    job = Job(id="1", name="Nightly", type="VSphereBackup", model={})
    planning("1.3-rev0").check_clone(job)
    with pytest.raises(
        Unsupported, match=r"Cloning a job \(clone_from\) .*It needs Veeam Backup & Replication 13\.0 or"
    ):
        planning("1.2-rev1").check_clone(job)
    listed = Job(id="2", name="Legacy", type="ProxmoxBackupJob", model={}, manageable=False)
    with pytest.raises(InvalidInput, match=r'clone_from: the job "Legacy" is of the type ProxmoxBackupJob'):
        planning().check_clone(listed)


def test_names_are_looked_up_for_settings_in_the_spelling_of_the_api() -> None:
    names = Names()
    job = Job(id="1", name="Nightly", type="VSphereBackup", model={"name": "Nightly"})
    written = {"storage": {"retentionPolicy": {"type": "days", "quantity": "14"}}}
    meant = {"storage": {"retentionPolicy": {"type": "Days", "quantity": 14}}}
    plan = planning(names=names)
    plan.prefetch([("VSphereBackup", written)])
    assert plan.resolve("VSphereBackup", written, job) == meant
    plan.resolve("VSphereBackup", written, None)
    assert names.seen == [
        ("VSphereBackup", meant),
        ("VSphereBackup", meant, job.model),
        ("VSphereBackup", meant, None),
    ]


@pytest.mark.parametrize(("given", "description"), [({}, DEFAULT_DESCRIPTION), ({"description": "Mine"}, "Mine")])
def test_a_new_job_has_a_description_because_some_servers_want_one(given: Json, description: str) -> None:
    made = planning().creation()("VSphereBackup", {"name": "New", **RESOLVED, **given})
    assert (made["type"], made["description"]) == ("VSphereBackup", description)


def test_what_a_new_job_needs_and_nothing_says_is_named_by_what_people_write() -> None:
    needy = {"name": "New", "virtualMachines": RESOLVED["virtualMachines"], "storage": {}}
    with pytest.raises(
        InvalidInput, match=r"settings\.storage\.backupRepositoryId: is required .* or backupRepository"
    ):
        planning().creation()("VSphereBackup", needy)
