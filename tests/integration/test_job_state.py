# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""veeam_job_state: nothing is done twice, and what runs is waited for."""

from __future__ import annotations

from tests.integration.conftest import each_way, newest_revision
from tests.integration.playbooks import Playbooks, failing, task

STATE = "veeam_job_state"
WEB = "Web servers"
DATABASES = "Databases"


def starts(playbook: Playbooks, action: str = "start") -> int:
    """How often the server was told to do something with a job."""
    return sum(1 for entry in playbook.simulator.writes() if entry["path"].endswith(f"/{action}"))


@newest_revision
def test_every_state_is_the_same_in_every_revision(playbook: Playbooks) -> None:
    steps = [
        task("start", STATE, name=WEB, state="started"),
        task("start full", STATE, name=WEB, state="started", active_full=True, chained_jobs=True),
        task("disable", STATE, names=[WEB, DATABASES, WEB], state="disabled"),
        task("stop nothing", STATE, name=WEB, state="stopped"),
    ]
    predicted = playbook(*steps, check=True)
    assert not playbook.simulator.writes()
    playbook.simulator.fault(f"session-stuck:{DATABASES}")
    ran = playbook(
        *steps,
        task("disable again", STATE, name=WEB, state="disabled"),
        task("enable", STATE, names=[WEB, DATABASES], state="enabled"),
        task("start and go on", STATE, name=DATABASES, state="started", wait=False),
        failing("start what runs", STATE, name=DATABASES, state="started", wait_timeout=1),
        task("stop", STATE, name=DATABASES, state="stopped"),
        task("stop again", STATE, name=DATABASES, state="stopped"),
    )
    assert {name: ran.changed[name] for name in predicted.changed} == predicted.changed
    assert ran.changed == {
        "start": True,
        "start full": True,
        "disable": True,
        "stop nothing": False,
        "disable again": False,
        "enable": True,
        "start and go on": True,
        "start what runs": False,
        "stop": True,
        "stop again": False,
    }
    assert [starts(playbook, action) for action in ("start", "stop", "disable", "enable")] == [3, 1, 2, 2]
    bodies = [entry["body"] for entry in playbook.simulator.writes() if entry["path"].endswith("/start")]
    assert [body["performActiveFull"] for body in bodies] == [False, True, False]

    (job,) = ran["start"]["jobs"]
    assert job["name"] == WEB
    assert job["status"] in ("Stopped", "Inactive")
    assert (job["session"]["state"], job["session"]["result"]["result"]) == ("Stopped", "Success")

    for run in (predicted, ran):
        assert [(job["name"], job["changed"]) for job in run["disable"]["jobs"]] == [(WEB, True), (DATABASES, True)]
    assert {job["status"] for job in ran["disable"]["jobs"]} == {"Disabled"}

    too_long = ran["start what runs"]
    assert "is not over after 1 s (wait_timeout)" in too_long["msg"]
    assert "Nothing was cancelled" in too_long["msg"]
    assert too_long["session_id"] == ran["start and go on"]["jobs"][0]["session"]["id"]
    assert ran["stop"]["jobs"][0]["session"]["state"] == "Stopped"
    assert ran["stop again"]["jobs"][0]["session"] is None


def test_only_a_failed_run_is_retried(playbook: Playbooks) -> None:
    playbook.simulator.fault(f"session-failed:{WEB}:count=1")
    ran = playbook(
        task("nothing to retry", STATE, name=WEB, state="retried"),
        failing("run", STATE, name=WEB, state="started"),
        task("retry", STATE, name=WEB, state="retried"),
        task("nothing left", STATE, name=WEB, state="retried"),
    )
    assert ran["nothing to retry"]["changed"] is False
    assert "ended with the result Failed" in ran["run"]["msg"]
    assert ran["run"]["problems"], "the session's own error lines"
    assert ran["run"]["problems"][0] in ran["run"]["msg"]
    assert ran["run"]["changed"] is True
    assert ran["run"]["jobs"][0]["session"]["result"]["result"] == "Failed"
    assert ran["retry"]["changed"] is True
    assert ran["nothing left"]["changed"] is False
    assert starts(playbook, "retry") == 1


