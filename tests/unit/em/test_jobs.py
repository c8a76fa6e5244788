# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jobs through Enterprise Manager: cloned, changed and deleted by the same engine as everywhere."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._em.api.shapes import canonical
from ansible_collections.backupops.veeam.plugins.module_utils._errors import (
    Ambiguous,
    InvalidInput,
    NotFound,
    OutcomeUnknown,
    RequestRefused,
    Unsupported,
    VeeamError,
    VerificationFailed,
)
from tests.simulator.launch import Running, launch
from tests.unit.em.site import Site

ORACLE = "Oracle Backup"
VBR01 = "vbr01.lab.local"


@pytest.fixture(scope="module", params=["12", "13"])
def simulator(request: pytest.FixtureRequest) -> t.Iterator[Running]:
    with launch(em_port=0, em_version=request.param, session_seconds=0.3) as running:
        yield running


@pytest.fixture
def site(simulator: Running) -> Site:
    simulator.reset()
    return Site(simulator)


def standard(**blocks: t.Any) -> dict[str, t.Any]:
    return {"JobScheduleOptions": {"Standart": blocks}}


def backup_info(**parts: t.Any) -> dict[str, t.Any]:
    return {"JobInfo": {"BackupJobInfo": parts}}


def includes(*entries: t.Any) -> dict[str, t.Any]:
    named = [{"Name": entry} if isinstance(entry, str) else entry for entry in entries]
    return backup_info(Includes={"ObjectInJobs": named})


# Editing


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


def test_what_reads_differently_and_means_the_same_is_no_change(site: Site) -> None:
    week = ["saturday", "Friday", "Thursday", "Wednesday", "Tuesday", "Monday", "Sunday"]
    same = site.job(
        name=ORACLE,
        description="",
        enabled=True,
        settings={
            "ScheduleConfigured": "true",
            **standard(
                OptionsDaily={"Kind": "everyday", "Days": week, "Time": "22:00:00.0000000-07:00"},
                OptionsDaisyChaining={"PreviousJobUid": ""},
            ),
        },
    )
    assert not same.changed
    assert not site.writes()


def test_a_daily_schedule_switches_the_monthly_one_off_and_back(site: Site) -> None:
    monthly = {"Enabled": True, "DayNumberInMonth": "First", "DayOfWeek": "Sunday", "Time": "03:00"}
    first = site.twice(name=ORACLE, settings=standard(OptionsMonthly=monthly))
    assert "JobScheduleOptions.Standart.OptionsDaily.Enabled" in [change["path"] for change in first.changes]
    site.simulator.reset()
    second = site.twice(name=ORACLE, settings=standard(OptionsDaily={"Enabled": True, "Kind": "WeekDays"}))
    assert second.job["JobScheduleOptions"]["Standart"]["OptionsMonthly"]["Enabled"] is False


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


def test_the_previous_job_goes_by_its_name(site: Site) -> None:
    chain = {"Enabled": True, "PreviousJob": "Manual Backup"}
    done = site.twice(name=ORACLE, settings=standard(OptionsDaisyChaining=chain))
    found = done.job["JobScheduleOptions"]["Standart"]["OptionsDaisyChaining"]["PreviousJobUid"]
    assert found == site.model("Manual Backup")["UID"]
    with pytest.raises(NotFound, match="there is no Job"):
        site.job(name=ORACLE, settings=standard(OptionsDaisyChaining={"PreviousJob": "CRM Backup"}))


# Objects


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


# Cloning


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


# Deleting


def test_a_job_is_deleted_and_its_backups_stay(site: Site) -> None:
    assert site.twice(name=ORACLE, state="absent").job == {}
    assert [write[0] for write in site.writes()] == ["DELETE"]
    with site.product() as product:
        assert product.backups.search({"name": ORACLE})


def test_a_delete_whose_task_is_lost_is_looked_at(site: Site) -> None:
    site.simulator.fault("lost-task:count=1")
    assert site.job(name=ORACLE, state="absent").changed
    assert [write[0] for write in site.writes()] == ["DELETE"]


# What this API cannot do


