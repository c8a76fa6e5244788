# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Changing, deleting and enabling jobs: what is sent, and what is said when it goes wrong."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._em.api.shapes import canonical
from ansible_collections.backupops.veeam.plugins.module_utils._errors import (
    InvalidInput,
    OutcomeUnknown,
    RequestRefused,
    Unsupported,
    VeeamError,
    VerificationFailed,
)
from tests.simulator.launch import Running
from tests.unit.em.conftest import Connect
from tests.unit.em.estate import ORACLE, backup_info, includes, job_of, posts, standard
from tests.unit.em.site import Site


@pytest.mark.parametrize("status", [200, 201, 202])
def test_any_good_status_of_a_call_will_do(simulator: Running, connect: Connect, status: int) -> None:
    simulator.fault(f"em-created:{status}")
    product = connect()
    job = job_of(product)
    product.jobs.writer.set_enabled(job.id, False)
    assert job_of(product).enabled is False


def test_a_flip_is_made_once_or_not_at_all(simulator: Running, connect: Connect) -> None:
    product = connect()
    job = job_of(product)
    product.jobs.writer.set_enabled(job.id, True)
    assert posts(simulator, "toggleScheduleEnabled") == 0
    for dummy in range(2):
        product.jobs.writer.set_enabled(job.id, False)
    assert posts(simulator, "toggleScheduleEnabled") == 1
    assert job_of(product).enabled is False


