# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Writes jobs of a server as job files."""

from __future__ import annotations

import typing as t

from ..._engine.sets.export import Selection, export
from ..._job_files import export_layout, writing
from ..options import Options, backup_server_options, connection_options
from ..products import connect
from ..server_module import ServerModule

if t.TYPE_CHECKING:
    from ..._model import Job
    from ..._product import Product
    from ..invocation import Invocation

OPTIONS = (
    connection_options()
    + backup_server_options()
    + Options(
        arguments={
            "dest": {"type": "path"},
            "names": {"type": "list", "elements": "str"},
            "types": {"type": "list", "elements": "str"},
            "complete": {"type": "bool", "default": False},
            "remove_stale": {"type": "bool", "default": False},
            "chdir": {"type": "path"},
        },
    )
)


class ExportedJob(t.TypedDict):
    """A job that was written. ``file`` is "" without a folder, ``managed_by`` None without an owner."""

    name: str
    id: str
    type: str
    file: str
    managed_by: str | None


class Unmanageable(t.TypedDict):
    """A job that the API can only list or run."""

    name: str
    id: str
    type: str


class JobsExported(t.TypedDict):
    """``stale`` are files of jobs that no longer exist; ``content`` is YAML, "" with a folder."""

    changed: bool
    jobs: list[ExportedJob]
    unmanageable: list[Unmanageable]
    stale: list[str]
    content: str
    diff: list[dict[str, str]]
    api_version: str


def execute(invocation: Invocation, product: Product) -> JobsExported:
    """Read the jobs, compare the files, and write those that differ."""
    params = invocation.params
    selection = Selection(tuple(params["names"] or ()), tuple(params["types"] or ()))
    found = export(product, selection, everything=params["complete"])
    for warning in found.warnings:
        invocation.warn(warning)
    changes, files, stale = export_layout.files(found, params["dest"])
    if params["remove_stale"]:
        changes += export_layout.removals(found, stale)
    if not invocation.check_mode:
        writing.carry_out(changes)
    changed = [change for change in changes if change.changed]
    return {
        "changed": bool(changed),
        "jobs": [
            {"name": job.name, "id": job.id, "type": job.type, "file": files.get(job.id, ""), "managed_by": job.owner}
            for job in found.jobs
        ],
        "unmanageable": [_identified(job) for job in found.unmanageable],
        # Whose job was not listed is not stale for that.
        "stale": [str(change.path) for change in stale if found.gap is None],
        "content": "" if params["dest"] else writing.as_text([job.entry for job in found.jobs]),
        "diff": [change.as_diff() for change in changed],
        "api_version": product.api_version,
    }


def _identified(job: Job) -> Unmanageable:
    return {"name": job.name, "id": job.id, "type": job.type}


MODULE = ServerModule(OPTIONS, execute, connect)
