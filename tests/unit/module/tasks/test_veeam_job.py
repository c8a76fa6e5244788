# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One job, as a task has it."""

from __future__ import annotations

from tests.sweep.playing import play
from tests.sweep.site import Site
from tests.unit.module.tasks.outcome import done, refused

WEB = "Web servers"


def test_check_mode_says_the_same_and_writes_nothing(vbr: Site) -> None:
    foretold = done(play(vbr, "veeam_job", check=True, name=WEB, enabled=False, description="Ours"))
    assert [change["path"] for change in foretold["changes"]] == ["description", "enabled"]
    assert done(play(vbr, "veeam_job", name=WEB, enabled=False, description="Ours"))["changes"] == foretold["changes"]
    assert not done(play(vbr, "veeam_job", name=WEB, enabled=False))["changed"]


def test_a_job_is_made_found_by_its_id_and_removed(vbr: Site) -> None:
    made = done(play(vbr, "veeam_job", name="New", type="VSphereBackup", settings={}))
    assert "New" in vbr.jobs()
    assert done(play(vbr, "veeam_job", id=made["job"]["id"], state="absent"))["changed"]
    assert "New" not in vbr.jobs()


def test_a_job_needs_a_name_or_an_id(vbr: Site) -> None:
    assert refused(play(vbr, "veeam_job", state="absent")) == "one of the following is required: name, id"
    assert vbr.sent == 0
