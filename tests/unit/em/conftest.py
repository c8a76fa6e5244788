# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Scripted servers, and both versions of the simulator."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._em.api.pace import Pace
from ansible_collections.backupops.veeam.plugins.module_utils._em.product import EmProduct
from ansible_collections.backupops.veeam.plugins.module_utils._http.credentials import Credentials
from ansible_collections.backupops.veeam.plugins.module_utils._http.transport import Transport
from tests.simulator.launch import Running, launch
from tests.unit.em.site import Site
from tests.unit.http.conftest import authority, ca_path, dial, pauses, server, tls, transport

__all__ = ["authority", "ca_path", "dial", "pauses", "server", "tls", "transport"]

VERSIONS = ("12", "13")
Connect = t.Callable[..., EmProduct]


@pytest.fixture(scope="session")
def both() -> t.Iterator[dict[str, Running]]:
    """One simulator for each version."""
    with (
        launch(em_port=0, em_version="12", session_seconds=0.2) as old,
        launch(em_port=0, em_version="13", session_seconds=0.2) as new,
    ):
        yield {"12": old, "13": new}


@pytest.fixture(params=VERSIONS)
def simulator(both: dict[str, Running], request: pytest.FixtureRequest) -> Running:
    """A fresh simulator, once for each version."""
    running = both[request.param]
    running.reset()
    return running


@pytest.fixture
def site(simulator: Running) -> Site:
    """The engine on a fresh simulator, once for each version."""
    return Site(simulator)


@pytest.fixture
def connect(simulator: Running) -> t.Iterator[Connect]:
    """Makes products; afterwards nobody must be logged on, and the server must have nothing to complain of."""
    made: list[EmProduct] = []

    def product(**options: t.Any) -> EmProduct:
        made.append(product_of(simulator, **options))
        return made[-1]

    yield product
    for each in made:
        assert each.close() == []
    state = simulator.state()["em"]
    assert state["open_tokens"] == 0
    assert not state["complaints"]


def product_of(simulator: Running, *, username: str = "", **options: t.Any) -> EmProduct:
    """A product that is in no hurry for real: pauses take a twentieth of their time."""
    assert simulator.em_port is not None
    transport = Transport("localhost", simulator.em_port, ca_path=simulator.ca_path, sleep=lambda seconds: None)
    credentials = Credentials(username or simulator.username, simulator.password)
    given = {"api_version": "auto", "pace": Pace(interval=0.05), **options}
    return EmProduct(transport, credentials, **given)
