# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What policies ask about a job, read out of settings in the words of Enterprise Manager. Pure."""

from __future__ import annotations

import typing as t

from ..._vocabulary import PolicyFacts
from .editable import CLONE_INFO

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from ..._model import Json
    from ..._paths import Path

_RETENTION: t.Final = ("JobInfo", "BackupJobInfo", "SimpleRetentionPolicy")
_CALENDARS: t.Final = ("JobScheduleOptions", "Standart")
_TIMED: t.Final = ("OptionsDaily", "OptionsMonthly")
# What is counted, by the type of the limit: the name of the fact, and the member.
_KEPT: t.Final = {"Days": ("retention_days", "RetainDaysToKeep"), "Cycles": ("restore_points", "RetainCycles")}


def facts(job_type: str, settings: Json) -> PolicyFacts:
    """The facts of a job with these settings (valid, as the reference spells them).

    Whether backups are encrypted is nothing that Enterprise Manager could change.
    """
    paths: dict[str, Path] = {}
    found: Json = {}
    for name, value, path in (*_retention(settings), *_repository(job_type, settings)):
        found[name] = value
        paths[name] = path
    return PolicyFacts(**found, starts=tuple(_starts(settings)), paths={**paths, "starts": _CALENDARS})


def _retention(settings: Json) -> Iterator[tuple[str, t.Any, tuple[str, ...]]]:
    policy = _at(settings, _RETENTION)
    for limit, (name, member) in _KEPT.items():
        if member in policy and policy.get("RetainLimitType", limit) == limit:
            yield name, policy[member], (*_RETENTION, member)


def _repository(job_type: str, settings: Json) -> Iterator[tuple[str, t.Any, tuple[str, ...]]]:
    place = ("JobCloneSpec", CLONE_INFO.get(job_type, ""))
    for member in ("Repository", "RepositoryUid"):
        if member in _at(settings, place):
            yield "repository", _at(settings, place)[member], (*place, member)
            return


def _starts(settings: Json) -> Iterator[int]:
    if settings.get("ScheduleConfigured") is False:
        return
    for kind in _TIMED:
        calendar = _at(settings, (*_CALENDARS, kind))
        if calendar.get("Enabled") is True and calendar.get("Time"):
            hours, minutes = calendar["Time"].split(":")[:2]
            yield int(hours) * 60 + int(minutes)


def _at(settings: Json, path: tuple[str, ...]) -> Json:
    found: t.Any = settings
    for name in path:
        found = found.get(name, {})
    return t.cast("Json", found)
