# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Clones: like their source and as wanted, or not there at all."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import (
    InvalidInput,
    NotFound,
    RequestRefused,
    VeeamError,
)
from tests.unit.em.estate import ORACLE, VBR01, includes, standard
from tests.unit.em.site import Site


def test_a_clone_is_like_its_source_and_as_wanted(site: Site) -> None:
    done = site.twice(
        name="CRM again",
        clone_from="CRM Backup",
        settings={**includes("vm-0001"), **standard(OptionsDaily={"Time": "23:15"})},
    )
    job = done.job
    assert (job["Name"], job["Description"], job["ScheduleEnabled"]) == ("CRM again", "Backup of CRM system", True)
    assert job["JobInfo"]["BackupJobInfo"]["SimpleRetentionPolicy"]["RetainLimitType"] == "Cycles"
    assert [entry["Name"] for entry in job["JobInfo"]["BackupJobInfo"]["Includes"]["ObjectInJobs"]] == ["vm-0001"]
    assert [path for dummy, path, dummy2 in site.writes()] == [
        "jobs?clone",
        "jobs/includes",
        "jobs/includes",
        "jobs?edit",
    ]


def test_a_clone_does_not_belong_to_the_owner_of_its_source(site: Site) -> None:
    site.job(name="CRM Backup", description="Text\n[managed by: git]")
    assert site.twice(name="CRM copy", clone_from="CRM Backup").job["Description"] == "Text"
    site.job(name="CRM Backup", description="[managed by: git]")
    assert "managed by" not in site.twice(name="CRM copy 2", clone_from="CRM Backup").job["Description"]


def test_a_clone_of_a_disabled_job_is_disabled(site: Site) -> None:
    assert site.twice(name="Archive 2", clone_from="Archive Backup").job["ScheduleEnabled"] is False
    assert site.twice(name="Archive 3", clone_from="Archive Backup", enabled=True).job["ScheduleEnabled"] is True


def test_where_the_backups_of_a_clone_go(site: Site) -> None:
    clone = {"name": "Copy of a job", "clone_from": "Folder Backup", "backup_server": VBR01}
    with pytest.raises(InvalidInput, match=r"settings\.JobCloneSpec\.BackupJobCloneInfo\.Repository.*no backup yet"):
        site.job(**clone)
    with site.product() as product:
        assert product.backups.search({"name": "Copy of a job"}) == []
    info = {"Repository": "Nowhere"}
    with pytest.raises(NotFound, match='there is no Repository "Nowhere" on the backup server vbr01'):
        site.job(**clone, settings={"JobCloneSpec": {"BackupJobCloneInfo": info}})
    assert not site.writes()


@pytest.mark.parametrize(
    ("source", "kind"), [("DC Replication", "ReplicaJobInfo"), ("Periodic Copy", "ImmediateBackupCopyJobInfo")]
)
def test_clones_of_other_kinds_of_jobs(site: Site, source: str, kind: str) -> None:
    info = {"JobCloneSpec": {"ImmediateBackupCopyJobCloneInfo": {"Repository": repository(site)}}}
    settings = info if source == "Periodic Copy" else {}
    done = site.twice(name="Another", clone_from=source, description="As before", settings=settings)
    assert kind in done.job["JobInfo"]
    assert [path for dummy, path, dummy2 in site.writes()] == ["jobs?clone"]


def repository(site: Site) -> str:
    """The name of a repository of vbr01."""
    from ansible_collections.backupops.veeam.plugins.module_utils._em.api.links import up

    with site.product() as product:
        (backup,) = product.backups.search({"name": ORACLE})
    link = up(backup, "Repository")
    assert link is not None
    return link.name


def test_a_clone_that_cannot_be_finished_is_removed_again(site: Site) -> None:
    site.simulator.fault("em-task-failed:EditJob:text=Licence")
    with pytest.raises(VeeamError, match=r"Licence.*was removed again: nothing is changed"):
        site.job(name="New", clone_from=ORACLE, description="x", settings=standard(OptionsDaily={"Time": "23:15"}))
    assert site.simulator.state()["em"]["open_tokens"] == 0
    with site.product() as product:
        assert product.jobs.reader.find("New") is None


def test_a_clone_whose_task_says_nothing_is_found_by_its_name(site: Site) -> None:
    site.simulator.fault("em-task-no-related:CloneJob")
    assert site.job(name="New", clone_from=ORACLE).job["Name"] == "New"
    site.simulator.clear_faults()
    site.simulator.fault("lost-task:count=1")
    assert site.job(name="Newer", clone_from=ORACLE).job["Name"] == "Newer"
    assert [path for dummy, path, dummy2 in site.writes()].count("jobs?clone") == 2


def test_a_clone_that_the_server_refuses(site: Site) -> None:
    with pytest.raises(InvalidInput, match="name: has 51 characters"):
        site.job(name="n" * 51, clone_from=ORACLE)
    assert not site.writes()
    site.simulator.fault("em-task-failed:CloneJob:text=No space")
    with pytest.raises(RequestRefused, match="No space"):
        site.job(name="New", clone_from=ORACLE)
