# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names and platforms that live servers have and examples do not: everything works with them as with any other."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.job_runs.job_state import (
    StateRequest,
    ensure_state,
)
from ansible_collections.backupops.veeam.plugins.module_utils._errors import RequestRefused
from ansible_collections.backupops.veeam.plugins.module_utils._model import Machine, Outcome
from tests.simulator.em.estate_curious import CLOUD_JOB, CLOUD_MACHINE, CLOUD_ROOT, CURIOUS_NAMES
from tests.unit.em.conftest import Connect


@pytest.mark.parametrize("name", [*CURIOUS_NAMES, CLOUD_JOB])
def test_a_curious_name_is_one_like_any_other(connect: Connect, name: str) -> None:
    product = connect()
    job = product.jobs.reader.find(name)
    assert job is not None
    assert [found.name for found in product.job_search.jobs({"name": name})] == [name]
    assert (
        ensure_state(product, StateRequest("disabled", names=(name,)), check_mode=False, warn=print)["changed"] is True
    )
    newest = product.control.last(job)
    assert newest is not None
    assert newest.outcome is Outcome.SUCCESS
    assert next(iter(product.sessions.of_job(job))).id == newest.id
    (backup,) = product.backups.search({"name": name})
    details = product.backups.details(backup, {"restore_points": {}, "files": {}})
    assert len(details["restore_points"]) == len(details["files"]) == 2
    assert all(name in file["FilePath"] for file in details["files"])


def test_a_machine_of_cloud_director_is_found_and_the_refusal_of_a_quick_backup_is_said(connect: Connect) -> None:
    """Cloud Director's machines cannot be backed up by themselves; their restore points are there to be seen."""
    product = connect()
    job = product.jobs.reader.find(CLOUD_JOB)
    assert job is not None
    (include,) = job.model["JobInfo"]["BackupJobInfo"]["Includes"]["ObjectInJobs"]
    located = product.quick_backup.locate(Machine(object_ref=include["HierarchyObjRef"]))
    assert (located["found"].name, located["found"].root.name) == (CLOUD_MACHINE, CLOUD_ROOT)
    assert product.quick_backup.newest_restore_point(located) is not None
    with pytest.raises(RequestRefused, match="processed by a Cloud Director job"):
        product.quick_backup.start(located)
