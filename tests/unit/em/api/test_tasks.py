# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks: only Finished is the end, only Success is success, and what is lost is never asked for twice."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._em.api.logon import Token
from ansible_collections.backupops.veeam.plugins.module_utils._em.api.pace import Pace
from ansible_collections.backupops.veeam.plugins.module_utils._em.api.shapes import canonical
from ansible_collections.backupops.veeam.plugins.module_utils._em.api.tasks import EmTasks, TaskFailed, made
from ansible_collections.backupops.veeam.plugins.module_utils._errors import (
    ConnectionFailed,
    OutcomeUnknown,
    RequestRefused,
    WaitTimedOut,
)
from ansible_collections.backupops.veeam.plugins.module_utils._http.reply import Reply

GUID = "78c3919c-54d7-43fe-b047-485d3566f11f"
TOKEN = Token("header", "session")
RELATED = {
    "Rel": "Related",
    "Type": "BackupJobSession",
    "Href": f"http://other:9399/api/backupSessions/{GUID}?format=Entity",
}


def task(state: str, result: t.Any = None, **more: t.Any) -> dict[str, t.Any]:
    return {"TaskId": "task-7", "State": state, "Operation": "StartJob", "Result": result, **more}


def answer(status: int, body: t.Any) -> Reply:

    text = b"" if body is None else json.dumps(body).encode()
    return Reply(status, {}, text, "GET", "/api/tasks/task-7", "https://em:9398", lambda text: text)


@dataclasses.dataclass
class FakeTransport:
    origin: str = "https://em:9398"
    left: list[float] = dataclasses.field(default_factory=list)

    def within(self, seconds: float) -> contextlib.AbstractContextManager[None]:
        self.left.append(seconds)
        return contextlib.nullcontext()


@dataclasses.dataclass
class FakeClient:
    """Answers a call with ``first``, looks with ``later``: documents, replies, errors, None for a dead logon."""

    first: t.Any
    later: list[t.Any] = dataclasses.field(default_factory=list)
    sent: list[tuple[t.Any, ...]] = dataclasses.field(default_factory=list)
    looks: int = 0
    transport: FakeTransport = dataclasses.field(default_factory=FakeTransport)

    def send(self, *call: t.Any) -> tuple[t.Any, Token]:
        self.sent.append(call)
        return canonical(self.first), TOKEN

    def get_with(self, token: Token, path: str) -> Reply | None:
        assert (token, path) == (TOKEN, "/tasks/task-7")
        self.looks += 1
        found = self.later.pop(0) if len(self.later) > 1 else self.later[0]
        if isinstance(found, Exception):
            raise found
        return answer(200, found) if isinstance(found, dict) else found


class Clock:
    def __init__(self) -> None:
        self.now = 0.0
        self.pauses: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


def run(client: FakeClient, clock: Clock, timeout: float = 600) -> dict[str, t.Any]:
    pace = Pace(timeout=timeout, interval=5, sleep=clock.sleep, clock=lambda: clock.now)
    return EmTasks(t.cast("t.Any", client), pace).run("POST", "/jobs/1", None, [("action", "start")])


GOOD = {"Success": True, "Message": "Ok"}
PLACEHOLDER = {"Success": True, "Message": "OperationFinished"}


def test_a_task_is_over_when_it_is_finished(clock: Clock) -> None:
    client = FakeClient(
        task("Running"),
        [task("Running"), task("OperationFinished", PLACEHOLDER), task("Finished", GOOD, Links=[RELATED])],
    )
    finished = run(client, clock)
    assert made(finished, "BackupJobSession") == GUID
    assert client.looks == 3
    assert len(client.sent) == 1


def test_camel_case_and_text_are_as_good(clock: Clock) -> None:
    first = {"taskId": "task-7", "state": "Running", "operation": "StartJob", "result": None}
    client = FakeClient(first, [{"taskId": "task-7", "state": "finished", "result": {"success": "true"}}])
    assert run(client, clock)["State"] == "finished"


