# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists behave as the vendor describes them, in every revision, and answer in the shapes of its OpenAPI files."""

from __future__ import annotations

import pytest

from tests.contract.client import Client
from tests.openapi import document

LISTS = (
    "backupInfrastructure/managedServers",
    "backupInfrastructure/repositories",
    "backupInfrastructure/repositories/states",
    "backupInfrastructure/scaleOutRepositories",
    "backupInfrastructure/proxies",
    "backupInfrastructure/wanAccelerators",
    "credentials",
    "encryptionPasswords",
    "kmsServers",
    "inventory/entraId/tenants",
    "inventory/unstructuredDataServers",
    "agents/protectionGroups",
    "backups",
    "backupObjects",
    "restorePoints",
    "jobs",
)


@pytest.mark.parametrize("path", LISTS)
def test_a_list_and_each_of_its_items_fit_the_schema(api: Client, path: str) -> None:
    if document(api.revision).operation("GET", f"/api/v1/{path}") is None:
        api.call("GET", path, status=404)
        return
    items = api.get(path)["data"]
    assert items
    if not path.endswith("/states"):
        # On live servers a machine in several backups is listed once for each, with the same id.
        unique = {item["id"]: item for item in reversed(items)}
        assert (len(unique) < len(items)) == (api.is_live and path == "backupObjects")
        assert {found: api.get(f"{path}/{found}") for found in unique} == unique


@pytest.mark.parametrize("path", LISTS)
def test_pages_put_together_are_the_whole_list(api: Client, path: str) -> None:
    if document(api.revision).operation("GET", f"/api/v1/{path}") is None:
        return
    whole = api.get(path, limit=1000)["data"]
    # Live servers count jobs that they do not list, in `skip` too.
    counted = api.get(path, limit=1)["pagination"]["total"]
    assert (counted > len(whole)) == (api.is_live and path == "jobs" and api.revision != "1.2-rev1")
    pages = [api.get(path, skip=skip, limit=3) for skip in range(0, counted, 3)]
    assert [item for page in pages for item in page["data"]] == whole
    assert {page["pagination"]["total"] for page in pages} == {counted}
    assert api.get(path, skip=counted, limit=3)["data"] == []


@pytest.mark.parametrize("path", ["serverInfo", "serverTime", "serverCertificate"])
def test_the_server_tells_about_itself(api: Client, path: str) -> None:
    assert api.get(path)


def test_a_name_filter_takes_an_asterisk_at_the_ends_and_looks_at_every_text(api: Client) -> None:
    path = "backupInfrastructure/repositories"
    assert api.names(path, nameFilter="Main") == ["Main"]
    assert api.names(path, nameFilter="Mai") == []
    assert api.names(path, nameFilter="Extent*") == ["Extent 01", "Extent 02"]
    assert api.names(path, nameFilter="*tent 01") == ["Extent 01"]
    assert api.names(path, nameFilter="*ffsit*") == ["Offsite"]
    # The description of this repository is what matches, not its name.
    assert api.names(path, nameFilter="LinuxHardened repository") == ["Hardened"]


def test_a_type_filter_takes_several_values_where_the_revision_says_so(api: Client) -> None:
    path = "backupInfrastructure/repositories"
    several = [("typeFilter", "Smb"), ("typeFilter", "Nfs")]
    if api.revision == "1.2-rev1":
        api.call("GET", path, status=400, query=several)
        assert api.names(path, typeFilter="Smb") == ["Offsite"]
    else:
        found = api.call("GET", path, status=200, query=several)["data"]
        assert [item["name"] for item in found] == ["Offsite", "NFS store"]
        assert api.names("backupInfrastructure/proxies", nameFilter="proxy01*", typeFilter="HvProxy") == [
            "proxy01.lab.local"
        ]


def test_extents_can_be_left_out_of_the_repositories(api: Client) -> None:
    if api.revision == "1.2-rev1":
        api.call("GET", "backupInfrastructure/repositories", status=400, query={"excludeExtents": "true"})
        return
    names = api.names("backupInfrastructure/repositories", excludeExtents="true")
    assert "Main" in names
    assert "Extent 01" not in names


