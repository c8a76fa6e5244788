# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What no task can want of a job."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import DesiredJob
from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput
from ansible_collections.backupops.veeam.plugins.module_utils._paths import text


@pytest.mark.parametrize(
    ("params", "path"),
    [
        ({"type": "VSphereBackup"}, "name"),
        ({"id": "x", "previous_name": "y"}, "previous_name"),
        ({"name": "x", "previous_name": "x"}, "previous_name"),
        ({"name": "x", "id": "y", "clone_from": "z"}, "clone_from"),
        ({"name": "x", "settings": {"isDisabled": True}}, "settings.isDisabled"),
    ],
)
def test_contradictions_are_refused(params: dict[str, t.Any], path: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        DesiredJob.from_params(params)
    assert text(caught.value.problems[0].path) == path
