# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""veeam_job_state through Enterprise Manager: nothing is done twice, and what runs is found and waited for."""

from __future__ import annotations

import pytest

from tests.integration.conftest import each_way
from tests.integration.em_playbooks import EmPlaybooks, each_version
from tests.integration.playbooks import failing, task

STATE = "veeam_job_state"
ORACLE = "Oracle Backup"
ARCHIVE = "Archive Backup"
DAILY = "Daily Backup"
SERVER = "vbr01.lab.local"


def orders(em: EmPlaybooks, action: str) -> int:
    """How often the server was told to do something with a job."""
    return sum(1 for call in em.calls("POST") if call.endswith((f"?action={action}", f"/{action}")))


@each_version
def test_every_state_is_the_same_in_both_versions(em: EmPlaybooks) -> None:
    steps = [
        task("start", STATE, name=ORACLE, state="started"),
        task("disable", STATE, names=[ORACLE, ARCHIVE, ORACLE], state="disabled"),
        task("stop nothing", STATE, name=ORACLE, state="stopped"),
        task("retry nothing", STATE, name=ORACLE, state="retried"),
    ]
    predicted = em(*steps, check=True)
    assert not em.simulator.writes()
    em.simulator.fault(f"session-stuck:{ARCHIVE}")
    ran = em(
        *steps,
        task("disable again", STATE, name=ORACLE, state="disabled"),
        task("enable", STATE, names=[ORACLE, ARCHIVE], state="enabled"),
        task("enable again", STATE, names=[ORACLE, ARCHIVE], state="enabled"),
        task("start and go on", STATE, name=ARCHIVE, state="started", wait=False),
        failing("start what runs", STATE, name=ARCHIVE, state="started", wait_timeout=1),
        task("stop", STATE, name=ARCHIVE, state="stopped", graceful=False),
        task("stop again", STATE, name=ARCHIVE, state="stopped"),
    )
    assert {name: ran.changed[name] for name in predicted.changed} == predicted.changed
    assert ran.changed == {
        "start": True,
        "disable": True,
        "stop nothing": False,
        "retry nothing": False,
        "disable again": False,
        "enable": True,
        "enable again": False,
        "start and go on": True,
        "start what runs": False,
        "stop": True,
        "stop again": False,
    }
    assert [orders(em, action) for action in ("start", "stop", "retry")] == [2, 1, 0]
    assert orders(em, "toggleScheduleEnabled") == 3, "Archive Backup was disabled from the start"

    (job,) = ran["start"]["jobs"]
    assert (job["name"], job["status"]) == (ORACLE, "Stopped")
    assert (job["session"]["State"], job["session"]["Result"]) == ("Stopped", "Success")
    for run in (predicted, ran):
        assert [(job["name"], job["changed"]) for job in run["disable"]["jobs"]] == [(ORACLE, True), (ARCHIVE, False)]
    assert {job["status"] for job in ran["disable"]["jobs"]} == {"Disabled"}

    too_long = ran["start what runs"]
    assert "is not over after 1 s (wait_timeout)" in too_long["msg"]
    assert too_long["session_id"] == ran["start and go on"]["jobs"][0]["session"]["UID"]
    assert ran["stop"]["jobs"][0]["session"]["State"] == "Stopped"
    assert ran["stop again"]["jobs"][0]["session"] is None


@each_version
def test_jobs_of_every_family_run_by_their_own_paths(em: EmPlaybooks) -> None:
    names = ["Linux Agents", "File Shares", "DC Replication", "Immediate Copy", "Periodic Copy"]
    ran = em(
        task("run", STATE, names=names, state="started"),
        task("disable", STATE, names=names, state="disabled"),
        task("enable", STATE, names=names, state="enabled"),
        task("sync", STATE, names=["Immediate Copy", "Periodic Copy"], state="synced"),
        failing("not a copy", STATE, name="File Shares", state="synced"),
    )
    assert {job["session"]["Result"] for job in ran["run"]["jobs"]} == {"Success"}
    assert [job["session"]["JobType"] for job in ran["run"]["jobs"]] == [
        "AgentBackup",
        "NasBackup",
        "Replica",
        "ImmediateBackupCopy",
        "ImmediateBackupCopy",
    ]
    assert ran["run"]["jobs"][2]["session"]["Type"] == "ReplicaJobSession"
    assert [job["status"] for job in ran["disable"]["jobs"]] == ["Disabled"] * 5
    assert orders(em, "sync") == 4
    assert orders(em, "start") == 3
    assert "state: started" in ran["not a copy"]["msg"]
    by_path = {call.rpartition("/")[0] for call in em.calls("POST", "/toggleScheduleEnabled")}
    assert all(path.startswith("/api/nas/jobs/") for path in by_path)
    assert by_path


