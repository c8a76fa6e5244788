# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names in the settings of a job become ids: every problem at once, and nothing is read that is not needed."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput, RequestRefused
from ansible_collections.backupops.veeam.plugins.module_utils._model import Gap
from ansible_collections.backupops.veeam.plugins.module_utils._paths import text
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.names.resolver import Resolver, with_one_schedule
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.names.server_names import ServerNames
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.memo import Memo
from tests.unit.vbr.lists import Lists

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._model import Json

VC = "vcenter01.lab.local"
MAIN = "11111111-1111-4111-8111-111111111111"
WEB: Json = {"platform": "VSphere", "hostName": VC, "name": "web01", "type": "VirtualMachine", "objectId": "vm-1"}
DB, TWIN = {**WEB, "name": "db01", "objectId": "vm-2"}, {**WEB, "objectId": "vm-3"}


def server(*machines: Json, **given: t.Any) -> Lists:
    unknown = RequestRefused("no such server", status=404, method="POST", path="/inventory/vc09")
    rows = {
        "/inventory": [{"name": VC, "hostName": VC, "platform": "VSphere", "type": "vCenterServer"}],
        f"/inventory/{VC}": machines or [WEB, DB],
        "/inventory/vc09": unknown,
        "/backupInfrastructure/repositories": [{"id": MAIN, "name": "Main"}],
        "/backupInfrastructure/scaleOutRepositories": [],
        "/jobs": [{"id": MAIN, "name": "Nightly", "type": "VSphereBackup"}],
    }
    return Lists(rows, **given)


def resolver(of: Lists) -> Resolver:
    return ServerNames(t.cast("t.Any", of), Memo()).resolver


def includes(*written: t.Any) -> Json:
    return {"virtualMachines": {"includes": list(written)}}


def problems(
    settings: Json, observed: Json | None = None, *, job_type: str = "VSphereBackup", of: Lists | None = None
) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        resolver(of or server()).resolve(job_type, settings, observed)
    return [f"{text(problem.path)}: {problem.message}" for problem in caught.value.problems]


def test_names_of_every_kind_become_ids() -> None:
    settings = {**includes("web01", f"{VC}/db01"), "storage": {"backupRepository": "Main"}}
    assert resolver(server()).resolve("VSphereBackup", settings, None) == {
        **includes(WEB, DB),
        "storage": {"backupRepositoryId": MAIN},
    }


def test_everything_that_is_wrong_is_told_at_once() -> None:
    settings = {**includes("nope", f"{VC}/web01"), "storage": {"backupRepository": "Mian"}}
    assert problems(settings, of=server(WEB, TWIN)) == [
        (
            'settings.virtualMachines.includes[0]: there is no object "nope" in the VSphere inventory (looked at the '
            "view HostsAndClusters); for folders, tags, datastores and networks give the type"
        ),
        (
            f'settings.virtualMachines.includes[1]: there are 2 objects "web01" in the VSphere inventory on {VC}; '
            "give type, hostName, a path or the objectId:"
            f"\n  - web01 (VirtualMachine, {VC}, objectId vm-1)\n  - web01 (VirtualMachine, {VC}, objectId vm-3)"
        ),
        'settings.storage.backupRepository: there is no backup repository "Mian" on the server; close to it are Main',
    ]


def test_a_server_that_is_not_registered_is_named() -> None:
    assert problems(includes("vc09/HQ/app01")) == [
        (f'settings.virtualMachines.includes[0]: no server "vc09" is in the backup infrastructure; there are {VC}')
    ]


def test_a_path_through_nowhere_is_an_error() -> None:
    production = {**WEB, "name": "Production", "type": "Folder", "objectId": "group-1"}
    written = includes(f"{VC}/HQ/Prodction/web01", f"{VC}/HQ/Production/web01")
    assert problems(written, of=server(WEB, production)) == [
        (
            f'settings.virtualMachines.includes[0]: there is no "Prodction" on {VC}, where the path leads through; '
            f"of that name there is web01 (VirtualMachine, {VC}, objectId vm-1)"
        )
    ]


LAPTOP: Json = {"platform": "Agent", "id": "c1", "name": "lt01", "type": "WindowsComputer", "protectionGroupId": "g1"}
GROUPS = [
    {"platform": "Agent", "id": "g1", "name": "Laptops", "type": "ProtectionGroup"},
    {"platform": "Agent", "id": "g2", "name": "Servers", "type": "ProtectionGroup"},
]


def computers(*written: t.Any) -> Json:
    return {"computers": list(written)}


def with_groups(**inside: list[Json]) -> Lists:
    lists = server()
    lists.rows["/inventory/physical"] = GROUPS
    lists.rows.update({f"/inventory/physical/{group['id']}": inside.get(group["id"], []) for group in GROUPS})
    return lists


