# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import typing as t

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.backupops.veeam.plugins.module_utils._engine.compare import differences, without_nulls
from ansible_collections.backupops.veeam.plugins.module_utils._paths import members
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.names.ids_to_names import ids_to_names
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.names.names_to_ids import names_to_ids
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema import job_types
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.references import Collection
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.revisions import REVISIONS
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.comparison import VbrComparison
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.completion import (
    missing_members,
    with_defaults,
)
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.memo import Memo
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.minimal_settings import settings_of
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.support import unsupported, without_implied
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.translation import from_revision
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.validation import validate_settings
from tests.strategies import jobs as random_jobs

Json = dict[str, t.Any]
RULES = VbrComparison()
# What one revision wanted of a backup in a copy job and the newest one has no word for.
GONE = {("settings", "sourceObjects", "includes", "backups", "objectId")}
EVERY = [(revision, job_type) for revision in REVISIONS for job_type in random_jobs.job_types(revision)]


class NoNames:
    """Nothing has a name: neither on the way out nor on the way in."""

    def entry(self, collection: Collection, written: t.Any, *rest: t.Any, kind: str | None = None) -> t.Any:
        if not rest:
            return None
        if isinstance(written, str):
            assert collection is Collection.JOBS
            assert rest[0][-2:] == ("afterThisJob", "jobName")
            return {"name": written}
        # Only an id without the type beside it is looked up.
        assert set(written) == {"id"}, f"{collection}: {written}"
        return {**written, "type": None}

    def inventory_object(self, item: t.Any, path: tuple[t.Any, ...]) -> Json:
        return dict(item)


@pytest.mark.parametrize(("revision", "job_type"), EVERY)
@pytest.mark.parametrize("everything", [False, True], ids=["tidy", "everything"])
@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_what_is_written_down_is_valid_and_changes_nothing(
    revision: str, job_type: str, everything: bool, data: st.DataObject
) -> None:
    model = from_revision(data.draw(random_jobs.models(job_type, revision)), revision=revision)
    canonical = job_types.from_revision(str(model["type"]))
    written = ids_to_names(canonical, settings_of(canonical, model, RULES, everything=everything), NoNames())
    assert not validate_settings(canonical, written, memo=Memo())
    assert not unsupported(canonical, written, revision, memo=Memo())
    resolved = without_nulls(
        without_implied(canonical, names_to_ids(canonical, written, NoNames()), revision, memo=Memo())
    )
    assert list(differences(resolved, model, RULES)) == []


SCHEDULE = {
    "runAutomatically": True,
    "daily": {"isEnabled": True, "localTime": "22:00:00", "dailyKind": "Everyday", "days": ["Saturday"]},
    "monthly": {"isEnabled": False, "localTime": "", "dayOfWeek": "Saturday"},
    "retry": {"isEnabled": True, "retryCount": 3, "awaitMinutes": 5},
    "backupWindow": {"isEnabled": False},
}


@pytest.mark.parametrize(("revision", "job_type"), EVERY)
@pytest.mark.parametrize("everything", [False, True], ids=["tidy", "everything"])
@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_what_is_written_down_is_enough_for_a_new_job(
    revision: str, job_type: str, everything: bool, data: st.DataObject
) -> None:
    model = from_revision(data.draw(random_jobs.models(job_type, revision)), revision=revision)
    canonical = job_types.from_revision(str(model["type"]))
    written = settings_of(canonical, model, RULES, revision=revision, everything=everything)
    head = {name: model[name] for name in ("name", "type", "description") if name in model}
    lacking = unmet(canonical, with_defaults(canonical, model), revision)
    assert unmet(canonical, with_defaults(canonical, {**head, **written}), revision) <= lacking | GONE


def test_a_new_job_is_made_as_the_wizard_of_the_product_begins() -> None:
    """Who writes of the advanced settings only what matters need not say what is so anyway; what is said counts."""
    for wanted, mode in (({}, "Incremental"), ({"backupModeType": "Full"}, "Full")):
        storage = {"advancedSettings": {"backupHealth": {"isEnabled": True}, **wanted}}
        made = with_defaults("VSphereBackup", {"name": "a", "type": "VSphereBackup", "storage": storage})
        assert made["storage"]["advancedSettings"]["backupModeType"] == mode


