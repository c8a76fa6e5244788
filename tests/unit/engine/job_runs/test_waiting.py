# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waiting, without a server and without time passing."""

from __future__ import annotations

import contextlib
import dataclasses
import typing as t
from dataclasses import dataclass, field

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.job_runs.waiting import (
    WaitOptions,
    wait_for,
    wait_until_over,
)
from ansible_collections.backupops.veeam.plugins.module_utils._errors import (
    AuthenticationFailed,
    ConnectionFailed,
    NotFound,
    OutcomeUnknown,
    RequestRefused,
    SessionFailed,
    UnusableAnswer,
    VeeamError,
    WaitTimedOut,
)
from ansible_collections.backupops.veeam.plugins.module_utils._model import Outcome, Phase, Session
from ansible_collections.backupops.veeam.plugins.module_utils._progress import SessionSeen
from tests.unit.progress_told import Told

STARTED = Session("5e55", "Backup Job 1", "70b", "BackupJob", "Starting", Phase.RUNNING, Outcome.NONE)
WORKING = dataclasses.replace(STARTED, state="Working")
SUCCESS = dataclasses.replace(STARTED, state="Stopped", phase=Phase.FINISHED, outcome=Outcome.SUCCESS)
WARNING = dataclasses.replace(SUCCESS, outcome=Outcome.WARNING, message="Nearly full")
FAILED = dataclasses.replace(SUCCESS, outcome=Outcome.FAILED, message="Job failed")
IDLE = dataclasses.replace(STARTED, state="Idle", phase=Phase.IDLE)
ASKING = dataclasses.replace(STARTED, state="ActionRequired", phase=Phase.ACTION_REQUIRED)


def refused(status: int) -> RequestRefused:
    return RequestRefused(f"status {status}", status=status, method="GET", path="/x")


@dataclass
class Reader:
    """Answers one poll after the other, the last answer for ever. An error is raised, a number lets time pass."""

    answers: list[t.Any]
    lines: list[str] = field(default_factory=list)
    now: float = 0.0
    pauses: list[float] = field(default_factory=list)
    polls: int = 0

    def options(self, **given: t.Any) -> WaitOptions:
        return WaitOptions(sleep=self.sleep, clock=lambda: self.now, **given)

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds

    def get(self, session_id: str) -> Session | None:
        assert session_id == STARTED.id
        self.polls += 1
        answer = self.answers[0] if len(self.answers) == 1 else self.answers.pop(0)
        if isinstance(answer, VeeamError):
            raise answer
        return answer

    def problems(self, session: Session) -> list[str]:
        return self.lines

    def search(self, filters: dict[str, t.Any], *, limit: int | None) -> list[Session]:
        raise AssertionError("a wait asks for one session by its id")

    def logs(self, session: Session) -> list[dict[str, t.Any]]:
        raise AssertionError("a wait asks for one session by its id")

    def task_sessions(self, session: Session) -> list[dict[str, t.Any]]:
        raise AssertionError("a wait asks for one session by its id")


def test_a_short_session_does_not_wait_for_a_whole_interval() -> None:
    reader = Reader([STARTED, SUCCESS])
    assert wait_for(reader, STARTED, reader.options(interval=60)) is SUCCESS
    assert reader.pauses == [1.0]


def test_pauses_grow_to_the_interval_and_not_beyond() -> None:
    reader = Reader([WORKING] * 12 + [SUCCESS])
    wait_for(reader, STARTED, reader.options(interval=5))
    assert reader.pauses[0] == 1
    assert reader.pauses == sorted(reader.pauses)
    assert reader.pauses[-1] == 5


@pytest.mark.parametrize("interval", [0, 0.1, 1])
def test_nobody_is_asked_more_than_once_a_second(interval: float) -> None:
    reader = Reader([WORKING] * 5 + [SUCCESS])
    wait_for(reader, STARTED, reader.options(interval=interval))
    assert set(reader.pauses) == {1.0}


@pytest.mark.parametrize("end", [SUCCESS, WARNING, IDLE])
def test_success_warnings_and_an_idling_continuous_job_are_fine(end: Session) -> None:
    reader = Reader([WORKING, end])
    assert wait_for(reader, STARTED, reader.options()) is end


def test_a_warning_is_a_failure_when_told_so() -> None:
    reader = Reader([WARNING], lines=["Repository nearly full"])
    with pytest.raises(SessionFailed, match=r"ended with the result Warning\. Nearly full\n  - Repository nearly full"):
        wait_for(reader, STARTED, reader.options(fail_on_warning=True))
    reader = Reader([SUCCESS])
    assert wait_for(reader, STARTED, reader.options(fail_on_warning=True)) is SUCCESS


