# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The place of a value: a line of a file, or what the option of the task is called."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._job_files.locations import SourcePointer
from ansible_collections.backupops.veeam.plugins.module_utils._job_files.reading import parse

TEXT = "name: A\n---\njobs:\n- name: B\n- name: C\n  settings:\n    a: 1\n"


def test_a_value_in_a_file_has_its_line_in_its_document() -> None:
    job = SourcePointer(parse(TEXT, "a.yml"), 1).below("jobs", 1)
    assert str(job.place()) == "a.yml:5"
    assert str(job.place(("settings", "a"))) == "a.yml:7"
    assert str(job.below("settings").place()) == "a.yml:6"
    assert str(SourcePointer(parse(TEXT, "a.yml"), 0).place(("name",))) == "a.yml:1"


def test_what_is_not_there_has_the_line_of_what_it_would_be_in() -> None:
    job = SourcePointer(parse(TEXT, "a.yml"), 1).below("jobs", 1)
    assert str(job.place(("settings", "b", "c"))) == "a.yml:6"


@pytest.mark.parametrize(
    ("start", "called"),
    [
        ((), "jobs"),
        (("jobs", 2), "jobs[2]"),
        (("jobs", 2, "settings", "a"), "jobs[2]"),
        (("profiles", "gold"), "profiles"),
        (("defaults",), "defaults"),
    ],
)
def test_a_value_of_the_task_has_the_name_of_its_option_and_no_line(start: tuple[str | int, ...], called: str) -> None:
    place = SourcePointer(start=start).place(("description",))
    assert (place.file, place.line) == (called, None)
