# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every place in which settings name another job."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.names.job_references import referenced_jobs


@pytest.mark.parametrize(
    ("settings", "jobs"),
    [
        ({"schedule": {"afterThisJob": {"isEnabled": True, "jobName": "Nightly"}}}, ["Nightly"]),
        ({"schedule": {"afterThisJob": {"jobName": "Nightly"}}}, ["Nightly"]),
        # A chain that is off keeps the name of the job that it once had.
        ({"schedule": {"afterThisJob": {"isEnabled": False, "jobName": "Nightly"}}}, []),
        ({"primaryJob": "Files"}, ["Files"]),
        ({"primaryJobId": "j1"}, ["j1"]),
        ({"secondaryTargets": [{"primaryJob": "Files"}, {"primaryJobId": "j1"}, "odd"]}, ["Files", "j1"]),
        ({"sourceObjects": {"includes": {"jobs": ["Web", {"name": "App"}, {"id": "j1"}]}}}, ["Web", "App", "j1"]),
        ({"sourceObjects": {"excludes": {"jobs": [{"id": "j1", "name": "Web"}]}}}, ["Web", "j1"]),
        ({"linkedJobs": {"includes": ["Web"]}, "unstructuredLinkedJobs": {"includes": ["Files"]}}, ["Web", "Files"]),
        ({"schedule": None, "primaryJob": "", "linkedJobs": {"includes": "Web"}}, []),
        ({"name": "Nightly", "storage": {"primaryJob": "Files"}}, []),
    ],
)
def test_a_job_is_named_by_what_is_written_for_it(settings: dict[str, t.Any], jobs: list[str]) -> None:
    assert list(referenced_jobs(settings)) == jobs
