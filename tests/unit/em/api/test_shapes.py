# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Replies of both versions become the same; nothing in them makes the client stumble."""

from __future__ import annotations

import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.backupops.veeam.plugins.module_utils._em.api.served_spelling import Spelling
from ansible_collections.backupops.veeam.plugins.module_utils._em.api.shapes import (
    canonical,
    guid,
    instant,
    is_reference,
    items,
    kind_of_uid,
    moment,
    same_id,
    time_of_day,
)
from ansible_collections.backupops.veeam.plugins.module_utils._em.api.spelling import canonical_name
from tests.simulator.em.json_form import camel

GUID = "78c3919c-54d7-43fe-b047-485d3566f11f"
# A job as version 12 writes it, with members that are hard to spell.
JOB: dict[str, t.Any] = {
    "JobType": "Backup",
    "ScheduleConfigured": True,
    "ScheduleEnabled": False,
    "NextRun": None,
    "JobScheduleOptions": {
        "Standart": {
            "RetryOptions": {"RetryTimes": 3, "RetrySpecified": True},
            "BackupCompetitionWaitingPeriodMin": 180,
            "OptionsDaily": {"Time": "2019-10-23T22:00:00", "TimeOffsetUtc": 2, "Enabled": True, "Days": ["Sunday"]},
            "OptionsDaisyChaining": {"PreviousJobUid": "", "Enabled": False},
        },
        "ImmediateCopyMode": None,
    },
    "JobInfo": {
        "BackupJobInfo": {
            "Includes": {
                "ObjectInJobs": [
                    {
                        "ObjectInJobId": GUID,
                        "GuestProcessingOptions": {
                            "FSFileExcludeOptions": {"BackupScope": 1},
                            "WindowsGuestFSIndexingOptions": {"IncludedIndexingFolders": ["C:\\Users"]},
                        },
                    }
                ]
            }
        },
        "FileCopyJobInfo": None,
    },
    "Name": "Oracle Backup",
    "UID": f"urn:veeam:Job:{GUID}",
    "Links": [{"Rel": "Up", "Href": "https://em/api/backupServers/1", "Type": None}],
    "Type": "Job",
}


def renamed(content: t.Any, rename: t.Callable[[str], str]) -> t.Any:
    if isinstance(content, dict):
        return {rename(name): renamed(value, rename) for name, value in content.items()}
    return [renamed(item, rename) for item in content] if isinstance(content, list) else content


@pytest.mark.parametrize("rename", [camel, str.lower, str.upper, lambda name: name[:1].lower() + name[1:]])
def test_the_letter_case_of_names_does_not_matter(rename: t.Callable[[str], str]) -> None:
    assert canonical(renamed(JOB, rename)) == canonical(JOB)


def test_names_are_those_of_the_reference_and_nulls_are_left_out() -> None:
    job = canonical(renamed(JOB, camel))
    assert job["UID"] == JOB["UID"]
    (machine,) = job["JobInfo"]["BackupJobInfo"]["Includes"]["ObjectInJobs"]
    assert machine["GuestProcessingOptions"]["FSFileExcludeOptions"] == {"BackupScope": 1}
    assert "NextRun" not in job
    assert "FileCopyJobInfo" not in job["JobInfo"]
    assert job["Links"] == [{"Rel": "Up", "Href": "https://em/api/backupServers/1"}]


def test_a_member_that_nobody_knows_is_kept() -> None:
    assert canonical({"brandNew": {"innerThing": 1}}) == {"BrandNew": {"InnerThing": 1}}


def test_text_that_means_numbers_and_switches_is_read() -> None:
    quoted = {"ScheduleEnabled": "False", "RetryTimes": "3", "CompressRatio": "1.5", "Success": "true", "Name": "12"}
    assert canonical(quoted) == {
        "ScheduleEnabled": False,
        "RetryTimes": 3,
        "CompressRatio": 1.5,
        "Success": True,
        "Name": "12",
    }
    assert canonical({"RetryTimes": "many", "Enabled": "perhaps"}) == {"RetryTimes": "many", "Enabled": "perhaps"}


@pytest.mark.parametrize(
    "time",
    ["22:00:00.0000000-07:00", "2019-10-23T22:00:00", "2019-10-23T22:00:00+02:00", "22:00", "2019-10-23T22:00:00.5Z"],
)
def test_a_time_of_day_is_the_same_with_and_without_date_and_offset(time: str) -> None:
    assert time_of_day(time) == "22:00:00"
    assert canonical({"Time": time, "TimeOffsetUtc": 7200}) == canonical({"Time": "22:00:00", "TimeOffsetUtc": 2})


def test_what_is_no_time_of_day_is_left_alone() -> None:
    assert canonical({"Time": "soon", "TimeOffsetUtc": None}) == {"Time": "soon"}
    assert canonical({"TimeOffsetUtc": 19800}) == {"TimeOffsetUtc": 5.5}


@pytest.mark.parametrize("fraction", ["", ".5", ".50", ".500", ".5000", ".50000", ".500000", ".5000000"])
def test_times_have_any_number_of_digits(fraction: str) -> None:
    found = moment(f"2026-11-22T01:02:03{fraction}Z")
    assert found is not None
    assert instant(found) == "2026-11-22T01:02:03Z"
    assert found.microsecond == (500_000 if fraction else 0)


