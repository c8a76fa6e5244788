# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tokens for other tasks."""

from __future__ import annotations

from tests.sweep.playing import play
from tests.sweep.site import Site
from tests.unit.module.tasks.outcome import done, refused


def test_a_token_outlives_its_task_until_it_is_revoked(vbr: Site) -> None:
    issued = done(play(vbr, "veeam_token"))
    assert (issued["changed"], issued["expires_in"], vbr.open_logons) == (False, 900, 1)
    # Not masked: it is what the task is for.
    assert issued["token"]
    given = {"username": None, "password": None, "token": issued["token"]}
    assert len(done(play(vbr, "veeam_job_info", **given))["jobs"]) == 3
    kept = done(play(vbr, "veeam_token", check=True, state="absent", **given))
    assert (kept["changed"], vbr.open_logons) == (True, 1)
    gone = done(play(vbr, "veeam_token", state="absent", **given))
    assert (gone["changed"], gone["token"], gone["expires_in"], vbr.open_logons) == (True, "", 0, 0)


def test_what_each_state_needs_is_said(vbr: Site) -> None:
    assert refused(play(vbr, "veeam_token", password=None, username=None, token="T")) == (
        "state is present but all of the following are missing: username, password"
    )
    assert refused(play(vbr, "veeam_token", state="absent")) == (
        "state is absent but all of the following are missing: token"
    )
    assert vbr.sent == 0
