# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where a task runs: in the controller where that makes no difference, else as a module, and it says why."""

from __future__ import annotations

import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import typing as t

import pytest

from tests.integration.both_ways import comparable
from tests.integration.playbooks import HERE, Outcome, Playbooks, Task, task

INFO = "veeam_session_info"
ANYWAY = "in the controller: it runs on the controller anyway"
ASKED_FOR = "in the controller: veeam_run_in says so"
PLUGINS = {
    "ANSIBLE_CONNECTION_PLUGINS": str(HERE / "connection_plugins"),
    "ANSIBLE_BECOME_PLUGINS": str(HERE / "become_plugins"),
}
OTHER_PYTHON = "ansible_python_interpreter is {}, another Python than Ansible's"


def sessions(name: str, **keywords: t.Any) -> Task:
    """A task that returns the same wherever it runs."""
    return task(name, INFO, job="Web servers", limit=1, keywords=keywords)


def told(ran: Outcome, name: str) -> str:
    """Where the task ``name`` said that it runs, and why."""
    said = ran.output.partition(f"TASK [{name}]")[2].partition("\nTASK [")[0].partition("\nPLAY RECAP")[0]
    found = re.findall(r"> (?:backupops\.veeam\.)?veeam_\w+ runs (.*)", said)
    assert len(found) == 1, said
    return str(found[0])


@pytest.fixture
def other_python(tmp_path: pathlib.Path) -> str:
    """An interpreter that is not the one of Ansible, although it starts it."""
    path = tmp_path / "python-of-the-host"
    path.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n', encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def play(playbook: Playbooks, *tasks: Task, env: dict[str, str] | None = None, play: Task | None = None) -> Outcome:
    """Run tasks that may choose for themselves where, with the plugins of the tests, at ``-vv``."""
    chosen = {**playbook.connection, "VEEAM_RUN_IN": "", "VEEAM_PROGRESS": "", **PLUGINS, **(env or {})}
    ran = playbook.run([{"tasks": list(tasks), **(play or {})}], env=chosen, options=["-vv"])
    assert ran.code == 0, ran.output
    playbook.inspect(ran)
    return ran


def test_a_task_runs_as_a_module_where_only_that_is_right(playbook: Playbooks, other_python: str) -> None:
    hosts = {
        "beside": {"ansible_connection": "nearby", "ansible_python_interpreter": "auto_silent"},
        "with_python": {"ansible_connection": "local", "ansible_python_interpreter": other_python},
        "with_ours": {"ansible_connection": "local", "ansible_python_interpreter": "{{ ansible_playbook_python }}"},
    }
    (playbook.folder / "hosts.json").write_text(json.dumps({"all": {"hosts": hosts}}), encoding="utf-8")
    become = {"become": True, "become_method": "oneself"}
    ran = play(
        playbook,
        sessions("usual"),
        sessions("connection", vars={"ansible_connection": "nearby"}),
        sessions("transport", vars={"ansible_connection": "far"}),
        sessions("local by its full name", vars={"ansible_connection": "ansible.builtin.local"}),
        sessions("delegated", delegate_to="beside"),
        sessions("become", **become),
        sessions("async", **{"async": 60, "poll": 1}),
        sessions("python", vars={"ansible_python_interpreter": other_python}),
        sessions("python of a delegated host", delegate_to="with_python"),
        sessions("our python of a delegated host", delegate_to="with_ours"),
        sessions("our python by another link", vars={"ansible_python_interpreter": f"{sys.prefix}/bin/python3"}),
        sessions("any python", vars={"ansible_python_interpreter": "auto_silent"}),
        env={"ANSIBLE_INVENTORY": str(playbook.folder / "hosts.json")},
    )
    assert {each["name"]: told(ran, each["name"]) for each in ran.tasks} == {
        "usual": ANYWAY,
        "connection": "as a module: the connection is nearby",
        "transport": "as a module: the connection is far",
        "local by its full name": ANYWAY,
        "delegated": "as a module: the connection is nearby",
        "become": "as a module: become is on (oneself)",
        "async": "as a module: async is on",
        "python": f"as a module: {OTHER_PYTHON.format(other_python)}",
        "python of a delegated host": f"as a module: {OTHER_PYTHON.format(other_python)}",
        "our python of a delegated host": ANYWAY,
        "our python by another link": ANYWAY,
        "any python": ANYWAY,
    }
    expected = ran["usual"]["sessions"]
    assert expected
    assert [each["result"]["sessions"] for each in ran.tasks] == [expected] * len(ran.tasks)


def test_the_user_chooses(playbook: Playbooks) -> None:
    become = {"become": True, "become_method": "oneself", "ignore_errors": True}
    ran = play(
        playbook,
        sessions("variable", vars={"veeam_run_in": "module"}),
        sessions("environment of the task", environment={"VEEAM_RUN_IN": "module"}),
        sessions(
            "the variable wins",
            vars={"veeam_run_in": "{{ 'contr' ~ 'oller' }}"},
            environment={"VEEAM_RUN_IN": "module"},
        ),
        sessions("automatic", vars={"veeam_run_in": "auto"}),
        sessions("impossible", vars={"veeam_run_in": "controller"}, **become),
        sessions("wrong", vars={"veeam_run_in": "elsewhere"}, ignore_errors=True),
        env={"VEEAM_RUN_IN": "controller"},
    )
    assert told(ran, "variable") == "as a module: veeam_run_in says so"
    assert told(ran, "environment of the task") == "as a module: veeam_run_in says so"
    assert told(ran, "the variable wins") == ASKED_FOR
    assert told(ran, "automatic") == ANYWAY
    assert ran["impossible"]["msg"] == (
        "The task cannot run in the controller, as veeam_run_in wants it to: become is on (oneself)."
    )
    assert ran["wrong"]["msg"] == 'veeam_run_in must be one of auto, controller, module, not "elsewhere".'


