# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Find out, and say, in which state an error left a job."""

from __future__ import annotations

import typing as t

from .._errors import VeeamError

if t.TYPE_CHECKING:
    from collections.abc import Callable

    from .._model import Job, Json
    from .._product import JobReader

    Failure = t.TypeVar("Failure", bound=VeeamError)


def explain(error: Failure, state: str) -> Failure:
    """``error`` with a sentence about the state that it left."""
    text = error.message.rstrip()
    error.message = f"{text} {state}" if text.endswith((".", "!", "?")) else f"{text}. {state}"
    error.args = (error.message,)
    return error


def look(reader: JobReader, job_id: str, error: VeeamError) -> Job | None:
    """The job as it is now (None: gone). When it cannot be read, ``error`` is raised and says so."""
    return _seen(lambda: reader.get(job_id), job_id, error)


def look_back(reader: JobReader, job_id: str, written: Json | None, error: VeeamError) -> Job | None:
    """The same right after a write, with ``written`` as in ``JobReader.read_back``."""
    return _seen(lambda: reader.read_back(job_id, written), job_id, error)


def _seen(read: Callable[[], Job | None], job_id: str, error: VeeamError) -> Job | None:
    try:
        return read()
    except VeeamError as trouble:
        raise explain(
            error,
            f"The state of the job (id {job_id}) could not be found out afterwards: {trouble.message} "
            "Run the task again when the server answers.",
        ) from None
