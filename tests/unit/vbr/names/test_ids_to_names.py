# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where ids stand in settings, and what people write in their places."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.names.ids_to_names import ids_to_names
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.references import ZERO_GUID, Collection

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._model import Json
    from ansible_collections.backupops.veeam.plugins.module_utils._paths import Path


class Known:
    """Knows a few entries, and calls every object by its name."""

    names: t.ClassVar[dict[str, t.Any]] = {
        "r1": "Main",
        "p1": "proxy01",
        "p3": "a-proxy",
        "j1": "Nightly",
        "c1": "root",
        "c2": {"username": "svc", "description": "SQL"},
        "t1": "Contoso",
    }

    def __init__(self) -> None:
        self.kinds: list[tuple[Collection, str | None]] = []

    def entry(self, collection: Collection, identifier: str, *, kind: str | None = None) -> t.Any:
        self.kinds.append((collection, kind))
        return self.names.get(identifier)

    def inventory_object(self, item: Json, path: Path) -> Json:
        assert path[0] == "settings"
        return {"name": item["name"]}


def machine(name: str) -> Json:
    return {"platform": "VSphere", "hostName": "vc", "name": name, "type": "VirtualMachine", "objectId": f"id-{name}"}


@pytest.mark.parametrize(
    ("job_type", "ids", "names"),
    [
        ("VSphereBackup", {"storage": {"backupRepositoryId": "r1"}}, {"storage": {"backupRepository": "Main"}}),
        ("VSphereBackup", {"storage": {"backupRepositoryId": "r2"}}, {"storage": {"backupRepositoryId": "r2"}}),
        (
            "VSphereBackup",
            {"storage": {"backupProxies": {"proxyIds": ["p1", "p2", "p3"]}}},
            {"storage": {"backupProxies": {"proxies": ["a-proxy", "p2", "proxy01"]}}},
        ),
        # Without a single name they stay what they are.
        (
            "VSphereBackup",
            {"storage": {"backupProxies": {"proxyIds": ["p2"]}}},
            {"storage": {"backupProxies": {"proxyIds": ["p2"]}}},
        ),
        (
            "BackupCopy",
            {"sourceObjects": {"includes": {"jobs": [{"id": "j1", "type": "x"}, {"id": "j2", "name": "b"}]}}},
            {"sourceObjects": {"includes": {"jobs": ["Nightly", {"id": "j2", "name": "b"}]}}},
        ),
        ("EntraIDAuditLogBackup", {"tenant": {"tenantId": "t1"}}, {"tenant": "Contoso"}),
        ("EntraIDAuditLogBackup", {"tenant": {"tenantId": "t9"}}, {"tenant": {"tenantId": "t9"}}),
    ],
)
def test_an_id_becomes_the_name_that_finds_it_again(job_type: str, ids: Json, names: Json) -> None:
    assert ids_to_names(job_type, ids, Known()) == names


@pytest.mark.parametrize(
    ("record", "written"),
    [
        ({"credentialsId": "c1", "credentialsType": "Linux"}, {"username": "root"}),
        ({"credentialsId": "c2", "credentialsType": "Standard"}, {"username": "svc", "description": "SQL"}),
        ({"credentialsId": "c9", "credentialsType": "Linux"}, None),
        ({"credentialsId": ZERO_GUID, "credentialsType": "Linux"}, None),
        ({"credentialsId": "c1", "credentialsType": "Linux", "more": 1}, None),
    ],
)
def test_credentials_are_written_so_that_they_read_the_same_everywhere(record: Json, written: Json | None) -> None:
    guests = {"guestProcessing": {"guestCredentials": {"credentials": record}}}
    found = ids_to_names("VSphereBackup", guests, Known())
    assert found["guestProcessing"]["guestCredentials"]["credentials"] == (written or record)


def test_sets_are_in_the_order_of_names_and_lists_stay_in_theirs() -> None:
    """Servers list what has no order in any order: an export would never be the same twice."""
    settings = {
        "virtualMachines": {"includes": [machine("web01"), machine("app01")]},
        "guestProcessing": {
            "appAwareProcessing": {"appSettings": [{"vmObject": machine("b")}, {"vmObject": machine("a")}]}
        },
        "schedule": {"daily": {"days": ["Monday", "Friday"]}},
    }
    found = ids_to_names("VSphereBackup", settings, Known())
    assert found["virtualMachines"]["includes"] == [{"name": "app01"}, {"name": "web01"}]
    apps = found["guestProcessing"]["appAwareProcessing"]["appSettings"]
    assert apps == [{"vmObject": {"name": "a"}}, {"vmObject": {"name": "b"}}]
    assert found["schedule"] == settings["schedule"]
    rules = {"network": [{"sourceNetwork": machine("b")}, {"sourceNetwork": machine("a")}]}
    ordered = ids_to_names("VSphereReplica", rules, Known())["network"]
    assert ordered == [{"sourceNetwork": {"name": "b"}}, {"sourceNetwork": {"name": "a"}}]


def test_the_kind_of_proxy_is_that_of_the_place() -> None:
    known = Known()
    settings = {
        "storage": {"backupProxies": {"proxyIds": ["p1"]}},
        "guestProcessing": {"guestInteractionProxies": {"proxyIds": ["p1"]}},
    }
    ids_to_names("VSphereBackup", settings, known)
    assert known.kinds == [(Collection.PROXIES, "ViProxy"), (Collection.MANAGED_SERVERS, None)]


def test_a_window_is_written_in_short() -> None:
    days = [{"day": "Monday", "hours": ",".join(["1"] * 24)}]
    schedule = {"schedule": {"backupWindow": {"isEnabled": True, "backupWindow": {"days": days}}}}
    found = ids_to_names("VSphereBackup", schedule, Known())["schedule"]["backupWindow"]
    assert found == {"isEnabled": True, "backupWindow": {"allowed": ["Mon 00:00-24:00"]}}
