# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Modules that are run in the process of the tests leave nothing behind there."""

from __future__ import annotations

import pathlib

from tests.sweep.playing import play
from tests.sweep.site import Site


def test_a_module_leaves_the_folder_of_the_tests_alone(tmp_path: pathlib.Path) -> None:
    before = pathlib.Path.cwd()
    played = play(Site("vbr"), "veeam_jobs_export", dest="jobs", chdir=str(tmp_path))
    assert not played.failed, played.message
    assert (tmp_path / "jobs").is_dir()
    assert pathlib.Path.cwd() == before
