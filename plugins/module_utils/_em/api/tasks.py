# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Tasks: what Enterprise Manager answers to a call that changes something.

A task is the receipt of one call, not the work itself: that a job was started is no reason to think that it is done.
It can be seen only within the logon session that made the call.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ..._errors import OutcomeUnknown, RequestRefused, WaitTimedOut
from ..._timing.polling import Rhythm, is_passing, until
from .client import says_absent, segment
from .links import find
from .pace import Pace
from .shapes import canonical

if t.TYPE_CHECKING:
    from ..._http.reply import Reply
    from ..._model import Json
    from .client import EmClient
    from .logon import Token

# Enterprise Manager has taken over what the backup server did. Anything else is under way, so is OperationFinished
# (EM-T68).
FINISHED: t.Final = "finished"
# How a task that this logon session does not have is reported, with status 500 (EM-T19, EM-T71).
NO_TASK: t.Final = "no backup task"
FIRST_PAUSE: t.Final = 0.5


class TaskFailed(RequestRefused):
    """The backup server did not do what it was asked for; the message is its own."""


@dataclass(frozen=True)
class Call:
    """The call that a task stands for, for messages."""

    method: str
    path: str
    task_id: str
    operation: str

    def __str__(self) -> str:
        return f"Task {self.task_id} ({self.operation or 'no operation given'}) of {self.method} {self.path}"


class EmTasks:
    """Makes calls that are answered with a task, and waits until it is over."""

    def __init__(self, client: EmClient, pace: Pace | None = None) -> None:
        self._client = client
        self.pace = pace or Pace()

    def run(self, method: str, path: str, json: t.Any = None, params: t.Any = None) -> Json:
        """Make the call and return its finished task, with the links to what it made.

        Raises TaskFailed with the backup server's reason, OutcomeUnknown when it cannot be known whether the call took
        effect (it is never made again: look at what it should have changed), WaitTimedOut with the id of the task.
        """
        task, token = self._client.send(method, path, json, params)
        if task is None or not isinstance(task.get("TaskId"), (str, int)) or not task["TaskId"]:
            raise OutcomeUnknown(
                f"{self._client.transport.origin} accepted {method} {path} and gave no task. It may or may not have "
                "taken effect.",
                method=method,
                path=path,
            )
        call = Call(method, path, str(task["TaskId"]), str(task.get("Operation") or ""))
        return _judged(self._finished(task, call, token), call)

    def _finished(self, task: Json, call: Call, token: Token) -> Json:
        deadline = self.pace.clock() + self.pace.timeout

        def look() -> Json:
            with self._client.transport.within(max(FIRST_PAUSE, deadline - self.pace.clock())):
                return self._seen(call, token)

        answer = until(
            look,
            lambda seen: str(seen.get("State", "")).lower() == FINISHED,
            Rhythm(FIRST_PAUSE, longest=self.pace.interval).pauses(),
            deadline=deadline,
            # A look that ends in doubt has lost the task.
            passing=lambda error: is_passing(error) and not isinstance(error, OutcomeUnknown),
            known=task,
            sleep=self.pace.sleep,
            clock=self.pace.clock,
        )
        seen = answer.found or task
        if not answer.done:
            trouble = f" The last attempt to ask failed: {answer.trouble.message}" if answer.trouble else ""
            raise WaitTimedOut(
                f"{call} is not over after {self.pace.timeout:g} s; its last state was {seen.get('State')}. "
                f"Nothing was cancelled, it goes on on the server.{trouble}",
                task_id=call.task_id,
                task=seen,
            )
        return seen

    def _seen(self, call: Call, token: Token) -> Json:
        reply = self._client.get_with(token, f"/tasks/{segment(call.task_id)}")
        if reply is None:
            raise _lost(call, "its logon session has ended")
        if says_absent(reply) or _says_lost(reply):
            raise _lost(call, f"the server says: {reply.words().message or reply.said()}")
        if not reply.ok:
            raise reply.refusal()
        task = canonical(reply.json())
        if not isinstance(task, dict):
            raise reply.unusable("something that is no task")
        return task


def made(task: Json, kind: str) -> str:
    """The guid of the ``kind`` of thing that a finished task has made, "" when it does not say."""
    for rel, type_ in (("Related", kind), ("Related", f"{kind}Reference")):
        link = find(task, rel=rel, type_=type_)
        if link and link.guid:
            return link.guid
    return ""


def _judged(task: Json, call: Call) -> Json:
    """The task when it succeeded: ``Success`` decides and no status of HTTP (EM-T69, EM-T70)."""
    result = task.get("Result")
    success = result.get("Success") if isinstance(result, dict) else None
    if success is True:
        return task
    if success is None:
        raise OutcomeUnknown(
            f"{call} is finished and has no result. It may or may not have taken effect.",
            method=call.method,
            path=call.path,
            task_id=call.task_id,
            task=task,
        )
    reason = " ".join(str(result.get("Message") or "").split()) if isinstance(result, dict) else ""
    raise TaskFailed(
        f"{call} failed: {reason or 'the server does not say why.'}",
        status=202,
        method=call.method,
        path=call.path,
        server_message=reason,
        task_id=call.task_id,
        task=task,
    )


def _lost(call: Call, why: str) -> OutcomeUnknown:
    return OutcomeUnknown(
        f"{call} cannot be followed any more: {why}. It may or may not have taken effect.",
        method=call.method,
        path=call.path,
        task_id=call.task_id,
    )


def _says_lost(reply: Reply) -> bool:
    return reply.status == 500 and NO_TASK in reply.words().message.lower()