def unmet(job_type: str, model: Json, revision: str) -> set[tuple[str, ...]]:
    """What a server would miss in a new job, whichever item of a list it is in."""
    return {members(path) for path, dummy in missing_members(job_type, model, revision=revision)}


def test_a_machine_of_which_nothing_is_said_leaves_nothing_out() -> None:
    """That is what a server means that has no list of files to leave out; another policy is a difference."""
    machine = {"platform": "VSphere", "hostName": "vc", "name": "web01", "type": "VirtualMachine", "objectId": "vm-1"}
    entry = {"vmObject": machine, "vss": "IgnoreFailures"}
    guest = {"appAwareProcessing": {"isEnabled": True, "appSettings": [entry]}, "guestFSIndexing": {"isEnabled": False}}
    written = settings_of("VSphereBackup", {"type": "VSphereBackup", "guestProcessing": guest}, RULES)
    (said,) = written["guestProcessing"]["appAwareProcessing"]["appSettings"]
    assert said["exclusions"] == {"exclusionPolicy": "Disabled", "itemsList": []}
    path = ("guestProcessing", "appAwareProcessing", "appSettings")
    assert list(differences([said], [entry], RULES, path)) == []
    only = {**entry, "exclusions": {"exclusionPolicy": "IncludeOnly", "itemsList": []}}
    (found,) = differences([said], [only], RULES, path)
    assert (found.members[-1], found.before, found.after) == ("exclusionPolicy", "IncludeOnly", "Disabled")


def tidy(**members: t.Any) -> Json:
    return settings_of("VSphereBackup", {"name": "a", "id": "1", "isDisabled": True, **members}, RULES)


def test_what_does_not_count_is_left_out() -> None:
    assert tidy(schedule=SCHEDULE) == {
        "schedule": {
            "runAutomatically": True,
            "daily": {"isEnabled": True, "localTime": "22:00", "dailyKind": "Everyday"},
            "retry": {"isEnabled": True, "awaitMinutes": 5},
        }
    }
    by_hand = {**SCHEDULE, "runAutomatically": False}
    assert tidy(schedule=by_hand) == {"schedule": {"runAutomatically": False}}


def test_what_a_new_job_might_have_on_is_written_when_it_is_off() -> None:
    advanced = {
        "syntheticFulls": {"isEnabled": False, "weekly": {"isEnabled": False, "days": ["Saturday"]}},
        "backupHealth": {"isEnabled": False},
        "storageData": {
            "excludeSwapFileBlocks": False,
            "inlineDataDedupEnabled": True,
            "encryption": {"isEnabled": False, "encryptionPasswordId": "00000000-0000-0000-0000-000000000000"},
        },
    }
    assert tidy(storage={"advancedSettings": advanced}) == {
        "storage": {
            "advancedSettings": {
                "syntheticFulls": {"isEnabled": False},
                "storageData": {"excludeSwapFileBlocks": False, "encryption": {"isEnabled": False}},
            }
        }
    }


def test_members_come_in_the_order_of_the_vendor_and_days_in_that_of_the_week() -> None:
    daily = {"days": ["Friday", "Monday"], "dailyKind": "SelectedDays", "localTime": "01:00", "isEnabled": True}
    written = tidy(schedule={"daily": daily, "runAutomatically": True}, storage={"backupRepositoryId": "1"})
    assert list(written) == ["storage", "schedule"]
    assert list(written["schedule"]) == ["runAutomatically", "daily"]
    assert written["schedule"]["daily"]["days"] == ["Monday", "Friday"]
    assert list(written["schedule"]["daily"]) == ["isEnabled", "localTime", "dailyKind", "days"]


def test_what_this_version_of_the_collection_does_not_know_is_left_out() -> None:
    assert tidy(storage={"fromTheFuture": 1}, alsoNew={"a": 1}) == {}
