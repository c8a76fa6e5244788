# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A set of jobs, and where its values stand."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import DesiredJob
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.job_set import (
    Given,
    JobSet,
    Origin,
    SetEntry,
    SourceLocation,
)


def entry(label: str = "jobs", **params: str) -> SetEntry:
    return SetEntry(DesiredJob.from_params(params), Given(label))


JOBS = JobSet((entry(name="a"), entry(id="1"), entry(name="b", state="absent")), owner="git")


@pytest.mark.parametrize(
    ("place", "shown"), [(SourceLocation("a.yml", 7), "a.yml:7"), (SourceLocation("a.yml"), "a.yml")]
)
def test_a_place_without_a_line_is_its_file(place: SourceLocation, shown: str) -> None:
    assert str(place) == shown
    assert str(Origin("defaults", place)) == f"defaults ({shown})"


def test_a_job_that_was_handed_over_is_told_by_its_label() -> None:
    third = entry("jobs[3]", name="a")
    assert str(third.place) == "jobs[3]"
    assert str(third.origin(("settings", "storage"))) == "job (jobs[3])"


def test_two_entries_are_the_same_wherever_they_are_written() -> None:
    assert entry("jobs[0]", name="a") == entry("jobs[1]", name="a")


def test_names_are_those_that_are_written_of_absent_jobs_too() -> None:
    assert len(JOBS) == 3
    assert JOBS.names() == {"a", "b"}


def test_a_part_of_a_set_has_its_owner_and_its_order() -> None:
    rest = JOBS.without({"a"})
    assert [each.desired.title for each in rest] == ["with id 1", '"b"']
    assert rest.owner == "git"
    assert len(JOBS) == 3
