# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes playbooks, runs them with the real ansible-playbook against the simulator, and looks at what that left."""

from __future__ import annotations

import dataclasses
import json
import os
import pathlib
import subprocess
import sys
import typing as t

import yaml

if t.TYPE_CHECKING:
    from tests.simulator.launch import Running

HERE = pathlib.Path(__file__).resolve().parent
PREFIX = "backupops.veeam."
# Asked for in one revision after the other until the server knows one.
PROBE = "/api/v1/serverTime"
Task = dict[str, t.Any]


@dataclasses.dataclass
class Outcome:
    """What a run printed, and the result of each task in order."""

    code: int
    output: str
    tasks: list[Task]

    def __getitem__(self, name: str) -> Task:
        """The result of the task ``name``."""
        found = [task["result"] for task in self.tasks if task["name"] == name]
        assert found, f"no task {name!r} among {[task['name'] for task in self.tasks]}\n{self.output}"
        return found[-1]

    def status(self, name: str) -> str:
        """Ok, failed or skipped."""
        return next(task["status"] for task in reversed(self.tasks) if task["name"] == name)

    @property
    def changed(self) -> dict[str, bool]:
        """Whether each task changed something."""
        return {task["name"]: bool(task["result"].get("changed")) for task in self.tasks}


@dataclasses.dataclass
class Playbooks:
    """Runs tasks against one simulator. Every run is followed by a look at what it left on the server."""

    simulator: Running
    folder: pathlib.Path
    # Where tasks run: VEEAM_RUN_IN. They fail where they cannot, so that none takes the other way unnoticed.
    run_in: str = "controller"

    def __call__(
        self,
        *tasks: Task,
        check: bool = False,
        fails: bool = False,
        verbose: bool = False,
        env: dict[str, str] | None = None,
        open_tokens: int = 0,
        refused: bool = False,
        play: Task | None = None,
    ) -> Outcome:
        """Run ``tasks``. ``fails``: the play is to fail. ``refused``: the server may refuse or drop something.

        ``env`` replaces the connection given by environment variables, ``play`` adds to the play.
        """
        outcome = self.run([{"tasks": list(tasks), **(play or {})}], check=check, verbose=verbose, env=env)
        assert (outcome.code != 0) == fails, outcome.output
        self.inspect(outcome, open_tokens=open_tokens, refused=refused)
        return outcome

    def run(
        self,
        plays: list[Task],
        *,
        check: bool = False,
        verbose: bool = False,
        env: dict[str, str] | None = None,
        options: t.Sequence[str] = (),
    ) -> Outcome:
        """Run whole plays and judge nothing. ``options`` are more of ansible-playbook's."""
        play = self.folder / "play.yml"
        common = {"hosts": "localhost", "gather_facts": False}
        play.write_text(written([{**common, **each} for each in plays]), encoding="utf-8")
        results = self.folder / "results.json"
        results.unlink(missing_ok=True)
        done = subprocess.run(
            [*self.command(play, check=check, verbose=verbose), *options],
            env=self.environment(results, env),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=280,
        )
        output = done.stdout + done.stderr
        assert results.exists(), output
        return Outcome(done.returncode, output, json.loads(results.read_text(encoding="utf-8")))

    def command(self, play: pathlib.Path, *, check: bool = False, verbose: bool = False) -> list[str]:
        """The ansible-playbook of the Python that runs the tests."""
        extra = [*(["--check"] if check else []), "--diff", *(["-vvv"] if verbose else [])]
        return [sys.executable, "-m", "ansible", "playbook", *extra, str(play)]

    def environment(self, results: pathlib.Path, connection: dict[str, str] | None) -> dict[str, str]:
        """The tests' own environment, the connection, and where results go."""
        return {
            **os.environ,
            "ANSIBLE_CALLBACK_PLUGINS": str(HERE / "callback_plugins"),
            "ANSIBLE_CALLBACKS_ENABLED": "task_results",
            # Since 2.21 results have the arguments of the task only for whoever asks.
            "ANSIBLE_INJECT_INVOCATION": "true",
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
            "ANSIBLE_LOCAL_TEMP": str(self.folder / "tmp"),
            "TASK_RESULTS": str(results),
            "VEEAM_RUN_IN": self.run_in,
            **(self.connection if connection is None else connection),
        }

    @property
    def connection(self) -> dict[str, str]:
        """The simulator as environment variables."""
        return {
            "VEEAM_HOST": "localhost",
            "VEEAM_PORT": str(self.simulator.vbr_port),
            "VEEAM_USERNAME": self.simulator.username,
            "VEEAM_PASSWORD": self.simulator.password,
            "VEEAM_CA_PATH": self.simulator.ca_path,
        }

    def inspect(self, outcome: Outcome, *, open_tokens: int = 0, refused: bool = False) -> None:
        """Nothing is left logged on, nothing was refused or ignored by the server, no secret was shown."""
        assert self.simulator.state()["vbr"]["open_tokens"] == open_tokens, outcome.output
        if not refused:
            wrong = [
                {key: entry[key] for key in ("method", "path", "query", "body", "status", "refused", "dropped")}
                for entry in self.simulator.requests()
                if (entry["refused"] and not is_question(entry)) or entry["dropped"] or entry["reply_problems"]
            ]
            assert not wrong, json.dumps(wrong, indent=1)
        self.look_for_secrets(outcome)

    def look_for_secrets(self, outcome: Outcome) -> None:
        """No password, no traceback and no warning was printed."""
        assert self.simulator.password not in outcome.output
        assert "Traceback" not in outcome.output, outcome.output
        assert "[WARNING]" not in outcome.output, outcome.output


class Tagged(t.NamedTuple):
    """A value of a playbook with a YAML tag, such as ``!vault`` or ``!unsafe``."""

    tag: str
    text: str


class _Dumper(yaml.SafeDumper):
    """Writes Tagged as well."""


def _represent_tagged(dumper: _Dumper, value: Tagged) -> yaml.Node:
    return dumper.represent_scalar(value.tag, value.text, style="|")


_Dumper.add_representer(Tagged, _represent_tagged)


def written(plays: list[Task]) -> str:
    """The plays as YAML."""
    return yaml.dump(plays, Dumper=_Dumper, sort_keys=False)


def is_question(entry: dict[str, t.Any]) -> bool:
    """Whether the refusal of a request is an answer: to the probe of a revision, or about a job that is gone."""
    return entry["path"] == PROBE or (entry["method"] == "GET" and entry["status"] == 404)


def task(title: str, module: str, /, **options: t.Any) -> Task:
    """A task that calls a module of the collection; ``keywords`` are Ansible's own."""
    keywords = options.pop("keywords", {})
    return {"name": title, PREFIX + module: options, **keywords}


def failing(title: str, module: str, /, **options: t.Any) -> Task:
    """A task that is expected to fail, and lets the play go on."""
    return task(title, module, **options, keywords={"ignore_errors": True})