@pytest.mark.parametrize(
    ("desired", "said"),
    [
        ({"name": "New", "type": "Backup"}, "To create a job from nothing"),
        ({"name": "New name", "previous_name": ORACLE}, 'To rename the job "Oracle Backup"'),
        ({"name": ORACLE, "high_priority": True}, "high_priority"),
        ({"name": "Immediate Copy", "description": "x"}, "To change Description"),
        ({"name": "Linux Agents", "description": "x"}, "To change Description"),
        ({"name": "File Shares", "state": "absent"}, 'To delete "File Shares"'),
        ({"name": "New", "clone_from": "Linux Agents"}, 'To clone "Linux Agents"'),
    ],
)
def test_what_only_the_other_api_can_do(site: Site, desired: dict[str, t.Any], said: str) -> None:
    for check in (True, False):
        with pytest.raises(Unsupported, match=r"not possible through Enterprise Manager\..*api: vbr") as refused:
            site.job(check=check, **desired)
        assert said in refused.value.message
    assert not site.writes()


def test_agent_and_file_share_jobs_can_be_enabled_and_disabled(site: Site) -> None:
    for name in ("Linux Agents", "File Shares"):
        assert site.twice(name=name, enabled=False).job["ScheduleEnabled"] is False
        site.simulator.reset()


def test_jobs_of_an_older_backup_server(site: Site) -> None:
    for desired in ({"description": "x"}, {"state": "absent"}):
        with pytest.raises(RequestRefused, match="api: vbr"):
            site.job(name="Old Backup", **desired)


def test_the_same_name_on_two_backup_servers(site: Site) -> None:
    with pytest.raises(Ambiguous, match="backup_server") as ambiguous:
        site.job(name="Daily Backup", description="x")
    assert len(ambiguous.value.candidates) == 2
    assert site.twice(name="Daily Backup", backup_server="vbr02.lab.local", description="x").changed
    with site.product(backup_server=VBR01) as product:
        other = product.jobs.reader.find("Daily Backup")
    assert other is not None
    assert not other.model.get("Description")


# Trouble


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


@pytest.mark.parametrize("fault", ["em-quoted", "em-no-nulls", "em-extra", "em-shuffled", "shuffle-lists", "em-bom"])
def test_odd_forms_are_no_change(site: Site, fault: str) -> None:
    settings = {
        **standard(OptionsDaily={"Enabled": True, "Time": "22:00"}, RetryOptions={"RetryTimes": 3}),
        **includes("app01", "web01", "shared01"),
    }
    site.simulator.fault(fault)
    assert not site.job(name="Daily Backup", backup_server=VBR01, settings=settings, enabled=True).changed


def test_nothing_to_do_costs_three_queries(site: Site) -> None:
    site.job(name=ORACLE, settings=includes("oracle01"), enabled=True)
    assert site.count() == 3


def test_what_shows_late_is_waited_for(site: Site) -> None:
    site.simulator.fault("em-stale:0.5")
    settings = {**includes("web01"), **standard(OptionsDaily={"Time": "23:15"})}
    with site.product(wait_interval=0.3) as product:
        from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import DesiredJob
        from ansible_collections.backupops.veeam.plugins.module_utils._engine.single_job import converge

        wanted = DesiredJob.from_params({"name": "New", "clone_from": ORACLE, "settings": settings})
        done = converge(product, wanted, check_mode=False)
    assert [entry["Name"] for entry in done.job["JobInfo"]["BackupJobInfo"]["Includes"]["ObjectInJobs"]] == ["web01"]


def test_a_job_that_was_not_collected_yet_is_not_called_missing_without_a_hint(site: Site) -> None:
    site.simulator.fault(f"em-uncollected:{ORACLE}")
    with pytest.raises(Unsupported, match="last collected from its backup servers"):
        site.job(name=ORACLE, description="x")


def test_a_job_that_cannot_be_deleted_is_not_taken_for_gone(site: Site) -> None:
    with site.product() as product:
        job = product.jobs.reader.find("Linux Agents")
        assert job is not None
        with pytest.raises(Unsupported, match="api: vbr"):
            product.jobs.writer.delete(job.id)
        assert product.jobs.reader.find("Linux Agents") is not None
