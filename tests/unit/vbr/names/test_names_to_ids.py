# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where names stand in settings, and what the API gets in their places."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput
from ansible_collections.backupops.veeam.plugins.module_utils._paths import text
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.names.names_to_ids import name_problems, names_to_ids
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.references import Collection

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._model import Json
    from ansible_collections.backupops.veeam.plugins.module_utils._paths import Path

GUID = "11111111-2222-4333-8444-555555555555"


class Server:
    """Has everything but what is called ``gone``, and notes what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[Collection, t.Any, str]] = []

    def entry(self, collection: Collection, written: t.Any, path: Path) -> Json:
        self.asked.append((collection, written, text(path)))
        if written == "gone":
            raise InvalidInput([(path, "there is none")])
        return {"id": f"id of {written}", "name": "Name", "type": "Type", "platformName": "Platform", "path": "x"}

    def inventory_object(self, written: t.Any, path: Path) -> Json:
        if written == "gone":
            raise InvalidInput([(path, "there is none")])
        return {"found": written, "at": text(path)}


def resolved(job_type: str, settings: Json) -> Json:
    return names_to_ids(job_type, settings, Server())


@pytest.mark.parametrize(
    ("job_type", "settings", "ids"),
    [
        (
            "VSphereBackup",
            {"storage": {"backupRepository": "Main"}},
            {"storage": {"backupRepositoryId": "id of Main"}},
        ),
        ("VSphereBackup", {"storage": {"backupRepository": GUID}}, {"storage": {"backupRepositoryId": GUID}}),
        (
            "VSphereBackup",
            {"virtualMachines": {"includes": ["web01", None]}},
            {"virtualMachines": {"includes": [{"found": "web01", "at": "settings.virtualMachines.includes[0]"}]}},
        ),
        (
            "VSphereBackup",
            {"schedule": {"daily": None, "runAutomatically": False}},
            {"schedule": {"runAutomatically": False}},
        ),
        (
            "EntraIDAuditLogBackup",
            {"tenant": "contoso.onmicrosoft.com"},
            {"tenant": {"tenantId": "id of contoso.onmicrosoft.com"}},
        ),
        (
            "EntraIDAuditLogBackup",
            {"tenant": {"tenant": "contoso.onmicrosoft.com"}},
            {"tenant": {"tenantId": "id of contoso.onmicrosoft.com"}},
        ),
        (
            "BackupCopy",
            {"sourceObjects": {"includes": {"jobs": ["Nightly", {"name": "Web"}], "repositories": ["Main"]}}},
            {
                "sourceObjects": {
                    "includes": {
                        "jobs": [
                            {"id": "id of Nightly", "name": "Name", "type": "Type"},
                            {"id": "id of {'name': 'Web'}", "name": "Name", "type": "Type"},
                        ],
                        "repositories": [{"id": "id of Main", "name": "Name", "type": "Type"}],
                    }
                }
            },
        ),
    ],
)
def test_a_name_becomes_what_the_api_wants_in_its_place(job_type: str, settings: Json, ids: Json) -> None:
    assert resolved(job_type, settings) == ids


@pytest.mark.parametrize(
    ("written", "looked_for"),
    [
        ("root", "root"),
        ({"username": "svc", "description": "SQL", "type": None}, {"username": "svc", "description": "SQL"}),
        ({"credentialsId": GUID}, {"id": GUID}),
        ({"credentials": "root"}, "root"),
    ],
)
def test_credentials_are_written_in_many_ways(written: t.Any, looked_for: t.Any) -> None:
    server = Server()
    guests = {"guestProcessing": {"guestCredentials": {"credentials": written}}}
    found = names_to_ids("VSphereBackup", guests, server)["guestProcessing"]["guestCredentials"]["credentials"]
    assert found == {"credentialsId": f"id of {looked_for}", "credentialsType": "Type"}
    assert server.asked == [
        (Collection.CREDENTIALS, looked_for, "settings.guestProcessing.guestCredentials.credentials")
    ]


def test_complete_credentials_are_not_looked_up() -> None:
    record = {"credentialsId": GUID, "credentialsType": "Linux"}
    server = Server()
    guests = {"guestProcessing": {"guestCredentials": {"credentials": record}}}
    assert names_to_ids("VSphereBackup", guests, server) == guests
    assert server.asked == []


def test_proxies_are_of_the_kind_that_is_good_for_the_place() -> None:
    server = Server()
    settings = {
        "storage": {"backupProxies": {"proxies": ["p1", GUID]}},
        "guestProcessing": {"guestInteractionProxies": {"proxies": ["p1"]}},
    }
    names_to_ids("VSphereBackup", settings, server)
    assert server.asked == [
        (Collection.PROXIES, {"name": "p1", "type": "ViProxy"}, "settings.storage.backupProxies.proxies[0]"),
        (Collection.MANAGED_SERVERS, "p1", "settings.guestProcessing.guestInteractionProxies.proxies[0]"),
    ]


@pytest.mark.parametrize(("chain", "looked"), [({"isEnabled": True}, True), ({}, True), ({"isEnabled": False}, False)])
def test_a_job_to_run_after_stays_a_name_and_has_to_exist_where_it_counts(chain: Json, looked: bool) -> None:
    server = Server()
    settings = {"schedule": {"afterThisJob": {**chain, "jobName": "Nightly"}}}
    assert names_to_ids("VSphereBackup", settings, server) == settings
    place = (Collection.JOBS, "Nightly", "settings.schedule.afterThisJob.jobName")
    assert server.asked == ([place] if looked else [])


def test_everything_that_is_wrong_is_told_in_its_place() -> None:
    settings = {
        "virtualMachines": {"includes": ["gone", "web01", "gone"]},
        "storage": {"backupRepository": "Main"},
        "schedule": {"backupWindow": {"isEnabled": True, "backupWindow": {"allowed": ["Mon 25:00-26:00"]}}},
    }
    found = [text(problem.path) for problem in name_problems("VSphereBackup", settings, Server())]
    assert found[:2] == ["settings.virtualMachines.includes[0]", "settings.virtualMachines.includes[2]"]
    [window] = found[2:]
    assert window.startswith("settings.schedule.backupWindow.backupWindow")
    with pytest.raises(InvalidInput):
        resolved("VSphereBackup", settings)
