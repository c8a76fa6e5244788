# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One simulator for each revision and each of the shapes, started when first wanted and reset for every test."""

from __future__ import annotations

import contextlib
import typing as t
from collections.abc import Callable, Iterator

import pytest
import requests

from tests.contract.client import Client
from tests.contract.verdict import complaints
from tests.simulator.launch import Running, launch
from tests.simulator.options import REVISIONS, SHAPES

JOBS = 25
# Runs end by the simulator's clock, which tests put forward, so that nothing depends on how fast the machine is.
SESSION_SECONDS = 60


@pytest.fixture(scope="session")
def simulator_of() -> Iterator[Callable[[str, str], Running]]:
    """The simulator of a revision and of one of the shapes."""
    running: dict[tuple[str, str], Running] = {}
    with contextlib.ExitStack() as stack:

        def start(revision: str, shapes: str) -> Running:
            if (revision, shapes) not in running:
                flags = {
                    "jobs": JOBS,
                    "revision": revision,
                    "session_seconds": SESSION_SECONDS,
                    "token_seconds": 86400,
                    "check_replies": True,
                }
                running[revision, shapes] = stack.enter_context(launch(vbr_port=0, shapes=shapes, **flags))
            return running[revision, shapes]

        yield start


@pytest.fixture(params=REVISIONS)
def revision(request: pytest.FixtureRequest) -> str:
    """Each API revision in turn."""
    return t.cast("str", request.param)


@pytest.fixture(params=SHAPES)
def shapes(request: pytest.FixtureRequest) -> str:
    """Replies as live servers write them, and as the documents have them."""
    return t.cast("str", request.param)


@pytest.fixture
def simulator(simulator_of: Callable[[str, str], Running], revision: str, shapes: str) -> Running:
    """The simulator of ``revision``, as if freshly started."""
    simulator = simulator_of(revision, shapes)
    simulator.reset()
    return simulator


@pytest.fixture
def api(simulator: Running, revision: str, shapes: str) -> Iterator[Client]:
    """A client that is logged on. At the end no reply may have broken the vendor's contract."""
    with requests.Session() as session:
        session.trust_env = False
        yield Client(session, simulator=simulator, revision=revision, shapes=shapes).log_on()
    wrong = [complaint for complaint in complaints(simulator.requests()) if "the reply is wrong" in complaint]
    assert wrong == []
