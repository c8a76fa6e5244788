# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One simulator per revision for all tests, fresh for each of them."""

from __future__ import annotations

import contextlib
import typing as t

import pytest

from tests.breadth import ends, is_whole
from tests.integration.both_ways import BothWays
from tests.integration.em_playbooks import VERSIONS, EmPlaybooks
from tests.integration.playbooks import Playbooks
from tests.simulator.launch import Running, launch
from tests.simulator.options import REVISIONS

if t.TYPE_CHECKING:
    import pathlib


# Files that take longest begin first, so that no processor is left with one of them at the end.
_LONGEST: t.Final = ("many_servers", "documentation", "git_flow", "shared_files", "jobs", "job", "em_guide")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Bring the tests of long files forward; within a file the order stays."""
    order = {f"test_{name}.py": place for place, name in enumerate(_LONGEST)}
    items.sort(key=lambda item: order.get(item.path.name, len(order)))


@pytest.fixture(scope="session")
def simulators() -> t.Iterator[t.Callable[[str], Running]]:
    """Starts a simulator when its revision is first asked for."""
    with contextlib.ExitStack() as stack:
        running: dict[str, Running] = {}

        def of(revision: str) -> Running:
            if revision not in running:
                running[revision] = stack.enter_context(
                    launch(revision=revision, session_seconds=0.3, check_replies=True)
                )
            return running[revision]

        yield of


@pytest.fixture
def revision() -> str:
    """The newest revision. Tests that are about others parametrise ``revision``."""
    return REVISIONS[-1]


@pytest.fixture
def simulator(simulators: t.Callable[[str], Running], revision: str) -> Running:
    """A simulator of ``revision`` with a fresh estate, an empty recorder and no faults."""
    running = simulators(revision)
    running.reset()
    return running


@pytest.fixture
def run_in() -> str:
    """In the controller. Tests with ``each_way`` run as modules, too."""
    return "controller"


@pytest.fixture
def playbook(simulator: Running, tmp_path: pathlib.Path, run_in: str) -> Playbooks:
    """Runs tasks with the real ansible-playbook."""
    return Playbooks(simulator, tmp_path, run_in)


@pytest.fixture(scope="session")
def em_simulators() -> t.Iterator[t.Callable[[str], Running]]:
    """Starts a simulated Enterprise Manager when its version is first asked for."""
    with contextlib.ExitStack() as stack:
        running: dict[str, Running] = {}

        def of(version: str) -> Running:
            if version not in running:
                running[version] = stack.enter_context(launch(em_port=0, em_version=version, session_seconds=0.3))
            return running[version]

        yield of


@pytest.fixture
def em_version() -> str:
    """The newest version. Tests that are about both parametrise ``em_version``."""
    return VERSIONS[-1]


@pytest.fixture
def em(em_simulators: t.Callable[[str], Running], em_version: str, tmp_path: pathlib.Path, run_in: str) -> EmPlaybooks:
    """Runs tasks against an Enterprise Manager with a fresh estate, an empty recorder and no faults."""
    running = em_simulators(em_version)
    running.reset()
    return EmPlaybooks(running, tmp_path, run_in)


@pytest.fixture
def both(simulator: Running, tmp_path: pathlib.Path) -> BothWays:
    """Plays tasks both ways, each time with a fresh server."""
    return BothWays(Playbooks(simulator, tmp_path / "play"))


@pytest.fixture
def both_em(em: EmPlaybooks, tmp_path: pathlib.Path) -> BothWays:
    """The same with an Enterprise Manager."""
    return BothWays(EmPlaybooks(em.simulator, tmp_path / "play"))


# The oldest and the newest; what lies between is tried in make matrix.
each_revision = pytest.mark.parametrize("revision", ends(REVISIONS))
# For modules that a test with each_revision tries as well: the newest; all of them in make matrix, and in process in
# every run.
newest_revision = pytest.mark.parametrize("revision", REVISIONS if is_whole() else REVISIONS[-1:])


def each_way(*modules: str) -> pytest.MarkDecorator:
    """Play the test in the controller and as modules. ``modules`` are those that it stands for: tests/README.md."""
    assert modules
    return pytest.mark.parametrize("run_in", ["controller", "module"])
