# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The parts of a server's jobs share what they know of it: the names that were read, and the warnings."""

from __future__ import annotations

import typing as t

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.jobs.job_row import job_from
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.jobs.store import VbrJobs
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.memo import Memo

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._model import Json

JOB_ID = "11111111-1111-4111-8111-111111111111"
ROW = {"id": JOB_ID, "name": "Nightly", "type": "Backup", "isDisabled": False, "description": "x"}


class Server:
    """The oldest server; it takes changes, and anything else would be an error."""

    revision = "1.2-rev1"

    def put(self, path: str, body: Json, params: t.Any = None) -> Json:
        assert (path, params) == (f"/jobs/{JOB_ID}", None)
        return {"id": JOB_ID, **body}


def store() -> VbrJobs:
    return VbrJobs(t.cast("t.Any", Server()), Memo())


def test_a_name_that_planning_was_told_is_shown_without_a_request() -> None:
    jobs = store()
    jobs.planning.prime([job_from(ROW, Server.revision)])
    assert jobs.models.presentable({"primaryJobId": JOB_ID}) == {"primaryJob": "Nightly"}


def test_a_warning_of_a_change_is_one_of_the_server_and_comes_once() -> None:
    jobs = store()
    job = job_from(ROW, Server.revision)
    for dummy in range(2):
        jobs.writer.update(job, {**job.model, "description": "y"}, allow_old_gfs_points_retention=True)
    assert ["allow_old_gfs_points_retention has no effect" in warning for warning in jobs.warnings] == [True]


def test_what_makes_jobs_warns_as_what_changes_them() -> None:
    jobs = store()
    assert jobs.creator is jobs.writer
