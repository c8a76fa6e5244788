# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Objects of the inventories: what is looked for, with how few requests, and what fits."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput, RequestRefused
from ansible_collections.backupops.veeam.plugins.module_utils._model import Gap
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.names.inventory import (
    Inventory,
    Want,
    completed,
    describe,
    fits,
    result,
    want_of,
)
from tests.unit.vbr.lists import Lists

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._model import Json
    from ansible_collections.backupops.veeam.plugins.module_utils._paths import Path

INCLUDES = ("settings", "virtualMachines", "includes", 0)
USUAL = "HostsAndClusters"


@pytest.mark.parametrize(
    ("job_type", "written", "want"),
    [
        ("VSphereBackup", "web01", Want("web01", "VSphere", view=USUAL)),
        ("VSphereBackup", "vc/web01", Want("web01", "VSphere", host="vc", view=USUAL)),
        ("VSphereBackup", "vc/HQ/Test/web01", Want("web01", "VSphere", host="vc", parent="Test", view=USUAL)),
        (
            "VSphereBackup",
            {"path": "vc/HQ/Test", "type": "Folder"},
            Want("Test", "VSphere", type="Folder", host="vc", parent="HQ", view="VmsAndTemplates"),
        ),
        (
            "VSphereBackup",
            {"name": "web01", "hostName": "vc", "type": None},
            Want("web01", "VSphere", host="vc", view=USUAL),
        ),
        ("HyperVBackup", "hv/app01", Want("app01", "HyperV", host="hv", view="HostsAndVms")),
        ("CloudDirectorBackup", "erp", Want("erp", "CloudDirector", view="VAppsAndVms")),
        # The names of computers and groups may have slashes.
        ("WindowsAgentBackup", "lab/lt01", Want("lab/lt01", "Agent", view="Computers")),
        ("WindowsAgentBackupFailoverCluster", "sql", Want("sql", "Agent", view="Clusters")),
        (
            "BackupCopy",
            {"name": "lt01", "protectionGroup": "Laptops"},
            Want("lt01", "Agent", group="Laptops", view="Computers"),
        ),
    ],
)
def test_what_is_written_says_what_to_look_for(job_type: str, written: t.Any, want: Want) -> None:
    assert want_of(written, job_type, INCLUDES) == want


@pytest.mark.parametrize(
    ("member", "kind", "view"),
    [
        ("host", "Host", USUAL),
        ("datastore", "Datastore", "DatastoresAndVms"),
        ("originalVM", "VirtualMachine", USUAL),
        ("targetNetwork", "", "Network"),
    ],
)
def test_the_place_says_what_kind_of_object_a_plain_name_is(member: str, kind: str, view: str) -> None:
    path: Path = ("settings", "destination", member)
    assert want_of("vc/a", "VSphereReplica", path) == Want("a", "VSphere", type=kind, host="vc", view=view)


@pytest.mark.parametrize(
    "written",
    [{"name": "web01", "objectId": "vm-1"}, {"platform": "Agent", "id": "c1", "protectionGroupId": "g1"}],
)
def test_what_is_complete_is_not_looked_for(written: Json) -> None:
    assert want_of(written, "VSphereBackup", INCLUDES) is None


@pytest.mark.parametrize("written", [{}, {"type": "Folder"}, "", {"name": ""}])
def test_an_object_that_names_nothing_is_refused(written: t.Any) -> None:
    with pytest.raises(InvalidInput, match=r"includes\[0\]: needs a name, a path or an objectId"):
        want_of(written, "VSphereBackup", INCLUDES)


def test_a_complete_object_has_the_platform_of_its_job() -> None:
    assert completed({"objectId": "1", "name": None}, "HyperVBackup") == {"platform": "HyperV", "objectId": "1"}
    assert completed({"platform": "VSphere"}, "HyperVBackup") == {"platform": "VSphere"}
    assert completed({"id": "c1", "protectionGroupId": "g1"}, "BackupCopy")["platform"] == "Agent"


