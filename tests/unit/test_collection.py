# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What must agree between files of the collection that no tool compares."""

from __future__ import annotations

import pytest
import yaml

from tests.checks.places import ROOT

# They would not know what to do with the connection that the action group is for.
OFFLINE = {"veeam_jobs_validate"}
MODULES = sorted({path.stem for path in (ROOT / "plugins" / "modules").glob("*.py")} - OFFLINE)


def documentation(module: str) -> dict:
    """Return the documentation of ``module`` as it is written in its file."""
    text = (ROOT / "plugins" / "modules" / f"{module}.py").read_text(encoding="utf-8")
    return yaml.safe_load(text.split('DOCUMENTATION = r"""')[1].split('"""')[0])


def test_every_module_that_connects_is_in_the_action_group():
    groups = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text(encoding="utf-8"))["action_groups"]

    assert sorted(groups["veeam"]) == MODULES


@pytest.mark.parametrize("module", MODULES)
def test_every_module_says_so_and_takes_the_shared_options(module):
    fragments = set(documentation(module)["extends_documentation_fragment"])

    assert {
        "backupops.veeam._attributes",
        "backupops.veeam._attributes.actiongroup_veeam",
        "backupops.veeam._connection",
        # Whatever may stand in module_defaults of the group, every member takes.
        "backupops.veeam._backup_server",
    } <= fragments


def test_every_python_file_names_its_licence():
    files = [*(ROOT / "plugins").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    without = [
        file for file in files if (text := file.read_text(encoding="utf-8")) and "SPDX-License" not in text[:400]
    ]

    assert without == []
