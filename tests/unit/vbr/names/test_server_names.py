# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The names of a server are read when they are needed, and once for all who ask."""

from __future__ import annotations

import typing as t

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.names.server_names import ServerNames
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.references import Collection
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.memo import Memo
from tests.unit.vbr.lists import Lists

KEY = "11111111-1111-4111-8111-111111111111"
DATA = {"encryption": {"isEnabled": True, "encryptionPassword": "Main key"}}
SETTINGS = {"storage": {"advancedSettings": {"storageData": DATA}}}


def test_all_parts_know_what_one_of_them_has_read() -> None:
    server = Lists({"/encryptionPasswords": [{"id": KEY, "hint": "Main key"}]})
    names = ServerNames(t.cast("t.Any", server), Memo())
    assert names.password_hints() == frozenset()
    assert "catalogue" not in vars(names), "asking for hints builds nothing"
    resolved = names.resolver.resolve("VSphereBackup", SETTINGS, None)
    data = resolved["storage"]["advancedSettings"]["storageData"]
    assert data["encryption"] == {"isEnabled": True, "encryptionPasswordId": KEY}
    assert names.catalogue.entry(Collection.ENCRYPTION_PASSWORDS, "Main key", ())["id"] == KEY
    assert names.password_hints() == {"Main key"}
    assert (server.read, server.searched) == (["/encryptionPasswords"], [])
    assert names.resolver is names.resolver
    assert names.inventory is names.inventory
