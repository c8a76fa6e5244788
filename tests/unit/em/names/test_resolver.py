# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names in settings become references, all of one backup server."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import Ambiguous, InvalidInput, NotFound
from tests.unit.em.estate import ORACLE, VBR01, includes, standard
from tests.unit.em.site import Site


def test_the_previous_job_goes_by_its_name(site: Site) -> None:
    chain = {"Enabled": True, "PreviousJob": "Manual Backup"}
    done = site.twice(name=ORACLE, settings=standard(OptionsDaisyChaining=chain))
    found = done.job["JobScheduleOptions"]["Standart"]["OptionsDaisyChaining"]["PreviousJobUid"]
    assert found == site.model("Manual Backup")["UID"]
    with pytest.raises(NotFound, match="there is no Job"):
        site.job(name=ORACLE, settings=standard(OptionsDaisyChaining={"PreviousJob": "CRM Backup"}))


def test_new_objects_come_before_old_ones_go(site: Site) -> None:
    done = site.twice(name=ORACLE, settings=includes("web01", "db01"))
    assert [change["path"] for change in done.changes] == [
        "JobInfo.BackupJobInfo.Includes.ObjectInJobs[web01]",
        "JobInfo.BackupJobInfo.Includes.ObjectInJobs[db01]",
        "JobInfo.BackupJobInfo.Includes.ObjectInJobs[oracle01]",
    ]
    assert [(method, path) for method, path, dummy in site.writes()] == [
        ("POST", "jobs/includes"),
        ("POST", "jobs/includes"),
        ("DELETE", "jobs/includes"),
    ]
    entries = done.job["JobInfo"]["BackupJobInfo"]["Includes"]["ObjectInJobs"]
    assert [entry["Name"] for entry in entries] == ["web01", "db01"]


def test_objects_go_by_reference_too_and_by_host_when_the_name_is_not_enough(site: Site) -> None:
    ref = site.model(ORACLE)["JobInfo"]["BackupJobInfo"]["Includes"]["ObjectInJobs"][0]["HierarchyObjRef"]
    assert not site.job(name=ORACLE, settings=includes({"HierarchyObjRef": ref.upper().replace("URN", "urn")})).changed
    with pytest.raises(Ambiguous, match="clone01") as ambiguous:
        site.job(name=ORACLE, settings=includes("clone01"))
    chosen = ambiguous.value.candidates[0].split(" of ")[0]
    done = site.twice(name=ORACLE, settings=includes({"HierarchyObjRef": chosen}, {"Name": "oracle01"}))
    assert len(done.job["JobInfo"]["BackupJobInfo"]["Includes"]["ObjectInJobs"]) == 2
    folder = {"Name": "Production", "Type": "Folder", "HostName": "vcenter01.lab.local"}
    assert site.job(name=ORACLE, settings=includes("oracle01", folder)).changed
    for unknown in ({"Name": "Oracle01"}, {"Name": "vm-0001"}, {"Name": "web01", "HostName": "vcenter02.lab.local"}):
        with pytest.raises((NotFound, InvalidInput), match="there is no"):
            site.job(name="Daily Backup", backup_server=VBR01, settings=includes(unknown))


def test_the_last_object_cannot_be_wished_away(site: Site) -> None:
    with pytest.raises(InvalidInput, match="must not be empty"):
        site.job(name=ORACLE, settings=includes())
    assert site.count() == 3


def test_linked_jobs_and_repositories_of_a_copy_job(site: Site) -> None:
    linked = {"LinkedJobIncludes": {"LinkedJobObjects": [{"LinkedJob": "Manual Backup"}, {"LinkedJob": ORACLE}]}}
    done = site.twice(name="Immediate Copy", settings={"JobInfo": {"ImmediateBackupCopyJobInfo": linked}})
    assert [(method, path) for method, path, dummy in site.writes()] == [("POST", "jobs/linkedJobs")]
    found = done.job["JobInfo"]["ImmediateBackupCopyJobInfo"]["LinkedJobIncludes"]["LinkedJobObjects"]
    assert len(found) == 2
