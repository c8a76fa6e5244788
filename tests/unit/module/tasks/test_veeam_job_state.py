# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""States of jobs, as a task brings them about."""

from __future__ import annotations

import pytest

from tests.sweep.playing import play
from tests.sweep.site import Site
from tests.unit.module.tasks.outcome import done, refused

WEB = "Web servers"


def test_a_run_is_waited_for_unless_the_task_does_not_want_to(vbr: Site) -> None:
    (begun,) = done(play(vbr, "veeam_job_state", names=["Web*"], state="started", wait=False))["jobs"]
    assert (begun["name"], begun["session"]["state"]) == (WEB, "Starting")
    (ended,) = done(play(vbr, "veeam_job_state", name=WEB, state="started", wait_interval=1))["jobs"]
    assert (ended["changed"], ended["session"]["state"]) == (True, "Stopped")


def test_what_this_job_or_this_server_cannot_is_said(vbr: Site) -> None:
    message = refused(play(vbr, "veeam_job_state", name=WEB, state="synced"))
    assert f'"{WEB}" is a VSphereBackup job; only BackupCopy jobs can be synced' in message
    message = refused(play(vbr, "veeam_job_state", name=WEB, state="stopped", restore_points="all"))
    assert message.startswith("restore_points: ")


@pytest.mark.parametrize("state", ["disabled", "started"])
def test_check_mode_changes_nothing(vbr: Site, state: str) -> None:
    for dummy in range(2):
        (job,) = done(play(vbr, "veeam_job_state", check=True, name=WEB, state=state))["jobs"]
        assert (job["changed"], job["session"]) == (True, None)


def test_a_pattern_for_no_job_is_a_warning_and_no_error(vbr: Site) -> None:
    played = play(vbr, "veeam_job_state", names=["Nothing*"], state="started")
    assert done(played)["jobs"] == []
    assert "Nothing*" in played.printed


def test_jobs_are_named_in_one_way(vbr: Site) -> None:
    message = refused(play(vbr, "veeam_job_state", name=WEB, id="1", state="started"))
    assert message == "parameters are mutually exclusive: name|id|names"
