# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Decide what has to be done to one job. Pure: no server is asked, nothing is written."""

from __future__ import annotations

import enum
import typing as t
from dataclasses import dataclass, field

from .._errors import InvalidInput
from .compare import Difference, differences, without_nulls
from .desired import DesiredJob, State
from .merge import merge

if t.TYPE_CHECKING:
    from .._model import Job, Json
    from .._product import ComparisonRules

AS_WANTED: t.Final = "the job is as wanted"


class Action(enum.Enum):
    """What happens to a job."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    DISABLE = "disable"
    NONE = "none"


@dataclass(frozen=True)
class Plan:
    """What is to be done to one job, and why.

    ``wanted`` is what the user wrote, in the product's vocabulary and with ids (OpenTofu says config); ``observed`` the
    job as it is (prior state; None: there is none); ``source`` the job to clone. ``model`` is the job as it should be
    afterwards (planned state). ``differences`` leaves out ``set_enabled``, which is None when that state is right or
    not asked for. ``action`` is never DISABLE: only pruning does that.
    """

    desired: DesiredJob
    action: Action
    reason: str
    wanted: Json = field(default_factory=dict)
    observed: Job | None = None
    source: Job | None = None
    differences: tuple[Difference, ...] = ()
    set_enabled: bool | None = None
    model: Json = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        """True when the server is not as wanted."""
        return self.action is not Action.NONE


def plan(
    desired: DesiredJob,
    wanted: Json,
    observed: Job | None,
    rules: ComparisonRules,
    *,
    source: Job | None = None,
) -> Plan:
    """Compare one wanted job with the one that is there.

    ``wanted`` is resolved (ids, no names). Raises InvalidInput for what no plan can reach: another type, a job that
    the API cannot edit, an id that does not exist.
    """
    if observed is not None:
        refuse_unreachable(desired, observed)
    if desired.state is State.ABSENT:
        return _plan_absent(desired, observed)
    if observed is None:
        return _plan_new(desired, wanted, source, rules)
    return _plan_existing(desired, wanted, observed, rules)


def _plan_absent(desired: DesiredJob, observed: Job | None) -> Plan:
    if observed is None:
        return Plan(desired, Action.NONE, "there is no such job")
    return Plan(desired, Action.DELETE, "the job is to be absent", observed=observed)


def _plan_new(desired: DesiredJob, wanted: Json, source: Job | None, rules: ComparisonRules) -> Plan:
    start = {} if source is None else source.model
    reason = "there is no such job"
    if source is not None:
        reason += f'; it starts as a copy of "{source.name}"'
    model = merge(start, wanted, rules) if source is not None else without_nulls(wanted)
    found = tuple(differences(wanted, {}, rules))
    return Plan(
        desired,
        Action.CREATE,
        reason,
        wanted=wanted,
        source=source,
        differences=found,
        set_enabled=desired.enabled,
        model=model,
    )


def _plan_existing(desired: DesiredJob, wanted: Json, observed: Job, rules: ComparisonRules) -> Plan:
    found = tuple(differences(wanted, observed.model, rules))
    flip = desired.enabled if desired.enabled is not None and desired.enabled != observed.enabled else None
    if not found and flip is None:
        return Plan(desired, Action.NONE, AS_WANTED, wanted, observed, model=observed.model)
    return Plan(
        desired,
        Action.UPDATE,
        _reason(found, flip=flip),
        wanted=wanted,
        observed=observed,
        differences=found,
        set_enabled=flip,
        model=without_nulls(merge(observed.model, wanted, rules)),
    )


def _reason(found: tuple[Difference, ...], *, flip: bool | None) -> str:
    parts = []
    if found:
        parts.append("1 setting differs" if len(found) == 1 else f"{len(found)} settings differ")
    if flip is not None:
        parts.append("the job is disabled" if flip else "the job is enabled")
    return " and ".join(parts)


def refuse_unreachable(desired: DesiredJob, observed: Job) -> None:
    """Raise InvalidInput when ``observed`` can never become what is wanted (VBR-T25)."""
    if not observed.manageable:
        text = (
            f'the job "{observed.name}" is of the type {observed.type}, which the API can only list and run: it can '
            "neither be changed nor deleted with it. Use the product's console for this job"
        )
        raise InvalidInput([("type", text)])
    if desired.state is State.PRESENT and desired.type is not None and desired.type != observed.type:
        text = (
            f'the job "{observed.name}" is of the type {observed.type} and no job can be turned into another type '
            f"({desired.type}). Give the new job another name, or delete the old one first: its backups stay, but the "
            "new job starts a new chain"
        )
        raise InvalidInput([("type", text)])
