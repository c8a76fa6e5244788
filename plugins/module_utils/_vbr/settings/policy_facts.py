# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What policies ask about a job: how long it keeps, whether it encrypts, where it writes, when it starts."""

from __future__ import annotations

import typing as t
from collections.abc import Iterator, Mapping

from ..._vocabulary import PolicyFacts
from ..schema.scalars import coerced

if t.TYPE_CHECKING:
    from ..._model import Json
    from ..._paths import Path

    Steps = tuple[str, ...]

# Where job types keep what they say about their target.
_TARGETS: t.Final = (("storage",), ("target",), ("backupRepository",), ())
_ENCRYPTION: t.Final = (
    ("advancedSettings", "storageData", "encryption"),
    ("advancedSettings", "encryption"),
    ("encryption",),
)
_REPOSITORY: t.Final = (
    ("backupRepository",),
    ("backupRepositoryId",),
    ("destination", "backupRepository"),
    ("destination", "backupRepositoryId"),
)
_DAYS: t.Final = {"days": 1, "months": 30, "years": 365}
_TIMED: t.Final = ("daily", "monthly")


def facts(settings: Json) -> PolicyFacts:
    """The facts of a job with these settings (canonical, as written)."""
    paths: dict[str, Path] = {}
    found = {name: value for name, value, path in _found(settings) if paths.setdefault(name, path)}
    return PolicyFacts(**found, starts=tuple(_starts(settings)), paths={**paths, "starts": ("schedule",)})


def _found(settings: Json) -> Iterator[tuple[str, t.Any, Steps]]:
    yield from _retention(settings)
    for path, switch in _values(settings, _ENCRYPTION, ("isEnabled",)):
        if isinstance(coerced("boolean", switch), bool):
            yield "encrypted", coerced("boolean", switch), path
            break
    for path, written in _values(settings, _REPOSITORY, ()):
        if isinstance(written, str):
            yield "repository", written, path
            break


def _retention(settings: Json) -> Iterator[tuple[str, t.Any, Steps]]:
    if coerced("boolean", settings.get("useCustomRetention")) is False:
        return
    for path, policy in _values(settings, (("retentionPolicy",),), ()):
        quantity = coerced("integer", _at(policy, ("quantity",)))
        if isinstance(quantity, int):
            days = _DAYS.get(str(_at(policy, ("type",)) or "Days").lower())
            name = "restore_points" if days is None else "retention_days"
            yield name, quantity * (days or 1), (*path, "quantity")
            return


def _values(settings: Json, places: tuple[Steps, ...], member: Steps) -> Iterator[tuple[Steps, t.Any]]:
    for target in _TARGETS:
        for place in places:
            path = (*target, *place, *member)
            yield path, _at(settings, path)


def _starts(settings: Json) -> Iterator[int]:
    schedule = settings.get("schedule")
    if coerced("boolean", _at(schedule, ("runAutomatically",))) is False:
        return
    for kind in _TIMED:
        time = _at(schedule, (kind, "localTime"))
        if coerced("boolean", _at(schedule, (kind, "isEnabled"))) is True and isinstance(time, str) and ":" in time:
            hours, minutes = time.split(":")[:2]
            yield int(hours) * 60 + int(minutes)


def _at(tree: t.Any, steps: Steps) -> t.Any:
    found = tree
    for step in steps:
        if not isinstance(found, Mapping):
            return None
        found = found.get(step)
    return found
