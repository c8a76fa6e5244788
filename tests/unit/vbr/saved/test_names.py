# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The names in a saved export: they exist, and what it does not name is taken for what the server will know."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.names.inventory import Want
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.saved.names import (
    Learning,
    SavedCatalogue,
    SavedInventory,
)
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.references import Collection

REPOSITORIES, CREDENTIALS, KEYS = Collection.REPOSITORIES, Collection.CREDENTIALS, Collection.ENCRYPTION_PASSWORDS
WEB = {"platform": "VSphere", "hostName": "vc", "name": "web01", "type": "VirtualMachine"}


def test_a_name_has_the_same_id_wherever_it_is_written() -> None:
    one, other = SavedCatalogue(), SavedCatalogue()
    assert one.learn(REPOSITORIES, "Main") == other.entry(REPOSITORIES, "Main", ())
    assert one.entry(REPOSITORIES, "MAIN", ()) == one.learn(REPOSITORIES, "Main")
    assert one.learn(REPOSITORIES, "Offsite")["id"] != one.learn(REPOSITORIES, "Main")["id"]
    # The same name in another list is another thing.
    assert one.learn(Collection.JOBS, "Main")["id"] != one.learn(REPOSITORIES, "Main")["id"]


def test_an_entry_is_shown_as_it_was_written() -> None:
    catalogue = SavedCatalogue()
    assert catalogue.label(REPOSITORIES, catalogue.learn(REPOSITORIES, "Main")["id"]) == "Main"
    assert catalogue.label(CREDENTIALS, catalogue.learn(CREDENTIALS, "root")["id"]) == "root"
    full = {"username": "svc", "description": "SQL servers", "type": None}
    shown = {"username": "svc", "description": "SQL servers"}
    assert catalogue.label(CREDENTIALS, catalogue.learn(CREDENTIALS, full)["id"]) == shown
    assert catalogue.label(REPOSITORIES, "11111111-1111-4111-8111-111111111111") is None


def test_a_shorter_description_means_the_entry_that_it_fits() -> None:
    catalogue = SavedCatalogue()
    known = catalogue.learn(CREDENTIALS, {"username": "svc", "description": "SQL servers"})
    assert catalogue.entry(CREDENTIALS, "SVC", ()) == known
    assert catalogue.entry(CREDENTIALS, {"username": "svc", "description": "Linux"}, ()) != known


def test_a_password_that_the_export_does_not_name_may_be_the_password_itself() -> None:
    catalogue = SavedCatalogue()
    catalogue.learn(KEYS, "Main key")
    catalogue.settle()
    assert catalogue.entry(KEYS, "main key", ())["name"] == "Main key"
    with pytest.raises(InvalidInput, match="in the export; there are Main key") as caught:
        catalogue.entry(KEYS, "hunter22", ("settings", "storage", "encryptionPassword"))
    assert "hunter22" not in caught.value.message
    assert "settings.storage.encryptionPassword" in caught.value.message


def test_an_export_without_passwords_knows_nothing_about_them() -> None:
    catalogue = SavedCatalogue()
    catalogue.settle()
    assert catalogue.entry(KEYS, "Main key", ())["name"] == "Main key"


def test_an_object_of_the_export_is_found_by_name_platform_and_server() -> None:
    inventory = SavedInventory()
    inventory.learn(WEB)
    inventory.learn(WEB)
    assert inventory.matches(Want("web01", "VSphere")) == [WEB]
    assert inventory.matches(Want("web01", "VSphere", host="VC")) == [WEB]
    # What is not in the export is made as it is written.
    assert inventory.matches(Want("web01", "VSphere", host="vc2")) == [
        {"platform": "VSphere", "hostName": "vc2", "name": "web01"}
    ]
    assert inventory.matches(Want("web01", "HyperV")) == [{"platform": "HyperV", "name": "web01"}]


def test_a_computer_is_one_of_its_protection_group() -> None:
    inventory = SavedInventory()
    inventory.learn({"platform": "Agent", "name": "lt01", "protectionGroup": "Laptops"})
    group = {"protectionGroup": "Servers"}
    assert inventory.matches(Want("LT01", "Agent")) == [
        {"platform": "Agent", "name": "lt01", "protectionGroup": "Laptops"}
    ]
    assert inventory.matches(Want("lt01", "Agent", group="Servers")) == [{"platform": "Agent", "name": "lt01", **group}]


def test_what_the_jobs_of_an_export_are_made_of_is_learnt_while_it_is_read() -> None:
    catalogue, inventory = SavedCatalogue(), SavedInventory()
    learning = Learning(catalogue, inventory)
    learning.job_type = "VSphereBackup"
    assert learning.inventory_object("vc/web01", ("virtualMachines", "includes"))["name"] == "web01"
    complete = {"name": "db01", "objectId": "vm-9"}
    assert learning.inventory_object(complete, ())["platform"] == "VSphere"
    learning.entry(REPOSITORIES, "Main", ())
    assert catalogue.known(REPOSITORIES) == {"Main"}
    assert inventory.matches(Want("db01", "VSphere")) == [{"platform": "VSphere", **complete}]
    assert inventory.matches(Want("web01", "VSphere", host="vc"))[0]["hostName"] == "vc"
