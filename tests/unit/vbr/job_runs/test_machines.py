# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The one machine that a quick backup is for, in inventories of every platform."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import (
    Ambiguous,
    IncompleteList,
    NotFound,
    RequestRefused,
)
from ansible_collections.backupops.veeam.plugins.module_utils._model import Gap, Machine
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.job_runs.machines import find_machine
from tests.unit.vbr.lists import Lists

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._model import Json

VC, HYPERV = "vcenter01.lab.local", "hyperv01.lab.local"
SERVERS: list[Json] = [{"name": VC, "platform": "VSphere"}, {"name": HYPERV, "platform": "HyperV"}]
WEB: Json = {"platform": "VSphere", "hostName": VC, "name": "web01", "type": "VirtualMachine", "objectId": "vm-1"}
GROUPS: list[Json] = [{"id": "g1", "name": "Servers"}, {"id": "g2", "name": "Laptops"}]
LAPTOP: Json = {"platform": "Agent", "id": "c1", "name": "lt01", "type": "WindowsComputer", "protectionGroupId": "g2"}


def find(lists: Lists, **machine: t.Any) -> Json:
    return find_machine(t.cast("t.Any", lists), Machine(**machine))


def vsphere(*machines: Json, **given: t.Any) -> Lists:
    return Lists({"/inventory": SERVERS, f"/inventory/{VC}": machines}, **given)


def agents(*machines: Json) -> Lists:
    return Lists({"/inventory/physical": GROUPS, "/inventory/physical/all": machines})


def test_only_servers_of_the_platform_are_searched_and_only_what_a_backup_takes_is_returned() -> None:
    lists = vsphere({**WEB, "size": "40 GB", "urn": None})
    assert find(lists, name="web01") == WEB
    assert [path for path, dummy in lists.searched] == ["/inventory", f"/inventory/{VC}"]


def test_older_servers_are_asked_in_their_words_and_wrap_what_they_answer() -> None:
    old = {**WEB, "platform": "VMware"}
    servers = [{"inventoryObject": {"name": VC, "platform": "VMware"}}]
    lists = Lists({"/inventory": servers, f"/inventory/{VC}": [{"inventoryObject": old}]}, revision="1.2-rev1")
    assert find(lists, name="web01") == old
    asked = lists.searched[-1][1]["filter"]
    assert (asked["operation"], [item["operation"] for item in asked["items"]]) == ("and", ["in", "equals"])


@pytest.mark.parametrize(("revision", "view"), [("1.3-rev1", "HostsAndVMs"), ("1.3-rev2", "HostsAndVms")])
def test_machines_of_hyper_v_show_in_a_view_that_was_renamed(revision: str, view: str) -> None:
    machine = {"name": "hv-app01", "type": "VirtualMachine", "objectId": "7", "parentObjectId": "6"}
    lists = Lists({"/inventory": SERVERS, f"/inventory/{HYPERV}": [machine]}, revision=revision)
    assert find(lists, name="hv-app01", platform="hyperv") == machine
    assert lists.searched[-1][1]["hierarchyType"] == view


@pytest.mark.parametrize("given", [{"object_id": "VM-1"}, {"object_ref": "urn:VMware:Vm:4f0a.vm-1"}])
def test_an_id_is_compared_without_case_and_may_stand_in_a_reference(given: dict[str, str]) -> None:
    lists = vsphere(WEB, {**WEB, "objectId": "vm-11"})
    assert find(lists, **given) == WEB
    asked = lists.searched[-1][1]["filter"]["items"][-1]
    assert (asked["property"], asked["value"].lower()) == ("objectId", "vm-1")


def test_a_name_in_another_case_is_another_machine() -> None:
    with pytest.raises(NotFound, match=r'The machine "WEB01" is not in the inventory .* compared with case'):
        find(vsphere(WEB), name="WEB01")


def test_namesakes_are_listed_with_what_tells_them_apart() -> None:
    other = {**WEB, "objectId": "vm-2", "path": f"{VC}/Prague/web01"}
    with pytest.raises(Ambiguous, match='The machine "web01" exists 2 times') as caught:
        find(vsphere(WEB, other), name="web01")
    assert f"web01 on {VC} (object_id: vm-1)" in caught.value.message
    assert f"web01 on {VC} (object_id: vm-2, {VC}/Prague/web01)" in caught.value.message
    assert find(vsphere(WEB, other), name="web01", object_id="vm-2") == {**WEB, "objectId": "vm-2"}


def test_a_server_is_found_in_any_case_and_a_wrong_one_is_told_with_those_that_are_known() -> None:
    assert find(vsphere(WEB), name="web01", host_name=VC.upper()) == WEB
    with pytest.raises(NotFound, match=f'There is no server "{HYPERV}" .*Known are: {VC}'):
        find(vsphere(WEB), name="web01", host_name=HYPERV)


def test_what_a_short_list_lacks_is_not_said_to_be_missing() -> None:
    gap = Gap("POST /api/v1/inventory", 3, 2)
    with pytest.raises(IncompleteList, match="host_name"):
        find(vsphere(WEB, gap=gap), name="web01", host_name="vcenter02")
    with pytest.raises(IncompleteList, match='The machine "db01"'):
        find(vsphere(WEB, gap=gap), name="db01")


def test_an_agent_is_looked_for_in_its_protection_group() -> None:
    twin = {**LAPTOP, "id": "c2", "protectionGroupId": "g1"}
    found = find(agents(LAPTOP, twin), name="lt01", host_name="Laptops", platform="agent")
    assert found == LAPTOP
    with pytest.raises(Ambiguous) as caught:
        find(agents(LAPTOP, twin), name="lt01", platform="agent")
    assert "lt01 on Laptops (object_id: c1)" in caught.value.message
    with pytest.raises(NotFound, match=r'no protection group "Phones" .*Known are: Laptops, Servers'):
        find(agents(LAPTOP), name="lt01", host_name="Phones", platform="agent")


def test_the_id_of_an_agent_is_another_member() -> None:
    lists = agents(LAPTOP)
    find(lists, object_id="c1", platform="agent")
    types, by_id = lists.searched[-1][1]["filter"]["items"]
    assert (by_id["property"], by_id["value"]) == ("id", "c1")
    assert types["value"] == "WindowsComputer,LinuxComputer,WindowsCluster"


def test_who_may_not_browse_is_told_so_on_platforms_without_an_older_call() -> None:
    refused = RequestRefused("Forbidden.", status=403, method="POST", path="/inventory")
    with pytest.raises(RequestRefused, match=r"^Forbidden\.$"):
        find(Lists({"/inventory": refused}), name="hv-app01", host_name=HYPERV, object_id="7", platform="hyperv")