def test_what_is_found_goes_into_a_job_without_what_the_server_computes() -> None:
    found = {**WEB, "size": "1 GB", "metadata": [], "powerState": "On", "isEnabled": True, "urn": None}
    assert result(found) == WEB
    assert describe(WEB) == f"web01 (VirtualMachine, {VC}, objectId vm-1)"
    assert describe(GROUPS[0]) == "Servers (ProtectionGroup, objectId g1)"


@pytest.mark.parametrize(
    ("want", "fitting"),
    [
        (Want("web01", "VSphere"), True),
        (Want("WEB01", "VSphere"), False),
        (Want("WEB01", "Agent"), True),
        (Want("web01", "VSphere", type="virtualmachine", host="VCENTER01.lab.local"), True),
        (Want("web01", "VSphere", type="Folder"), False),
        (Want("web01", "VSphere", host="vc2"), False),
    ],
)
def test_letter_case_counts_for_names_of_machines_in_hypervisors_only(want: Want, fitting: bool) -> None:
    assert fits(want, WEB) is fitting


VC, VC2 = "vcenter01.lab.local", "vcenter02.lab.local"
SERVERS: list[Json] = [
    {"name": VC, "hostName": VC, "platform": "VSphere", "type": "vCenterServer"},
    {"name": VC2, "hostName": VC2, "platform": "VSphere", "type": "vCenterServer"},
    {"name": "hv01", "hostName": "hv01", "platform": "HyperV", "type": "Host"},
]
WEB: Json = {"platform": "VSphere", "hostName": VC, "name": "web01", "type": "VirtualMachine", "objectId": "vm-1"}
DB = {**WEB, "name": "db01", "objectId": "vm-2"}
TWIN = {**WEB, "objectId": "vm-3"}
PRAGUE = {**WEB, "name": "Prague", "type": "Folder", "objectId": "group-1"}
GROUPS: list[Json] = [
    {"id": "g1", "name": "Servers", "type": "ProtectionGroup", "platform": "Agent"},
    {"id": "g2", "name": "Laptops", "type": "ProtectionGroup", "platform": "Agent"},
]
LAPTOP: Json = {"id": "c1", "name": "LT01", "type": "WindowsComputer", "platform": "Agent"}


def absent(path: str) -> RequestRefused:
    return RequestRefused("no such server", status=404, method="POST", path=path)


def server(*machines: Json, **given: t.Any) -> Lists:
    rows = {
        "/inventory": SERVERS,
        f"/inventory/{VC}": list(machines),
        f"/inventory/{VC2}": [],
        "/inventory/hv01": [],
        "/inventory/vc09": absent("/inventory/vc09"),
        "/inventory/physical": GROUPS,
        "/inventory/physical/g1": [],
        "/inventory/physical/g2": [LAPTOP],
    }
    return Lists(rows, **given)


def loaded(lists: Lists, *wants: Want) -> Inventory:
    inventory = Inventory(t.cast("t.Any", lists))
    inventory.load(wants)
    return inventory


def on(host: str, name: str, **more: str) -> Want:
    return Want(name, "VSphere", host=host, **{"view": USUAL, **more})


def test_one_request_for_each_server_and_view_and_none_for_what_is_known() -> None:
    lists = server(WEB, DB)
    web, db, tag = on(VC, "web01"), on(VC, "db01"), on(VC, "Gold", type="Tag", view="VmsAndTags")
    inventory = loaded(lists, web, db, tag, web)
    assert [(path, body["hierarchyType"]) for path, body in lists.searched] == [
        (f"/inventory/{VC}", USUAL),
        (f"/inventory/{VC}", "VmsAndTags"),
    ]
    assert (inventory.matches(web), inventory.matches(db), inventory.matches(tag)) == ([WEB], [DB], [])
    inventory.load([db, web])
    assert len(lists.searched) == 2


def test_without_a_server_all_of_the_platform_are_asked() -> None:
    lists = server(WEB)
    want = Want("web01", "VSphere", view=USUAL)
    assert loaded(lists, want).matches(want) == [WEB]
    assert [path for path, dummy in lists.searched] == ["/inventory", f"/inventory/{VC}", f"/inventory/{VC2}"]


