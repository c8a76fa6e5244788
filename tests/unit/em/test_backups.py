# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Backups and what is in them."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._em.api.links import up
from tests.unit.em.estate import ORACLE, VBR01, names
from tests.unit.em.site import Site


def test_filters_of_backups(site: Site) -> None:
    with site.product(backup_server=VBR01) as product:
        everything = product.backups.search({})
        (oracle,) = product.backups.search({"name": ORACLE})
        repository = up(oracle, "Repository")
        assert repository is not None
        in_repository = product.backups.search({"repository": repository.name})
        same = product.backups.search({"repository_id": repository.guid})
        parents = product.backups.search({"backup_type": "parentbackup"})
        of_job = product.backups.search({"job_id": "78c3919c-54d7-43fe-b047-485d3566f11f"})
        one = product.backups.search({"id": oracle["UID"]})
        none = product.backups.search({"id": oracle["UID"], "platform": "HyperV"})
    with site.product() as product:
        of_all_servers = product.backups.search({})
        assert product.backups.search({"repository_id": repository.guid}) == same
    assert oracle in in_repository
    assert in_repository == same
    assert 0 < len(in_repository) < len(of_all_servers)
    assert all(up(each, "Repository") == repository for each in in_repository)
    assert {each["BackupType"] for each in parents} == {"ParentBackup"}
    assert one == of_job == [oracle]
    assert none == []
    assert names(everything) == sorted(names(everything), key=str.lower)


def test_a_filter_that_the_server_ignores_is_applied_all_the_same(site: Site) -> None:
    site.simulator.fault("em-no-filter")
    with site.product() as product:
        assert names(product.backups.search({"name": ORACLE})) == [ORACLE]
        assert {each["BackupType"] for each in product.backups.search({"backup_type": "Standard"})} == {"Standard"}


def test_a_backup_as_entity_and_as_reference(site: Site) -> None:
    with site.product() as product:
        (entity,) = product.backups.search({"name": ORACLE, "representation": "entity"})
        (short,) = product.backups.search({"id": entity["UID"], "representation": "reference"})
        listed = product.backups.search({"representation": "reference"})
        parts = product.backups.details(short, {"files": {}})
    assert (entity["Type"], short["Type"]) == ("Backup", "BackupReference")
    assert (short["UID"], short["Name"]) == (entity["UID"], entity["Name"])
    assert "Platform" not in short
    assert short in listed
    assert parts["files"]
    calls = [(entry["path"], dict(map(tuple, entry["query"]))) for entry in site.simulator.requests()]
    address = f"/api/backups/{entity['UID'].rpartition(':')[2]}"
    assert (address, {}) in calls
    assert (address, {"format": "Entity"}) in calls


def test_what_is_in_a_backup(site: Site) -> None:
    wanted: dict[str, t.Any] = {"restore_points": {}, "vm_restore_points": {}, "objects": {}, "files": {}}
    with site.product() as product:
        (backup,) = product.backups.search({"name": ORACLE})
        shown = product.backups.details(backup, wanted)
        newest = shown["restore_points"][0]["BackupDateUTC"]
        older = product.backups.details(backup, {"restore_points": {"created_before": newest}})
        vbk = product.backups.details(backup, {"files": {"name": "*.vbk"}})
        nothing = product.backups.details(backup, {"objects": {"name": "web*"}})
    dates = [point["BackupDateUTC"] for point in shown["restore_points"]]
    assert dates == sorted(dates, reverse=True)
    assert {machine["VmName"] for point in shown["restore_points"] for machine in point["vm_restore_points"]} == {
        "oracle01"
    }
    assert [(each["Name"], each["Count"]) for each in shown["objects"]] == [("oracle01", len(dates))]
    assert len(older["restore_points"]) == len(dates) - 1
    assert {each["FileType"] for each in vbk["files"]} <= {"vbk"}
    assert all(each["FilePath"] and each["CreationTimeUtc"] for each in shown["files"])
    assert nothing["objects"] == []


def test_the_children_of_a_parent_backup(site: Site) -> None:
    with site.product() as product:
        (parent,) = product.backups.search({"name": "Simple backup_1", "backup_type": "ParentBackup"})
        shown = product.backups.details(parent, {"child_backups": {}, "restore_points": {}, "files": {}})
        leaf = product.backups.details(shown["child_backups"][0], {"child_backups": {}})
    assert len(shown["child_backups"]) == 2
    assert {each["BackupType"] for each in shown["child_backups"]} == {"ChildBackup"}
    assert isinstance(shown["restore_points"], list)
    assert leaf["child_backups"] == []


def test_users_may_look_at_backups_but_not_at_jobs(site: Site) -> None:
    from ansible_collections.backupops.veeam.plugins.module_utils._errors import RequestRefused

    with site.product(username="portal-user") as product:
        assert product.backups.search({"name": ORACLE})
        with pytest.raises(RequestRefused, match="Portal Administrator"):
            product.job_search.jobs({})
