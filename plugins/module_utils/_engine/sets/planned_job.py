# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What is to be done to one job of a set: a kind for each action. Plain data."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from ..plan import Action

if t.TYPE_CHECKING:
    from ..._errors import VeeamError
    from ..._model import Change, Job
    from ..plan import Plan
    from ..results import PlanEntry, PlannedChangeShown
    from .job_set import Origin, SetEntry


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """A change of a job, and who wants it: ``origin`` is None for a job that no set names any more."""

    change: Change
    origin: Origin | None

    def as_dict(self) -> PlannedChangeShown:
        """For the result of a module."""
        return {**self.change.as_dict(), "origin": "prune" if self.origin is None else str(self.origin)}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedJob:
    """One job of a plan. ``id`` is "" for a job that does not exist, ``entry`` None for one that is pruned."""

    action: t.ClassVar[Action] = Action.NONE

    name: str
    reason: str
    id: str = ""
    entry: SetEntry | None = None

    def as_dict(self) -> PlanEntry:
        """For the result of a module."""
        return {"name": self.name, "action": self.action.value, "changes": [], "reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged(PlannedJob):
    """A job that is as wanted: there as the set says, or not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused(PlannedJob):
    """A job for which there is no plan."""

    error: VeeamError


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed(PlannedJob):
    """A job to which something is to be done.

    ``diff`` is that of a module's result. ``needs`` are the names of jobs that must be written before. ``digest`` tells
    whether the job still looks as it did, "" for one that does not exist.
    """

    changes: tuple[PlannedChange, ...] = ()
    diff: dict[str, str] = field(default_factory=dict)
    needs: frozenset[str] = frozenset()
    digest: str = ""

    def as_dict(self) -> PlanEntry:
        """For the result of a module."""
        changes = [change.as_dict() for change in self.changes]
        return {"name": self.name, "action": self.action.value, "changes": changes, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class PlanAgain:
    """That what a job refers to does not exist yet: it is planned again on ``observed`` when it is its turn."""

    observed: Job | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written(Changed):
    """A job that is made or changed. ``again`` is None when ``plan`` can be carried out as it is."""

    entry: SetEntry
    plan: Plan
    again: PlanAgain | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Create(Written):
    """A new job."""

    action: t.ClassVar[Action] = Action.CREATE


@dataclass(frozen=True, slots=True, kw_only=True)
class Update(Written):
    """A job that is not as wanted. Its plan has no models: they are read again before the job is written."""

    action: t.ClassVar[Action] = Action.UPDATE


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed(Changed):
    """A job that goes or is disabled. ``seen`` is what it looked like."""

    seen: Job


@dataclass(frozen=True, slots=True, kw_only=True)
class Delete(Removed):
    """A job that is to be absent, or that is pruned."""

    action: t.ClassVar[Action] = Action.DELETE


@dataclass(frozen=True, slots=True, kw_only=True)
class Disable(Removed):
    """A pruned job that stays."""

    action: t.ClassVar[Action] = Action.DISABLE