def test_a_server_itself_is_in_the_list_of_servers() -> None:
    lists = server()
    want = Want(VC, "VSphere", type="vCenterServer", view=USUAL)
    assert loaded(lists, want).matches(want) == [SERVERS[0]]
    assert [path for path, dummy in lists.searched] == ["/inventory"]


def test_a_server_that_does_not_exist_is_remembered() -> None:
    inventory = loaded(server(), on("vc09", "web01"))
    assert (inventory.is_unknown("vc09"), inventory.is_unknown(VC)) == (True, False)
    assert inventory.servers() == SERVERS


def test_what_was_not_read_is_not_absent() -> None:
    lists = server(WEB)
    web = on(VC, "web01")
    lists.rows[f"/inventory/{VC}"] = RequestRefused("not for you", status=403, method="POST", path="/inventory")
    inventory = Inventory(t.cast("t.Any", lists))
    for dummy in range(2):
        with pytest.raises(RequestRefused, match="not for you"):
            inventory.load([web])
    lists.rows[f"/inventory/{VC}"] = [WEB]
    inventory.load([web])
    assert inventory.matches(web) == [WEB]


def test_a_path_tells_two_of_a_name_apart_and_leads_through_what_exists() -> None:
    lists = server(WEB, TWIN, PRAGUE)
    lists.rows[f"/inventory/vmware/hosts/{VC}"] = [TWIN]
    inside, nowhere = on(VC, "web01", parent="Prague"), on(VC, "web01", parent="Vienna")
    inventory = loaded(lists, inside, nowhere)
    assert inventory.matches(inside) == [TWIN]
    assert lists.asked == [{"nameFilter": "web01", "parentContainerNameFilter": "Prague"}]
    assert (inventory.lacks_container(inside), inventory.lacks_container(nowhere)) == (False, True)
    assert not inventory.lacks_container(on(VC, "web01"))


def test_a_machine_of_that_name_is_no_container() -> None:
    want = on(VC, "db01", parent="web01")
    assert loaded(server(WEB, DB), want).lacks_container(want)


def test_a_computer_is_looked_for_in_its_group_or_in_all() -> None:
    lists = server()
    anywhere, here, not_here = (Want("lt01", "Agent", group=group, view="Computers") for group in ("", "Laptops", "x"))
    inventory = loaded(lists, here, not_here)
    assert [path for path, dummy in lists.searched] == ["/inventory/physical", "/inventory/physical/g2"]
    assert inventory.matches(here) == [{**LAPTOP, "protectionGroupId": "g2"}]
    assert inventory.matches(not_here) == []
    inventory.load([anywhere])
    assert [item["id"] for item in inventory.matches(anywhere)] == ["c1"]


def test_a_computer_of_several_groups_is_several_things_to_back_up() -> None:
    """Its group says which accounts and which agent are used; the server may show it with one id in all of them."""
    lists = server()
    lists.rows["/inventory/physical/g1"] = [LAPTOP]
    anywhere, here = Want("lt01", "Agent", view="Computers"), Want("lt01", "Agent", group="Laptops", view="Computers")
    inventory = loaded(lists, anywhere, here)
    assert [item["protectionGroupId"] for item in inventory.matches(anywhere)] == ["g1", "g2"]
    assert [item["protectionGroupId"] for item in inventory.matches(here)] == ["g2"]


def test_a_protection_group_is_found_without_looking_into_any() -> None:
    lists = server()
    want = Want("Laptops", "Agent", view="Computers")
    assert loaded(lists, want).matches(want) == [GROUPS[1]]
    assert [path for path, dummy in lists.searched] == ["/inventory/physical"]


def test_what_was_looked_for_in_a_list_with_a_gap_has_that_gap() -> None:
    gap = Gap("POST /api/v1/inventory", 2, 1)
    inventory = loaded(server(gap=gap), on(VC, "web01"))
    assert inventory.gap(on(VC, "web01")) == gap
    assert inventory.gap(on(VC, "db01")) is None
