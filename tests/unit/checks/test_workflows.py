# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What GitHub and Renovate read: it keeps their schemas, is safe, and agrees with the checks."""

from __future__ import annotations

import pathlib
import subprocess
import sys
import typing as t

import pytest
import yaml

from tests.checks import matrix
from tests.checks.places import ROOT

BIN = pathlib.Path(sys.executable).parent
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").iterdir())
SCHEMAS: t.Final = {
    "vendor.github-workflows": WORKFLOWS,
    "custom.github-workflows-require-timeout": WORKFLOWS,
    "vendor.renovate": [GITHUB / "renovate.json"],
    "vendor.github-issue-config": [GITHUB / "ISSUE_TEMPLATE" / "config.yml"],
    "vendor.github-issue-forms": [GITHUB / "ISSUE_TEMPLATE" / name for name in ("bug.yml", "feature.yml")],
}


def lint(command: str, *arguments: str) -> None:
    done = subprocess.run([str(BIN / command), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def loaded(name: str) -> dict[str, t.Any]:
    text = (GITHUB / "workflows" / name).read_text(encoding="utf-8")
    content: dict[str, t.Any] = yaml.load(text, Loader=yaml.BaseLoader)
    return content


@pytest.mark.parametrize("schema", SCHEMAS)
def test_files_keep_their_schema(schema: str) -> None:
    lint("check-jsonschema", "--builtin-schema", schema, *map(str, SCHEMAS[schema]))


def test_workflows_are_safe() -> None:
    config = str(ROOT / "tests" / "integration" / "zizmor.yml")
    lint("zizmor", "--offline", "--no-progress", "--config", config, str(GITHUB))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_jobs_read_and_nothing_more(path: pathlib.Path) -> None:
    workflow = loaded(path.name)
    assert workflow["permissions"] == {}
    assert all(job["permissions"] == {"contents": "read"} for job in workflow["jobs"].values())


def test_a_push_is_checked_by_the_command_that_checks_everything() -> None:
    (job,) = loaded("checks.yml")["jobs"].values()
    assert [step["run"] for step in job["steps"] if "run" in step] == [".ci/run"]


def test_every_pair_has_a_runner_each_night() -> None:
    (job,) = loaded("matrix.yml")["jobs"].values()
    named = [(pair["core"], pair["python"]) for pair in job["strategy"]["matrix"]["include"]]
    supported = [(core, python) for core, pythons in matrix.CONTROLLERS.items() for python in pythons]
    assert [pair for pair in named if pair[0] != matrix.NEXT] == [pair for pair in supported if pair[0] != matrix.NEXT]
    assert [pair for pair in named if pair[0] == matrix.NEXT] == [supported[-1]]
