# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks: Enterprise Manager's receipts for asynchronous calls, and when their effects can be seen."""

from __future__ import annotations

import dataclasses
import datetime as dt
import typing as t

from tests.simulator.em.estate_model import Json

if t.TYPE_CHECKING:
    from tests.simulator.faults import Fault, FaultInjector

# What an operation does: called with the time of the call, returns what the finished task links to (or nothing).
Effect = t.Callable[[dt.datetime], t.Any]
# A read moves a task one state further; the reply to the call itself always says Running.
_GOOD = ("Running", "OperationFinished", "Finished")
_BAD = ("Running", "Running", "Finished")
SETTLED_AFTER = 1.0  # seconds after which an effect is visible although nobody looked at the task


class Failure(Exception):
    """An operation that is accepted (202) and ends with Success=false and this message."""


@dataclasses.dataclass
class Task:
    """One task of one logon session."""

    task_id: str
    operation: str
    message: str
    when: dt.datetime
    effect: Effect | None
    failure: str | None = None
    reads: int = 0
    related: t.Any = None
    applied: bool = False
    stuck: str | None = None
    quiet: frozenset[str] = frozenset()

    @property
    def state(self) -> str:
        """Running, OperationFinished or Finished."""
        states = _BAD if self.failure is not None else _GOOD
        state = states[min(self.reads, 2)]
        return self.stuck if self.stuck and self.reads else state

    def result(self) -> Json | None:
        """Success and Message; in OperationFinished a placeholder stands for the message (T68)."""
        if self.state == "Finished":
            message = self.failure if self.failure is not None else self.message
            result = {"Success": self.failure is None} | ({} if "message" in self.quiet else {"Message": message})
            return None if "result" in self.quiet else result
        return {"Success": True, "Message": "OperationFinished"} if self.state == "OperationFinished" else None

    def apply(self) -> None:
        """Let the effect happen, once."""
        if not self.applied and self.failure is None and self.effect is not None:
            self.applied = True
            self.related = self.effect(self.when)


class Effects:
    """The effects that wait until Enterprise Manager has collected them."""

    def __init__(self, faults: FaultInjector) -> None:
        self._faults = faults
        self._waiting: list[Task] = []

    def add(self, task: Task) -> None:
        """Remember the effect of a new task, and what the faults in force do to it."""
        failed = self._faults.take("em-task-failed", task.operation)
        if failed:
            task.failure = failed.options.get("text", "Injected by the simulator.")
        stuck = self._faults.take("em-task-stuck", task.operation)
        if stuck:
            task.stuck = stuck.options.get("state", "OperationFinished")
        parts = ("result", "message", "related")
        task.quiet = frozenset(p for p in parts if self._faults.take(f"em-task-no-{p}", task.operation))
        self._waiting.append(task)

    def settle(self, now: dt.datetime) -> None:
        """Let the effects happen whose time has come: the task was seen finished, or long enough ago."""
        stale = self._stale()
        for task in list(self._waiting):
            age = (now - task.when).total_seconds()
            limit = stale.number(default=float("inf")) if stale else SETTLED_AFTER
            if age >= limit or (task.state == "Finished" and not stale):
                self._done(task)

    def collect(self) -> None:
        """Let all effects happen now, in the order of the calls."""
        for task in list(self._waiting):
            self._done(task)

    def before_write(self) -> None:
        """A new call finds the backup server as the calls before left it, whatever Enterprise Manager shows."""
        if not self._stale():
            self.collect()

    def _stale(self) -> Fault | None:
        return next(iter(self._faults.active("em-stale")), None)

    def _done(self, task: Task) -> None:
        self._waiting.remove(task)
        task.apply()
