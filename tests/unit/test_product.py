# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the engine asks of a product is split by what it is asked for."""

from __future__ import annotations

import inspect
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils import _product

ROLES = [each for dummy, each in inspect.getmembers(_product, inspect.isclass) if each.__module__ == _product.__name__]
WIDEST = 13


def members(role: type) -> dict[str, t.Any]:
    """The members that the role itself asks for."""
    return {name: each for name, each in (inspect.get_annotations(role) | vars(role)).items() if name[0] != "_"}


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.__name__)
def test_a_part_of_a_product_is_small_enough_to_be_understood(role: type) -> None:
    assert 0 < len(members(role)) <= WIDEST


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.__name__)
def test_the_contract_says_what_every_product_has_to_do(role: type) -> None:
    """Where the products do it they refer to this text, and have none of their own."""
    assert inspect.getdoc(role)
    calls = {name: each for name, each in members(role).items() if callable(each) or isinstance(each, property)}
    assert [name for name, each in calls.items() if not inspect.getdoc(each)] == []
