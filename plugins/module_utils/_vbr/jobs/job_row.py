# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""A job of the row in which a server lists it."""

from __future__ import annotations

import typing as t

from ..._model import Job
from ..schema import job_types
from ..schema.revisions import CANONICAL
from ..settings.translation import from_revision

if t.TYPE_CHECKING:
    from ..._model import Json


def job_from(row: Json, revision: str) -> Job:
    """The job of a row of a server that speaks ``revision``, in canonical words."""
    return job_with(row, from_revision(row, revision=revision), revision)


def summary_from(row: Json, revision: str) -> Job:
    """The job of a row of a server of the canonical revision, in the words of the server.

    They differ from canonical words in letter case only. ``model`` is ``raw`` then.
    """
    # Words of a type that is spelt otherwise would not be understood either.
    known = job_types.is_creatable(str(row.get("type")), CANONICAL)
    return job_with(row, row, revision) if known else job_from(row, revision)


def job_with(row: Json, model: Json, revision: str) -> Job:
    """The job of a row whose canonical ``model`` is known."""
    disabled = model.get("isDisabled")
    return Job(
        id=str(row.get("id", "")),
        name=str(row.get("name", "")),
        type=str(model.get("type", "")),
        model=model,
        enabled=None if disabled is None else not disabled,
        manageable=job_types.is_creatable(str(model.get("type", "")), revision),
        raw=row,
    )
