# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Modules that need no server."""

from __future__ import annotations

import os
import pathlib
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput
from ansible_collections.backupops.veeam.plugins.module_utils._module import offline_module
from ansible_collections.backupops.veeam.plugins.module_utils._module.invocation import Invocation
from ansible_collections.backupops.veeam.plugins.module_utils._module.offline_module import OfflineModule
from ansible_collections.backupops.veeam.plugins.module_utils._module.options import Options
from ansible_collections.backupops.veeam.plugins.module_utils._redaction.outgoing import Outgoing


def offline(params: dict[str, t.Any]) -> t.Any:
    """The result of a module that returns where it is."""
    module = OfflineModule(Options(), lambda invocation: {"cwd": pathlib.Path.cwd().name, "changed": False})
    return module.perform(Invocation(params, False, Outgoing(params), print))


def test_the_work_is_done_where_the_option_says(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "checkout").mkdir()
    assert offline({"chdir": "checkout"}) == {"cwd": "checkout", "changed": False}


def test_values_that_no_job_can_have_are_refused_first(tmp_path: pathlib.Path) -> None:
    before = os.getcwd()
    with pytest.raises(InvalidInput, match="defaults"):
        offline({"defaults": {"quantity": float("inf")}, "chdir": str(tmp_path)})
    assert os.getcwd() == before


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        ({"YAML_MISSING": "no yaml", "JMESPATH_MISSING": "no jmespath"}, ("PyYAML", "", "no yaml")),
        ({"YAML_MISSING": "", "JMESPATH_MISSING": "no jmespath"}, ("jmespath", "for policies", "no jmespath")),
        ({"YAML_MISSING": "", "JMESPATH_MISSING": ""}, None),
    ],
)
def test_the_first_library_that_is_missing_is_told(
    monkeypatch: pytest.MonkeyPatch, missing: dict[str, str], told: tuple[str, str, str] | None
) -> None:
    for name, traceback in missing.items():
        monkeypatch.setattr(offline_module, name, traceback)
    assert OfflineModule(Options(), lambda invocation: {}).missing_library({}) == told
