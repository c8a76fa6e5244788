# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plays that are ended from outside: no logon, no process is left, and nothing is begun any more.

``make sweep`` ends many more, at any moment, in every way.
"""

from __future__ import annotations

import signal
import time

import ansible_runner
import yaml

from tests.integration.playbooks import Playbooks, failing, task
from tests.sweep.ended_play import PATIENCE, WORKERS_STAND_APART, Ended, end_a_play, press_ctrl_c, send
from tests.sweep.scenarios import NEW_SETTINGS

WAIT = task("wait", "veeam_job_state", name="Web servers", state="started", wait_interval=300)
JOBS = [{"name": f"new {number}", "type": "VSphereBackup", "settings": NEW_SETTINGS} for number in range(40)]
APPLY = task("apply", "veeam_jobs", jobs=JOBS, managed_by="git", concurrency=2)


def look(playbook: Playbooks, ended: Ended, code: int) -> None:
    """Nothing is left of a play that was ended."""
    assert (ended.code, ended.processes_left) == (code, False), ended.output
    assert ended.open_logons == 0, ended.requests[-3:]
    assert ended.ended_its_logon_last
    assert playbook.simulator.password not in ended.output
    assert "Traceback" not in ended.output


def test_ctrl_c_at_a_terminal_ends_an_apply_that_hangs(playbook: Playbooks) -> None:
    playbook.simulator.fault("slow-answer:POST /api/v1/jobs:90:after=3:count=always")
    ended = end_a_play(playbook, [APPLY], press_ctrl_c, after=0.5, begun_with="/api/v1/jobs")
    look(playbook, ended, 99)
    assert len([entry for entry in ended.requests if entry["path"] == "/api/v1/jobs"]) < len(JOBS)


def test_a_signal_reaches_the_worker_after_the_log_off_also_in_a_later_item(playbook: Playbooks) -> None:
    """The handlers of Ansible are back after each item of a loop: the second one ends as Ansible ends."""
    playbook.simulator.fault("session-stuck:Databases")
    loop = {**task("loop", "veeam_job_state", name="{{ item }}", state="started"), "loop": ["Web servers", "Databases"]}
    ended = end_a_play(playbook, [loop], send(signal.SIGTERM), after=3, begun_with="/start")
    look(playbook, ended, -signal.SIGTERM)
    starts = [entry["path"] for entry in ended.requests if entry["path"].endswith("/start")]
    assert len(starts) == 2


def test_a_time_out_of_a_task_logs_off_and_the_play_goes_on(playbook: Playbooks) -> None:
    playbook.simulator.fault("session-stuck:Web servers", "slow-answer:GET /api/v1/sessions/*:90:after=1")
    keywords = {"timeout": 3, "ignore_errors": True, "loop": ["Web servers", "Databases"]}
    waits = task("wait", "veeam_job_state", name="{{ item }}", state="started", keywords=keywords)
    outcome = playbook(waits, task("look", "veeam_job_info", name="Databases"), refused=True)
    stuck, done = outcome["wait"]["results"]
    # Since ansible-core 2.21 an item does not say "failed" beside it.
    assert stuck["timedout"]["period"] == 3
    assert not done.get("failed")
    assert len(outcome["look"]["jobs"]) == 1


def test_a_task_that_pauses_for_minutes_logs_off_when_ansible_runner_cancels(playbook: Playbooks) -> None:
    """As AWX does: it kills Ansible, and workers are in a session of their own."""
    server = playbook.simulator
    server.fault("429:GET /api/v1/jobs*:retry-after=240:count=always")
    project = playbook.folder / "runner" / "project"
    project.mkdir(parents=True)
    plays = [{"hosts": "localhost", "gather_facts": False, "tasks": [WAIT]}]
    (project / "play.yml").write_text(yaml.safe_dump(plays), encoding="utf-8")
    run = ansible_runner.run(
        private_data_dir=str(project.parent),
        playbook="play.yml",
        envvars={**playbook.connection, "ANSIBLE_LOCALHOST_WARNING": "false"},
        settings={"pexpect_timeout": 1},
        cancel_callback=lambda: any(entry["path"] == "/api/v1/jobs" for entry in server.requests()),
        quiet=True,
    )
    assert run.status == "canceled"
    # Before, the worker is killed as well and cannot log off.
    left = 0 if WORKERS_STAND_APART else 1
    until = time.monotonic() + PATIENCE
    while server.state()["vbr"]["open_tokens"] > left and time.monotonic() < until:
        time.sleep(0.1)
    paths = [entry["path"] for entry in server.requests()]
    last = ["/api/v1/jobs", "/api/oauth2/logout"] if WORKERS_STAND_APART else ["/api/v1/jobs"]
    assert paths[-len(last) :] == last


def test_a_traceback_is_shown_where_ansible_shows_tracebacks(playbook: Playbooks) -> None:
    places = ("controller", "module")
    tasks = [
        {**failing(place, "veeam_job_state", name="Nothing", state="started"), "vars": {"veeam_run_in": place}}
        for place in places
    ]
    quiet = playbook(*tasks)
    loud = playbook.run(
        [{"tasks": tasks}], verbose=True, env={**playbook.connection, "ANSIBLE_DISPLAY_TRACEBACK": "error"}
    )
    for place in places:
        # The line of the code: what stands above and around it depends on the version and on the place.
        assert "raise NotFound(" not in str(quiet[place].get("exception", ""))
        assert "raise NotFound(" in loud[place]["exception"]
        assert loud[place]["msg"] == quiet[place]["msg"]
