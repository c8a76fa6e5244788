# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The pipelines to copy: linted by the schemas of both platforms, and their commands run against the simulator."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys
import typing as t

import pytest
import yaml

from tests.breadth import is_whole
from tests.checks.places import ROOT
from tests.integration.job_trees import DEFAULTS, Checkout, job, logged_on, names_on, write
from tests.simulator.launch import Running

PIPELINES = ROOT / "docs" / "pipelines"
GITHUB = PIPELINES / "github-actions.yml"
GITLAB = PIPELINES / "gitlab-ci.yml"
BIN = pathlib.Path(sys.executable).parent
# What a runner prepares, and what is prepared here already.
INSTALLS: t.Final = ("python3 -m pip install", "ansible-galaxy collection install")


def lint(command: str, *arguments: str) -> None:
    done = subprocess.run([str(BIN / command), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_pipeline_for_github_keeps_its_schema_and_is_safe(tmp_path: pathlib.Path) -> None:
    lint("check-jsonschema", "--builtin-schema", "vendor.github-workflows", str(GITHUB))
    copy = tmp_path / ".github" / "workflows" / "backup-jobs.yml"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(GITHUB.read_bytes())
    config = str(pathlib.Path(__file__).parent / "zizmor.yml")
    lint("zizmor", "--offline", "--no-progress", "--config", config, str(tmp_path))


def test_the_pipeline_for_gitlab_keeps_its_schema() -> None:
    schema = ["--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"]
    lint("check-jsonschema", *schema, str(GITLAB))


def loaded(path: pathlib.Path) -> dict[str, t.Any]:
    content: dict[str, t.Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return content


def github_script(name: str) -> list[str]:
    """The commands of a job, step after step."""
    steps = loaded(GITHUB)["jobs"][name]["steps"]
    return [line for step in steps for line in step.get("run", "").splitlines()]


def gitlab_script(name: str) -> list[str]:
    pipeline = loaded(GITLAB)
    return [*pipeline["default"]["before_script"], *pipeline[name]["script"]]


def test_secrets_reach_only_the_steps_that_need_them() -> None:
    for job_of_pipeline in loaded(GITHUB)["jobs"].values():
        assert "env" not in job_of_pipeline
        for step in job_of_pipeline["steps"]:
            with_logon = "VEEAM_PASSWORD" in step.get("env", {})
            run = step.get("run", "")
            assert with_logon == ("ansible-playbook" in run and "validate" not in run)


# The commands are the same but for what surrounds them: those of GitLab are run in make matrix.
@pytest.mark.parametrize("script", [github_script, gitlab_script] if is_whole() else [github_script])
def test_a_change_goes_through_the_pipeline(
    simulator: Running, tmp_path: pathlib.Path, script: t.Callable[[str], list[str]]
) -> None:
    checkout = Checkout.of(tmp_path / "checkout", simulator)
    write(checkout.folder, {"jobs/_defaults.yml": DEFAULTS, "jobs/shop.yml": job("Shop")})
    shell = Shell(checkout, tmp_path)

    assert shell.run(script("validate"), logon=False) == 0
    assert simulator.requests() == []
    assert shell.run(script("plan")) == 0
    assert "+ create  Shop" in (checkout.folder / "plan.md").read_text(encoding="utf-8")
    assert "Shop" not in names_on(simulator)
    assert shell.run(script("apply")) == 0
    assert "1 created" in (checkout.folder / "apply.md").read_text(encoding="utf-8")
    assert "Shop" in names_on(simulator)
    assert shell.run(script("drift")) == 0

    write(checkout.folder, {"jobs/shop.yml": job("Shop", days=99)})
    assert shell.run(script("drift")) == 2
    reports = [path.name for path in checkout.folder.iterdir() if path.name.startswith("drift")]
    assert len(reports) == 2
    if script is github_script:
        assert "+ create  Shop" in shell.summary.read_text(encoding="utf-8")
        assert "--body-file plan.md" in shell.said_to_github.read_text(encoding="utf-8")
    assert logged_on(simulator) == 0


class Shell:
    """Runs the commands of a job as a runner does."""

    def __init__(self, checkout: Checkout, folder: pathlib.Path) -> None:
        self.checkout = checkout
        self.summary = folder / "summary.md"
        self.said_to_github = folder / "gh.txt"
        tools = folder / "tools"
        tools.mkdir()
        (tools / "gh").write_text(f'#!/bin/sh\necho "$@" >> {self.said_to_github}\n', encoding="utf-8")
        (tools / "gh").chmod(0o755)
        self.path = f"{tools}{os.pathsep}{BIN}{os.pathsep}{os.environ['PATH']}"

    def run(self, lines: list[str], *, logon: bool = True) -> int:
        """The exit status of ``lines`` but for those that install something."""
        kept = [line for line in lines if not line.startswith(INSTALLS)]
        assert len(lines) - len(kept) == len(INSTALLS)
        variables = {**self.checkout.variables(), "PATH": self.path, "GITHUB_STEP_SUMMARY": str(self.summary)}
        if not logon:
            variables = {name: value for name, value in variables.items() if not name.startswith("VEEAM_")}
        command = ["bash", "-e", "-c", "\n".join(kept)]
        return subprocess.run(
            command, cwd=self.checkout.folder, env={**variables, "PULL_REQUEST": "7"}, check=False, capture_output=True
        ).returncode
