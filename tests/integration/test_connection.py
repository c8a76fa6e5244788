# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Logging on: where the connection comes from, tokens that are handed over, secrets, and logging off."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time

import yaml

from tests.integration.conftest import each_way
from tests.integration.playbooks import Playbooks, failing, task

INFO = "veeam_session_info"
TOKEN = "veeam_token"


def test_the_connection_can_be_given_as_defaults_of_the_group(playbook: Playbooks) -> None:
    simulator = playbook.simulator
    defaults = {
        "host": "localhost",
        "port": simulator.vbr_port,
        "username": simulator.username,
        "password": simulator.password,
        "ca_path": simulator.ca_path,
        "api_version": "1.3-rev1",
        "timeout": 60,
    }
    ran = playbook(
        task("state", "veeam_job_info", name="Web servers"),
        task("sessions", INFO, limit=1),
        env={},
        play={"module_defaults": {"group/backupops.veeam.veeam": defaults}},
    )
    assert ran["state"]["jobs"][0]["name"] == "Web servers"
    versions = {entry["headers"].get("x-api-version") for entry in simulator.requests()}
    assert versions == {"1.3-rev1"}


def test_a_token_is_handed_over_and_revoked_without_being_seen(playbook: Playbooks) -> None:
    logon = {"register": "logon", "no_log": True}
    ran = playbook(
        task("log on", TOKEN, keywords=logon),
        {
            "name": "with the token",
            "module_defaults": {
                "group/backupops.veeam.veeam": {"token": "{{ logon.token }}", "username": "", "password": ""}
            },
            "block": [
                task("jobs", "veeam_job_info", name="Web servers"),
                task("sessions", INFO, limit=1),
                task("log off in check mode", TOKEN, state="absent", keywords={"check_mode": True}),
                task("still there", INFO, limit=1),
                task("log off", TOKEN, state="absent"),
                failing("too late", INFO, limit=1),
            ],
        },
        {"name": "length", "ansible.builtin.debug": {"msg": "{{ logon.expires_in }} {{ logon.token | length > 20 }}"}},
        verbose=True,
        refused=True,
    )
    assert ran["length"]["msg"] == "900 True"
    assert ran["log off"]["token"] == ""
    assert "does not accept the token" in ran["too late"]["msg"]
    assert "never renewed" in ran["too late"]["msg"]
    issued = playbook.simulator.state()["vbr"]["issued_tokens"]
    assert issued == 1
    assert re.search(r"A\.[0-9a-f]{40}", ran.output) is None, "an access token was shown"


@each_way("veeam_token", "veeam_session_info")
def test_a_token_beside_credentials_of_the_environment_is_used(playbook: Playbooks) -> None:
    ran = playbook(
        task("log on", TOKEN, keywords={"register": "logon", "no_log": True}),
        task("with token", INFO, limit=1, token="{{ logon.token }}"),
        open_tokens=1,
    )
    assert ran["with token"]["sessions"]
    assert playbook.simulator.state()["vbr"]["issued_tokens"] == 1


def test_every_failed_logon_says_what_to_do(playbook: Playbooks) -> None:
    simulator = playbook.simulator
    ran = playbook(
        failing("password", INFO, password="wrong & secret", limit=1),
        failing("certificate", INFO, ca_path="/etc/ssl/certs/ca-certificates.crt", limit=1),
        failing("nobody there", INFO, port=1, retries=0, limit=1),
        failing("url", INFO, host=f"https://localhost:{simulator.vbr_port}/api", limit=1),
        failing("revision", INFO, api_version="1.3-rev3", limit=1),
        failing("half", INFO, username="somebody", password="{{ omit }}", limit=1),
        failing("token", INFO, token="stale", limit=1),
        refused=True,
        env={key: value for key, value in playbook.connection.items() if key != "VEEAM_PASSWORD"}
        | {"VEEAM_PASSWORD": simulator.password},
    )
    assert "does not let LAB\\svc-backup log on" in ran["password"]["msg"]
    assert "Check username" in ran["password"]["msg"]
    assert "wrong & secret" not in ran.output
    assert "ca_path" in ran["certificate"]["msg"]
    assert "9419" in ran["nobody there"]["msg"]
    assert f"write host: localhost and port: {simulator.vbr_port}" in ran["url"]["msg"]
    assert "Did you mean 1.3-rev" in ran["revision"]["msg"]
    assert "does not let somebody log on" in ran["half"]["msg"]
    assert "does not accept the token" in ran["token"]["msg"]


