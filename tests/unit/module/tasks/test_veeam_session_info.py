# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sessions, as a task finds them."""

from __future__ import annotations

from tests.sweep.playing import play
from tests.sweep.site import Site
from tests.unit.module.tasks.outcome import done, refused


def test_logs_and_tasks_come_only_when_they_are_asked_for(vbr: Site) -> None:
    (short,) = done(play(vbr, "veeam_session_info", job="Web servers", limit=1))["sessions"]
    assert not {"logs", "task_sessions"} & short.keys()
    (full,) = done(play(vbr, "veeam_session_info", job_id=short["jobId"], limit=1, logs=True, task_sessions=True))[
        "sessions"
    ]
    assert full["id"] == short["id"]
    assert full["logs"]
    assert {task["name"] for task in full["task_sessions"]} == {"web01", "web02"}


def test_a_query_looks_into_what_was_found(vbr: Site) -> None:
    found = done(play(vbr, "veeam_session_info", name="Web*", result=["Failed"], query="length(sessions)"))
    assert (found["sessions"], found["query_result"]) == ([], 0)


def test_a_job_is_named_in_one_way_and_exists(vbr: Site) -> None:
    message = refused(play(vbr, "veeam_session_info", job="Web servers", job_id="1"))
    assert message == "parameters are mutually exclusive: job|job_id"
    assert '"Web server"' in refused(play(vbr, "veeam_session_info", job="Web server"))
