# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The kit for AWX and Automation Platform: run by ansible-runner, as their controllers do."""

from __future__ import annotations

import json
import pathlib
import shutil
import subprocess
import sys
import typing as t

import ansible_runner
import jinja2
import pytest
import yaml

from tests.checks.places import ROOT
from tests.integration.job_trees import logged_on, names_on, writes_to_jobs
from tests.simulator.launch import Running

KIT = ROOT / "docs" / "awx"
EXAMPLES: t.Final = {"vcenter.example.com": "vcenter01.lab.local", "vbr.example.com": "localhost"}


def injected(credential: dict[str, str], folder: pathlib.Path) -> dict[str, str]:
    """The environment that AWX makes of a credential of our type: it renders the injectors, files first."""
    injectors = yaml.safe_load((KIT / "credential-type.yml").read_text(encoding="utf-8"))["injectors"]
    environment = jinja2.Environment(autoescape=False, undefined=jinja2.StrictUndefined)
    names: dict[str, str] = {}
    for number, (name, template) in enumerate(injectors["file"].items()):
        path = folder / f"tmp{number}"
        path.write_text(environment.from_string(template).render(**credential), encoding="utf-8")
        names[name.removeprefix("template.")] = str(path)
    tower = {"filename": names}
    return {
        name: environment.from_string(template).render(**credential, tower=tower)
        for name, template in injectors["env"].items()
    }


class Controller:
    """A private data directory as AWX makes one for a job, with the project of the kit in it."""

    def __init__(self, folder: pathlib.Path, server: Running) -> None:
        self.folder = folder / "private"
        self.server = server
        shutil.copytree(KIT / "project", self.folder / "project")
        for name in ("jobs/shop.yml", "inventory/hosts.yml"):
            self.change(name, EXAMPLES)
        # AWX hands over what it has read from the project's inventory.
        (self.folder / "project" / "inventory").rename(self.folder / "inventory")
        credential = {
            "port": str(server.vbr_port),
            "username": server.username,
            "password": server.password,
            "ca": pathlib.Path(server.ca_path).read_text(encoding="utf-8"),
        }
        self._write("env/envvars", {"ANSIBLE_LOCALHOST_WARNING": "false", **injected(credential, self.folder)})

    def launch(self, playbook: str, survey: dict[str, t.Any] | None = None, *arguments: str) -> ansible_runner.Runner:
        """Run a playbook of the project with the answers to a survey."""
        self._write("env/extravars", survey or {})
        # ansible-runner keeps it there for the next run.
        (self.folder / "env" / "cmdline").unlink(missing_ok=True)
        return ansible_runner.run(
            private_data_dir=str(self.folder), playbook=playbook, quiet=True, cmdline=" ".join(arguments)
        )

    def change(self, name: str, changes: dict[str, str]) -> None:
        """Replace texts in a file of the project."""
        path = self.folder / "project" / name
        text = path.read_text(encoding="utf-8")
        for old, new in changes.items():
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")

    def _write(self, name: str, content: t.Any) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content), encoding="utf-8")


def artifacts(run: ansible_runner.Runner) -> dict[str, t.Any]:
    """What AWX shows as the artifacts of a job and hands to the next node of a workflow."""
    last = [event for event in run.events if event["event"] == "playbook_on_stats"][-1]
    found: dict[str, t.Any] = last["event_data"].get("artifact_data", {})
    return found


@pytest.fixture
def controller(simulator: Running, tmp_path: pathlib.Path) -> Controller:
    return Controller(tmp_path, simulator)


def test_templates_run_with_the_credential_and_a_survey(controller: Controller) -> None:
    server = controller.server
    planned = controller.launch("plan.yml")
    assert planned.status == "successful", planned.stdout.read()
    result = artifacts(planned)["job_config_result"]["vbr01"]
    assert (result["action"], result["changed"], result["jobs"]) == ("plan", True, ["Shop"])
    assert writes_to_jobs(server) == []

    checked = controller.launch("apply.yml", None, "--check")
    assert checked.status == "successful", checked.stdout.read()
    assert artifacts(checked)["job_config_result"]["vbr01"]["action"] == "plan"
    assert writes_to_jobs(server) == []

    survey = answers("Backup jobs, apply")
    applied = controller.launch("apply.yml", survey)
    assert applied.status == "successful", applied.stdout.read()
    result = artifacts(applied)["job_config_result"]["vbr01"]
    assert result["action"] == "apply"
    assert result["summary"]["create"] == 1
    assert "Shop" in names_on(server)
    # What a workflow hands on is small, and everybody who may see the job may see it.
    assert len(json.dumps(artifacts(applied))) < 1000
    for run in (planned, checked, applied):
        assert server.password not in run.stdout.read()
        assert server.password not in json.dumps([event["event_data"] for event in run.events], ensure_ascii=False)
    assert logged_on(server) == 0