def test_a_failure_says_what_the_session_logged() -> None:
    reader = Reader([WORKING, FAILED], lines=["VM app01 not found", "Processing\n  finished with errors"])
    with pytest.raises(SessionFailed) as caught:
        wait_for(reader, STARTED, reader.options())
    assert caught.value.message == (
        'Session "Backup Job 1" (5e55) ended with the result Failed. Job failed\n'
        "  - VM app01 not found\n"
        "  - Processing finished with errors"
    )
    assert caught.value.details["session_id"] == "5e55"
    assert caught.value.session is FAILED


def test_a_long_log_is_cut_short() -> None:
    reader = Reader([FAILED], lines=[f"{number} {'x' * 9000}" for number in range(500)])
    with pytest.raises(SessionFailed, match="and 480 more; read them with veeam_session_info") as caught:
        wait_for(reader, STARTED, reader.options())
    assert len(caught.value.message) < 12_000


def test_a_failure_is_reported_even_when_its_log_cannot_be_read() -> None:
    class Speechless(Reader):
        def problems(self, session: Session) -> list[str]:
            raise refused(500)

    reader = Speechless([FAILED])
    with pytest.raises(SessionFailed, match=r"ended with the result Failed\. Job failed$"):
        wait_for(reader, STARTED, reader.options())


@pytest.mark.parametrize("message", ["", "Failed"])
def test_a_run_that_was_stopped_in_the_console_of_13_1_gives_no_reason(message: str) -> None:
    ended = dataclasses.replace(FAILED, message=message)
    with pytest.raises(SessionFailed, match="It gives no reason; a run that was stopped in the console ends so"):
        wait_for(Reader([ended]), STARTED, Reader([ended]).options())
    with pytest.raises(SessionFailed) as caught:
        wait_for(Reader([ended], lines=["Disk is full"]), STARTED, Reader([ended]).options())
    assert "console" not in caught.value.message


def test_the_result_is_not_said_twice() -> None:
    ended = dataclasses.replace(FAILED, message="Failed")
    with pytest.raises(SessionFailed, match=r"ended with the result Failed\. It gives no reason"):
        wait_for(Reader([ended]), STARTED, Reader([ended]).options())


def test_a_log_that_cannot_be_read_may_hold_the_reason() -> None:
    class Speechless(Reader):
        def problems(self, session: Session) -> list[str]:
            raise refused(500)

    reader = Speechless([dataclasses.replace(FAILED, message="Failed")])
    with pytest.raises(SessionFailed, match=r"ended with the result Failed\.$"):
        wait_for(reader, STARTED, reader.options())


def test_a_session_without_a_result_was_cancelled_or_nobody_knows() -> None:
    stopped = dataclasses.replace(SUCCESS, outcome=Outcome.NONE)
    with pytest.raises(SessionFailed, match="stopped without a result"):
        wait_for(Reader([stopped]), STARTED, Reader([]).options())
    cancelled = dataclasses.replace(FAILED, cancelled=True)
    with pytest.raises(SessionFailed, match="was cancelled by somebody"):
        wait_for(Reader([cancelled]), STARTED, Reader([]).options())


def test_a_session_that_waits_for_a_person_is_not_waited_for() -> None:
    with pytest.raises(SessionFailed, match=r"waits for a person \(state ActionRequired\)"):
        wait_for(Reader([ASKING]), STARTED, Reader([]).options())


TROUBLES = [ConnectionFailed("refused"), OutcomeUnknown("cut"), UnusableAnswer("html"), refused(503), refused(429)]


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda error: type(error).__name__)
def test_a_restart_of_the_server_is_sat_out(trouble: VeeamError) -> None:
    reader = Reader([WORKING, *[trouble] * 100, WORKING, SUCCESS])
    assert wait_for(reader, STARTED, reader.options()) is SUCCESS


@pytest.mark.parametrize("trouble", [AuthenticationFailed("no"), refused(403), refused(400)])
def test_what_will_not_get_better_ends_the_wait(trouble: VeeamError) -> None:
    reader = Reader([WORKING, trouble])
    with pytest.raises(type(trouble)):
        wait_for(reader, STARTED, reader.options())


def test_a_timeout_names_the_session_and_its_last_state() -> None:
    reader = Reader([WORKING])
    with pytest.raises(
        WaitTimedOut, match=r"\(5e55\) is not over after 30 s .*last state was Working\. Nothing"
    ) as caught:
        wait_for(reader, STARTED, reader.options(timeout=30))
    assert 30 <= reader.now < 31
    assert caught.value.session is WORKING
    assert caught.value.details["session_id"] == "5e55"


def test_a_timeout_names_the_trouble_on_the_way() -> None:
    reader = Reader([WORKING, ConnectionFailed("Cannot connect to https://vbr:9419.")])
    with pytest.raises(WaitTimedOut, match="last attempt to ask failed: Cannot connect"):
        wait_for(reader, STARTED, reader.options(timeout=30))


def test_without_time_there_is_one_look() -> None:
    reader = Reader([SUCCESS])
    assert wait_for(reader, STARTED, reader.options(timeout=0)) is SUCCESS
    reader = Reader([WORKING])
    with pytest.raises(WaitTimedOut):
        wait_for(reader, STARTED, reader.options(timeout=0))
    assert reader.polls == 1


