# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A server sends nothing before something is asked, and says which secrets the task made."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.job_server import VbrJobServer
from tests.simulator.launch import Running, launch
from tests.unit.vbr.connection import params


@pytest.fixture(scope="module")
def simulator() -> t.Iterator[Running]:
    with launch(vms=5) as running:
        yield running


@pytest.fixture
def server(simulator: Running) -> VbrJobServer:
    simulator.reset()
    return VbrJobServer.from_params(params(simulator))


def test_a_server_of_which_nothing_is_asked_neither_logs_on_nor_off(simulator: Running, server: VbrJobServer) -> None:
    assert server.names_of_secrets() == frozenset()
    assert server.close() == []
    assert simulator.requests() == []


def test_tokens_that_the_task_made_are_secrets_and_die_with_it(simulator: Running, server: VbrJobServer) -> None:
    assert server.identity().id
    token = next(secret for secret in server.secrets() if secret != simulator.password)
    assert server.close() == []
    assert simulator.state()["vbr"]["open_tokens"] == 0
    assert token in server.secrets()
