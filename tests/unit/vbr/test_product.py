# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A product is a server with all that can be asked of it, and a token that it hands over is no secret of the task."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.product import VbrProduct
from tests.simulator.launch import Running, launch
from tests.unit.vbr.connection import params


@pytest.fixture(scope="module")
def simulator() -> t.Iterator[Running]:
    with launch(vms=5) as running:
        yield running


@pytest.fixture
def product(simulator: Running) -> VbrProduct:
    simulator.reset()
    return VbrProduct.from_params(params(simulator))


def test_a_product_of_which_nothing_is_asked_neither_logs_on_nor_off(simulator: Running, product: VbrProduct) -> None:
    for part in (product.vocabulary, product.sessions, product.control, product.quick_backup, product.backups):
        assert part is not None
    assert product.close() == []
    assert simulator.requests() == []


def test_a_token_that_is_handed_over_is_no_secret_and_outlives_the_task(
    simulator: Running, product: VbrProduct
) -> None:
    handed_over = product.tokens.issue()["token"]
    assert product.identity().id
    assert handed_over not in product.secrets()
    assert set(product.secrets()) > {simulator.password}
    assert product.close() == []
    assert simulator.state()["vbr"]["open_tokens"] == 1
