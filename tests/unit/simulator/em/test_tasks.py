# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks: their states, whose they are, and when what they did can be seen."""

from __future__ import annotations

import typing as t

import pytest

ORACLE = "78c3919c-54d7-43fe-b047-485d3566f11f"
START, TOGGLE = f"jobs/{ORACLE}?action=start", f"jobs/{ORACLE}?action=toggleScheduleEnabled"


def test_three_states(em: t.Any) -> None:
    """T68: the result of OperationFinished is a placeholder, and nothing is linked yet."""
    first = em.post(f"jobs/{ORACLE}?action=clone", {"BackupJobCloneInfo": CLONE})
    second, third = em.get("tasks/task-1"), em.get("tasks/task-1")
    assert [task["state"] for task in (first, second, third)] == ["Running", "OperationFinished", "Finished"]
    assert second["result"] == {"success": True, "message": "OperationFinished"}
    assert [link["rel"] for link in second["links"]] == ["Delete"]
    assert third["result"]["message"] == "Ok"
    assert [link["rel"] for link in third["links"]] == ["Delete", "Related"]


CLONE = {
    "JobName": "Clone",
    "FolderName": "Clone",
    "RepositoryUid": "urn:veeam:Repository:cbd9a4b6-b9ed-4cd6-a091-75b6481c9d55",
}


def test_what_was_done_is_visible_when_the_task_is_finished(em: t.Any) -> None:
    """T68: a client that stops at OperationFinished reads old data."""
    em.post(TOGGLE)
    em.get("tasks/task-1")
    assert em.get(f"jobs/{ORACLE}?format=Entity")["scheduleenabled"] is True
    em.get("tasks/task-1")
    assert em.get(f"jobs/{ORACLE}?format=Entity")["scheduleenabled"] is False


def test_what_was_done_is_visible_soon_without_looking_at_the_task(em: t.Any) -> None:
    em.post(TOGGLE)
    em.advance(1.1)
    assert em.get(f"jobs/{ORACLE}?format=Entity")["scheduleenabled"] is False


def test_log_off_stops_nothing(em: t.Any) -> None:
    em.post(TOGGLE)
    em.call("DELETE", f"logonSessions/{em.session_id}")
    assert em.state()["jobs"][0]["enabled"] is False


def test_a_failing_task_is_http_200(em: t.Any) -> None:
    """T69."""
    em.fault("em-task-failed:StartJob:text=No licence for this.")
    assert em.done(START)["result"] == {"success": False, "message": "No licence for this."}


def test_results_without_message_or_no_result(em: t.Any) -> None:
    """T69, T70."""
    em.fault("em-task-no-message:StartJob")
    em.fault("em-task-no-result:UpdateJob")
    assert em.done(START)["result"] == {"success": True, "message": None}
    assert em.done(TOGGLE).get("result") is None


def test_a_running_task_has_no_result(make_em: t.Any) -> None:
    """Version 12 leaves it out, version 13 writes null."""
    assert "Result" not in make_em(em_version="12").call("POST", START).json()
    assert make_em(em_version="13").call("POST", START).json()["result"] is None


@pytest.mark.parametrize(("fault", "state"), [("", "OperationFinished"), (":state=Waiting", "Waiting")])
def test_a_task_may_never_finish(em: t.Any, fault: str, state: str) -> None:
    """T68, T72."""
    em.fault(f"em-task-stuck:StartJob{fault}")
    em.post(START)
    assert {em.get("tasks/task-1")["state"] for dummy in range(5)} == {state}


def test_no_related_link(em: t.Any) -> None:
    """T79."""
    em.fault("em-task-no-related:CloneJob")
    finished = em.done(f"jobs/{ORACLE}?action=clone", {"BackupJobCloneInfo": CLONE})
    assert [link["rel"] for link in finished["links"]] == ["Delete"]
    assert em.query("Job", "Name==Clone")


def test_tasks_belong_to_the_logon_session(em: t.Any) -> None:
    """T71, T91: numbers start over, foreign tasks are an internal error."""
    em.post(START)
    em.post(TOGGLE)
    assert [task["taskid"] for task in em.get("tasks")["tasks"]] == ["task-1", "task-2"]
    em.log_on()
    assert em.get("tasks")["tasks"] == []
    reply = em.call("GET", "tasks/task-2")
    assert reply.status_code == 500
    assert "There is no backup task with id [task-2] in current rest session" in reply.text


def test_a_lost_task(em: t.Any) -> None:
    """T71: the operation took effect although its task is gone."""
    em.fault("lost-task:UpdateJob")
    em.post(TOGGLE)
    assert em.call("GET", "tasks/task-1").status_code == 500
    assert em.get(f"jobs/{ORACLE}?format=Entity")["scheduleenabled"] is False


def test_deleting_a_task_cancels_nothing(em: t.Any) -> None:
    """T72."""
    em.post(TOGGLE)
    assert em.call("DELETE", "tasks/task-1").status_code == 204
    assert em.call("DELETE", "tasks/task-1").status_code == 500
    em.advance(2)
    assert em.get(f"jobs/{ORACLE}?format=Entity")["scheduleenabled"] is False


def test_query_of_tasks(em: t.Any) -> None:
    """T91."""
    em.post(START)
    em.done(TOGGLE)
    assert [task["taskid"] for task in em.query("Task", "State==Finished")] == ["task-2"]


def test_stale_data_until_collected(em: t.Any) -> None:
    """T88."""
    em.fault("em-stale")
    server = "f365fbd8-fbd2-43ad-9f7a-c87cd390a0d9"
    em.done(TOGGLE)
    em.advance(600)
    assert em.get(f"jobs/{ORACLE}?format=Entity")["scheduleenabled"] is True
    task = em.done(f"backupServers/{server}?action=collect")
    assert task["operation"] == "CollectingBackupServer"
    assert task["result"]["message"].startswith("Data collection started.")
    assert em.get(f"jobs/{ORACLE}?format=Entity")["scheduleenabled"] is False


def test_a_job_that_was_not_collected_yet(em: t.Any) -> None:
    """T88."""
    em.fault("em-uncollected:Oracle*")
    assert em.call("GET", f"jobs/{ORACLE}").status_code == 404
    assert em.query("Job", 'Name=="Oracle Backup"') == []
    em.done("backupServers/f365fbd8-fbd2-43ad-9f7a-c87cd390a0d9?action=collect")
    assert em.call("GET", f"jobs/{ORACLE}").status_code == 200