def test_a_scheduled_drift_check_turns_red_and_says_what_it_is(controller: Controller) -> None:
    assert controller.launch("apply.yml").status == "successful"
    survey = answers("Backup jobs, drift")
    quiet = controller.launch("drift.yml", survey)
    assert quiet.status == "successful"
    assert "critical" not in quiet.stdout.read()
    controller.change("jobs/_defaults.yml", {"quantity: 14": "quantity: 31"})
    drifted = controller.launch("drift.yml", survey)
    assert drifted.status == "failed"
    assert "retention" in drifted.stdout.read()
    assert artifacts(drifted)["job_config_drift"]["vbr01"]["drifted"] == 1
    assert logged_on(controller.server) == 0


def answers(template: str) -> dict[str, t.Any]:
    """The default answers to the survey of a job template."""
    templates = yaml.safe_load((KIT / "job-templates.yml").read_text(encoding="utf-8"))
    found = next(each for each in templates if each["name"] == template)
    return {question["variable"]: question["default"] for question in found["survey_spec"]["spec"]}


def test_the_templates_fit_the_project_the_role_and_the_rules_for_surveys() -> None:
    templates = yaml.safe_load((KIT / "job-templates.yml").read_text(encoding="utf-8"))
    specs = yaml.safe_load((ROOT / "roles/job_config/meta/argument_specs.yml").read_text(encoding="utf-8"))
    options = {name: spec for entry in specs["argument_specs"].values() for name, spec in entry["options"].items()}
    for template in templates:
        assert (KIT / "project" / template["playbook"]).exists()
        survey = template.get("survey_spec")
        assert bool(template.get("survey_enabled")) == bool(survey)
        for question in (survey or {"spec": []})["spec"]:
            assert {"question_name", "variable", "required", "type"} <= set(question)
            assert question["type"] in (
                "text",
                "textarea",
                "password",
                "integer",
                "float",
                "multiplechoice",
                "multiselect",
            )
            option = options[question["variable"]]
            assert sorted(question.get("choices", [])) == sorted(option.get("choices", []))
        if survey:
            assert {"name", "description", "spec"} == set(survey)


def test_the_credential_type_keeps_the_rules_of_awx() -> None:
    content = yaml.safe_load((KIT / "credential-type.yml").read_text(encoding="utf-8"))
    assert content["kind"] == "cloud"
    fields = {field["id"]: field for field in content["inputs"]["fields"]}
    assert set(content["inputs"]["required"]) <= set(fields)
    allowed = {"id", "label", "type", "secret", "multiline", "format", "choices", "default", "help_text"}
    assert all(set(field) <= allowed for field in fields.values())
    assert [name for name, field in fields.items() if field.get("secret")] == ["password"]
    assert not [name for name in content["injectors"]["env"] if name.startswith("ANSIBLE_")]


def test_an_optional_field_may_stay_empty(tmp_path: pathlib.Path) -> None:
    environment = injected({"username": "u", "password": "p"}, tmp_path)
    assert environment["VEEAM_HOST"] == environment["VEEAM_PORT"] == ""
    assert pathlib.Path(environment["VEEAM_CA_PATH"]).read_text(encoding="utf-8") == ""


def test_the_build_context_of_the_execution_environment_can_be_made(tmp_path: pathlib.Path) -> None:
    context = tmp_path / "context"
    command = [str(pathlib.Path(sys.executable).parent / "ansible-builder"), "create", "--context", str(context)]
    done = subprocess.run(
        [*command, "--file", str(KIT / "execution-environment.yml")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    built = "\n".join(path.read_text(encoding="utf-8") for path in context.glob("*file"))
    assert "ansible-galaxy collection install" in built
    galaxy = yaml.safe_load((context / "_build" / "requirements.yml").read_text(encoding="utf-8"))
    assert galaxy == {"collections": [{"name": "backupops.veeam"}]}