@pytest.mark.parametrize("never", [None, "", "0001-01-01T00:00:00", "1753-01-01T00:00:00", "Aug 26 2013  7:57AM"])
def test_never_is_no_time(never: str | None) -> None:
    assert moment(never) is None


def test_a_backup_file_spells_its_time_in_a_way_of_its_own() -> None:
    assert canonical({"filePath": "a.vbk", "creationTimeUtc": "x"}) == {"FilePath": "a.vbk", "CreationTimeUtc": "x"}
    assert canonical({"creationTimeUtc": "x"}) == {"CreationTimeUTC": "x"}


ITEM = {"UID": "urn:veeam:Job:1", "Name": "a", "Includes": {"ObjectInJobs": [{"ObjectInJobId": "2"}]}}


@pytest.mark.parametrize(
    "wrapped",
    [
        [ITEM],
        {"Jobs": [ITEM]},
        {"Jobs": ITEM},
        {"Jobs": {"Job": ITEM}},
        {"Jobs": {"Jobs": [ITEM]}},
        {"Refs": [ITEM], "Links": [{"Rel": "Up"}]},
        {"Refs": {"Refs": [ITEM]}, "Entities": None, "Resources": None, "PagingInfo": {"Links": [{"Rel": "First"}]}},
        {"Refs": None, "Entities": {"Backups": None, "Jobs": {"Jobs": [ITEM]}, "Tasks": {"Tasks": []}}},
        {"Entities": {"AgentBackupJob": {"AgentBackupJobs": [ITEM]}}},
        {"Resources": {"ObjectInJobs": {"ObjectInJobs": [ITEM]}}},
    ],
)
def test_items_are_found_in_every_wrapping(wrapped: t.Any) -> None:
    assert items(wrapped) == [ITEM]


@pytest.mark.parametrize(
    "empty",
    [
        None,
        [],
        {},
        {"Refs": None},
        {"Refs": {"Refs": []}},
        {"Refs": {"Refs": None}},
        {"Entities": None, "PagingInfo": {"PageNum": 1, "Links": [{"Rel": "First"}]}},
        {"Entities": {"Jobs": None}},
        {"Entities": {"Jobs": {"Jobs": None}}},
        {"Entities": {"Jobs": {}}},
        "text",
    ],
)
def test_nothing_is_found_where_nothing_is(empty: t.Any) -> None:
    assert items(empty) == []


def test_ids_are_compared_by_their_guid() -> None:
    assert same_id(f"urn:veeam:Job:{GUID}", f"urn:veeam:AgentBackupJob:{GUID.upper()}")
    assert same_id(GUID, f"https://em:9398/api/jobs/{GUID}?format=Entity")
    assert not same_id("", "")
    assert not same_id(GUID, "urn:veeam:Job:00000000-0000-0000-0000-000000000000")
    assert guid("nothing") == ""
    assert (kind_of_uid(f"urn:veeam:NasJob:{GUID}"), kind_of_uid(GUID)) == ("NasJob", "")


def test_a_reference_is_told_from_an_entity() -> None:
    assert is_reference({"Type": "JobReference"})
    assert not is_reference({"Type": "Job"})
    assert not is_reference({})


Documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.mark.parametrize(
    "written", ["RetrySpecified1", "retrySpecified1", "_retrySpecified", "<RetrySpecified>k__BackingField"]
)
def test_a_member_with_something_around_its_name_is_that_member(written: str) -> None:
    assert canonical({"RetryOptions": {written: "true"}}) == {"RetryOptions": {"RetrySpecified": True}}


def test_a_member_does_not_stand_for_another_that_is_there_itself() -> None:
    for members in ({"Name": "a", "Name1": "b"}, {"Name1": "b", "name": "a"}):
        assert canonical(members) == {"Name": "a", "Name1": "b"}
    assert canonical({"Name": None, "Name1": "b"}) == {"Name": "b"}
    assert canonical({"Vat1": 1, "vat2": 2}) == {"Vat1": 1, "Vat2": 2}


def test_members_go_back_as_the_server_showed_them() -> None:
    spelling = Spelling()
    canonical({"jobs": [{"type": "Job", "name": "a", "retryOptions": {"RetrySpecified1": True, "Days": []}}]}, spelling)
    sent = spelling.written({"Name": "b", "RetryOptions": {"RetrySpecified": False, "Days": [], "New": 1}}, "Job")
    assert sent == {"name": "b", "retryOptions": {"RetrySpecified1": False, "Days": [], "New": 1}}
    canonical({"Type": "Job", "Name": "a", "RetryOptions": None}, spelling)
    assert spelling.written({"Name": "b"}, "Job") == {"Name": "b"}


@given(Documents)
def test_no_document_makes_it_stumble(document: t.Any) -> None:
    items(canonical(document))
    assert canonical(canonical(document)) == canonical(document)


@given(st.text())
def test_a_canonical_name_stays_as_it_is(name: str) -> None:
    assert canonical_name(canonical_name(name)) == canonical_name(name)
