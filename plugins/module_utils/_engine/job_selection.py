# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""The jobs that a task names: by id, by name, by pattern. Reads only."""

from __future__ import annotations

import typing as t

from .._errors import NotFound, check_absence
from .._expressions.name_patterns import check_entries, close_to, is_pattern, look_up
from .._model import Listed

if t.TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .._model import Job
    from .._product import JobReader


def with_id(reader: JobReader, job_id: str) -> Job:
    """The job with this id. Raises NotFound."""
    job = reader.get(job_id)
    if job is None:
        raise NotFound(f"There is no job with the id {job_id}.")
    return job


def named(reader: JobReader, name: str) -> Job:
    """The job with this name, in which nothing is special. Raises NotFound, Ambiguous, IncompleteList."""
    job = reader.find(name)
    if job is None and is_pattern(name):
        raise NotFound(f'There is no job "{name}". Patterns go into names. {reader.when_missing(name)}'.rstrip())
    return next(iter(_from_the_list(reader, [name], _never, others=False).values())) if job is None else job


def chosen(reader: JobReader, names: Sequence[str], warn: Callable[[str], None]) -> list[Job]:
    """The jobs that ``names`` (or patterns) mean, each once, as they are now.

    Names are asked for one by one. The list of jobs is read for patterns, and for names that no job has exactly. A
    pattern that stands for no job is a warning. Raises NotFound for a name that no job has, Ambiguous for one that
    could be several, IncompleteList when the list does not tell.
    """
    check_entries("names", names)
    exact = {name: None if is_pattern(name) else reader.find(name) for name in dict.fromkeys(names)}
    found = {job.id: job for job in exact.values() if job is not None}
    unmet = [name for name, job in exact.items() if job is None]
    if unmet:
        found |= _from_the_list(reader, unmet, warn, others=bool(found))
    return list(found.values())


def _from_the_list(
    reader: JobReader, entries: Sequence[str], warn: Callable[[str], None], *, others: bool
) -> dict[str, Job]:
    listed = Listed.of(reader.summaries())
    there = [job.name for job in listed.rows]
    meant = look_up(entries, there)
    if meant.missing:
        check_absence(listed.gap, f"The job {_quoted(meant.missing)}")
        close = "".join(close_to(name, there) for name in meant.missing)
        nothing = " Nothing was done to the other jobs." if others or len(entries) > len(meant.missing) else ""
        hints = " ".join(dict.fromkeys(hint for name in meant.missing if (hint := reader.when_missing(name))))
        message = f"There is no job {_quoted(meant.missing)}.{close}{nothing} {hints}".rstrip()
        raise NotFound(message, missing=list(meant.missing))
    for pattern in meant.idle:
        check_absence(listed.gap, f'A job that is called like "{pattern}"')
        warn(f'names: no job of the server is called like "{pattern}".')
    # A list need not say all that counts, and time has passed since it began.
    now = (reader.get(job.id) for job in listed.rows if job.name in meant.names)
    return {job.id: job for job in now if job is not None}


def _never(text: str) -> t.NoReturn:
    raise AssertionError(text)


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
