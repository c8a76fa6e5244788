# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task says how it goes, to whoever reads along: a person, the log of a pipeline, the window of a controller."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import typing as t

import ansible_runner
import pytest
import yaml

from tests.checks.places import COLLECTIONS
from tests.integration.playbooks import Playbooks, task
from tests.simulator.launch import Running, launch

LINE: t.Final = re.compile(r"(?P<server>\S+)  (?P<job>[^:]+): (?P<state>\w+)(, (\w+|\d+ %))*, (\d+ (h|min|s) ?)+")
WAIT: t.Final = task("run", "veeam_job_state", name="Web servers", state="started", wait_interval=1)


@pytest.fixture(scope="module")
def slow() -> t.Iterator[Running]:
    """A server whose sessions take long enough to be looked at twice."""
    with launch(session_seconds=4) as running:
        yield running


@pytest.fixture
def playbook(slow: Running, tmp_path: t.Any) -> Playbooks:
    slow.reset()
    return Playbooks(slow, tmp_path)


def written(playbook: Playbooks, *plays: dict[str, t.Any]) -> t.Any:
    path = playbook.folder / "play.yml"
    path.write_text(yaml.safe_dump([{"gather_facts": False, **play} for play in plays]), encoding="utf-8")
    return path


def lines(text: str) -> list[re.Match[str]]:
    """The lines of progress in what was printed."""
    return [found for line in text.splitlines() if (found := LINE.fullmatch(line.strip()))]


def test_lines_of_several_hosts_go_to_stderr_and_leave_the_json_of_a_callback_alone(playbook: Playbooks) -> None:
    """With forks, from several processes at a time, each line whole."""
    inventory = playbook.folder / "hosts.ini"
    jobs = {"one": "Web servers", "two": "Databases"}
    hosts = [f"{host} ansible_connection=local job={job!r}" for host, job in jobs.items()]
    inventory.write_text("\n".join(hosts) + "\n", encoding="utf-8")
    wait = task("run", "veeam_job_state", name="{{ job }}", state="started", wait_interval=1)
    silent = {**WAIT, "no_log": True, "run_once": True}
    muted = {**WAIT, "environment": {"VEEAM_PROGRESS": "false"}, "run_once": True}
    path = written(playbook, {"hosts": "all", "tasks": [wait, silent, muted]})
    environment = playbook.environment(playbook.folder / "results.json", None)
    done = subprocess.run(
        [*playbook.command(path), "-i", str(inventory), "--forks", "2"],
        env={**environment, "ANSIBLE_STDOUT_CALLBACK": "json_stdout"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == [["one", "run"]] * 3 + [["two", "run"]]
    told = lines(done.stderr)
    assert len(told) == len([line for line in done.stderr.splitlines() if line.strip()])
    assert {found["server"] for found in told} == {"localhost"}
    states: dict[str, list[str]] = {
        job: [found["state"] for found in told if found["job"] == job] for job in jobs.values()
    }
    assert all(seen[-1] == "Stopped" and len(seen) > 1 for seen in states.values()), states
    # Neither the task that must not be logged, nor the one that is to be silent.
    assert [found["state"] for found in told].count("Stopped") == 2


def test_a_person_at_a_terminal_reads_along(playbook: Playbooks) -> None:
    path = written(playbook, {"hosts": "localhost", "tasks": [WAIT]})
    ours, theirs = pty.openpty()
    environment = playbook.environment(playbook.folder / "results.json", None)
    with subprocess.Popen(playbook.command(path), env=environment, stdin=theirs, stdout=theirs, stderr=theirs):
        os.close(theirs)
        shown = b"".join(iter(lambda: _read(ours), b"")).decode()
    os.close(ours)
    begun, ended = (shown.index(f"Web servers: {state}") for state in ("Working", "Stopped, Success"))
    assert shown.index("TASK [run]") < begun < ended < shown.index("changed: [localhost]")
    assert len(lines(shown)) > 1


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:
        # On Linux, when nobody has the other end open.
        return b""


def test_the_window_of_a_controller_has_the_lines(playbook: Playbooks) -> None:
    """ansible-runner reads what AWX shows: events of the callback, and the lines between them."""
    path = written(playbook, {"hosts": "localhost", "tasks": [WAIT]})
    run = ansible_runner.run(
        private_data_dir=str(playbook.folder),
        playbook=str(path),
        quiet=True,
        envvars={**playbook.connection, "ANSIBLE_COLLECTIONS_PATH": str(COLLECTIONS)},
    )
    shown = [event["stdout"] for event in run.events]
    assert run.status == "successful"
    assert [event["event"] for event in run.events if event["event"] == "runner_on_ok"] == ["runner_on_ok"]
    told = lines("\n".join(shown))
    assert [found["state"] for found in told][-1] == "Stopped"
    assert len(told) > 1


def test_a_set_says_in_the_end_how_long_it_took(tmp_path: t.Any) -> None:
    storage = {"backupRepository": "Main", "retentionPolicy": {"type": "Days", "quantity": 7}}
    settings = {"virtualMachines": {"includes": ["vcenter01.lab.local/app01"]}, "storage": storage}
    jobs = [{"name": f"job {number}", "type": "VSphereBackup", "settings": settings} for number in range(6)]
    with launch(latency_ms=300) as far_away:
        outcome = Playbooks(far_away, tmp_path)(task("apply", "veeam_jobs", jobs=jobs, concurrency=1))
    assert re.search(r"^localhost  apply: 6 of 6 written, \d+ s$", outcome.output, re.MULTILINE), outcome.output
