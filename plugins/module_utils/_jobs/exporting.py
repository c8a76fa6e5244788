# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The jobs of a server as somebody would write them: entries of a set, with which nothing would be changed."""

from __future__ import annotations

import collections
import dataclasses
import fnmatch
import typing as t
from dataclasses import dataclass, field

from ansible_collections.backupops.veeam.plugins.module_utils._jobs.ownership import owner_of, split

if t.TYPE_CHECKING:
    from collections.abc import Iterable

    from ansible_collections.backupops.veeam.plugins.module_utils._model import Job, Json
    from ansible_collections.backupops.veeam.plugins.module_utils._product import Product

_DISABLED: t.Final = "disabled"


@dataclass(frozen=True)
class Selection:
    """Which jobs. ``names`` are names or patterns (``*``, ``?``), in any case; empty stands for all."""

    names: tuple[str, ...] = ()
    types: tuple[str, ...] = ()

    def takes(self, job: Job) -> bool:
        """Whether ``job`` is among them."""
        named = not self.names or any(fnmatch.fnmatchcase(job.name.lower(), name.lower()) for name in self.names)
        return named and (not self.types or job.type.lower() in {name.lower() for name in self.types})


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
    by the API (T25).
    """

    jobs: list[ExportedJob]
    others: list[Job] = field(default_factory=list)
    unmanageable: list[Job] = field(default_factory=list)


def export(product: Product, selection: Selection, *, everything: bool) -> Export:
    """Write the selected jobs down. ``everything``: also what every new job has. Reads only.

    A job whose name is not the only one carries its id; the marker of an owner is not part of a description.
    """
    present = sorted(product.jobs.all(), key=lambda job: (job.name.lower(), job.name, job.id))
    chosen = [job for job in present if selection.takes(job)]
    manageable = with_states(product, [job for job in chosen if job.manageable])
    count = collections.Counter(job.name for job in present)
    # Jobs refer to jobs, and this list need not be read again for that.
    product.jobs.know(job for job in present if count[job.name] == 1)
    jobs = [
        ExportedJob(job.id, job.name, job.type, _entry(job, written, alone=count[job.name] == 1), owner_of(job))
        for job, written in zip(manageable, product.jobs.written(manageable, everything=everything), strict=True)
    ]
    others = [job for job in present if job.manageable and not selection.takes(job)]
    return Export(jobs, others, [job for job in chosen if not job.manageable])


def with_states(product: Product, jobs: list[Job]) -> list[Job]:
    """``jobs`` that all say whether they are enabled; some servers leave that out of the job and list it elsewhere."""
    if all(job.enabled is not None for job in jobs):
        return jobs
    states = _states(product.job_states({}))
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