def test_a_state_that_nobody_knows_is_waited_for(clock: Clock) -> None:
    client = FakeClient(task("Running"), [task("Collecting"), task("Finished", GOOD)])
    assert run(client, clock)["State"] == "Finished"


@pytest.mark.parametrize("success", [False, "false", "False"])
def test_a_task_without_success_fails_with_its_message(clock: Clock, success: t.Any) -> None:
    result = {"Success": success, "Message": 'Job "A" is\n already running.'}
    client = FakeClient(task("Running"), [task("Finished", result)])
    with pytest.raises(TaskFailed) as caught:
        run(client, clock)
    assert 'Task task-7 (StartJob) of POST /jobs/1 failed: Job "A" is already running.' in caught.value.message
    assert caught.value.server_message == 'Job "A" is already running.'


def test_a_failure_without_a_message_is_still_one(clock: Clock) -> None:
    client = FakeClient(task("Running"), [task("Finished", {"Success": False})])
    with pytest.raises(TaskFailed, match="does not say why"):
        run(client, clock)


def test_success_without_a_message_is_success(clock: Clock) -> None:
    client = FakeClient(task("Finished", {"Success": True}))
    assert run(client, clock)["State"] == "Finished"
    assert client.looks == 0


@pytest.mark.parametrize(
    ("client", "why"),
    [
        (FakeClient(task("Running"), [task("Finished")]), "is finished and has no result"),
        (FakeClient(task("Running"), [task("Finished", {"Message": "?"})]), "is finished and has no result"),
        (FakeClient(None), "gave no task"),
        (FakeClient({"Something": "else"}), "gave no task"),
        (FakeClient(task("Running"), [None]), "its logon session has ended"),
        (
            FakeClient(
                task("Running"),
                [answer(500, {"message": "There is no backup task with id [task-7] in current rest session"})],
            ),
            "There is no backup task",
        ),
        (FakeClient(task("Running"), [answer(404, {"Message": "Unknown task"})]), "Unknown task"),
    ],
)
def test_a_task_that_is_lost_has_an_unknown_outcome_and_is_not_called_for_again(
    clock: Clock, client: FakeClient, why: str
) -> None:
    with pytest.raises(OutcomeUnknown, match="may or may not have taken effect") as caught:
        run(client, clock)
    assert why in caught.value.message
    assert len(client.sent) == 1


def test_trouble_while_looking_is_outlived(clock: Clock) -> None:
    trouble: list[t.Any] = [answer(503, None), answer(500, {"Message": "Deadlock"}), ConnectionFailed("Nobody there.")]
    client = FakeClient(task("Running"), [*trouble, task("Finished", GOOD)])
    assert run(client, clock)["State"] == "Finished"


def test_a_refusal_while_looking_is_an_error(clock: Clock) -> None:
    client = FakeClient(task("Running"), [answer(403, {"Message": "Access denied."})])
    with pytest.raises(RequestRefused, match="Access denied"):
        run(client, clock)


def test_patience_ends_with_the_id_of_the_task_and_cancels_nothing(clock: Clock) -> None:
    client = FakeClient(task("Running"), [task("OperationFinished", PLACEHOLDER)])
    with pytest.raises(WaitTimedOut) as caught:
        run(client, clock, timeout=60)
    assert "task-7" in caught.value.message
    assert "OperationFinished" in caught.value.message
    assert caught.value.details["task_id"] == "task-7"
    assert clock.pauses == sorted(clock.pauses)
    assert max(clock.pauses) == 5
    assert client.looks <= 60 / 5 + 6
    assert client.transport.left == sorted(client.transport.left, reverse=True)
    assert 0.5 <= client.transport.left[-1] <= client.transport.left[0] < 60


def test_what_a_task_made_is_chosen_by_its_kind() -> None:
    other = RELATED | {"Type": "Job", "Href": "x/jobs/00000000-1111-2222-3333-444444444444"}
    assert made({"Links": [other, RELATED]}, "BackupJobSession") == GUID
    assert made({"Links": [other]}, "BackupJobSession") == ""
    assert made({}, "Job") == ""
