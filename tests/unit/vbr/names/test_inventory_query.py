# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bodies of searches in the inventories, and what comes back."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.names import inventory_query


@pytest.mark.parametrize(("revision", "operation"), [("1.3-rev2", "In"), ("1.2-rev1", "in")])
def test_many_names_go_into_few_requests(revision: str, operation: str) -> None:
    bodies = list(inventory_query.bodies([f"vm{number}" for number in range(150)] * 2, "HostsAndClusters", revision))
    assert [body["filter"]["operation"] for body in bodies] == [operation, operation]
    assert sum(len(body["filter"]["value"].split(",")) for body in bodies) == 150


def test_names_with_commas_stay_whole() -> None:
    body = next(inventory_query.bodies(["a,b", "c"], "", "1.3-rev2"))
    assert [item["value"] for item in body["filter"]["items"]] == ["a,b", "c"]
    assert "hierarchyType" not in body


def test_views_of_hyper_v_have_other_names_on_older_servers() -> None:
    views = [
        next(inventory_query.bodies(["x"], "Groups", revision))["hierarchyType"]
        for revision in ("1.3-rev1", "1.3-rev2")
    ]
    assert views == ["VMGroups", "Groups"]


def test_wrapped_inventory_objects_are_unwrapped() -> None:
    inner = {"platform": "VMware", "hostName": "vc", "name": "web01", "type": "VirtualMachine", "objectId": "vm-1"}
    found = inventory_query.from_server({"inventoryObject": inner, "size": "1 GB"}, "1.2-rev1")
    assert (found["platform"], found["objectId"]) == ("VSphere", "vm-1")
