# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""New runs of jobs, and what the faults in force make of them."""

from __future__ import annotations

import datetime as dt
import typing as t

from tests.simulator.em import estate_history
from tests.simulator.em.estate_model import Item, Run

if t.TYPE_CHECKING:
    from tests.simulator.em.site import Site


def running(site: Site, job: Item) -> Run | None:
    """The job's session that has not ended, None when it is idle."""
    now = site.now()
    return next((run for run in site.estate.runs(job.guid) if "parent" not in run.refs and not run.ended(now)), None)


def newest(site: Site, job: Item) -> Run | None:
    """The job's newest session, children aside."""
    return next((run for run in site.estate.runs(job.guid) if "parent" not in run.refs), None)


def start(site: Site, job: Item, when: dt.datetime, *, retry: bool = False, only: str | None = None) -> Run:
    """A run of the job that begins at ``when``; ``only`` is the one machine of a quick backup."""
    outcome, failure = _outcome(site, job)
    stuck = site.world.faults.take("session-stuck", job.name)
    seconds = float("inf") if stuck else site.world.options.session_seconds
    run = estate_history.add_run(
        site.estate, job, when, seconds=seconds, outcome=outcome, failure=failure, retry=retry, only=only
    )
    odd = site.world.faults.take("em-odd-state", job.name)
    if odd:
        run.odd_state = odd.options.get("state", "Postprocessing")
    late = site.world.faults.take("session-late", job.name)
    if late:
        site.late[run.guid] = int(late.options.get("polls", "2"))
    return run


def _outcome(site: Site, job: Item) -> tuple[str, str]:
    faults = site.world.faults
    if faults.take("session-failed", job.name):
        return "Failed", f"Job {job.name} failed: injected by the simulator."
    if faults.take("session-warning", job.name):
        return "Warning", f"Job {job.name} has a warning: injected by the simulator."
    return ("None", "") if faults.take("session-none", job.name) else ("Success", "")
