# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Parts of a job as people would write them: names as far as they are known."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.names.display import presentable
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.references import Collection

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._model import Json

LABELS: dict[tuple[Collection, str], t.Any] = {
    (Collection.REPOSITORIES, "r1"): "Main",
    (Collection.PROXIES, "p1"): "proxy01",
    (Collection.MANAGED_SERVERS, "p1"): "proxy01.lab.local",
    (Collection.CREDENTIALS, "c1"): "root",
    (Collection.CREDENTIALS, "c2"): {"username": "svc", "description": "SQL servers"},
}
WEB: Json = {"platform": "VSphere", "hostName": "vc", "name": "web01", "type": "VirtualMachine", "objectId": "vm-1"}


def label(collection: Collection, identifier: str) -> t.Any:
    return LABELS.get((collection, identifier))


@pytest.mark.parametrize(
    ("tree", "shown"),
    [
        ({"storage": {"backupRepositoryId": "r1"}}, {"storage": {"backupRepository": "Main"}}),
        ({"backupRepositoryId": "r2"}, {"backupRepositoryId": "r2"}),
        ({"backupRepositoryId": None}, {"backupRepositoryId": None}),
        # The vendor has a member of the name of the alias.
        (
            {"credentialsId": "c1", "credentials": {"a": 1}},
            {"credentialsId": "c1", "credentials": {"a": 1}},
        ),
        ({"backupProxies": {"proxyIds": ["p1"]}}, {"backupProxies": {"proxies": ["proxy01"]}}),
        (
            {"guestInteractionProxies": {"proxyIds": ["p1"]}},
            {"guestInteractionProxies": {"proxies": ["proxy01.lab.local"]}},
        ),
        # Unless every one is known, and something is there, the ids are shown.
        ({"proxyIds": ["p1", "p2"]}, {"proxyIds": ["p1", "p2"]}),
        ({"proxyIds": []}, {"proxyIds": []}),
    ],
)
def test_ids_that_have_a_name_are_shown_by_it(tree: Json, shown: Json) -> None:
    assert presentable(tree, label) == shown


@pytest.mark.parametrize(
    ("identifier", "shown"),
    [
        ("c1", {"username": "root", "type": "Linux"}),
        ("c2", {"username": "svc", "description": "SQL servers", "type": "Linux"}),
        ("c3", {"credentialsId": "c3", "credentialsType": "Linux"}),
    ],
)
def test_credentials_are_a_user_and_a_kind(identifier: str, shown: Json) -> None:
    record = {"credentialsId": identifier, "credentialsType": "Linux"}
    assert presentable({"credentials": [record]}, label) == {"credentials": [shown]}


def test_machines_and_what_a_list_only_refers_to_are_shown_without_ids() -> None:
    tree = {
        "includes": [WEB, {**WEB, "name": ""}],
        "jobs": [{"id": "j1", "name": "Nightly", "type": "VSphereBackup"}, {"id": "j2"}],
    }
    assert presentable(tree, label) == {
        "includes": [{"name": "web01", "hostName": "vc", "type": "VirtualMachine"}, {**WEB, "name": ""}],
        "jobs": [{"name": "Nightly", "type": "VSphereBackup"}, {"id": "j2"}],
    }


def test_a_window_is_shown_in_short() -> None:
    window = {"days": [{"day": "Monday", "hours": ",".join(["1"] * 24)}]}
    assert presentable({"backupWindow": window}, label) == {"backupWindow": {"allowed": ["Mon 00:00-24:00"]}}
