# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The parts of the job store: what a task does not use is not built, what cannot be is refused."""

from __future__ import annotations

import types
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._em.jobs.store import EmJobs
from ansible_collections.backupops.veeam.plugins.module_utils._errors import Unsupported


@pytest.fixture
def jobs() -> EmJobs:
    """None of its parts needs a server to be built."""
    none = t.cast("t.Any", None)
    return EmJobs(none, none, t.cast("t.Any", types.SimpleNamespace(pace=none)), none)


def test_reading_needs_none_of_the_other_parts(jobs: EmJobs) -> None:
    assert jobs.reader is jobs.reader
    assert not {"models", "planning", "writer"} & set(vars(jobs))


def test_every_part_is_built_once(jobs: EmJobs) -> None:
    assert jobs.planning is jobs.planning
    assert jobs.models is jobs.models
    assert jobs.writer is jobs.writer


def test_jobs_are_neither_made_from_nothing_nor_written_to_files(jobs: EmJobs) -> None:
    with pytest.raises(Unsupported, match=r"To create a job from nothing .*clone_from.*api: vbr"):
        jobs.creator  # noqa: B018
    with pytest.raises(Unsupported, match="To write jobs to files is not possible through Enterprise Manager"):
        jobs.exporter  # noqa: B018
