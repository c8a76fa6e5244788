# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""The jobs of a set that go or are disabled: each is read again before, all are proven by one listing afterwards."""

from __future__ import annotations

import threading
import typing as t
from dataclasses import dataclass

from ...._errors import VeeamError
from ...._model import Listed
from ...plan import Action
from ...writing.removal import DELETION, DISABLING, remove
from ..planned_job import Changed, Delete, Written
from ..result import JobOutcome, Status

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...._model import Job
    from ...._product import JobStore
    from ...writing.removal import Order
    from ..planned_job import PlannedJob, Removed


@dataclass(frozen=True)
class _Given:
    planned: Removed
    order: Order

    def is_done(self, there: dict[str, Job] | None) -> bool:
        """Whether it is carried out, by a list of what is ``there`` (None: there is no such list)."""
        return there is not None and self.order.act.is_done(there.get(self.order.job.id))


class Removals:
    """Gives the orders of one run and proves them. Several threads may give orders at the same time."""

    def __init__(self, store: JobStore, jobs: Sequence[PlannedJob]) -> None:
        self._store = store
        self._own_doing = frozenset(_own_doing(jobs))
        self._needed = frozenset[str]().union(*(job.needs for job in jobs if isinstance(job, Changed)))
        self._unproven: list[_Given] = []
        self._lock = threading.Lock()

    def carry_out(self, planned: Removed) -> JobOutcome:
        """Give the order for one job. What others wait for is proven at once, the rest by ``prove``.

        Raises MovedOn for a job that is not what the plan saw, and the errors of the order.
        """
        act = DELETION if isinstance(planned, Delete) else DISABLING
        order = remove(act, planned.seen, self._store, own_doing=self._own_doing)
        if order is None:
            done = "gone" if isinstance(planned, Delete) else "disabled"
            return JobOutcome(planned.name, Action.NONE, Status.OK, planned.id, f"it is {done} already")
        if planned.name in self._needed:
            order.prove(self._store.reader)
        else:
            with self._lock:
                self._unproven.append(_Given(planned, order))
        return JobOutcome(planned.name, planned.action, Status.OK, planned.id)

    def prove(self) -> Iterator[tuple[Removed, VeeamError | None, int]]:
        """Each job that was to go, why its order was not carried out or cannot be told (None: it was), and how many
        are left to be proven.
        """
        given, self._unproven = self._unproven, []
        there = self._there_now() if len(given) > 1 else None
        for left, each in zip(reversed(range(len(given))), given, strict=True):
            yield each.planned, None if each.is_done(there) else self._refuted(each.order), left

    def _refuted(self, order: Order) -> VeeamError | None:
        try:
            order.prove(self._store.reader)
        except VeeamError as error:
            return error
        return None

    def _there_now(self) -> dict[str, Job] | None:
        """Every job of the server by its id; None when a list proves nothing, so that each has to be asked for."""
        try:
            listed = Listed.of(self._store.reader.summaries())
        except VeeamError:
            return None
        return None if listed.gap is not None else {job.id: job for job in listed.rows}


def _own_doing(jobs: Sequence[PlannedJob]) -> Iterator[str]:
    for job in jobs:
        if isinstance(job, Delete):
            yield from (job.name, job.id)
        elif isinstance(job, Written) and job.plan.observed is not None and job.plan.observed.name != job.name:
            yield job.plan.observed.name
