# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""States of jobs: what happens between looking and acting, when answers are lost and when others act, too."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.job_runs.job_state import (
    StateRequest,
    ensure_state,
)
from ansible_collections.backupops.veeam.plugins.module_utils._engine.job_runs.waiting import WaitOptions
from ansible_collections.backupops.veeam.plugins.module_utils._errors import (
    ConnectionFailed,
    OutcomeUnknown,
    RequestRefused,
    VeeamError,
    VerificationFailed,
)
from ansible_collections.backupops.veeam.plugins.module_utils._model import Job, Outcome, Phase, Session, Started
from tests.unit.progress_told import Told

LOST = OutcomeUnknown("The answer is lost.", method="POST", path="/jobs/1/start")
REFUSED = RequestRefused("The server refused.", status=400, method="POST", path="/jobs/1/start")


def session(number: int, phase: Phase = Phase.RUNNING, outcome: Outcome = Outcome.NONE) -> Session:
    """A session of the job; higher numbers are newer."""
    return Session(
        id=f"s{number}",
        name="web",
        job_id="1",
        type="BackupJob",
        state=phase.value,
        phase=phase,
        outcome=outcome,
        raw={"id": f"s{number}"},
    )


DONE = session(1, Phase.FINISHED, Outcome.SUCCESS)
FAILED = session(1, Phase.FINISHED, Outcome.FAILED)


@dataclasses.dataclass
class FakeServer:
    """A product with one job. Each order takes the next of ``answers``: an error to raise, or what then is newest."""

    newest: Session | None = DONE
    enabled: bool | None = True
    status_word: str = "Stopped"
    answers: list[t.Any] = dataclasses.field(default_factory=list)
    orders: list[str] = dataclasses.field(default_factory=list)
    status_fails: bool = False

    def __post_init__(self) -> None:
        self.jobs = self.control = self.sessions = self.reader = self.writer = self

    # JobReader and JobWriter
    def find(self, name: str) -> Job | None:
        return self.job if name == "web" else None

    def get(self, key: str) -> t.Any:
        return self.job if key == "1" else self.newest

    @property
    def job(self) -> Job:
        return Job(id="1", name="web", type="VSphereBackup", model={}, enabled=self.enabled)

    def set_enabled(self, job_id: str, enabled: bool) -> None:
        self.orders.append("enable" if enabled else "disable")
        answer = self.answers.pop(0) if self.answers else enabled
        if isinstance(answer, tuple):
            self.enabled, error = answer
            raise error
        self.enabled = answer

    # JobControl
    def check(self, job: Job, state: str, options: t.Any, *, graceful: bool | None) -> None:
        pass

    def running(self, job: Job) -> Session | None:
        return self.newest if self.newest and self.newest.phase is not Phase.FINISHED else None

    def last(self, job: Job) -> Session | None:
        return self.newest

    def status(self, job: Job) -> str:
        if self.status_fails:
            raise ConnectionFailed("The server is gone.")
        return self.status_word

    def start(self, job: Job, options: t.Any, *, before: Session | None) -> Started:
        return self._ordered("start")

    def synchronise(self, job: Job, options: t.Any, *, before: Session | None) -> Started:
        return self._ordered("sync")

    def retry(self, job: Job, *, chained_jobs: bool, before: Session | None) -> Started:
        return self._ordered("retry")

    def stop(self, job: Job, *, graceful: bool | None, chained_jobs: bool) -> Started:
        return self._ordered("stop")

    def _ordered(self, order: str) -> Started:
        self.orders.append(order)
        self.newest, error = self.answers.pop(0)
        if error:
            raise error
        return Started(self.newest)

    # SessionReader
    def problems(self, of: Session) -> list[str]:
        return ["Disk full"]


def outcome(server: FakeServer, state: str, **request: t.Any) -> dict[str, t.Any]:
    """One job brought into a state."""
    asked = StateRequest(state=state, names=("web",), **request)
    return ensure_state(t.cast("t.Any", server), asked, check_mode=False, warn=print)


def test_a_lost_answer_is_resolved_by_the_session_that_is_new() -> None:
    server = FakeServer(answers=[(session(2), LOST)])
    result = outcome(server, "started")
    assert (result["changed"], result["jobs"][0]["session"]) == (True, {"id": "s2"})
    assert server.orders == ["start"]


@pytest.mark.parametrize("newest", [DONE, None])
def test_a_lost_answer_without_a_new_session_is_an_error_and_nothing_is_repeated(newest: Session | None) -> None:
    server = FakeServer(newest=newest, answers=[(newest, LOST)])
    with pytest.raises(OutcomeUnknown, match='No new session of job "web" is to be seen') as caught:
        outcome(server, "started")
    assert caught.value.details["changed"] is False
    assert server.orders == ["start"]


