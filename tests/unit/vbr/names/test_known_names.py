# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A server and an export in its place answer alike about what both of them know."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.names.catalogue import Catalogue
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.names.inventory import Inventory, Want
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.saved.names import SavedCatalogue, SavedInventory
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.references import Collection
from tests.unit.vbr.lists import Lists

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._model import Json
    from ansible_collections.backupops.veeam.plugins.module_utils._vbr.names.known_names import Entries, Objects

KEYS = ["Main key", "Old key"]
WEB: Json = {"platform": "VSphere", "hostName": "vc", "name": "web01", "type": "VirtualMachine", "objectId": "vm-1"}


def server_entries() -> Entries:
    rows = [{"id": str(number), "hint": hint} for number, hint in enumerate(KEYS)]
    return Catalogue(t.cast("t.Any", Lists({"/encryptionPasswords": rows})))


def saved_entries() -> Entries:
    catalogue = SavedCatalogue()
    for key in KEYS:
        catalogue.learn(Collection.ENCRYPTION_PASSWORDS, key)
    catalogue.settle()
    return catalogue


def server_objects() -> Objects:
    return Inventory(t.cast("t.Any", Lists({"/inventory/vc": [WEB], "/inventory": []})))


def saved_objects() -> Objects:
    inventory = SavedInventory()
    inventory.learn(WEB)
    return inventory


@pytest.mark.parametrize("entries", [server_entries, saved_entries])
def test_an_entry_is_found_and_shown_by_the_same_name(entries: t.Callable[[], Entries]) -> None:
    known = entries()
    found = known.entry(Collection.ENCRYPTION_PASSWORDS, "Main key", ())
    assert known.label(Collection.ENCRYPTION_PASSWORDS, str(found["id"])) == "Main key"
    assert known.known(Collection.ENCRYPTION_PASSWORDS) == set(KEYS)
    assert known.label(Collection.ENCRYPTION_PASSWORDS, "gone") is None
    assert known.known(Collection.KMS_SERVERS) == frozenset()
    known.prime_jobs([])


@pytest.mark.parametrize("objects", [server_objects, saved_objects])
def test_an_object_is_found_where_nothing_is_missing(objects: t.Callable[[], Objects]) -> None:
    known = objects()
    want = Want("web01", "VSphere", host="vc", view="HostsAndClusters")
    known.load([want])
    assert known.matches(want) == [WEB]
    assert known.gap(want) is None
    assert not known.lacks_container(want)
    assert not known.is_unknown("vc")
    assert known.servers() == []