def test_only_a_failed_run_is_retried(em: EmPlaybooks) -> None:
    em.simulator.fault(f"session-failed:{ORACLE}:count=1")
    ran = em(
        failing("run", STATE, name=ORACLE, state="started"),
        task("retry", STATE, name=ORACLE, state="retried"),
        task("nothing left", STATE, name=ORACLE, state="retried"),
    )
    assert "ended with the result Failed" in ran["run"]["msg"]
    assert f"Job {ORACLE} failed: injected by the simulator." in ran["run"]["msg"]
    assert ran["run"]["problems"], "what went wrong with each machine"
    assert ran["run"]["changed"] is True
    assert ran["retry"]["changed"] is True
    assert ran["retry"]["jobs"][0]["session"]["IsRetry"] is True
    assert ran["nothing left"]["changed"] is False
    assert orders(em, "retry") == 1


def test_a_warning_fails_the_task_only_when_asked_to(em: EmPlaybooks) -> None:
    em.simulator.fault(f"session-warning:{ORACLE}")
    ran = em(
        task("run", STATE, name=ORACLE, state="started"),
        failing("run strictly", STATE, name=ORACLE, state="started", fail_on_warning=True),
    )
    assert ran["run"]["jobs"][0]["session"]["Result"] == "Warning"
    assert "ended with the result Warning" in ran["run strictly"]["msg"]


def test_the_same_name_on_two_backup_servers_is_an_error_that_lists_them(em: EmPlaybooks) -> None:
    ran = em(
        failing("which", STATE, name=DAILY, state="disabled"),
        task("this one", STATE, name=DAILY, state="disabled", backup_server="VBR02.lab.local"),
        failing("no such server", STATE, name=DAILY, state="disabled", backup_server="vbr03"),
    )
    assert "There are 2 jobs" in ran["which"]["msg"]
    assert [line for line in ran["which"]["candidates"] if SERVER in line]
    assert [line for line in ran["which"]["candidates"] if "vbr02.lab.local" in line]
    states = {
        job["backup_server"]: job["enabled"] for job in em.simulator.state()["em"]["jobs"] if job["name"] == DAILY
    }
    assert states == {SERVER: True, "vbr02.lab.local": False}
    assert 'no backup server "vbr03"' in ran["no such server"]["msg"]
    assert "vbr01.lab.local, vbr02.lab.local" in ran["no such server"]["msg"]


def test_what_this_api_cannot_do_is_refused_before_anything_is_done(em: EmPlaybooks) -> None:
    ran = em(
        failing("full", STATE, name=ORACLE, state="started", active_full=True),
        failing("chained", STATE, name=ORACLE, state="started", chained_jobs=True),
        failing("points", STATE, name="Immediate Copy", state="synced", restore_points="all"),
        failing("graceful", STATE, name=ORACLE, state="stopped", graceful=True),
        failing("stop copy", STATE, name="Immediate Copy", state="stopped"),
        failing("retry copy", STATE, name="Immediate Copy", state="retried"),
    )
    for name, what in {
        "full": "active_full",
        "chained": "chained_jobs",
        "points": "restore_points",
        "graceful": "graceful: true",
        "stop copy": "To stop the backup copy job",
        "retry copy": "To retry the backup copy job",
    }.items():
        assert what in ran[name]["msg"]
        assert "is not possible through Enterprise Manager. Use api: vbr" in ran[name]["msg"]
    assert not em.simulator.writes()


def test_mistakes_are_explained(em: EmPlaybooks) -> None:
    ran = em(
        failing("unknown", STATE, names=[ORACLE, "oracle bakcup"], state="started"),
        failing("unknown id", STATE, id="00000000-1111-2222-3333-444444444444", state="started"),
        failing("portal user", STATE, name=ORACLE, state="started", username="portal-user"),
        failing("wrong version", STATE, name=ORACLE, state="started", api_version="1.3-rev2"),
        failing("old version", STATE, name=ORACLE, state="started", api_version="v1_4"),
        failing("wrong password", STATE, name=ORACLE, state="started", password="wrong"),
        refused=True,
    )
    assert f'There is no job "oracle bakcup". Did you mean "{ORACLE}"' in ran["unknown"]["msg"]
    assert "Nothing was done to the other jobs." in ran["unknown"]["msg"]
    assert "last collected from its backup servers" in ran["unknown"]["msg"]
    assert "There is no job with the id" in ran["unknown id"]["msg"]
    assert "need a Portal Administrator" in ran["portal user"]["msg"]
    assert "is not a version of the API of Enterprise Manager, such as v1_7" in ran["wrong version"]["msg"]
    assert "does not speak version v1_4 of its API" in ran["old version"]["msg"]
    assert "The user name or password is incorrect" in ran["wrong password"]["msg"]
    assert "api_version" not in ran["wrong password"]["msg"]
    assert not em.simulator.writes()


