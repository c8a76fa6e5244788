# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What may be written as a name, and that the tables of it speak of what the vendor has."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.references import (
    BY_MEMBER,
    PROXY_TYPES,
    SHORTHANDS,
    ZERO_GUID,
    Collection,
    aliases,
    collection_of,
    is_guid,
)
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.schemas import canonical_schema


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (ZERO_GUID, True),
        ("ABCDEF00-2222-3333-4444-555555555555", True),
        ("", False),
        (f"{ZERO_GUID} ", False),
        (ZERO_GUID.replace("-", ""), False),
        (f"{{{ZERO_GUID}}}", False),
        ("Main", False),
    ],
)
def test_an_id_is_told_from_a_name(text: str, found: bool) -> None:
    assert is_guid(text) is found


def test_an_object_has_the_aliases_of_its_own_id_members_only() -> None:
    found = aliases(["backupRepositoryId", "proxyIds", "name"])
    assert {alias: reference.member for alias, reference in found.items()} == {
        "backupRepository": "backupRepositoryId",
        "proxies": "proxyIds",
    }
    assert [reference.alias for reference in found.values() if reference.many] == ["proxies"]


def test_a_member_of_the_vendor_is_never_taken_for_an_alias() -> None:
    assert aliases(["credentialsId", "credentials"]) == {}


def test_the_same_member_means_another_list_where_guests_are_talked_to() -> None:
    assert collection_of(BY_MEMBER["proxyIds"], "backupProxies") is Collection.PROXIES
    assert collection_of(BY_MEMBER["proxyIds"], "guestInteractionProxies") is Collection.MANAGED_SERVERS
    assert collection_of(BY_MEMBER["repositoryId"], "guestInteractionProxies") is Collection.REPOSITORIES


@pytest.mark.parametrize("name", sorted(SHORTHANDS))
def test_a_shorthand_stands_for_an_object_of_the_vendor_and_fills_members_of_it(name: str) -> None:
    known = canonical_schema().definition(name).members
    filled = SHORTHANDS[name].filled
    # The objects of one platform have a part of what is filled in for all of them.
    assert filled & known.keys() if SHORTHANDS[name].kind == "inventory object" else filled <= known.keys()


def test_every_kind_of_proxy_is_one_that_a_server_lists() -> None:
    listed = canonical_schema().filters("/backupInfrastructure/proxies")["typeFilter"]
    assert listed.items is not None
    assert set(PROXY_TYPES.values()) <= set(canonical_schema().definition(listed.items.ref).values)