def test_somebody_else_may_start_the_job_at_the_same_time() -> None:
    server = FakeServer(answers=[(session(2), REFUSED)])
    result = outcome(server, "started")
    assert (result["changed"], result["jobs"][0]["session"]) == (False, {"id": "s2"})


def test_a_refusal_without_a_running_session_is_the_servers_error() -> None:
    with pytest.raises(RequestRefused, match="The server refused"):
        outcome(FakeServer(answers=[(DONE, REFUSED)]), "started")


@pytest.mark.parametrize(
    ("newest", "order"),
    [(FAILED, ["retry"]), (DONE, []), (None, []), (session(1), [])],
)
def test_only_what_failed_is_retried(newest: Session | None, order: list[str]) -> None:
    server = FakeServer(newest=newest, answers=[(session(2), None)])
    assert outcome(server, "retried")["changed"] is bool(order)
    assert server.orders == order


@pytest.mark.parametrize(("phase", "order"), [(Phase.IDLE, ["sync"]), (Phase.RUNNING, []), (Phase.FINISHED, ["sync"])])
def test_a_copy_that_idles_can_be_synced(phase: Phase, order: list[str]) -> None:
    server = FakeServer(newest=session(1, phase), answers=[(session(2), None)])
    outcome(server, "synced")
    assert server.orders == order


@pytest.mark.parametrize(
    ("answers", "orders"),
    [
        ([(session(1), None)], 1),
        ([(session(1), LOST), (session(1), None)], 2),
        ([(session(1), LOST), (session(1), REFUSED)], 2),
        ([(DONE, REFUSED)], 1),
    ],
)
def test_stopping_twice_does_no_harm(answers: list[t.Any], orders: int) -> None:
    server = FakeServer(newest=session(1), answers=answers)
    assert outcome(server, "stopped")["changed"] is True
    assert server.orders == ["stop"] * orders


def test_a_stop_that_is_refused_while_the_job_runs_is_an_error() -> None:
    with pytest.raises(RequestRefused):
        outcome(FakeServer(newest=session(1), answers=[(session(1), REFUSED)]), "stopped")


def test_stopping_succeeds_although_the_run_fails() -> None:
    server = FakeServer(newest=session(1), answers=[(FAILED, None)])
    result = outcome(server, "stopped", wait=WaitOptions(sleep=lambda seconds: None))
    assert result["changed"] is True


@pytest.mark.parametrize("state", ["started", "stopped"])
def test_each_job_that_is_waited_for_is_told_by_its_name(state: str) -> None:
    told = Told()
    # Enterprise Manager puts the time of the run behind the name of the job.
    run = dataclasses.replace(session(1), name="web@2026-02-01 22:00:00")
    server = FakeServer(newest=DONE if state == "started" else run, answers=[(run, None)])
    server.__dict__["get"] = lambda key: server.job if key == "1" else dataclasses.replace(DONE, name=run.name)
    outcome(server, state, wait=WaitOptions(sleep=lambda seconds: None, progress=told))
    assert [[(each.name, each.over) for each in sessions] for sessions in told.sessions] == [[("web", True)]]


def test_a_run_that_fails_is_told_with_its_lines_and_what_was_done() -> None:
    server = FakeServer(answers=[(session(2, Phase.FINISHED, Outcome.FAILED), None)], status_fails=True)
    with pytest.raises(VeeamError, match="Disk full") as caught:
        outcome(server, "started", wait=WaitOptions(sleep=lambda seconds: None))
    assert caught.value.details["changed"] is True
    assert caught.value.details["jobs"][0]["status"] == ""


def test_a_refusal_to_disable_what_is_disabled_by_now_is_no_error() -> None:
    server = FakeServer(answers=[(False, REFUSED)])
    assert outcome(server, "disabled")["changed"] is True


def test_a_refusal_to_disable_is_an_error_when_the_job_stays_enabled() -> None:
    with pytest.raises(RequestRefused):
        outcome(FakeServer(answers=[(True, REFUSED)]), "disabled")


def test_a_change_that_does_not_arrive_is_an_error() -> None:
    with pytest.raises(VerificationFailed, match="accepted that"):
        outcome(FakeServer(answers=[True]), "disabled")


@pytest.mark.parametrize(("word", "orders"), [("Disabled", []), ("Stopped", ["disable"])])
def test_the_state_tells_when_the_job_does_not(word: str, orders: list[str]) -> None:
    server = FakeServer(enabled=None, status_word=word, answers=[False])
    outcome(server, "disabled")
    assert server.orders == orders


def test_no_names_are_no_jobs() -> None:
    result = ensure_state(t.cast("t.Any", FakeServer()), StateRequest(state="started"), check_mode=False, warn=print)
    assert result == {"changed": False, "jobs": []}
