# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Enabling and disabling jobs with a call that has no target state."""

from __future__ import annotations

import typing as t

from ..._errors import NotFound, OutcomeUnknown, VerificationFailed
from ..._timing.polling import steady, until
from ..api.pace import LOOKS, PAUSE
from ..api.shapes import guid
from ..names.job_kinds import MACHINES, family_of

if t.TYPE_CHECKING:
    from ..._model import Job
    from ..api.tasks import EmTasks
    from ..names.job_lookup import JobLookup


def set_enabled(jobs: JobLookup, tasks: EmTasks, job_id: str, *, enabled: bool) -> None:
    """Flip the job when it is not as wanted, and look whether it is afterwards (EM-T65). Never flips twice.

    Raises NotFound, VerificationFailed when the job is not as wanted afterwards, TaskFailed.
    """
    # A clone that was made just now shows late (EM-T88).
    pace = tasks.pace
    job = pace.look(lambda: jobs.get(job_id), lambda found: found is not None, looks=1 + LOOKS).found
    if (job or _read(jobs, job_id)).enabled is enabled:
        return
    # A run that was killed may have ordered the same flip a moment ago, which shows late (EM-T88): a second one would
    # undo it.
    tasks.pace.sleep(min(PAUSE, tasks.pace.interval))
    job = _read(jobs, job_id)
    if job.enabled is enabled:
        return
    doubt = _flip(tasks, job)
    pauses = steady(PAUSE, looks=LOOKS)
    if until(lambda: _read(jobs, job_id).enabled, lambda now: now is enabled, pauses, sleep=tasks.pace.sleep).done:
        return
    wanted = "enabled" if enabled else "disabled"
    why = doubt.message if doubt else "Somebody else may have changed it at the same moment, or the change shows later."
    raise VerificationFailed(
        f'Job "{job.name}" was to be {wanted} and is not. {why} It was not tried again, because the API can only flip '
        "the state, not set it. Look at the job before running the task again.",
        paths=["enabled"],
    )


def _flip(tasks: EmTasks, job: Job) -> OutcomeUnknown | None:
    path, params = (family_of(job.id) or MACHINES).action(guid(job.id), "toggleScheduleEnabled")
    try:
        tasks.run("POST", path, params=params)
    except OutcomeUnknown as error:
        return error
    return None


def _read(jobs: JobLookup, job_id: str) -> Job:
    job = jobs.get(job_id)
    if job is None:
        raise NotFound(f"There is no job with the id {job_id}. {jobs.when_missing('')}")
    return job
