# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jobs and their states, as a task finds them."""

from __future__ import annotations

from tests.sweep.playing import play
from tests.sweep.site import Site
from tests.unit.module.tasks.outcome import done, refused


def test_only_what_is_gathered_is_asked_for(vbr: Site) -> None:
    jobs = done(play(vbr, "veeam_job_info"))
    assert (len(jobs["jobs"]), jobs["states"], jobs["query_result"]) == (3, [], None)
    states = done(play(vbr, "veeam_job_info", gather=["states"], order_by="last_run", descending=True))
    assert (len(states["states"]), states["jobs"]) == (3, [])
    times = [state["lastRun"] for state in states["states"]]
    assert times == sorted(times, reverse=True)


def test_a_filter_of_states_chooses_among_the_jobs(vbr: Site) -> None:
    assert done(play(vbr, "veeam_job_info", status="Running"))["jobs"] == []
    found = done(play(vbr, "veeam_job_info", name="Web*", last_result="Success", query="jobs[].name"))
    assert found["query_result"] == ["Web servers"]


def test_a_query_that_is_none_is_told_before_anything_is_asked(vbr: Site) -> None:
    assert refused(play(vbr, "veeam_job_info", query="jobs[")).startswith("query: ")
    assert vbr.sent == 0
