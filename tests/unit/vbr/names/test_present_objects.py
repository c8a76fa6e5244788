# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a job has already, and whether that is enough to know what is meant."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.names.inventory import Want
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.names.present_objects import (
    Lookups,
    fitting,
    inventory_objects,
    settles,
)
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.revisions import REVISIONS
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.schemas import load
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.comparison import is_inventory_object

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._model import Json
    from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.schemas import Definition, Schema

WEB: Json = {"platform": "VSphere", "hostName": "vc", "name": "web01", "type": "VirtualMachine", "objectId": "vm-1"}
TWIN = {**WEB, "objectId": "vm-2"}
LAPTOP: Json = {"platform": "Agent", "id": "c1", "name": "lt01", "type": "WindowsComputer", "protectionGroupId": "g1"}
JOB: Json = {
    "name": "Nightly",
    "virtualMachines": {"includes": [WEB, {"name": "no object"}], "excludes": {"vms": [TWIN]}},
    "guestProcessing": {"appSettings": [{"vmObject": WEB}]},
    "computers": [LAPTOP],
}
OBJECTS = [WEB, TWIN, WEB, LAPTOP]


def test_objects_are_found_wherever_they_stand_in_a_job() -> None:
    assert inventory_objects(JOB) == [WEB, TWIN, WEB, LAPTOP]
    assert inventory_objects({}) == []


@pytest.mark.parametrize("revision", REVISIONS)
@pytest.mark.parametrize("member", ["storage", "schedule"])
def test_where_none_is_looked_for_there_can_be_none(revision: str, member: str) -> None:
    """Nothing that the vendor describes there can be taken for an object of an inventory."""
    schema = load(revision)
    names = {name for pair in schema.job_types.values() for name in pair}
    places = {schema.definition(name).members.get(member) for name in names} - {None}
    assert places
    for place in places:
        assert place is not None
        for definition in below(schema, schema.definition(place.ref)):
            looks = dict.fromkeys(definition.members, "x")
            assert not ("name" in looks and is_inventory_object(looks)), definition.name


def below(schema: Schema, top: Definition) -> list[Definition]:
    """``top`` and every definition that a value of it can have inside."""
    found = {top.name: top}
    waiting = [top]
    while waiting:
        here = waiting.pop()
        members = [member.items or member for member in here.members.values()]
        names = [*here.branches.values(), *(member.ref for member in members if member.kind == "object")]
        for name in names:
            if name not in found:
                found[name] = schema.definition(name)
                waiting.append(found[name])
    return list(found.values())


def test_what_fits_is_told_once() -> None:
    assert sorted(item["objectId"] for item in fitting(Want("web01", "VSphere"), OBJECTS)) == ["vm-1", "vm-2"]
    assert fitting(Want("web01", "VSphere", host="vc2"), OBJECTS) == []
    assert fitting(Want("LT01", "Agent"), OBJECTS) == [LAPTOP]
    assert fitting(Want("web01", "VSphere"), []) == []


USUAL = "HostsAndClusters"


@pytest.mark.parametrize(
    ("want", "present", "enough"),
    [
        (Want("web01", "VSphere", host="VC", type="VirtualMachine"), WEB, True),
        # A machine is what is looked for without a type; a tag of that name is not.
        (Want("web01", "VSphere", host="vc", view=USUAL), WEB, True),
        (Want("web01", "VSphere", host="vc", view=USUAL), {**WEB, "type": "Tag"}, False),
        (Want("web01", "VSphere", type="VirtualMachine"), WEB, False),
        (Want("web01", "VSphere", host="vc", type="VirtualMachine", parent="Prague"), WEB, False),
        (Want("web01", "HyperV", host="vc", type="VirtualMachine"), WEB, False),
        (Want("lt01", "Agent", type="WindowsComputer"), LAPTOP, True),
        (Want("lt01", "Agent"), LAPTOP, False),
        (Want("lt01", "Agent", type="WindowsComputer", group="Laptops"), LAPTOP, False),
    ],
)
def test_what_the_job_has_is_meant_when_name_server_and_kind_are_the_same(
    want: Want, present: Json, enough: bool
) -> None:
    assert settles(want, present) is enough


class Loads:
    """An inventory that notes what it is to read at once."""

    def __init__(self) -> None:
        self.loads: list[list[str]] = []

    def load(self, wants: t.Iterable[Want]) -> None:
        self.loads.append([want.name for want in wants])


def test_everything_that_was_expected_is_read_together_when_the_first_of_it_is_needed() -> None:
    inventory = Loads()
    lookups = Lookups(t.cast("t.Any", inventory))
    lookups.expect([Want("web01", "VSphere")])
    lookups.expect([Want("web02", "VSphere")])
    assert inventory.loads == []
    assert lookups.inventory() is inventory
    lookups.inventory()
    assert inventory.loads == [["web01", "web02"]]
    lookups.expect([Want("web03", "VSphere")])
    lookups.inventory()
    assert inventory.loads[1:] == [["web03"]]
