# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plan files that nobody wrote, or somebody changed: one message, whatever is in them."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets import plan_file
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.plan_file import (
    _FORMAT,
    read,
    refuse_if_outdated,
)
from ansible_collections.backupops.veeam.plugins.module_utils._errors import VeeamError

JOB = {"name": "A", "action": "update", "changes": [], "id": "1", "in_set": True, "wanted": "w", "observed": "o"}
NOW: dict[str, t.Any] = {
    "format": _FORMAT,
    "api": "vbr",
    "options": {"managed_by": None, "prune": "none"},
    "server": {"id": "", "host": "vbr", "port": 9419},
    "jobs": [JOB],
}
ODD = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3),
    lambda inside: st.lists(inside, max_size=2) | st.dictionaries(st.text(max_size=3), inside, max_size=2),
    max_leaves=5,
)


@given(st.sampled_from(sorted(NOW)), st.sampled_from(sorted(JOB)), ODD, ODD)
def test_odd_values_end_in_a_message_or_in_nothing(member: str, of_job: str, value: t.Any, other: t.Any) -> None:
    for content in ({**NOW, member: value}, {**NOW, "jobs": [{**JOB, of_job: other}]}, {**NOW, "jobs": [other]}):
        if plan_file._is_document(content):
            with contextlib.suppress(VeeamError):
                refuse_if_outdated(content, NOW)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not a plan that plan_dest"),
        ("[" * 100_000, "is not a plan that plan_dest"),
        ("[" * 200 + "]" * 200, "is nested deeper than"),
        (json.dumps({"format": _FORMAT, "jobs": [7]}), "is not a plan that plan_dest"),
        (json.dumps({"format": _FORMAT, "jobs": [{"changes": [7]}]}), "is not a plan that plan_dest"),
        ('{"format": NaN}', "is not a number that can be written"),
        ("\udcff", "is not a plan that plan_dest"),
    ],
)
def test_what_is_no_plan_is_told(tmp_path: pathlib.Path, text: str, said: str) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(text.encode("utf-8", errors="surrogateescape"))
    with pytest.raises(VeeamError, match=said):
        read(str(path))


def test_a_fifo_is_not_waited_for(tmp_path: pathlib.Path) -> None:
    os.mkfifo(tmp_path / "plan.json")
    with pytest.raises(VeeamError, match="is a FIFO and not a regular file"):
        read(str(tmp_path / "plan.json"))
