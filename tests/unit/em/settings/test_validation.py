# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Settings for Enterprise Manager: mistakes are found with their path before anything is sent."""

from __future__ import annotations

import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.backupops.veeam.plugins.module_utils._em.settings.comparison import EmComparison
from ansible_collections.backupops.veeam.plugins.module_utils._em.settings.editable import SETTINGS, Member
from ansible_collections.backupops.veeam.plugins.module_utils._em.settings.job_changes import document
from ansible_collections.backupops.veeam.plugins.module_utils._em.settings.validation import problems, spelt
from ansible_collections.backupops.veeam.plugins.module_utils._engine.compare import differences
from ansible_collections.backupops.veeam.plugins.module_utils._engine.merge import merge
from ansible_collections.backupops.veeam.plugins.module_utils._paths import text

STANDARD = "settings.JobScheduleOptions.Standart"


def standard(**blocks: t.Any) -> dict[str, t.Any]:
    return {"JobScheduleOptions": {"Standart": blocks}}


@pytest.mark.parametrize(
    ("settings", "path", "said"),
    [
        ({"JobScheduleOption": {}}, "settings.JobScheduleOption", "Did you mean JobScheduleOptions?"),
        (
            {"JobScheduleOptions": {"Standard": {}}},
            "settings.JobScheduleOptions.Standard",
            "Did you mean Standart?",
        ),
        (standard(RetryOptions={"RetryTimes": "many"}), f"{STANDARD}.RetryOptions.RetryTimes", "whole number"),
        (standard(OptionsDaily={"Kind": "Every day"}), f"{STANDARD}.OptionsDaily.Kind", "Did you mean Everyday?"),
        (standard(OptionsDaily={"Time": 79200}), f"{STANDARD}.OptionsDaily.Time", "in quotes"),
        (standard(OptionsDaily={"TimeOffsetUtc": 2}), f"{STANDARD}.OptionsDaily.TimeOffsetUtc", "leave it out"),
        (standard(OptionsDaily={"Enabled": "perhaps"}), f"{STANDARD}.OptionsDaily.Enabled", "true or false"),
        (
            standard(OptionsDaily={"Enabled": True}, OptionsMonthly={"Enabled": "yes"}),
            STANDARD,
            "cannot both be enabled",
        ),
        (
            standard(OptionsContinuous={"Schedule": {"Days": [{"Name": "Monday", "Value": "1,1"}]}}),
            f"{STANDARD}.OptionsContinuous.Schedule.Days[0].Value",
            "24 times",
        ),
        ({"Name": "x"}, "settings.Name", "belongs into the option name"),
        ({"ScheduleEnabled": True}, "settings.ScheduleEnabled", "belongs into the option enabled"),
        ({"Repository": "Main"}, "settings.Repository", "settings.JobCloneSpec.BackupJobCloneInfo"),
        (
            {"JobInfo": {"BackupJobInfo": {"GuestProcessingOptions": {}}}},
            "settings.JobInfo.BackupJobInfo.GuestProcessingOptions",
            "with api: vbr it can",
        ),
        (
            {"JobInfo": {"BackupJobInfo": {"Includes": {"ObjectInJobs": [{"HostName": "x"}]}}}},
            "settings.JobInfo.BackupJobInfo.Includes.ObjectInJobs[0]",
            "needs HierarchyObjRef or Name",
        ),
        ({"JobInfo": []}, "settings.JobInfo", "must be a dictionary"),
    ],
)
def test_mistakes_are_named(settings: dict[str, t.Any], path: str, said: str) -> None:
    found = {text(where): what for where, what in problems("Backup", settings)}
    assert list(found) == [path]
    assert said in found[path]


def test_types_of_jobs() -> None:
    assert "AgentBackup" in problems("VSphereBackup", {})[0][1]
    assert "Did you mean Backup?" in problems("backups", {})[0][1]
    assert "api: vbr" in problems("AgentBackup", {"JobScheduleOptions": {}})[0][1]
    assert problems("AgentBackup", {}) == []


def test_what_is_written_is_spelt_as_the_reference_does() -> None:
    written = standard(
        RetryOptions={"RetryTimes": "5"},
        OptionsDaily={"Enabled": "yes", "Kind": "WEEKDAYS", "Days": ["sunday"], "Time": "22:00"},
    )
    assert problems("Backup", written) == []
    assert spelt("Backup", written)["JobScheduleOptions"]["Standart"] == {
        "RetryOptions": {"RetryTimes": 5},
        "OptionsDaily": {"Enabled": True, "Kind": "WeekDays", "Days": ["Sunday"], "Time": "22:00:00"},
    }


def values(member: Member) -> st.SearchStrategy[t.Any]:
    """Values that a member takes; objects with any part of their members."""
    if member.kind == "object":
        below = {name: values(each) for name, each in member.members.items()}
        return st.fixed_dictionaries({}, optional=below)
    if member.kind == "list" and member.item is not None:
        if member.item.kind == "object":
            whole = st.fixed_dictionaries({name: values(each) for name, each in member.item.members.items()})
            return st.lists(whole, min_size=1, max_size=3, unique_by=lambda item: item["Name"])
        return st.lists(values(member.item), min_size=1, max_size=3, unique=True)
    if member.kind == "integer":
        return st.integers(member.least or 0, member.most or 99)
    simple = {
        "boolean": st.booleans(),
        "time": st.sampled_from(["22:00:00", "03:30:00"]),
        "hours": st.sampled_from([",".join("1" * 24), ",".join("0" * 24)]),
        "text": st.sampled_from(member.values or ("a", "b")),
    }
    return simple[member.kind]


EDITABLE = Member(
    "object", members={name: each for name, each in SETTINGS["Backup"].members.items() if name == "JobScheduleOptions"}
)
RULES = EmComparison()


@given(values(EDITABLE), values(EDITABLE))
def test_what_is_sent_is_what_differs_and_nothing_else(observed: dict[str, t.Any], wanted: dict[str, t.Any]) -> None:
    """A document that a server lays over what it has makes the job as wanted; without a difference there is none."""
    model = merge(observed, wanted, RULES)
    sent = document(observed, model)
    if next(differences(wanted, observed, RULES), None) is None:
        assert sent == {}
    exclusive = [sent.get("JobScheduleOptions", {}).get("Standart", {}).get(name) for name in CALENDARS]
    if all(block is None for block in exclusive):
        assert next(differences(wanted, laid_over(observed, sent), RULES), None) is None


CALENDARS = ("OptionsDaily", "OptionsMonthly")


def laid_over(base: t.Any, top: t.Any) -> t.Any:
    """What a server does with a partial document."""
    if not isinstance(base, dict) or not isinstance(top, dict):
        return top
    return {**base, **{name: laid_over(base.get(name), below) for name, below in top.items()}}
