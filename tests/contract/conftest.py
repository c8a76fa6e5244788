# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One simulator for each revision and each of the shapes, started when first wanted and reset for every test."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import pytest
import requests

from tests.breadth import is_whole
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


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each API revision, with replies as live servers write them and as the documents have them.

    The second of these with the newest revision only, unless everything is to be tried.
    """
    pairs = [(revision, shapes) for revision in REVISIONS for shapes in SHAPES if _is_tried(revision, shapes)]
    marks = list(metafunc.definition.iter_markers("parametrize"))
    own = {name for mark in marks for name in ([mark.args[0]] if isinstance(mark.args[0], str) else mark.args[0])}
    names = [name for name in ("revision", "shapes") if name in metafunc.fixturenames and name not in own]
    if names == ["revision", "shapes"]:
        metafunc.parametrize(names, pairs)
    elif names:
        metafunc.parametrize(names[0], REVISIONS if names == ["revision"] else SHAPES)


def _is_tried(revision: str, shapes: str) -> bool:
    return is_whole() or shapes == SHAPES[0] or revision == REVISIONS[-1]


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
