# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The inventory browser finds what is there, in the words of each revision."""

from __future__ import annotations

import typing as t

import pytest

from tests.contract.client import Client, Json

VCENTER = "inventory/vcenter01.lab.local"


def test_every_server_is_listed_in_the_spelling_of_the_revision(api: Client) -> None:
    servers = {item["name"]: item for item in api.browse("inventory")["data"]}
    platform = "VMware" if api.revision == "1.2-rev1" else "VSphere"
    assert servers["vcenter01.lab.local"]["platform"] == platform
    assert "objectId" not in servers["vcenter01.lab.local"]
    assert ("hyperv01.lab.local" in servers) == (api.revision != "1.2-rev1")


def test_one_machine_is_found_by_its_name(api: Client) -> None:
    found = api.browse(VCENTER, filter=_all_of(api, _is(api, "name", "app01"), _is(api, "type", "VirtualMachine")))
    assert [item["name"] for item in found["data"]] == ["app01"]
    assert found["data"][0]["size"].endswith(" GB")


def test_a_name_may_belong_to_two_machines(api: Client) -> None:
    assert len(api.browse(VCENTER, filter=_is(api, "name", "clone01"))["data"]) == 2
    for server in ("vcenter01", "vcenter02"):
        assert len(api.browse(f"inventory/{server}.lab.local", filter=_is(api, "name", "shared01"))["data"]) == 1


def test_what_is_shown_depends_on_the_hierarchy(api: Client) -> None:
    tag = _is(api, "name", "Gold")
    assert api.browse(VCENTER, filter=tag)["data"] == []
    assert [item["type"] for item in api.browse(VCENTER, filter=tag, hierarchyType="VmsAndTags")["data"]] == ["Tag"]
    folder = _is(api, "name", "Production")
    found = api.browse(VCENTER, filter=folder, hierarchyType="VmsAndTemplates")
    assert [item["type"] for item in found["data"]] == ["Folder"]
    assert found["hierarchyType"] == "VmsAndTemplates"


@pytest.mark.parametrize(
    ("operation", "value", "names"),
    [
        ("In", "app01, app02", ["app01", "app02"]),
        ("StartsWith", "app", ["app01", "app02"]),
        ("EndsWith", "eb01", ["web01"]),
        ("Contains", "b0", ["db01", "web01", "web02"]),
    ],
)
def test_predicates_compare_texts(api: Client, operation: str, value: str, names: list[str]) -> None:
    machines = _is(api, "type", "VirtualMachine")
    predicate = _is(api, "name", value, operation=operation)
    found = api.browse(VCENTER, filter=_all_of(api, machines, predicate), sorting={"property": "name"})
    assert [item["name"] for item in found["data"]] == names


def test_groups_can_be_turned_around_and_sizes_compare_as_numbers(api: Client) -> None:
    machines = _is(api, "type", "VirtualMachine")
    large = _is(api, "size", "200 GB", operation="GreaterThan")
    every = api.browse(VCENTER, filter=machines)["pagination"]["total"]
    some = api.browse(VCENTER, filter=_all_of(api, machines, large))["pagination"]["total"]
    rest = api.browse(VCENTER, filter=_all_of(api, machines, _group(api, "Not", large)))["pagination"]["total"]
    assert 0 < some < every == some + rest


def test_pages_of_the_inventory(api: Client) -> None:
    machines = _is(api, "type", "VirtualMachine")
    sorting = {"property": "name", "direction": _word(api, "Descending")}
    whole = api.browse(VCENTER, filter=machines, sorting=sorting)["data"]
    page = api.browse(VCENTER, filter=machines, sorting=sorting, pagination={"skip": 2, "limit": 3})
    assert page["data"] == whole[2:5]
    assert page["pagination"]["total"] == len(whole)
    assert [item["name"] for item in whole] == sorted((item["name"] for item in whole), reverse=True)


def test_hyperv_hierarchies_were_renamed(api: Client) -> None:
    if api.revision == "1.2-rev1":
        api.call("POST", "inventory/hyperv01.lab.local", status=404, body={})
        return
    old, new = ("VMGroups", "Groups")
    known, unknown = (new, old) if api.revision == "1.3-rev2" else (old, new)
    found = api.browse("inventory/hyperv01.lab.local", hierarchyType=known, filter=_is(api, "type", "VMGroup"))
    assert [item["name"] for item in found["data"]] == ["Daily group"]
    api.call("POST", "inventory/hyperv01.lab.local", status=400, body={"hierarchyType": unknown})


def test_computers_are_found_below_their_protection_group(api: Client) -> None:
    if api.revision == "1.2-rev1":
        api.call("POST", "inventory/physical", status=404, body={})
        return
    groups = {item["name"]: item["id"] for item in api.browse("inventory/physical")["data"]}
    for group in ("Linux servers", "DMZ servers"):
        names = [item["name"] for item in api.browse(f"inventory/physical/{groups[group]}")["data"]]
        assert "lnx01" in names
    clusters = api.browse(f"inventory/physical/{groups['Failover clusters']}", hierarchyType="Clusters")
    assert [item["type"] for item in clusters["data"]] == ["WindowsCluster"]
    if api.revision == "1.3-rev2":
        assert "win-srv01" in [item["name"] for item in api.browse("inventory/physical/all")["data"]]


def test_the_old_lists_of_vsphere_still_answer(api: Client) -> None:
    assert "vcenter02.lab.local" in api.names("inventory/vmware/hosts")
    path = "inventory/vmware/hosts/vcenter01.lab.local"
    assert api.names(path, nameFilter="app01", typeFilter="VirtualMachine") == ["app01"]
    found = api.names(path, parentContainerNameFilter="Test", hierarchyTypeFilter="VmsAndTemplates")
    assert {"clone01", "test01", "win2022-template"} <= set(found)
    assert "app01" not in found


def test_an_unknown_server_is_not_found(api: Client) -> None:
    assert "nowhere.lab.local" in api.call("POST", "inventory/nowhere.lab.local", status=404, body={})["message"]


def _word(api: Client, newest: str) -> str:
    """An operator's name: before 1.3-rev1 it starts with a small letter (trap T6)."""
    return newest if api.revision in ("1.3-rev1", "1.3-rev2") else newest[0].lower() + newest[1:]


def _is(api: Client, name: str, value: str, *, operation: str = "Equals") -> Json:
    expression = {"type": "PredicateExpression", "property": name, "value": value}
    return expression | {"operation": _word(api, operation)}


def _all_of(api: Client, *items: Json) -> Json:
    return _group(api, "And", *items)


def _group(api: Client, operation: str, *items: t.Any) -> Json:
    return {"type": "GroupExpression", "operation": _word(api, operation), "items": list(items)}
