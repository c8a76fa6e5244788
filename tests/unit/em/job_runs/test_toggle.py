# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A run is killed, or meets trouble, at any request; the next one begins at once, and nothing is done twice.

Enterprise Manager shows what a call did some time later, so that the next run may still see the job as it was before.
"""

from __future__ import annotations

import contextlib
import itertools
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._em.api.pace import Pace
from ansible_collections.backupops.veeam.plugins.module_utils._em.product import EmProduct
from ansible_collections.backupops.veeam.plugins.module_utils._engine.job_runs.job_state import (
    StateRequest,
    ensure_state,
)
from ansible_collections.backupops.veeam.plugins.module_utils._errors import VeeamError
from ansible_collections.backupops.veeam.plugins.module_utils._http.credentials import Credentials
from ansible_collections.backupops.veeam.plugins.module_utils._http.transport import Transport
from tests.simulator.launch import Running

ORACLE = "Oracle Backup"
FLIPPED = (ORACLE, "File Shares")  # an action in a parameter, and one in the path


@pytest.fixture
def simulator(both: dict[str, Running]) -> Running:
    """One version: both flip alike."""
    return both["13"]


class Killed(BaseException):
    """The process ended here: nothing is caught, nobody logs off."""


class Mortal(Transport):
    """Dies when the server has taken the request of that number: the same as before the next one is sent."""

    def __init__(self, simulator: Running, *, dies_at: int) -> None:
        assert simulator.em_port is not None
        super().__init__("localhost", simulator.em_port, ca_path=simulator.ca_path, sleep=lambda seconds: None)
        self.left = dies_at

    def request(self, *args: t.Any, **more: t.Any) -> t.Any:
        self.left -= 1
        reply = super().request(*args, **more)
        if self.left < 0:
            raise Killed
        return reply


def product(simulator: Running, *, dies_at: int = 10_000) -> EmProduct:
    """Its pauses cost no time: they put the server's clock forward."""
    transport = Mortal(simulator, dies_at=dies_at)
    credentials = Credentials(simulator.username, simulator.password)
    pace = Pace(sleep=simulator.advance)
    return EmProduct(transport, credentials, api_version="auto", pace=pace)


def enabled(simulator: Running, name: str) -> bool:
    jobs = simulator.state()["em"]["jobs"]
    return bool(next(job["enabled"] for job in jobs if job["name"] == name))


def deaths(simulator: Running, request: StateRequest) -> t.Iterator[int]:
    """Kills a run at each of its requests in turn, each time on a fresh server, until it needs no more of them."""
    for number in itertools.count():
        simulator.reset()
        mortal = product(simulator, dies_at=number)
        try:
            ensure_state(mortal, request, check_mode=False, warn=print)
        except Killed:
            yield number
        else:
            return


@pytest.mark.parametrize("name", FLIPPED)
def test_a_flip_is_looked_at_before_it_is_made_again(simulator: Running, name: str) -> None:
    request = StateRequest("disabled", names=(name,))
    killed = 0
    for killed in deaths(simulator, request):
        second = product(simulator)
        ensure_state(second, request, check_mode=False, warn=print)
        assert second.close() == []
        simulator.advance(60)
        assert not enabled(simulator, name), f"killed at request {killed}: flipped back"
    assert killed > 3, "no flip was killed"


@pytest.mark.parametrize("late", [False, True], ids=["shown", "shown late"])
@pytest.mark.parametrize("name", [ORACLE])
def test_a_run_is_begun_once(simulator: Running, name: str, *, late: bool) -> None:
    request = StateRequest("started", names=(name,))
    killed = 0
    for killed in deaths(simulator, request):
        simulator.fault(f"session-stuck:{name}", *([f"session-late:{name}:polls=4"] if late else []))
        before = sessions(simulator, name)
        second = product(simulator)
        result = ensure_state(second, request, check_mode=False, warn=print)
        assert second.close() == []
        assert sessions(simulator, name) - before <= 1, f"killed at request {killed}: begun twice"
        assert result["jobs"][0]["session"] is not None
    assert killed > 3, "no start was killed"


@pytest.mark.parametrize("kind", ["reset-before", "reset-after", "token-expired"])
def test_trouble_at_any_request_never_flips_twice(simulator: Running, kind: str) -> None:
    request = StateRequest("disabled", names=(ORACLE,))
    for number in itertools.count():
        simulator.reset()
        simulator.fault(f"{kind}:/api/*:after={number}:count=1")
        first = product(simulator)
        with contextlib.suppress(VeeamError):
            ensure_state(first, request, check_mode=False, warn=print)
        first.close()
        struck = any(entry["faults"] for entry in simulator.requests())
        second = product(simulator)
        ensure_state(second, request, check_mode=False, warn=print)
        assert second.close() == []
        assert not enabled(simulator, ORACLE), f"{kind} at request {number}"
        assert flips(simulator) == 1, f"{kind} at request {number}: flipped {flips(simulator)} times"
        if not struck:
            assert number > 8
            return


def flips(simulator: Running) -> int:
    """How many flips the server has taken; one that was refused or never arrived is none."""
    return sum(
        1 for entry in simulator.writes() if ["action", "toggleScheduleEnabled"] in entry["query"] and entry["applied"]
    )


def sessions(simulator: Running, name: str) -> int:
    return sum(1 for session in simulator.state()["em"]["sessions"] if session["job"] == name)