def test_a_computer_that_left_its_group_stays_in_the_job_and_in_no_other_group() -> None:
    """A retired computer breaks no unchanged file. Another group, or one that does not exist, is another wish."""
    observed = computers(LAPTOP)
    unchanged = computers({"name": "lt01", "protectionGroup": "Laptops"})
    assert resolver(with_groups()).resolve("WindowsAgentBackup", unchanged, observed) == observed
    for group, message in (
        ("Servers", 'there is no object "lt01" in the Agent inventory in the protection group Servers (looked at'),
        ("Laptosp", 'there is no protection group "Laptosp"; there are Laptops, Servers'),
    ):
        other = computers({"name": "lt01", "protectionGroup": group})
        (problem,) = problems(other, observed, job_type="WindowsAgentBackup", of=with_groups(g1=[LAPTOP]))
        assert problem.startswith(f"settings.computers[0]: {message}")


def test_a_computer_of_several_groups_needs_its_group() -> None:
    both = with_groups(g1=[LAPTOP], g2=[{**LAPTOP, "protectionGroupId": "g2"}])
    (problem,) = problems(computers("lt01"), job_type="WindowsAgentBackup", of=both)
    assert "there are 2 objects" in problem
    assert "give the protectionGroup:" in problem


def test_a_short_inventory_does_not_prove_that_there_is_none() -> None:
    [said] = problems(includes(f"{VC}/nope"), of=server(gap=Gap("POST /api/v1/inventory", 3, 2)))
    assert f'"nope" was not found in the VSphere inventory on {VC}, which does not mean that there is none' in said


def test_what_the_job_has_already_is_not_looked_up() -> None:
    of = server()
    written = includes({"name": "web01", "hostName": VC, "type": "VirtualMachine"}, {"objectId": "vm-9", "name": "x"})
    resolved = resolver(of).resolve("VSphereBackup", written, includes(WEB))
    assert resolved == includes(WEB, {"platform": "VSphere", "objectId": "vm-9", "name": "x"})
    assert of.searched == []


def test_one_of_several_is_the_one_that_the_job_has() -> None:
    assert resolver(server(WEB, TWIN)).resolve("VSphereBackup", includes("web01"), includes(TWIN)) == includes(TWIN)


def test_the_same_words_mean_in_each_job_what_that_job_has() -> None:
    names, written = resolver(server(WEB, TWIN)), includes("web01")
    assert [names.resolve("VSphereBackup", written, includes(each)) for each in (WEB, TWIN)] == [
        includes(WEB),
        includes(TWIN),
    ]


def test_what_jobs_need_of_an_inventory_is_read_together() -> None:
    of = server()
    names = resolver(of)
    jobs = [("VSphereBackup", includes(f"{VC}/{name}")) for name in ("web01", "db01")]
    names.prefetch([*jobs, ("VSphereBackup", includes({}))])
    assert of.searched == []
    assert [names.resolve(*job, None) for job in jobs] == [includes(WEB), includes(DB)]
    assert [body["filter"]["value"] for dummy, body in of.searched] == ["web01,db01"]


def test_half_a_change_of_the_copy_mode_is_refused() -> None:
    observed = {"mode": "Immediate", "schedule": {"type": "Immediate"}}
    assert problems({"mode": "Periodic"}, observed, job_type="BackupCopy") == [
        "settings.schedule.type: is Immediate while settings.mode is Periodic; both must be the same"
    ]
    whole = {"mode": "Periodic", "schedule": {"type": "Periodic"}}
    assert resolver(server()).resolve("BackupCopy", whole, observed) == whole


def test_what_contradicts_itself_on_the_server_already_is_left_to_it() -> None:
    observed = {"mode": "Periodic", "schedule": {"type": "Immediate"}}
    settings = {"target": {"backupRepository": "Main"}}
    resolved = resolver(server()).resolve("BackupCopy", settings, observed)
    assert resolved == {"target": {"backupRepositoryId": MAIN}}


def test_a_combination_of_tags_is_kept_and_not_added() -> None:
    tags = {"platform": "VSphere", "name": "gold+prod", "hostName": VC, "type": "Multitag", "objectId": "1"}
    assert resolver(server()).resolve("VSphereBackup", includes(tags), includes(tags)) == includes(tags)
    [said] = problems(includes(tags))
    assert "the API cannot add a combination of tags (gold+prod)" in said


ON, OFF = {"isEnabled": True}, {"isEnabled": False}


@pytest.mark.parametrize(
    ("wanted", "present", "schedule"),
    [
        ({"monthly": ON}, {"daily": ON}, {"monthly": ON, "daily": OFF}),
        (
            {"monthly": ON, "daily": {"localTime": "22:00"}},
            {"daily": ON},
            {"monthly": ON, "daily": {"isEnabled": False, "localTime": "22:00"}},
        ),
        ({"monthly": ON}, {"monthly": ON, "daily": OFF}, {"monthly": ON}),
        ({"monthly": OFF}, {"daily": ON}, {"monthly": OFF}),
        ({"monthly": ON}, None, {"monthly": ON}),
        (None, {"daily": ON}, None),
    ],
)
def test_the_way_to_start_a_job_that_was_on_before_goes_off(wanted: t.Any, present: t.Any, schedule: t.Any) -> None:
    assert with_one_schedule({"schedule": wanted}, {"schedule": present}) == {"schedule": schedule}
