# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Running and stopping jobs: the order is given once, and what came of it is a session."""

from __future__ import annotations

import itertools
import time

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._em.api.pace import Pace
from ansible_collections.backupops.veeam.plugins.module_utils._em.api.tasks import TaskFailed
from ansible_collections.backupops.veeam.plugins.module_utils._engine.job_runs.job_state import (
    StateRequest,
    ensure_state,
)
from ansible_collections.backupops.veeam.plugins.module_utils._engine.job_runs.waiting import WaitOptions
from ansible_collections.backupops.veeam.plugins.module_utils._errors import OutcomeUnknown, WaitTimedOut
from ansible_collections.backupops.veeam.plugins.module_utils._model import StartOptions
from tests.simulator.launch import Running
from tests.unit.em.conftest import Connect, product_of
from tests.unit.em.estate import GUID_OR_TASK, ORACLE, job_of, of, posts, start


@pytest.mark.parametrize("skip", range(8))
def test_the_logon_may_end_before_any_request(simulator: Running, connect: Connect, skip: int) -> None:
    """Whenever the logon session dies, the job runs once and its session is found."""
    product = connect()
    simulator.fault(f"token-expired:count=1:skip={skip}")
    job = job_of(product)
    before = product.control.last(job)
    try:
        started = product.control.start(job, StartOptions(), before=before)
    except OutcomeUnknown:
        started = None
    assert posts(simulator, "action=start") <= 2, "only a call that was refused for its token is made again"
    runs = [run for run in simulator.state()["em"]["sessions"] if run["job"] == ORACLE and run["State"] != "Stopped"]
    assert len(runs) <= 1
    assert started is not None
    assert started.session is not None
    assert started.session.raw["JobName"] == ORACLE


def test_a_start_that_begins_no_session_is_not_called_a_success(
    simulator: Running, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ansible_collections.backupops.veeam.plugins.module_utils._em.api.pace.APPEARS_WITHIN", 0.3)
    simulator.fault(f"em-start-silent:{ORACLE}")
    product = connect()
    with pytest.raises(WaitTimedOut, match="no session of it has appeared"):
        start(product, job_of(product))


def test_the_server_refuses_what_is_going_on_already(simulator: Running, connect: Connect) -> None:
    simulator.fault(f"session-stuck:{ORACLE}")
    product = connect()
    job = job_of(product)
    started = start(product, job)
    assert started.session is not None
    running = product.control.running(job)
    assert running is not None
    assert running.id == started.session.id
    assert product.control.status(job) in ("Starting", "Working")
    with pytest.raises(TaskFailed, match="is already running"):
        start(product, job)
    product.control.stop(job, graceful=None, chained_jobs=False)
    assert product.control.running(job) is None
    assert product.control.status(job) == "Stopped"


def test_a_task_is_never_deleted_and_never_waited_for_longer_than_said(simulator: Running, connect: Connect) -> None:
    simulator.fault("em-task-stuck:StartJob")
    product = connect(pace=Pace(timeout=0.3, interval=0.05))
    with pytest.raises(WaitTimedOut) as caught:
        start(product, job_of(product))
    assert caught.value.details["task_id"] == "task-1"
    assert not of(simulator, "DELETE")


def test_a_busy_server_is_asked_again_but_not_told_again(
    simulator: Running, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ansible_collections.backupops.veeam.plugins.module_utils._em.api.pace.APPEARS_WITHIN", 0.3)
    simulator.fault("503:GET /api/query*:count=2", "503:POST /api/jobs/*")
    product = connect()
    with pytest.raises(OutcomeUnknown, match="status 503"):
        start(product, job_of(product))
    assert posts(simulator, "action=start") == 1


LOG_ON, LOG_OFF = "POST /api/sessionMngr/", "DELETE /api/logonSessions/*"

FIND = ["GET /api/query"] * 3

NEWEST = "GET /api/query"

# Before a flip, because of a run that may have ordered the same and was killed; after it to see that it is as wanted.
LOOK_TWICE = ["GET /api/jobs/*"] * 2


@pytest.mark.parametrize(
    ("state", "between"),
    [
        ("enabled", [*FIND, NEWEST]),
        ("stopped", [*FIND, NEWEST, NEWEST]),
        (
            "disabled",
            [*FIND, *LOOK_TWICE, "POST /api/jobs/*", *["GET /api/tasks/*"] * 2, *LOOK_TWICE, NEWEST],
        ),
        (
            "started",
            [*FIND, NEWEST, "POST /api/jobs/*", *["GET /api/tasks/*"] * 2, NEWEST, "GET /api/backupSessions/*", NEWEST],
        ),
    ],
)
def test_every_request_is_one_that_is_needed(simulator: Running, state: str, between: list[str]) -> None:
    """Exactly so many: a look-up in each of three families, the call, its task, its session."""
    product = product_of(simulator)
    wait = WaitOptions(sleep=lambda seconds: time.sleep(0.4))
    ensure_state(product, StateRequest(state=state, names=(ORACLE,), wait=wait), check_mode=False, warn=print)
    assert product.close() == []
    made = [f"{entry['method']} {GUID_OR_TASK.sub('*', entry['path'])}" for entry in simulator.requests()]
    polls = [call for call in made if call == "GET /api/backupSessions/*"]
    assert len(polls) <= 3
    assert [call for call, dummy in itertools.groupby(made)] == [
        call for call, dummy in itertools.groupby([LOG_ON, *between, LOG_OFF])
    ]
    assert len(made) - max(len(polls) - 1, 0) == len(between) + 2
