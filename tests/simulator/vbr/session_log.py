# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a session and its tasks write down while they run."""

from __future__ import annotations

import typing as t

from tests.simulator.vbr.defaults import ZERO_GUID
from tests.simulator.vbr.session import Json, Session, model, moment, progress

STATUS_OF = {"Success": "Succeeded", "Warning": "Warning", "Failed": "Failed", "None": "None"}
FAILURES = ("Processing {machine} Error: Failed to open the disk for reading.", "Unable to process the machine.")


def of_session(session: Session, now: float) -> list[Json]:
    """The session's log, the newest line first; live servers have none of a run that was stopped."""
    if session.live and session.canceled(now):
        return []
    lines = [("Succeeded", "Job started"), ("Succeeded", "Building the list of machines to process")]
    if session.state(now) != "Starting":
        lines += [_line(session, machine, now) for machine in session.machines or [session.job_name]]
    if session.ended_at(now) is not None:
        lines.append((STATUS_OF[session.result(now)], _last_line(session, now)))
    return _records(session, lines, now)[::-1]


def of_task(session: Session, machine: str, now: float) -> list[Json]:
    """The log of one machine's task, the oldest line first."""
    lines = [("Succeeded", f"{machine} size: 40 GB"), _line(session, machine, now)]
    return _records(session, lines, now)


def _line(session: Session, machine: str, now: float) -> tuple[str, str]:
    result = session.result(now)
    if result == "Failed":
        return "Failed", session.said(now) if session.canceled(now) else FAILURES[0].format(machine=machine)
    if result == "Warning":
        return "Warning", f"Processing {machine} finished with warnings: the guest agent is out of date."
    return ("Succeeded" if result == "Success" else "None"), f"Processing {machine}"


def _last_line(session: Session, now: float) -> str:
    endings = {"Success": "Job finished", "Warning": "Job finished with warning", "None": "Job finished"}
    return endings.get(session.result(now), session.said(now) or "Job finished with error")


def _records(session: Session, lines: list[tuple[str, str]], now: float) -> list[Json]:
    end = session.ended_at(now) or now
    step = max(0.0, end - session.started) / max(1, len(lines) - 1)
    return [
        {
            "id": number,
            "status": status,
            "startTime": moment(session.started + step * (number - 1)),
            "updateTime": moment(session.started + step * (number - 1)),
            "title": title,
            "description": "",
            "additionalInfo": [{"field": "Job", "data": session.job_name}],
        }
        for number, (status, title) in enumerate(lines, start=1)
    ]


def tasks(session: Session, now: float) -> t.Iterator[Json]:
    """The task sessions: one for each machine, in the newest revision's form."""
    whole = model(session, now)
    if session.type == "AgentPolicy" or whole["state"] == "Starting":
        return
    kind = "Replica" if session.type == "ReplicaJob" else "Backup"
    for number, machine in enumerate(session.machines):
        task: Json = {
            "id": task_id(session, number),
            "type": kind,
            "sessionId": session.id,
            "sessionType": session.type,
            "creationTime": whole["creationTime"],
            "name": machine,
            "algorithm": whole["algorithm"],
            "repositoryId": session.repository_id,
            "usn": session.usn + number + 1,
            "state": whole["state"],
            "result": whole["result"],
            "progress": progress(session, now),
            "platformType": session.platform,
            "platformId": ZERO_GUID,
        }
        if session.ended_at(now) is not None:
            task["endTime"] = whole["endTime"]
        if machine in session.points:
            task["restorePointId"] = session.points[machine]
            task["restorePointReference"] = f"/api/v1/restorePoints/{session.points[machine]}"
        yield task


def task_id(session: Session, number: int) -> str:
    """The id of a session's task session."""
    return f"{session.id[:-4]}{number:04x}"