def test_a_job_that_somebody_flips_too_is_reported(
    simulator: Running, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ansible_collections.backupops.veeam.plugins.module_utils._em.job_runs.toggle.PAUSE", 0.01)
    simulator.fault(f"em-toggle-race:{ORACLE}")
    product = connect()
    with pytest.raises(VerificationFailed, match="was not tried again"):
        product.jobs.writer.set_enabled(job_of(product).id, False)
    assert posts(simulator, "toggleScheduleEnabled") == 1


def test_only_what_differs_is_sent_and_in_one_request(site: Site, request: pytest.FixtureRequest) -> None:
    done = site.twice(
        name=ORACLE,
        description="The database",
        settings={
            **standard(RetryOptions={"RetryTimes": 5}, OptionsDaily={"Enabled": True, "Time": "21:30"}),
            **backup_info(SimpleRetentionPolicy={"RetainCycles": "9", "RetainLimitType": "cycles"}),
        },
    )
    assert [change["path"] for change in done.changes] == [
        "Description",
        "JobScheduleOptions.Standart.RetryOptions.RetryTimes",
        "JobScheduleOptions.Standart.OptionsDaily.Time",
        "JobInfo.BackupJobInfo.SimpleRetentionPolicy.RetainCycles",
    ]
    ((method, path, body),) = site.writes()
    assert (method, path) == ("PUT", "jobs?edit")
    as_shown = {"12": "JobScheduleOptions", "13": "jobScheduleOptions"}[request.node.callspec.params["simulator"]]
    assert as_shown in body
    assert canonical(body) == {
        "Description": "The database",
        "JobScheduleOptions": {
            "Standart": {
                "RetryOptions": {"RetryTimes": 5},
                "OptionsDaily": {"Enabled": True, "Kind": "Everyday", "Time": "21:30:00"},
                "OptionsMonthly": {"Enabled": False},
            }
        },
        "JobInfo": {"BackupJobInfo": {"SimpleRetentionPolicy": {"RetainLimitType": "Cycles", "RetainCycles": 9}}},
    }


def test_a_member_that_this_server_spells_otherwise_is_read_and_written_in_its_spelling(site: Site) -> None:
    site.simulator.fault("em-suffixed:RetrySpecified")
    options = {"RetryTimes": 3, "RetryTimeout": 10}
    assert not site.job(name=ORACLE, settings=standard(RetryOptions={"RetrySpecified": True, **options})).changed
    done = site.twice(name=ORACLE, settings=standard(RetryOptions={"RetrySpecified": False, **options}))
    assert [change["path"] for change in done.changes] == ["JobScheduleOptions.Standart.RetryOptions.RetrySpecified"]
    with pytest.raises(InvalidInput, match=r"RetrySpecified1: .* Did you mean RetrySpecified"):
        site.job(name=ORACLE, settings=standard(RetryOptions={"RetrySpecified1": True}))


def test_enabling_and_disabling_is_a_single_flip(site: Site) -> None:
    off = site.twice(name=ORACLE, enabled=False)
    assert off.job["ScheduleEnabled"] is False
    assert [write[1] for write in site.writes()] == ["jobs?toggleScheduleEnabled"]
    assert site.job(name=ORACLE, enabled=True).job["ScheduleEnabled"] is True
    assert len(site.writes()) == 2


def test_a_change_and_a_disable_come_with_the_disable_first(site: Site) -> None:
    done = site.twice(name=ORACLE, enabled=False, description="Rests")
    assert [write[1] for write in site.writes()] == ["jobs?toggleScheduleEnabled", "jobs?edit"]
    assert (done.job["ScheduleEnabled"], done.job["Description"]) == (False, "Rests")


def test_a_job_is_deleted_and_its_backups_stay(site: Site) -> None:
    assert site.twice(name=ORACLE, state="absent").job == {}
    assert [write[0] for write in site.writes()] == ["DELETE"]
    with site.product() as product:
        assert product.backups.search({"name": ORACLE})


def test_a_delete_whose_task_is_lost_is_looked_at(site: Site) -> None:
    site.simulator.fault("lost-task:count=1")
    assert site.job(name=ORACLE, state="absent").changed
    assert [write[0] for write in site.writes()] == ["DELETE"]


def test_jobs_of_an_older_backup_server(site: Site) -> None:
    for desired in ({"description": "x"}, {"state": "absent"}):
        with pytest.raises(RequestRefused, match="api: vbr"):
            site.job(name="Old Backup", **desired)


def test_a_change_that_the_backup_server_refuses(site: Site) -> None:
    site.simulator.fault("em-task-failed:EditJob:text=The job is locked")
    with pytest.raises(RequestRefused, match=r"The job is locked.*as they were before"):
        site.job(name=ORACLE, description="x")
    with pytest.raises(VeeamError, match=r"The job is locked\. Before that, web01 was added") as half:
        site.job(name=ORACLE, description="x", settings=includes("oracle01", "web01"))
    assert not isinstance(half.value, RequestRefused)


def test_a_setting_that_is_not_kept(site: Site) -> None:
    site.simulator.fault("drop-setting:Description")
    with pytest.raises(VerificationFailed, match="Description"):
        site.job(name=ORACLE, description="x")


def test_a_lost_task_of_a_change_is_decided_by_the_job(site: Site) -> None:
    site.simulator.fault("lost-task:count=1")
    assert site.job(name=ORACLE, description="x").job["Description"] == "x"
    site.simulator.fault("em-task-no-result:EditJob")
    assert site.job(name=ORACLE, description="y").job["Description"] == "y"
    site.simulator.clear_faults()
    site.simulator.fault("em-task-no-result:EditJob", "drop-setting:Description")
    with pytest.raises(OutcomeUnknown, match="as it was before"):
        site.job(name=ORACLE, description="z")


def test_a_server_that_edits_without_an_action(site: Site) -> None:
    site.simulator.fault("em-edit-plain")
    assert site.job(name=ORACLE, description="x").job["Description"] == "x"


def test_a_job_that_cannot_be_deleted_is_not_taken_for_gone(site: Site) -> None:
    with site.product() as product:
        job = product.jobs.reader.find("Linux Agents")
        assert job is not None
        with pytest.raises(Unsupported, match="api: vbr"):
            product.jobs.writer.delete(job.id)
        assert product.jobs.reader.find("Linux Agents") is not None