def test_the_other_api_refuses_to_choose_a_backup_server(em: EmPlaybooks) -> None:
    ran = em(failing("vbr", STATE, name=ORACLE, state="started", api="vbr", backup_server=SERVER))
    assert "backup_server: is for api: em only" in ran["vbr"]["msg"]
    assert not em.simulator.requests()


@pytest.mark.parametrize(
    "fault",
    [
        "lost-task:StartJob",
        "em-task-no-result:StartJob",
        "em-no-task:StartJob",
        "reset-after:POST /api/jobs/*",
    ],
)
def test_a_start_of_unknown_outcome_is_verified_and_not_repeated(em: EmPlaybooks, fault: str) -> None:
    em.simulator.fault(fault)
    ran = em(task("start", STATE, name=ORACLE, state="started"), refused=fault.startswith("lost"))
    assert ran["start"]["changed"] is True
    assert ran["start"]["jobs"][0]["session"]["Result"] == "Success"
    assert orders(em, "start") == 1


@pytest.mark.parametrize("fault", ["lost-task:UpdateJob", "em-no-task:UpdateJob", "reset-after:POST /api/jobs/*"])
def test_a_flip_of_unknown_outcome_is_verified_and_not_repeated(em: EmPlaybooks, fault: str) -> None:
    em.simulator.fault(fault)
    ran = em(
        task("disable", STATE, name=ORACLE, state="disabled"),
        task("disable again", STATE, name=ORACLE, state="disabled"),
        refused=fault.startswith("lost"),
    )
    assert ran.changed == {"disable": True, "disable again": False}
    assert orders(em, "toggleScheduleEnabled") == 1


def test_a_stop_of_unknown_outcome_is_verified(em: EmPlaybooks) -> None:
    em.simulator.fault(f"session-stuck:{ORACLE}", "lost-task:StopJob")
    ran = em(
        task("start", STATE, name=ORACLE, state="started", wait=False),
        task("stop", STATE, name=ORACLE, state="stopped"),
        refused=True,
    )
    assert ran["stop"]["changed"] is True
    assert orders(em, "stop") == 1


def test_a_flip_that_somebody_else_undoes_is_reported_and_not_repeated(em: EmPlaybooks) -> None:
    em.simulator.fault(f"em-toggle-race:{ORACLE}")
    ran = em(failing("disable", STATE, name=ORACLE, state="disabled"))
    assert "was to be disabled and is not" in ran["disable"]["msg"]
    assert "was not tried again" in ran["disable"]["msg"]
    assert orders(em, "toggleScheduleEnabled") == 1


@each_way("veeam_job_state")
def test_a_task_that_fails_says_why(em: EmPlaybooks) -> None:
    em.simulator.fault("em-task-failed:StartJob:text=The repository is gone.")
    ran = em(failing("start", STATE, name=ORACLE, state="started"))
    assert "(StartJob)" in ran["start"]["msg"]
    assert "failed: The repository is gone." in ran["start"]["msg"]
    assert ran["start"]["changed"] is False


def test_a_task_that_never_ends_is_given_up_and_not_cancelled(em: EmPlaybooks) -> None:
    em.simulator.fault("em-task-stuck:StartJob")
    ran = em(failing("start", STATE, name=ORACLE, state="started", wait_timeout=1))
    assert "its last state was OperationFinished" in ran["start"]["msg"]
    assert ran["start"]["task_id"] == "task-1"
    assert not em.calls("DELETE", "/tasks/task-1")


def test_a_session_that_shows_late_and_in_odd_states_is_waited_for(em: EmPlaybooks) -> None:
    em.simulator.fault(f"session-late:{ORACLE}:polls=3", f"em-odd-state:{ORACLE}")
    ran = em(task("start", STATE, name=ORACLE, state="started"))
    assert ran["start"]["jobs"][0]["session"]["State"] == "Stopped"


def test_the_logon_may_end_at_any_moment(em: EmPlaybooks) -> None:
    em.simulator.fault("token-expired:count=2:skip=4")
    ran = em(
        task("start", STATE, name=ORACLE, state="started"),
        task("disable", STATE, name=ORACLE, state="disabled"),
        refused=True,
    )
    assert ran.changed == {"start": True, "disable": True}
    assert [orders(em, action) for action in ("start", "toggleScheduleEnabled")] == [1, 1]
