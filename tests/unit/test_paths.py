# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Paths as values, and as text."""

from __future__ import annotations

from ansible_collections.backupops.veeam.plugins.module_utils._paths import (
    Item,
    as_path,
    last_member,
    members,
    parsed,
    text,
    written_steps,
)


def test_paths():
    assert parsed("settings.a[0].b[12]") == ("settings", "a", 0, "b", 12)


ODD = Item(("vm-1",), "db[prod].01", index=3)
PATH = ("settings", "virtualMachines", "includes", ODD, "type")


def test_the_name_of_an_item_is_never_taken_for_steps() -> None:
    assert text(PATH) == "settings.virtualMachines.includes[db[prod].01].type"
    assert members(PATH) == ("settings", "virtualMachines", "includes", "type")
    assert last_member(PATH[:-1]) == "includes"
    assert last_member((0, ODD)) == ""


def test_the_way_to_an_item_that_was_not_written_ends_at_its_list() -> None:
    assert written_steps(PATH) == ("settings", "virtualMachines", "includes", 3, "type")
    missing = Item(ODD.key, ODD.label)
    assert written_steps(("settings", "includes", missing, "type")) == ("settings", "includes")


def test_a_text_is_the_name_of_one_option_whatever_is_in_it() -> None:
    assert as_path("a.b[0]") == ("a.b[0]",)
    assert as_path("") == ()
    assert as_path(("a", 0)) == ("a", 0)
