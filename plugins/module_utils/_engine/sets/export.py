# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""The jobs of a server as a person would write them: entries of a set, with which nothing would be changed."""

from __future__ import annotations

import collections
import dataclasses
import typing as t
from dataclasses import dataclass, field

from ..._errors import NotFound, check_absence
from ..._expressions.name_patterns import check_entries, close_to, look_up
from ..._model import Listed
from ..ownership import owner_of, split

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..._model import Gap, Job, Json
    from ..._product import Product

_DISABLED: t.Final = "disabled"


@dataclass(frozen=True)
class Selection:
    """Which jobs. ``names`` are names or patterns as in ``_expressions/name_patterns``; empty stands for all."""

    names: tuple[str, ...] = ()
    types: tuple[str, ...] = ()

    def choose(self, jobs: Sequence[Job], gap: Gap | None = None) -> tuple[list[Job], tuple[str, ...]]:
        """Those of ``jobs`` that are meant, and the patterns that stand for none.

        Raises InvalidInput for an empty entry, NotFound for a name that no job has, Ambiguous for one that can mean
        several names, IncompleteList when a job may be missing from ``jobs`` only.
        """
        check_entries("names", self.names)
        there = [job.name for job in jobs]
        found = look_up(self.names, there)
        for entry in found.missing + found.idle:
            check_absence(gap, f'The job "{entry}"')
        if found.missing:
            listed = ", ".join(f'"{name}"' for name in found.missing)
            hint = close_to(found.missing[0], there) if len(found.missing) == 1 else ""
            raise NotFound(f"There is no job {listed} on the server.{hint} Nothing was written.")
        types = {name.lower() for name in self.types}
        chosen = [
            job
            for job in jobs
            if (not self.names or job.name in found.names) and (not types or job.type.lower() in types)
        ]
        return chosen, found.idle


@dataclass(frozen=True)
class ExportedJob:
    """One job as an entry of a set, and what identifies it on its server."""

    id: str
    name: str
    type: str
    entry: Json
    owner: str | None = None


@dataclass(frozen=True)
class Export:
    """``jobs`` by name. ``others`` exist on the server too, but were not asked for; ``unmanageable`` can only be listed
    by the API (VBR-T25). ``idle`` are patterns that fit no job. ``gap`` is what the list of jobs lacks, if anything:
    that a job is none of these does not mean that it does not exist then.
    """

    jobs: list[ExportedJob]
    others: list[Job] = field(default_factory=list)
    unmanageable: list[Job] = field(default_factory=list)
    idle: tuple[str, ...] = ()
    gap: Gap | None = None

    @property
    def warnings(self) -> list[str]:
        """For the person at the terminal, although nothing went wrong."""
        return [f'names: no job of the server is called like "{pattern}".' for pattern in self.idle]


def export(product: Product, selection: Selection, *, everything: bool) -> Export:
    """Write the selected jobs down. ``everything``: also what every new job has. Reads only.

    A job whose name is not the only one carries its id; the marker of an owner is not part of a description. Raises
    what ``Selection.choose`` raises.
    """
    listed = Listed.of(product.jobs.reader.all())
    present = sorted(listed.rows, key=lambda job: (job.name.lower(), job.name, job.id))
    chosen, idle = selection.choose(present, listed.gap)
    manageable = with_states(product, [job for job in chosen if job.manageable])
    count = collections.Counter(job.name for job in present)
    # Jobs refer to jobs, and this list need not be read again for that.
    product.jobs.planning.prime(job for job in present if count[job.name] == 1)
    exported = product.jobs.exporter.export(manageable, everything=everything)
    jobs = [
        ExportedJob(job.id, job.name, job.type, _entry(job, written, alone=count[job.name] == 1), owner_of(job))
        for job, written in zip(manageable, exported, strict=True)
    ]
    taken = {job.id for job in chosen}
    others = [job for job in present if job.manageable and job.id not in taken]
    return Export(jobs, others, [job for job in chosen if not job.manageable], idle, listed.gap)


def with_states(product: Product, jobs: list[Job]) -> list[Job]:
    """``jobs`` that all say whether they are enabled; some servers leave that out of the job and list it elsewhere."""
    if all(job.enabled is not None for job in jobs):
        return jobs
    states = _states(product.job_search.states({}))
    return [
        dataclasses.replace(job, enabled=states.get(job.id.lower())) if job.enabled is None else job for job in jobs
    ]


def _states(listed: Iterable[Json]) -> dict[str, bool]:
    return {
        str(state.get("id", "")).lower(): str(state["status"]).lower() != _DISABLED
        for state in listed
        if state.get("status")
    }


def _entry(job: Job, written: Json, *, alone: bool) -> Json:
    entry: Json = {}
    for option, value in written.items():
        entry[option] = value
        if option == "name" and not alone:
            entry["id"] = job.id
    if "description" in entry:
        text, owner = split(str(entry["description"]))
        entry["description"] = text if owner is None else text.rstrip()
        if not entry["description"]:
            del entry["description"]
    return entry
