# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The state of a simulated Enterprise Manager: its estate, who is logged on, and what waits to become visible."""

from __future__ import annotations

import datetime as dt
import typing as t

from tests.simulator.em import estate, estate_history
from tests.simulator.em.entities import Lens
from tests.simulator.em.estate_model import SESSION_KINDS, Item, Run
from tests.simulator.em.logons import Logon, Logons
from tests.simulator.em.tasks import Effect, Effects, Failure, Task

if t.TYPE_CHECKING:
    from tests.simulator.world import World


class Site:
    """Everything that handlers read and change."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.logons = Logons(world.options.username, world.options.password, world.options.role)
        self.effects = Effects(world.faults)
        self.complaints: list[str] = []
        self.collected = False
        self.late: dict[str, int] = {}
        options = world.options
        self.estate = estate.build(jobs=options.jobs, vms=options.vms, seed=options.seed, now=self.now())

    def now(self) -> dt.datetime:
        """The time of the server, UTC."""
        return self.world.clock.now().astimezone(dt.UTC)

    @property
    def live(self) -> bool:
        """Whether replies are as live servers were seen to write them, and not as the documents describe them."""
        return self.world.options.is_live

    def idle_seconds(self) -> float:
        """After which time without a request a logon session ends."""
        fault = next(iter(self.world.faults.active("token-life")), None)
        return fault.number(default=0) if fault else self.world.options.token_seconds

    def lens(self, base: str) -> Lens:
        """The view of this moment: effects that are due have happened, finished runs have left their restore points."""
        now = self.now()
        self.effects.settle(now)
        for kind in SESSION_KINDS:
            for run in self.estate.all(kind):
                if isinstance(run, Run) and not run.booked and run.ended(now):
                    self._book(run)
        return Lens(self.estate, now, base, live=self.live)

    def _book(self, run: Run) -> None:
        job = self.job(run.refs["job"])
        if job:
            estate_history.book(self.estate, run, job)

    def job(self, guid: str) -> Item | None:
        """A job of any kind."""
        found = (self.estate.get(kind, guid) for kind in ("Job", "AgentBackupJob", "NasJob"))
        return next((job for job in found if job), None)

    def visible(self, kind: str) -> list[Item]:
        """The items of a kind that Enterprise Manager knows of."""
        return [item for item in self.estate.all(kind) if self.shows(item)]

    def shows(self, item: Item) -> bool:
        """Whether Enterprise Manager knows of the item: it was collected, and its session is not late."""
        if item.kind in ("Job", "Backup") and not self.collected:
            faults = self.world.faults.active("em-uncollected")
            return not any(fault.matches_subject(item.name) for fault in faults)
        return self.late.get(item.guid, 0) <= 0

    def count_session_read(self) -> None:
        """One more read of sessions: late ones come nearer."""
        self.late = {guid: left - 1 for guid, left in self.late.items() if left > 0}

    def collect(self) -> None:
        """Enterprise Manager asks its backup servers for news."""
        self.collected = True
        self.effects.collect()

    def start_task(self, logon: Logon, operation: str, effect: Effect, message: str = "Ok") -> Task:
        """A new task of the logon session, whose effect comes later."""
        task = Task(logon.next_task_id(), operation, message, self.now(), effect)
        logon.tasks[task.task_id] = task
        self.effects.add(task)
        return task

    def failed_task(self, logon: Logon, operation: str, failure: Failure) -> Task:
        """A new task that ends with Success=false."""
        task = Task(logon.next_task_id(), operation, "", self.now(), None, failure=str(failure))
        logon.tasks[task.task_id] = task
        return task

    def read_task(self, logon: Logon, task_id: str) -> Task | None:
        """A task of this logon session, one state further than before; None when it does not know such a task."""
        task = logon.tasks.get(task_id)
        if task and self.world.faults.take("lost-task", task.operation):
            task.reads = 2
            self.effects.settle(self.now())
            del logon.tasks[task_id]
            return None
        if task:
            task.reads += 1
            self.effects.settle(self.now())
        return task

    def complain(self, text: str) -> None:
        """Remember something that the server lets pass and a good client does not do."""
        self.complaints.append(text)