def test_warnings_fail_only_when_asked(playbook: Playbooks) -> None:
    playbook.simulator.fault(f"session-warning:{WEB}")
    ran = playbook(
        task("tolerant", STATE, name=WEB, state="started"),
        failing("strict", STATE, name=WEB, state="started", fail_on_warning=True),
    )
    assert ran["tolerant"]["jobs"][0]["session"]["result"]["result"] == "Warning"
    assert "ended with the result Warning" in ran["strict"]["msg"]


@each_way("veeam_job_state")
def test_one_failing_job_does_not_stop_the_others(playbook: Playbooks) -> None:
    playbook.simulator.fault(f"session-failed:{DATABASES}")
    ran = playbook(failing("both", STATE, names=[DATABASES, WEB], state="started"))
    assert "1 of 2 jobs failed" in ran["both"]["msg"]
    assert DATABASES in ran["both"]["msg"]
    results = {job["name"]: job["session"]["result"]["result"] for job in ran["both"]["jobs"]}
    assert results == {DATABASES: "Failed", WEB: "Success"}
    assert ran["both"]["changed"] is True


def test_a_backup_copy_is_synced_and_other_jobs_are_not(playbook: Playbooks) -> None:
    ran = playbook(
        task("sync", STATE, name="Offsite copy", state="synced", restore_points="latest"),
        failing("not a copy", STATE, name=WEB, state="synced"),
    )
    assert ran["sync"]["changed"] is True
    assert "state: started" in ran["not a copy"]["msg"]
    (body,) = [entry["body"] for entry in playbook.simulator.writes() if entry["path"].endswith("/start")]
    assert body["syncRestorePoints"] == "Latest"


def test_nothing_to_process_is_no_change(playbook: Playbooks) -> None:
    playbook.simulator.fault(f"nothing-to-do:{WEB}")
    ran = playbook(task("start", STATE, name=WEB, state="started"))
    assert ran["start"]["changed"] is False
    assert ran["start"]["jobs"][0]["session"] is None


def test_mistakes_are_found_before_anything_is_done(playbook: Playbooks) -> None:
    ran = playbook(
        failing("unknown", STATE, names=[WEB, "Web server", "Nothing"], state="started"),
        failing("useless", STATE, name=WEB, state="stopped", active_full=True, restore_points="all"),
        failing("nobody", STATE, state="started"),
        failing("unknown id", STATE, id="00000000-1111-2222-3333-444444444444", state="started"),
        refused=True,
    )
    assert '"Web server", "Nothing"' in ran["unknown"]["msg"]
    assert "Nothing was done to the other jobs" in ran["unknown"]["msg"]
    assert "active_full: has no effect with state: stopped, only with started" in ran["useless"]["msg"]
    assert "restore_points: has no effect" in ran["useless"]["msg"]
    assert "one of the following is required: name, id, names" in ran["nobody"]["msg"]
    assert "There is no job with the id 00000000-1111" in ran["unknown id"]["msg"]
    assert not playbook.simulator.writes()


def test_a_start_whose_answer_is_lost_is_not_repeated(playbook: Playbooks) -> None:
    playbook.simulator.fault("reset-after:POST /api/v1/jobs/*/start")
    ran = playbook(task("start", STATE, name=WEB, state="started"))
    assert starts(playbook) == 1
    assert ran["start"]["changed"] is True
    assert ran["start"]["jobs"][0]["session"]["result"]["result"] == "Success"


def test_a_start_that_never_arrived_is_reported_as_such(playbook: Playbooks) -> None:
    playbook.simulator.fault("reset-before:POST /api/v1/jobs/*/start")
    ran = playbook(failing("start", STATE, name=WEB, state="started"))
    assert "may or may not have taken effect" in ran["start"]["msg"]
    assert f'No new session of job "{WEB}" is to be seen' in ran["start"]["msg"]
    assert ran["start"]["changed"] is False