def test_order_follows_the_column(api: Client) -> None:
    path = "backupInfrastructure/managedServers"
    names = sorted(api.names(path))
    assert api.names(path, orderColumn="Name", orderAsc="true") == names
    assert api.names(path, orderColumn="Name", orderAsc="false") == names[::-1]


@pytest.mark.parametrize(
    "query",
    [
        {"namefilter": "Main"},
        {"orderColumn": "name"},
        {"typeFilter": "Floppy"},
        {"limit": "many"},
        {"platformNameFilter": "VMware"},
    ],
)
def test_a_parameter_that_the_revision_does_not_have_is_refused(api: Client, query: dict[str, str]) -> None:
    api.call(
        "GET",
        "backups" if "platformNameFilter" in query else "backupInfrastructure/repositories",
        status=400,
        query=query,
    )


def test_backups_are_found_by_time_and_job(api: Client) -> None:
    job = api.job("Daily VMs")
    backups = api.get("backups", jobIdFilter=job["id"])["data"]
    assert [backup["name"] for backup in backups] == ["Daily VMs"]
    created = backups[0]["creationTime"]
    assert api.names("backups", jobIdFilter=job["id"], createdAfterFilter=created) == ["Daily VMs"]
    assert api.names("backups", jobIdFilter=job["id"], createdBeforeFilter="2001-01-01T00:00:00Z") == []


def test_a_backup_opens_down_to_its_files(api: Client) -> None:
    backup = api.get("backups", nameFilter="Daily VMs")["data"][0]
    objects = api.get(f"backups/{backup['id']}/objects")["data"]
    assert [item["name"] for item in objects] == ["app01", "app02"]
    points = api.get(f"backupObjects/{objects[0]['id']}/restorePoints")["data"]
    assert len({point["backupId"] for point in points}) == (3 if api.is_live else 1)
    points = [point for point in points if point["backupId"] == backup["id"]]
    assert [point["type"] for point in points] == ["Full", "Increment", "Increment"]
    assert objects[0]["restorePointsCount"] == len(points)
    files = api.get(f"backups/{backup['id']}/backupFiles")["data"]
    assert len(files) == 2 * len(points)
    assert api.get(f"backups/{backup['id']}/backupFiles/{files[0]['id']}") == files[0]
    assert {file["id"] for file in files} >= {point["backupFileId"] for point in points}


def test_the_points_of_one_object_are_found_among_all(api: Client) -> None:
    rows = api.get("backupObjects", nameFilter="db01")["data"]
    wanted = [row for row in rows if row["id"] == rows[0]["id"]]
    points = api.get("restorePoints", backupObjectIdFilter=rows[0]["id"])["data"]
    assert len(points) == sum(row["restorePointsCount"] for row in wanted)
    assert {point["name"] for point in points} == {"db01"}


def test_the_size_of_a_backup_is_told_by_the_newest_revision_only(api: Client) -> None:
    backup = api.get("backups", nameFilter="Daily VMs")["data"][0]
    path = f"backups/{backup['id']}/details"
    if api.revision != "1.3-rev2":
        api.call("POST", path, status=404, body={})
        return
    whole = api.call("POST", path, status=200, body={})
    one = api.get(f"backups/{backup['id']}/objects")["data"][0]
    part = api.call("POST", path, status=200, body={"objectId": one["id"]})
    assert whole["restorePointsCount"] == 2 * part["restorePointsCount"]
    assert part["objectOriginalSize"] == one["size"]


def test_names_that_lead_to_several_things_are_there_to_be_stumbled_over(api: Client) -> None:
    users = [record["username"] for record in api.get("credentials")["data"]]
    assert users.count("root") == 2
    assert users.count("LAB\\svc-backup") == 2
    hints = [password["hint"] for password in api.get("encryptionPasswords")["data"]]
    assert hints.count("Offsite key") == 2
    shared = set(api.names("backupInfrastructure/repositories")) & set(
        api.names("backupInfrastructure/scaleOutRepositories")
    )
    assert shared == {"Pool"}


def test_an_unknown_id_is_not_found(api: Client) -> None:
    nobody = "11111111-2222-3333-4444-555555555555"
    for path in ("backups", "backupObjects", "restorePoints", "credentials", "backupInfrastructure/repositories"):
        error = api.call("GET", f"{path}/{nobody}", status=404)
        assert error["errorCode"] == "NotFound"
        assert nobody in error["message"]
