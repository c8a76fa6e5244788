# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What the vendor's schema allows and the product does not: settings that contradict each other."""

from __future__ import annotations

import typing as t
from collections.abc import Iterator, Mapping

from ..._errors import Problem
from ..._paths import Path, text
from ..schema.revisions import FAILOVER_CLUSTER_AGENT, FAILOVER_CLUSTER_CARRIER, FAILOVER_CLUSTER_TYPE
from ..schema.scalars import coerced

if t.TYPE_CHECKING:
    from ..._model import Json

# Radio buttons in the product's console, independent members in the API.
SCHEDULE_KINDS: t.Final = ("daily", "monthly", "periodically", "continuously", "afterThisJob")
# The members of a job that contradictions are about.
INVOLVED: t.Final = ("schedule", "mode", "agentType")
_MULTITAG: t.Final = "multitag"


def contradictions(job_type: str, settings: Json, *, prefix: Path = ("settings",)) -> list[Problem]:
    """Settings that cannot be true together. Works on what a user wrote and on a whole merged job alike."""
    return [
        *_schedule(settings.get("schedule"), (*prefix, "schedule")),
        *_copy_mode(job_type, settings, prefix),
        *_agent_type(job_type, settings, prefix),
    ]


def added_multitags(settings: Json, observed: Json | None, *, prefix: Path = ("settings",)) -> list[Problem]:
    """Inventory objects of the type Multitag that ``observed`` does not have: the API can only keep them (VBR-T36)."""
    known = {_identity(item) for dummy, item in _multitags(observed or {}, ())}
    return [
        Problem(path, f"the API cannot add a combination of tags ({item.get('name')}) to a job; only the console can")
        for path, item in _multitags(settings, prefix)
        if _identity(item) not in known
    ]


def _schedule(schedule: t.Any, path: Path) -> Iterator[Problem]:
    if not isinstance(schedule, Mapping):
        return
    branches = {kind: schedule.get(kind) for kind in SCHEDULE_KINDS}
    enabled = [
        kind
        for kind, branch in branches.items()
        if isinstance(branch, Mapping) and coerced("boolean", branch.get("isEnabled")) is True
    ]
    if len(enabled) > 1:
        yield Problem(path, f"only one of {', '.join(enabled)} can be enabled; set isEnabled to false in the others")


def _copy_mode(job_type: str, settings: Mapping[str, t.Any], prefix: Path) -> Iterator[Problem]:
    """A backup copy says twice when it runs, and nothing but this keeps both the same (VBR-T43)."""
    schedule = settings.get("schedule")
    if job_type != "BackupCopy" or not isinstance(schedule, Mapping):
        return
    mode, kind = settings.get("mode"), schedule.get("type")
    if mode is not None and kind is not None and str(mode).lower() != str(kind).lower():
        yield Problem(
            (*prefix, "schedule", "type"), f"is {kind} while {text((*prefix, 'mode'))} is {mode}; both must be the same"
        )


def _agent_type(job_type: str, settings: Mapping[str, t.Any], prefix: Path) -> Iterator[Problem]:
    agent = str(settings.get("agentType", ""))
    clustered = agent.lower() == FAILOVER_CLUSTER_AGENT.lower()
    if job_type == FAILOVER_CLUSTER_CARRIER and clustered:
        yield Problem((*prefix, "agentType"), f"jobs for failover clusters have the type {FAILOVER_CLUSTER_TYPE}")
    if job_type == FAILOVER_CLUSTER_TYPE and agent and not clustered:
        yield Problem((*prefix, "agentType"), f"must be {FAILOVER_CLUSTER_AGENT} for jobs of the type {job_type}")


def _multitags(value: t.Any, path: Path) -> Iterator[tuple[Path, Mapping[str, t.Any]]]:
    if isinstance(value, Mapping):
        if str(value.get("type", "")).lower() == _MULTITAG:
            yield path, value
        for name, item in value.items():
            yield from _multitags(item, (*path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _multitags(item, (*path, index))


def _identity(item: Mapping[str, t.Any]) -> tuple[str, str]:
    return str(item.get("hostName", "")).lower(), str(item.get("objectId") or item.get("name"))