@pytest.mark.parametrize("place", ["environment", "file"])
def test_the_interpreter_of_the_configuration_counts(playbook: Playbooks, other_python: str, place: str) -> None:
    config = playbook.folder / "ansible.cfg"
    config.write_text(f"[defaults]\ninterpreter_python = {other_python}\n", encoding="utf-8")
    said = {"environment": {"ANSIBLE_PYTHON_INTERPRETER": other_python}, "file": {"ANSIBLE_CONFIG": str(config)}}
    (playbook.folder / "hosts.ini").write_text("here ansible_connection=local\n", encoding="utf-8")
    env = {**said[place], "ANSIBLE_INVENTORY": str(playbook.folder / "hosts.ini")}
    ran = play(playbook, sessions("sessions"), env=env, play={"hosts": "here"})
    assert told(ran, "sessions") == f"as a module: {OTHER_PYTHON.format(other_python)}"


def test_on_macos_tasks_run_as_modules(playbook: Playbooks) -> None:
    ran = play(
        playbook,
        sessions("sessions"),
        sessions("asked for", vars={"veeam_run_in": "controller"}),
        env={"OTHER_PLATFORM": "darwin", "ANSIBLE_CALLBACKS_ENABLED": "task_results,other_platform"},
    )
    assert told(ran, "sessions") == ("as a module: on macOS proxies cannot be looked up in a process that was forked")
    assert told(ran, "asked for") == ASKED_FOR


@pytest.mark.parametrize("library", ["requests", "jmespath"])
def test_what_ansible_lacks_the_module_is_asked_for(playbook: Playbooks, library: str, tmp_path: pathlib.Path) -> None:
    libraries = tmp_path / "libraries"
    libraries.mkdir()
    (libraries / f"{library}.py").write_text(f"raise ImportError('no {library}')\n", encoding="utf-8")
    query = task("query", "veeam_job_info", name="Web servers", query="jobs[].name", keywords={"ignore_errors": True})
    ran = play(
        playbook,
        query,
        {**query, "name": "in the controller", "vars": {"veeam_run_in": "controller"}},
        {**query, "name": "as a module", "vars": {"veeam_run_in": "module"}},
        sessions("without a query", ignore_errors=True),
        env={"PYTHONPATH": str(libraries)},
    )
    assert told(ran, "query") == f"as a module: {library} cannot be imported here"
    assert library in ran["query"]["msg"]
    assert "Traceback" not in ran["query"]["msg"]
    assert comparable(ran["query"]) == comparable(ran["as a module"])
    assert ran["in the controller"]["msg"] == (
        f"The task cannot run in the controller, as veeam_run_in wants it to: {library} cannot be imported here."
    )
    expected = ANYWAY if library == "jmespath" else f"as a module: {library} cannot be imported here"
    assert told(ran, "without a query") == expected


def test_what_a_library_says_while_it_is_imported_is_not_shown(playbook: Playbooks, tmp_path: pathlib.Path) -> None:
    libraries = tmp_path / "libraries"
    libraries.mkdir()
    (libraries / "chardet.py").write_text("__version__ = '99.0.0'\n", encoding="utf-8")
    ran = play(playbook, sessions("sessions"), env={"PYTHONPATH": str(libraries)})
    assert told(ran, "sessions") == ANYWAY
    assert "chardet" not in ran.output


def test_hosts_that_do_not_wait_for_each_other(playbook: Playbooks) -> None:
    (playbook.folder / "hosts.ini").write_text(
        "[all:vars]\nansible_connection=local\n[all]\none\ntwo\n", encoding="utf-8"
    )
    ran = play(
        playbook,
        sessions("sessions"),
        sessions("again"),
        play={"hosts": "all", "strategy": "free"},
        env={"ANSIBLE_INVENTORY": str(playbook.folder / "hosts.ini")},
    )
    assert (
        len(re.findall(r"<(?:one|two)> backupops\.veeam\.veeam_session_info runs in the controller: ", ran.output)) == 4
    )
    assert [bool(each["result"]["sessions"]) for each in ran.tasks] == [True] * 4


def test_a_single_task_from_the_command_line(playbook: Playbooks) -> None:
    command = [sys.executable, "-m", "ansible", "adhoc", "localhost", "-vv", "-m", "backupops.veeam.veeam_session_info"]
    done = subprocess.run(
        [*command, "-a", "job='Web servers' limit=1"],
        env={**os.environ, **playbook.environment(playbook.folder / "results.json", None), "VEEAM_RUN_IN": ""},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"veeam_session_info runs {ANYWAY}" in done.stdout + done.stderr
    assert '"sessions": [' in done.stdout
