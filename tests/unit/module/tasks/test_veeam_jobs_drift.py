# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A set of jobs compared with the server, as a task tells of it."""

from __future__ import annotations

import json
import pathlib

from tests.sweep.playing import play
from tests.sweep.site import Site
from tests.unit.module.tasks.outcome import done, refused

DRIFTED = [{"name": "Web servers", "enabled": False}]


def test_a_task_fails_by_what_was_found_and_returns_it_all_the_same(vbr: Site, tmp_path: pathlib.Path) -> None:
    report = tmp_path / "drift.json"
    options = {"jobs": DRIFTED, "reports": [{"format": "json", "dest": str(report)}]}
    told = done(play(vbr, "veeam_jobs_drift", fail_on="critical", **options))
    assert (told["drifted"], told["severity"]) == (True, "warning")
    report.unlink()
    played = play(vbr, "veeam_jobs_drift", fail_on="warning", **options)
    assert refused(played).startswith("The server is not as the job files say.\ndrifted  Web servers")
    assert (played.result or {})["drift"] == told["drift"]
    assert json.loads(report.read_text(encoding="utf-8"))


def test_a_report_that_cannot_be_written_is_told_before_the_jobs_are_asked_for(
    vbr: Site, tmp_path: pathlib.Path
) -> None:
    jobs = tmp_path / "jobs.yml"
    jobs.write_text("jobs:\n  - name: Web servers\n", encoding="utf-8")
    nowhere = str(jobs / "drift.json")
    message = refused(play(vbr, "veeam_jobs_drift", src=[str(jobs)], reports=[{"format": "json", "dest": nowhere}]))
    assert f"{nowhere} cannot be written" in message
    message = refused(play(vbr, "veeam_jobs_drift", src=[str(jobs)], reports=[{"format": "json", "dest": str(jobs)}]))
    assert message.startswith("reports: ")
    assert vbr.sent == 0


def test_a_saved_export_needs_no_server_and_has_no_owners(vbr: Site, tmp_path: pathlib.Path) -> None:
    done(play(vbr, "veeam_jobs_export", dest=str(tmp_path)))
    vbr.sent = 0
    nothing = dict.fromkeys(("host", "username", "password"))
    saved = {"export_src": str(tmp_path), "managed_by": "git", **nothing}
    found = done(play(vbr, "veeam_jobs_drift", jobs=[*DRIFTED, {"name": "Databases"}], **saved))
    assert [entry["rule"] for entry in found["drift"]] == ["job-enabled"]
    assert [(job["name"], job["managed_by"]) for job in found["unmanaged"]] == [("Daily VMs", None)]
    assert vbr.sent == 0