def test_a_new_session_may_be_unknown_for_a_moment() -> None:
    reader = Reader([None, None, None, WORKING, SUCCESS])
    assert wait_for(reader, STARTED, reader.options()) is SUCCESS


def test_a_session_that_stays_unknown_is_not_waited_for_for_ever() -> None:
    reader = Reader([None])
    with pytest.raises(NotFound, match="is not known to the server"):
        wait_for(reader, STARTED, reader.options(timeout=7200))
    assert 60 <= reader.now < 70


def test_being_unknown_is_counted_without_the_time_in_which_nobody_answered() -> None:
    reader = Reader([WORKING, *[ConnectionFailed("down")] * 50, None, WORKING, SUCCESS])
    assert wait_for(reader, STARTED, reader.options()) is SUCCESS


def test_a_stop_is_waited_for_however_the_session_ends() -> None:
    for end in (FAILED, dataclasses.replace(SUCCESS, outcome=Outcome.NONE), WARNING):
        reader = Reader([IDLE, WORKING, end])
        assert wait_until_over(reader, STARTED, reader.options(fail_on_warning=True)) is end


def test_every_poll_is_made_inside_what_keeps_it_short() -> None:
    reader = Reader([WORKING, ConnectionFailed("down"), SUCCESS])
    inside: list[int] = []
    left: list[float] = []

    @contextlib.contextmanager
    def polling(seconds: float) -> t.Iterator[None]:
        left.append(seconds + reader.now)
        yield
        inside.append(reader.polls)

    with contextlib.suppress(ConnectionFailed):
        wait_for(reader, STARTED, reader.options(polling=polling, timeout=100))
    assert inside == [1, 3]
    assert left == [100, 100, 100]


def test_the_last_poll_has_a_second_to_be_answered() -> None:
    reader = Reader([WORKING])
    left: list[float] = []

    @contextlib.contextmanager
    def polling(seconds: float) -> t.Iterator[None]:
        left.append(seconds)
        yield

    with pytest.raises(WaitTimedOut):
        wait_for(reader, STARTED, reader.options(polling=polling, timeout=3))
    assert left[-1] == 1


def test_several_sessions_can_share_one_timeout() -> None:
    reader = Reader([WORKING])
    shared = reader.options(timeout=30, begun=0.0)
    for dummy in range(3):
        with pytest.raises(WaitTimedOut, match="is not over after 30 s"):
            wait_for(reader, STARTED, shared)
    assert 30 <= reader.now < 31


def told(answers: list[t.Any], **given: t.Any) -> list[SessionSeen]:
    """What is told of one session, one value for each look."""
    told = Told()
    reader = Reader(answers)
    with contextlib.suppress(VeeamError):
        wait_for(reader, STARTED, reader.options(progress=told, **given), "Shop servers")
    assert all(len(sessions) == 1 for sessions in told.sessions)
    assert len(told.sessions) == reader.polls
    return [sessions[0] for sessions in told.sessions]


def test_every_look_is_told_with_the_name_that_people_use() -> None:
    first = SessionSeen("5e55", "Shop servers", "Starting", 0.0)
    half = dataclasses.replace(WORKING, percent=50)
    assert told([STARTED, half, half, SUCCESS], interval=5) == [
        first,
        dataclasses.replace(first, state="Working", percent=50, waited=1.0),
        dataclasses.replace(first, state="Working", percent=50, waited=2.6),
        dataclasses.replace(first, state="Stopped", waited=5.16, over=True, result="Success"),
    ]


def test_a_session_without_a_name_of_its_own_is_told_as_the_server_calls_it() -> None:
    progress = Told()
    reader = Reader([SUCCESS])
    wait_for(reader, STARTED, reader.options(progress=progress))
    wait_until_over(reader, STARTED, reader.options(progress=progress), "Shop servers")
    assert [sessions[0].name for sessions in progress.sessions] == ["Backup Job 1", "Shop servers"]


@pytest.mark.parametrize(
    ("end", "result"), [(FAILED, "Failed"), (WARNING, "Warning"), (IDLE, ""), (ASKING, ""), (SUCCESS, "Success")]
)
def test_the_end_is_told_however_it_is(end: Session, result: str) -> None:
    seen = told([WORKING, end])
    assert [each.over for each in seen] == [False, True]
    assert (seen[-1].state, seen[-1].result) == (end.state, result)


def test_a_look_that_fails_is_told_with_what_was_seen_before() -> None:
    seen = told([WORKING, ConnectionFailed("gone"), None, refused(400)])
    assert [(each.state, each.answering) for each in seen] == [
        ("Working", True),
        ("Working", False),
        ("Working", True),
        ("Working", False),
    ]


def test_sessions_that_share_a_time_out_are_waited_for_since_that_began() -> None:
    assert told([SUCCESS], begun=-30.0)[0].waited == 30
