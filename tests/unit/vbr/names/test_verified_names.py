# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An export has names where they find the same again, and ids elsewhere."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import RequestRefused
from ansible_collections.backupops.veeam.plugins.module_utils._model import Job
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.names.catalogue import Catalogue
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.names.inventory import Inventory
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.names.verified_names import exported_settings
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.comparison import VbrComparison
from tests.unit.vbr.lists import Lists

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._model import Json

REPOSITORIES = "/backupInfrastructure/repositories"
WEB: Json = {"platform": "VSphere", "hostName": "vc", "name": "web01", "type": "VirtualMachine", "objectId": "vm-1"}
DB = {**WEB, "name": "db01", "objectId": "vm-2"}
SHORT = {member: WEB[member] for member in ("name", "hostName", "type")}
COMPUTER: Json = {"platform": "Agent", "id": "c1", "name": "lt01", "type": "Computer", "protectionGroupId": "g1"}


def refused(status: int) -> RequestRefused:
    return RequestRefused("not for this role", status=status, method="GET", path=REPOSITORIES)


def server(**more: t.Any) -> Lists:
    rows: dict[str, t.Any] = {
        REPOSITORIES: [{"id": "r1", "name": "Main"}],
        "/backupInfrastructure/scaleOutRepositories": [],
        "/inventory/vc": [WEB, DB],
        "/inventory/physical": [{"id": "g1", "name": "Laptops", "type": "ProtectionGroup"}],
        "/inventory/physical/g1": [{**COMPUTER}],
        "/agents/protectionGroups": [{"id": "g1", "name": "Laptops"}],
    }
    return Lists({**rows, **{f"/{path}": value for path, value in more.items()}})


def exported(of: Lists, *settings: Json, job_type: str = "VSphereBackup") -> tuple[list[Json], list[str]]:
    client, warnings = t.cast("t.Any", of), list[str]()
    jobs = [Job(id=str(number), name=str(number), type=job_type, model={}) for number, dummy in enumerate(settings)]
    found = exported_settings(jobs, settings, Catalogue(client), Inventory(client), VbrComparison(), warnings=warnings)
    return found, warnings


def includes(*objects: Json) -> Json:
    return {"virtualMachines": {"includes": list(objects)}}


def test_many_jobs_cost_one_request_for_each_list() -> None:
    of = server()
    storage = {"storage": {"backupRepositoryId": "r1"}}
    found, warnings = exported(of, {**storage, **includes(WEB)}, {**storage, **includes(DB)})
    assert [job["storage"] for job in found] == [{"backupRepository": "Main"}] * 2
    assert [job["virtualMachines"]["includes"] for job in found] == [[SHORT], [{**SHORT, "name": "db01"}]]
    assert warnings == []
    assert of.read == [REPOSITORIES, "/backupInfrastructure/scaleOutRepositories"]
    assert [body["filter"]["value"] for dummy, body in of.searched] == ["web01,db01"]


@pytest.mark.parametrize(
    "there",
    [[], [WEB, {**WEB, "objectId": "vm-3"}], [{**WEB, "objectId": "vm-3"}]],
    ids=["gone", "twice", "another"],
)
def test_an_object_that_its_name_does_not_find_is_written_with_its_id(there: list[Json]) -> None:
    of = server()
    of.rows["/inventory/vc"] = there
    [found], dummy = exported(of, includes(WEB))
    assert found == includes({**SHORT, "objectId": "vm-1"})


def test_the_platform_is_written_where_it_does_not_follow_from_the_job() -> None:
    of = server()
    of.rows["/inventory/vc"] = []
    [found], dummy = exported(of, includes(WEB), job_type="HyperVBackup")
    assert found["virtualMachines"]["includes"] == [{**SHORT, "objectId": "vm-1", "platform": "VSphere"}]


def test_a_computer_is_written_with_the_name_of_its_group() -> None:
    [found], dummy = exported(server(), {"computers": [COMPUTER]}, job_type="WindowsAgentBackup")
    assert found == {"computers": [{"name": "lt01", "protectionGroup": "Laptops"}]}


def test_what_the_role_may_not_read_is_written_with_ids_and_one_warning_for_each_list() -> None:
    of = server()
    of.rows[REPOSITORIES] = refused(403)
    storage = [{"storage": {"backupRepositoryId": identifier}} for identifier in ("r1", "r2")]
    found, warnings = exported(of, *storage)
    assert found == storage
    assert warnings == ["Ids are written where names would stand: not for this role"]
    assert of.read == [REPOSITORIES]


def test_any_other_refusal_ends_the_export() -> None:
    of = server()
    of.rows[REPOSITORIES] = refused(500)
    with pytest.raises(RequestRefused, match="not for this role"):
        exported(of, {"storage": {"backupRepositoryId": "r1"}})
