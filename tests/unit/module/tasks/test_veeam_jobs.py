# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A set of jobs, as a task plans and applies it."""

from __future__ import annotations

import pathlib

from tests.sweep.playing import play
from tests.sweep.site import Site
from tests.unit.module.tasks.outcome import done, refused

CHANGED = [{"name": "Web servers", "enabled": False}]


def test_what_was_reviewed_is_applied_and_nothing_else(vbr: Site, tmp_path: pathlib.Path) -> None:
    plan = str(tmp_path / "plan.json")
    foretold = done(play(vbr, "veeam_jobs", check=True, jobs=CHANGED, plan_dest=plan))
    assert [job["action"] for job in foretold["plan"]] == ["update"]
    other = [{"name": "Web servers", "enabled": False, "description": "More"}]
    assert "the set wants something else of it than the plan" in refused(
        play(vbr, "veeam_jobs", jobs=other, plan_src=plan)
    )
    applied = done(play(vbr, "veeam_jobs", jobs=CHANGED, plan_src=plan))
    assert [(job["action"], job["status"]) for job in applied["results"]] == [("update", "ok")]
    assert not done(play(vbr, "veeam_jobs", jobs=CHANGED))["changed"]


def test_a_plan_that_cannot_be_written_is_told_before_the_server_is_asked(vbr: Site, tmp_path: pathlib.Path) -> None:
    jobs = tmp_path / "jobs.yml"
    jobs.write_text("jobs:\n  - name: Web servers\n", encoding="utf-8")
    nowhere = str(jobs / "plan.json")
    assert f"{nowhere} cannot be written" in refused(play(vbr, "veeam_jobs", jobs=CHANGED, plan_dest=nowhere))
    assert refused(play(vbr, "veeam_jobs", src=[str(jobs)], plan_dest=str(jobs))).startswith("plan_dest: ")
    assert vbr.sent == 0


def test_an_export_can_be_planned_with_and_not_changed(vbr: Site, tmp_path: pathlib.Path) -> None:
    done(play(vbr, "veeam_jobs_export", dest=str(tmp_path)))
    vbr.sent = 0
    saved = {"export_src": str(tmp_path), **dict.fromkeys(("host", "username", "password"))}
    foretold = done(play(vbr, "veeam_jobs", check=True, jobs=CHANGED, **saved))
    assert [change["path"] for change in foretold["plan"][0]["changes"]] == ["enabled"]
    message = refused(play(vbr, "veeam_jobs", jobs=CHANGED, **saved))
    assert message == "export_src: stands for a server that cannot be changed; run the task in check mode"
    assert vbr.sent == 0
