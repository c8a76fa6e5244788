# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The jobs of a set that go or are disabled: each is read again before, all are proven by one listing afterwards."""

from __future__ import annotations

import threading
import typing as t
from dataclasses import dataclass

from ..._errors import VeeamError
from ..._model import Listed
from .. import removal
from ..plan import Action
from .result import OK, JobOutcome
from .set_plan import DISABLE

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..._model import Job
    from ..._product import JobStore
    from ..removal import Act
    from .set_plan import PlannedJob


def goes(job: PlannedJob) -> bool:
    """Whether ``job`` is one for this file."""
    return job.action in (Action.DELETE.value, DISABLE)


@dataclass(frozen=True)
class _Order:
    planned: PlannedJob
    act: Act
    job: Job
    doubt: VeeamError | None


class Removals:
    """Gives the orders of one run and proves them. Several threads may give orders at the same time."""

    def __init__(self, store: JobStore, jobs: Sequence[PlannedJob]) -> None:
        self._store = store
        self._own_doing = frozenset(_own_doing(jobs))
        self._needed = frozenset[str]().union(*(job.needs for job in jobs))
        self._unproven: list[_Order] = []
        self._lock = threading.Lock()

    def carry_out(self, planned: PlannedJob) -> JobOutcome:
        """Give the order for one job. What others wait for is proven at once, the rest by ``prove``.

        Raises MovedOn for a job that is not what the plan saw, and the errors of the order.
        """
        act = removal.DISABLING if planned.action == DISABLE else removal.DELETION
        seen = t.cast("Job", planned.observed)
        job = removal.read_again(act, seen, self._store, own_doing=self._own_doing)
        if job is None:
            done = "disabled" if planned.action == DISABLE else "gone"
            return JobOutcome(planned.name, Action.NONE.value, OK, planned.id, f"it is {done} already")
        order = _Order(planned, act, job, removal.order(act, job, self._store.writer))
        if planned.name in self._needed:
            self._prove(order)
        else:
            with self._lock:
                self._unproven.append(order)
        return JobOutcome(planned.name, planned.action, OK, planned.id)

    def prove(self) -> Iterator[tuple[PlannedJob, VeeamError]]:
        """The jobs whose order was not carried out, or nobody can tell, and why."""
        orders, self._unproven = self._unproven, []
        there = self._there_now() if len(orders) > 1 else None
        for order in orders:
            if there is not None and order.act.is_done(there.get(order.job.id)):
                continue
            try:
                self._prove(order)
            except VeeamError as error:
                yield order.planned, error

    def _prove(self, order: _Order) -> None:
        removal.prove(order.act, order.job, self._store.reader, order.doubt)

    def _there_now(self) -> dict[str, Job] | None:
        """Every job of the server by its id; None when a list proves nothing, so that each has to be asked for."""
        try:
            listed = Listed.of(self._store.reader.summaries())
        except VeeamError:
            return None
        return None if listed.gap is not None else {job.id: job for job in listed.rows}


def _own_doing(jobs: Sequence[PlannedJob]) -> Iterator[str]:
    for job in jobs:
        if job.action == Action.DELETE.value:
            yield from (job.name, job.id)
        elif job.plan is not None and job.plan.observed is not None and job.plan.observed.name != job.name:
            yield job.plan.observed.name
