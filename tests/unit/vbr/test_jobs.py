# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers that the simulator never gives."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import (
    Ambiguous,
    InvalidInput,
    OutcomeUnknown,
    RequestRefused,
)
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.jobs.store import VbrJobs
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.names import inventory_query
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.initial_schedule import (
    at_rest,
    with_copy_schedule,
)

JOB_ID = "11111111-1111-4111-8111-111111111111"


class ShortServer:
    """A server of the newest revision that answers what it is given, by path."""

    revision = "1.3-rev2"

    def __init__(self, **answers: t.Any) -> None:
        self.answers = {path.replace("_", "/"): answer for path, answer in answers.items()}

    def pages(self, path: str, params: t.Any = None) -> t.Iterator[t.Any]:
        return iter(self.answers.get(path.strip("/"), []))

    def unexplained_pages(self, path: str, params: t.Any = None, *, order: t.Any = None) -> t.Iterator[t.Any]:
        return self.pages(path, params)

    def get_or_none(self, path: str) -> t.Any:
        answer = self.answers.get("job")
        if isinstance(answer, Exception):
            raise answer
        return answer

    def order(self, path: str, json: t.Any = None) -> t.Any:
        return self.answers.get("order")


def jobs(**answers: t.Any) -> VbrJobs:
    return VbrJobs(t.cast("t.Any", ShortServer(**answers)))


@pytest.mark.parametrize(("status", "enabled"), [("Disabled", False), ("disabled", False), ("Inactive", True)])
def test_a_job_that_does_not_say_whether_it_is_enabled(status: str, enabled: bool) -> None:
    short = {"id": JOB_ID, "name": "Nightly", "type": "VSphereBackup"}
    store = jobs(job=short, jobs=[short], jobs_states=[{"id": JOB_ID, "status": status}])
    for found in (store.reader.get(JOB_ID), store.reader.find("Nightly")):
        assert found is not None
        assert found.enabled is enabled


def test_the_name_filter_is_checked_again() -> None:
    described = {"id": JOB_ID, "name": "Other", "type": "VSphereBackup", "description": "Nightly", "isDisabled": False}
    assert jobs(jobs=[described]).reader.find("Nightly") is None


def test_two_jobs_of_one_name_are_listed() -> None:
    same = {"name": "Nightly", "type": "VSphereBackup", "isDisabled": False}
    with pytest.raises(Ambiguous) as caught:
        jobs(jobs=[{**same, "id": JOB_ID}, {**same, "id": JOB_ID[:-1] + "2"}]).reader.find("Nightly")
    assert JOB_ID in caught.value.message


STATE = {"id": JOB_ID, "name": "Nightly", "type": "VSphereBackup", "status": "Stopped"}
NO_SUCH_TYPE = RequestRefused("Specify job of supported platform type.", status=400, method="GET", path="/jobs")


def test_a_job_that_only_its_state_tells_of_is_never_managed_by_that() -> None:
    whole = {"id": JOB_ID, "name": "Nightly", "type": "VSphereBackup", "isDisabled": False, "virtualMachines": {}}
    found = jobs(jobs_states=[STATE], job=whole).reader.find("Nightly")
    assert found is not None
    assert found.model == whole
    assert jobs(jobs_states=[STATE], job=None).reader.find("Nightly") is None
    with pytest.raises(RequestRefused):
        jobs(jobs_states=[STATE], job=NO_SUCH_TYPE).reader.get(JOB_ID)


@pytest.mark.parametrize("job_type", ["ProxmoxBackupJob", "NutanixBackupJob", "Unknown", "What comes next"])
def test_a_job_of_a_type_without_a_model_is_told_by_its_state(job_type: str) -> None:
    store = jobs(jobs_states=[{**STATE, "type": job_type, "status": "disabled"}], job=NO_SUCH_TYPE)
    for found in (store.reader.find("Nightly"), store.reader.get(JOB_ID)):
        assert found is not None
        assert (found.type, found.manageable, found.enabled) == (job_type, False, False)


def test_an_id_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidInput):
        jobs().reader.get("../credentials")


@pytest.mark.parametrize("answer", [None, {"id": 7}, {"id": "Nightly"}])
def test_an_answer_without_an_id_leaves_the_outcome_open(answer: t.Any) -> None:
    with pytest.raises(OutcomeUnknown):
        jobs(order=answer).creator.create({"name": "Nightly", "type": "VSphereBackup"}, enabled=None)


def test_what_is_created_disabled_has_nothing_that_starts_it() -> None:
    schedule = {"runAutomatically": True, "daily": {"isEnabled": True}}
    assert at_rest({"type": "VSphereBackup", "schedule": schedule}) == {
        "type": "VSphereBackup",
        "schedule": {**schedule, "runAutomatically": False},
    }
    assert at_rest({"type": "VSphereBackup"}) == {"type": "VSphereBackup"}


@pytest.mark.parametrize(
    ("model", "window"),
    [
        ({"type": "BackupCopy", "mode": "immediate"}, ("backupWindow",)),
        ({"type": "FileBackupCopy", "schedule": {"type": "Continuous"}}, ("customWindow", "backupWindow")),
        ({"type": "EntraIDTenantBackupCopy"}, ("customWindow", "backupWindow")),
    ],
)
def test_a_copy_that_is_created_disabled_has_no_hour_to_run_in(
    model: dict[str, t.Any], window: tuple[str, ...]
) -> None:
    found = at_rest(model)["schedule"]
    for member in window:
        found = found[member]
    assert [day["hours"] for day in found["days"]] == [",".join("0" * 24)] * 7


def test_a_copy_runs_all_the_time_unless_somebody_says_when() -> None:
    assert with_copy_schedule("FileBackupCopy", {})["schedule"] == {"type": "Continuous"}
    immediate = with_copy_schedule("BackupCopy", {"mode": "Immediate"})["schedule"]
    assert immediate == {"type": "Immediate", "scheduleMode": "Continuous"}
    assert "schedule" not in with_copy_schedule("BackupCopy", {"mode": "Periodic"})
    assert with_copy_schedule("FileBackupCopy", {"schedule": {"type": "Custom"}})["schedule"] == {"type": "Custom"}


@pytest.mark.parametrize(("revision", "operation"), [("1.3-rev2", "In"), ("1.2-rev1", "in")])
def test_many_names_go_into_few_requests(revision: str, operation: str) -> None:
    bodies = list(inventory_query.bodies([f"vm{number}" for number in range(150)] * 2, "HostsAndClusters", revision))
    assert [body["filter"]["operation"] for body in bodies] == [operation, operation]
    assert sum(len(body["filter"]["value"].split(",")) for body in bodies) == 150


def test_names_with_commas_stay_whole() -> None:
    body = next(inventory_query.bodies(["a,b", "c"], "", "1.3-rev2"))
    assert [item["value"] for item in body["filter"]["items"]] == ["a,b", "c"]
    assert "hierarchyType" not in body


def test_views_of_hyper_v_have_other_names_on_older_servers() -> None:
    views = [
        next(inventory_query.bodies(["x"], "Groups", revision))["hierarchyType"]
        for revision in ("1.3-rev1", "1.3-rev2")
    ]
    assert views == ["VMGroups", "Groups"]


def test_wrapped_inventory_objects_are_unwrapped() -> None:
    inner = {"platform": "VMware", "hostName": "vc", "name": "web01", "type": "VirtualMachine", "objectId": "vm-1"}
    found = inventory_query.from_server({"inventoryObject": inner, "size": "1 GB"}, "1.2-rev1")
    assert (found["platform"], found["objectId"]) == ("VSphere", "vm-1")