def test_without_a_server_or_a_user_nothing_is_tried(playbook: Playbooks) -> None:
    ran = playbook(
        failing("no server", INFO, limit=1),
        failing("no user", INFO, host="localhost", limit=1),
        failing("no password", INFO, host="localhost", username="somebody", limit=1),
        failing("no credentials", TOKEN, host="localhost", token="something"),
        failing(
            "nothing to revoke", TOKEN, host="localhost", username="somebody", password="something", state="absent"
        ),
        env={},
    )
    assert "missing required arguments: host" in ran["no server"]["msg"]
    assert "one of the following is required: username, token" in ran["no user"]["msg"]
    assert "required together: username, password" in ran["no password"]["msg"]
    assert "username" in ran["no credentials"]["msg"]
    assert "state is absent but all of the following are missing: token" in ran["nothing to revoke"]["msg"]
    assert not playbook.simulator.requests()


def test_secrets_are_in_no_output_and_trouble_is_survived(playbook: Playbooks) -> None:
    simulator = playbook.simulator
    simulator.fault(
        "empty-401:GET /api/v1/sessions", "503:GET /api/v1/sessions", "429:GET /api/v1/sessions:retry-after=1"
    )
    ran = playbook(task("sessions", INFO, limit=1), verbose=True, refused=True)
    assert ran["sessions"]["sessions"]
    assert ran["sessions"]["invocation"]["module_args"]["password"] == "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"


def test_a_log_off_that_fails_hides_nothing(playbook: Playbooks) -> None:
    playbook.simulator.fault("500:POST /api/oauth2/logout")
    outcome = playbook.run([{"tasks": [task("sessions", INFO, limit=1)]}])
    assert outcome.code == 0, outcome.output
    assert outcome["sessions"]["sessions"]
    assert "Could not log off" in outcome.output


def test_a_cancelled_module_logs_off(playbook: Playbooks) -> None:
    simulator = playbook.simulator
    simulator.fault("session-stuck:Web servers")
    play = playbook.folder / "cancelled.yml"
    wait = task("wait", "veeam_job_state", name="Web servers", state="started")
    play.write_text(yaml.safe_dump([{"hosts": "localhost", "gather_facts": False, "tasks": [wait]}]), encoding="utf-8")
    running = subprocess.Popen(
        playbook.command(play),
        env=playbook.environment(playbook.folder / "results.json", {**playbook.connection, "VEEAM_RUN_IN": "module"}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        _until(lambda: any(entry["path"].endswith("/start") for entry in simulator.writes()))
        _until(lambda: simulator.state()["vbr"]["open_tokens"] == 1)
        # A shell stands above the module; both get the signal, as from a container that is stopped.
        processes = _module_processes(running.pid)
        assert processes
        for process in processes:
            os.kill(process, signal.SIGTERM)
        output, dummy = running.communicate(timeout=60)
    finally:
        running.kill()
    assert "The task was cancelled" in output
    assert simulator.state()["vbr"]["open_tokens"] == 0


def _until(condition) -> None:
    for dummy in range(600):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("it did not happen within a minute")


def _module_processes(pid: int) -> list[int]:
    """The processes below ``pid`` that run a module of ours."""
    listing = subprocess.run(
        ["ps", "-ww", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(None, 2) for line in listing.splitlines()]
    below = {pid}
    while grown := {int(row[0]) for row in rows if int(row[1]) in below} - below:
        below |= grown
    return [int(row[0]) for row in rows if int(row[0]) in below and "AnsiballZ_veeam" in row[2] and "python" in row[2]]
