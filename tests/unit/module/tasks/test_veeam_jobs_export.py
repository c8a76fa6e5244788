# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jobs of a server as files."""

from __future__ import annotations

import pathlib

from tests.sweep.playing import play
from tests.sweep.site import Site
from tests.unit.module.tasks.outcome import done, refused


def test_files_are_written_once_and_not_in_check_mode(vbr: Site, tmp_path: pathlib.Path) -> None:
    dest = tmp_path / "jobs"
    foretold = done(play(vbr, "veeam_jobs_export", check=True, dest=str(dest)))
    assert (foretold["changed"], dest.exists()) == (True, False)
    written = done(play(vbr, "veeam_jobs_export", dest=str(dest)))
    assert written["diff"] == foretold["diff"]
    assert [job["file"] for job in written["jobs"]] == sorted(map(str, dest.iterdir()))
    assert written["content"] == ""
    assert not done(play(vbr, "veeam_jobs_export", dest="jobs", chdir=str(tmp_path)))["changed"]


def test_without_a_folder_the_jobs_are_in_the_result(vbr: Site) -> None:
    found = done(play(vbr, "veeam_jobs_export", names=["Web*"]))
    assert (found["changed"], [job["name"] for job in found["jobs"]]) == (False, ["Web servers"])
    assert found["jobs"][0]["file"] == ""
    assert "  - name: Web servers\n" in found["content"]


def test_files_of_jobs_that_are_gone_are_told_and_removed_only_when_that_is_wanted(
    vbr: Site, tmp_path: pathlib.Path
) -> None:
    dest = str(tmp_path)
    done(play(vbr, "veeam_jobs_export", dest=dest))
    done(play(vbr, "veeam_job", name="Web servers", state="absent"))
    stale = str(tmp_path / "web-servers.yml")
    told = done(play(vbr, "veeam_jobs_export", dest=dest))
    assert (told["changed"], told["stale"], len(list(tmp_path.iterdir()))) == (False, [stale], 3)
    removed = done(play(vbr, "veeam_jobs_export", dest=dest, remove_stale=True))
    assert (removed["changed"], removed["stale"], len(list(tmp_path.iterdir()))) == (True, [stale], 2)


def test_a_name_that_no_job_has_is_an_error(vbr: Site) -> None:
    assert "Web server" in refused(play(vbr, "veeam_jobs_export", names=["Web server"]))
