# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which jobs of the server a set no longer names, and how many of them one run may touch. Pure functions."""

from __future__ import annotations

import enum
import fnmatch
import re
import typing as t
from dataclasses import dataclass

from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput, VeeamError

if t.TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from ansible_collections.backupops.veeam.plugins.module_utils._model import Job, Json

_LIMIT = re.compile(r"(?P<number>[0-9]+(\.[0-9]+)?) *(?P<share>%?)")
_MOST_NAMES: t.Final = 20


class Prune(enum.Enum):
    """What becomes of the owned jobs that the set does not name."""

    NONE = "none"
    REPORT = "report"
    DISABLE = "disable"
    DELETE = "delete"


@dataclass(frozen=True)
class Limit:
    """The most that one run may prune: a number of jobs, or a share (0 to 100) of the owned jobs on the server."""

    number: float
    share: bool = False

    @classmethod
    def parse(cls, text: str) -> Limit:
        """``5`` or ``10%``. Raises InvalidInput."""
        found = _LIMIT.fullmatch(str(text).strip())
        if found is None or (not found["share"] and "." in found["number"]):
            raise InvalidInput(
                [("prune_limit", f'"{text}" is neither a number of jobs such as 5 nor a share such as 10%')]
            )
        if found["share"] and float(found["number"]) > 100:
            raise InvalidInput([("prune_limit", f'"{text}" is more than all')])
        return cls(float(found["number"]), bool(found["share"]))

    def of(self, owned: int) -> int:
        """How many jobs that is, when ``owned`` belong to the set. Never rounded up."""
        return int(owned * self.number / 100) if self.share else int(self.number)

    def __str__(self) -> str:
        return f"{self.number:g}{'%' if self.share else ''}"


@dataclass(frozen=True)
class Pruning:
    """What pruning found: the owned jobs of the server, those to be pruned, and those kept with the reason why."""

    owned: int
    jobs: tuple[Job, ...]
    kept: tuple[tuple[str, str], ...]
    limit: int

    def as_dict(self) -> Json:
        """For the result of a module."""
        return {
            "owned": self.owned,
            "limit": self.limit,
            "jobs": [job.name for job in self.jobs],
            "kept": [{"name": name, "reason": reason} for name, reason in self.kept],
        }


def choose(
    prune: Prune,
    unnamed: Iterable[Job],
    *,
    owned: int,
    referenced: Container[str],
    protected: Iterable[str],
    limit: Limit,
) -> Pruning:
    """Which of ``unnamed`` (the jobs that carry the marker and that the set does not name) to prune.

    ``owned`` is how many jobs carry the marker. ``referenced`` are names and ids that the set refers to, ``protected``
    names and patterns (``*``, ``?``). Raises VeeamError when these are more than ``limit``.
    """
    patterns = list(protected)
    jobs: list[Job] = []
    kept: list[tuple[str, str]] = []
    for job in unnamed:
        reason = _keep(job, prune, referenced, patterns)
        if reason is None:
            jobs.append(job)
        else:
            kept.append((job.name, reason))
    pruning = Pruning(owned, tuple(jobs), tuple(kept), limit.of(owned))
    if prune is not Prune.REPORT and len(jobs) > pruning.limit:
        raise _too_many(prune, pruning, limit)
    return pruning


def _keep(job: Job, prune: Prune, referenced: Container[str], patterns: list[str]) -> str | None:
    if any(fnmatch.fnmatchcase(job.name, pattern) for pattern in patterns):
        return "it is protected"
    if not job.manageable:
        return f"jobs of the type {job.type} can neither be changed nor deleted with the API"
    if job.name in referenced or job.id in referenced:
        return "a job of the set refers to it"
    if prune is Prune.DISABLE and job.enabled is False:
        return "it is disabled already"
    return None


def _too_many(prune: Prune, pruning: Pruning, limit: Limit) -> VeeamError:
    names = [job.name for job in pruning.jobs]
    listed = ", ".join(f'"{name}"' for name in names[:_MOST_NAMES]) + (", …" if len(names) > _MOST_NAMES else "")
    return VeeamError(
        f"The set no longer names {len(names)} of the {pruning.owned} jobs that it owns on the server, and prune_limit "
        f"({limit}) lets one run {prune.value} {pruning.limit} at most. Nothing was written. If all of these are to "
        f"go, raise prune_limit for this run: {listed}",
        pruning=pruning.as_dict(),
    )
