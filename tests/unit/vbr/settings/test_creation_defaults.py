# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tables of what a new job has speak of members that jobs have, and of values that these can have."""

from __future__ import annotations

import functools
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.scalars import enum_problem, scalar_problem
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.schemas import canonical_schema
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.walk import declared
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings import creation_defaults as table

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.schemas import Definition, Member

SCHEMA = canonical_schema()


@functools.cache
def definitions() -> dict[str, Definition]:
    """Every object that a job can have inside, by name."""
    found: dict[str, Definition] = {}
    waiting = [pair.spec for pair in SCHEMA.job_types.values()]

    def enters(dummy: Member, definition: Definition) -> bool:
        new = definition.name not in found
        found[definition.name] = definition
        waiting.extend(definition.branches.values() if new else ())
        return new

    while waiting:
        definition = SCHEMA.definition(waiting.pop())
        found[definition.name] = definition
        list(declared(SCHEMA, definition, enters))
    return found


def declarations(name: str) -> list[Member]:
    return [definition.members[name] for definition in definitions().values() if name in definition.members]


@pytest.mark.parametrize("name", sorted(table.VALUES))
def test_a_value_of_a_new_job_is_one_that_the_member_can_have(name: str) -> None:
    found = declarations(name)
    assert found
    for member in found:
        value = table.VALUES[name]
        problem = enum_problem(SCHEMA.definition(member.ref), value) if member.ref else scalar_problem(member, value)
        assert problem is None


@pytest.mark.parametrize("name", sorted(table.OFF))
def test_a_branch_that_is_off_has_a_switch(name: str) -> None:
    branches = [SCHEMA.definition((member.items or member).ref) for member in declarations(name) if member.ref]
    assert any("isEnabled" in branch.members for branch in branches)


@pytest.mark.parametrize("name", sorted(table.MAY_BE_ON))
def test_what_may_be_on_is_a_switch(name: str) -> None:
    assert {member.kind for member in declarations(name)} == {"boolean"}


@pytest.mark.parametrize("name", sorted(table.ONLY_WITH))
def test_what_only_counts_with_a_value_stands_beside_a_member_that_can_have_it(name: str) -> None:
    other, needed = table.ONLY_WITH[name]
    kinds = [each.members[other] for each in definitions().values() if {name, other} <= each.members.keys()]
    assert kinds
    assert all(needed in SCHEMA.definition(kind.ref).values for kind in kinds)
