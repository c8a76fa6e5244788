# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Which jobs of the server a set no longer names, and how many of them one run may touch. Pure functions."""

from __future__ import annotations

import enum
import re
import typing as t
from dataclasses import dataclass

from ..._errors import InvalidInput, VeeamError
from ..._expressions.name_patterns import fits, plain

if t.TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Sequence

    from ..._model import Job
    from ..results import PruningShown

_LIMIT = re.compile(r"(?P<number>[0-9]+(\.[0-9]+)?) *(?P<share>%?)")
_MOST_NAMES: t.Final = 20
# What the console calls a copy of a job.
_COPY: t.Final = re.compile(r"(?P<source>.+)_clone[0-9]+", re.DOTALL | re.IGNORECASE)


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
    """What pruning found: the owned jobs of the server, those to be pruned, and those kept with the reason why.

    ``copies`` are the names of those that are kept because they look like copies made in the console.
    """

    owned: int
    jobs: tuple[Job, ...]
    kept: tuple[tuple[str, str], ...]
    limit: int
    copies: tuple[str, ...] = ()

    def as_dict(self) -> PruningShown:
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
    protected: Collection[str],
    present: Collection[str],
    whole: bool,
    limit: Limit,
) -> Pruning:
    """Which of ``unnamed`` (the jobs that carry the marker and that the set does not name) to prune.

    ``owned`` is how many jobs carry the marker. ``referenced`` are names and ids that the set refers to, ``protected``
    names and patterns (``*``, ``?``), ``present`` the names of all jobs of the server. ``whole``: there are no
    others. Raises VeeamError when those to be pruned are more than ``limit``.
    """
    there = frozenset(plain(name) for name in present) if whole else None
    jobs: list[Job] = []
    kept: list[tuple[str, str]] = []
    copies: list[str] = []
    for job in unnamed:
        reason = _keep(job, prune, referenced, protected)
        source = source_of_copy(job.name, there)
        if reason is None and source is not None:
            reason = f'it looks like a copy of "{source}" that was made in the console'
            copies.append(job.name)
        if reason is None:
            jobs.append(job)
        else:
            kept.append((job.name, reason))
    pruning = Pruning(owned, tuple(jobs), tuple(kept), limit.of(owned), tuple(copies))
    if prune is not Prune.REPORT and len(jobs) > pruning.limit:
        raise _too_many(prune, pruning, limit)
    return pruning


def told(pruning: Pruning, protected: Iterable[str], present: Collection[str]) -> tuple[str, ...]:
    """Warnings: entries of ``protected`` that fit none of the names in ``present``, and copies that are kept."""
    warnings = [
        f'protected: there is no job "{entry}" on the server, so that this protects nothing.'
        for entry in protected
        if not any(fits(entry, name) for name in present)
    ]
    if pruning.copies:
        warnings.append(
            f"Kept, although no file names them: {_listed(pruning.copies)}. They carry the owner's line, and look like "
            "copies that were made in the console. Take that line out of the description of a copy that is to stay, "
            "and delete the others with state: absent or in the console."
        )
    return tuple(warnings)


def source_of_copy(name: str, there: Container[str] | None) -> str | None:
    """The name that the console would have made ``name`` of when it copied a job; None when it is no such copy.

    ``there`` are the ``plain`` names of all jobs: one that was called so by hand has no job that it could come from.
    None when not all are known.
    """
    found = _COPY.fullmatch(name.strip())
    if found is None or (there is not None and plain(found["source"]) not in there):
        return None
    return found["source"]


def _keep(job: Job, prune: Prune, referenced: Container[str], protected: Iterable[str]) -> str | None:
    if any(fits(entry, job.name) for entry in protected):
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
    return VeeamError(
        f"The set no longer names {len(names)} of the {pruning.owned} jobs that it owns on the server, and prune_limit "
        f"({limit}) lets one run {prune.value} {pruning.limit} at most. Nothing was written. If all of these are to "
        f"go, raise prune_limit for this run: {_listed(names)}",
        pruning=pruning.as_dict(),
    )


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(f'"{name}"' for name in names[:_MOST_NAMES])
    return shown + (", …" if len(names) > _MOST_NAMES else "")
