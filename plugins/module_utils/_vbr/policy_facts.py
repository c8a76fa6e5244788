# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What policies ask about a job: how long it keeps, whether it encrypts, where it writes, when it starts. PRIVATE."""

from __future__ import annotations

import typing as t
from collections.abc import Iterator, Mapping

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.scalars import coerced
from ansible_collections.backupops.veeam.plugins.module_utils._vocabulary import Facts

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._model import Json

# Where job types keep what they say about their target.
_TARGETS: t.Final = (("storage",), ("target",), ("backupRepository",), ())
_ENCRYPTION: t.Final = (
    ("advancedSettings", "storageData", "encryption"),
    ("advancedSettings", "encryption"),
    ("encryption",),
)
_DAYS: t.Final = {"Days": 1, "Months": 30, "Years": 365}
_TIMED: t.Final = ("daily", "monthly")


def facts(settings: Json) -> Facts:
    """The facts of a job with these settings (canonical, as written)."""
    days, points = _retention(settings)
    return Facts(
        repository=_repository(settings),
        retention_days=days,
        restore_points=points,
        encrypted=_encrypted(settings),
        starts=tuple(_starts(settings)),
    )


def _retention(settings: Json) -> tuple[int | None, int | None]:
    if coerced("boolean", settings.get("useCustomRetention")) is False:
        return None, None
    for target in _TARGETS:
        policy = _at(settings, (*target, "retentionPolicy"))
        quantity = coerced("integer", _at(policy, ("quantity",)))
        if isinstance(quantity, int):
            kind = str(_at(policy, ("type",)) or "Days")
            return (None, quantity) if kind not in _DAYS else (quantity * _DAYS[kind], None)
    return None, None


def _encrypted(settings: Json) -> bool | None:
    for target in _TARGETS:
        for place in _ENCRYPTION:
            switch = coerced("boolean", _at(settings, (*target, *place, "isEnabled")))
            if isinstance(switch, bool):
                return switch
    return None


def _repository(settings: Json) -> str | None:
    for target in _TARGETS:
        for below in ((), ("destination",)):
            for member in ("backupRepository", "backupRepositoryId"):
                written = _at(settings, (*target, *below, member))
                if isinstance(written, str):
                    return written
    return None


def _starts(settings: Json) -> Iterator[int]:
    schedule = settings.get("schedule")
    if coerced("boolean", _at(schedule, ("runAutomatically",))) is False:
        return
    for kind in _TIMED:
        time = _at(schedule, (kind, "localTime"))
        if coerced("boolean", _at(schedule, (kind, "isEnabled"))) is True and isinstance(time, str) and ":" in time:
            hours, minutes = time.split(":")[:2]
            yield int(hours) * 60 + int(minutes)


def _at(tree: t.Any, steps: tuple[str, ...]) -> t.Any:
    found = tree
    for step in steps:
        if not isinstance(found, Mapping):
            return None
        found = found.get(step)
    return found
