# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Logging on to Enterprise Manager, handing a token over, and getting rid of it."""

from __future__ import annotations

from tests.integration.conftest import each_way
from tests.integration.em_playbooks import EmPlaybooks, each_version
from tests.integration.playbooks import failing, task

TOKEN = "veeam_token"
STATE = "veeam_job_state"
ORACLE = "Oracle Backup"
WITH_TOKEN = {"token": "{{ logon.token }}", "username": "", "password": ""}


@each_version
def test_a_token_serves_several_tasks_and_is_revoked_in_the_end(em: EmPlaybooks) -> None:
    ran = em(
        task("log on", TOKEN, keywords={"register": "logon"}),
        task("disable", STATE, name=ORACLE, state="disabled", **WITH_TOKEN),
        task("enable", STATE, name=ORACLE, state="enabled", **WITH_TOKEN),
        task("sessions", "veeam_session_info", limit=1, **WITH_TOKEN),
        task("log off", TOKEN, state="absent", **WITH_TOKEN),
        task("log off again", TOKEN, state="absent", **WITH_TOKEN),
        refused=True,
    )
    assert ran["log on"]["expires_in"] == 900
    assert ran.changed["disable"]
    assert ran.changed["enable"]
    assert len(ran["sessions"]["sessions"]) == 1
    assert ran["log off"]["token"] == ""
    assert len(em.calls("POST", "sessionMngr/?v=latest")) == 1
    assert not em.simulator.state()["em"]["logon_sessions"]


def test_check_mode_revokes_nothing(em: EmPlaybooks) -> None:
    em(
        task("log on", TOKEN, keywords={"register": "logon"}),
        task("log off", TOKEN, state="absent", **WITH_TOKEN),
        check=True,
        open_tokens=1,
    )


@each_way("veeam_token")
def test_a_token_that_has_died_is_explained(em: EmPlaybooks) -> None:
    ran = em(
        failing("dead", STATE, name=ORACLE, state="started", token="dG9rZW4=", username="", password=""),
        failing("not ours", TOKEN, state="absent", token="dG9rZW4=", username="", password=""),
        refused=True,
    )
    assert "does not accept the token" in ran["dead"]["msg"]
    assert "veeam_token" in ran["dead"]["msg"]
    assert "can be used but not revoked" in ran["not ours"]["msg"]


def test_a_task_that_fails_leaves_nobody_logged_on(em: EmPlaybooks) -> None:
    em(failing("missing", STATE, name="missing", state="started"))
    assert len(em.calls("DELETE")) == 1


def test_a_log_off_that_fails_hides_nothing(em: EmPlaybooks) -> None:
    em.simulator.fault("500:DELETE /api/logonSessions/*")
    ran = em.run([{"tasks": [task("disable", STATE, name=ORACLE, state="disabled")]}])
    assert ran.code == 0
    assert ran["disable"]["changed"] is True
    assert "Could not log off" in ran.output


def test_links_to_other_hosts_are_not_followed(em: EmPlaybooks) -> None:
    em.simulator.fault("em-href:evil.example:9399")
    ran = em(task("back up", "veeam_quick_backup", name="oracle01"), task("run", STATE, name=ORACLE, state="started"))
    assert ran.changed == {"back up": True, "run": True}
