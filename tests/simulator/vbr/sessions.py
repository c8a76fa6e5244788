# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sessions and task sessions: list, read, logs, stop."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.simulator.vbr import answer, replies, session_log, state
from tests.simulator.vbr.listing import Wanted, page_of
from tests.simulator.vbr.replies import Refusal
from tests.simulator.vbr.session import Json, Session, model


def now_of(request: Request) -> float:
    """The server's time in seconds since the epoch."""
    return state.of(request).world.clock.seconds()


def session_of(request: Request) -> Session:
    """The session in the path; a new one may be unknown for the first polls."""
    session_id = request.path_params["id"]
    session = state.of(request).sessions.get(session_id)
    if session is None:
        raise replies.not_found("Session", session_id)
    if session.is_hidden():
        raise replies.not_found("Session", session_id)
    return session


def session_model(request: Request, session: Session) -> Json:
    """The session in the newest revision's form, with the ways to say "no result yet" that faults ask for."""
    found = model(session, now_of(request))
    faults = state.of(request).world.faults
    if found["state"] != "Stopped":
        if faults.active("result-null"):
            found["result"] = None
        if faults.active("result-absent"):
            del found["result"]
    return found


async def _list(request: Request) -> Response:
    sessions = state.of(request).sessions.all()
    models = [session_model(request, session) for session in sessions if not session.is_hidden()]
    return answer.shaped(
        request, page_of(request, models, special={"resultFilter": _has_result, "typeFilter": _has_type})
    )


def _has_result(request: Request, item: Json, wanted: Wanted) -> bool:
    return (item.get("result") or {}).get("result") in wanted


def _has_type(request: Request, item: Json, wanted: Wanted) -> bool:
    return item["sessionType"] in wanted


async def _get(request: Request) -> Response:
    return answer.shaped(request, session_model(request, session_of(request)))


async def _logs(request: Request) -> Response:
    return _records(request, session_log.of_session(session_of(request), now_of(request)))


def _records(request: Request, records: list[Json]) -> Response:
    wanted = state.query_of(request).text("statusFilter")
    found = [record for record in records if wanted in ("", record["status"])]
    return answer.shaped(request, {"totalRecords": len(found), "records": found})


async def _stop(request: Request) -> Response:
    session = session_of(request)
    if session.ended_at(now_of(request)) is not None:
        raise Refusal(400, f"The session {session.id} is not running.")
    session.stop(now_of(request), graceful=False)
    return replies.plain({})


async def _tasks_of_session(request: Request) -> Response:
    return answer.shaped(request, page_of(request, list(session_log.tasks(session_of(request), now_of(request)))))


def _all_tasks(request: Request) -> list[Json]:
    now = now_of(request)
    return [task for session in state.of(request).sessions.all() for task in session_log.tasks(session, now)]


async def _tasks(request: Request) -> Response:
    special = {"resultFilter": _has_result, "sessionTypeFilter": _has_type}
    return answer.shaped(request, page_of(request, _all_tasks(request), special=special))


async def _task(request: Request) -> Response:
    wanted = request.path_params["id"].lower()
    for task in _all_tasks(request):
        if task["id"] == wanted:
            return answer.shaped(request, task)
    raise replies.not_found("Task session", wanted)


async def _task_logs(request: Request) -> Response:
    wanted = request.path_params["id"].lower()
    for session in state.of(request).sessions.all():
        for number, machine in enumerate(session.machines):
            if session_log.task_id(session, number) == wanted:
                return _records(request, session_log.of_task(session, machine, now_of(request)))
    raise replies.not_found("Task session", wanted)


ROUTES = [
    Route("/api/v1/sessions", _list),
    Route("/api/v1/sessions/{id}", _get),
    Route("/api/v1/sessions/{id}/logs", _logs),
    Route("/api/v1/sessions/{id}/stop", _stop, methods=["POST"]),
    Route("/api/v1/sessions/{id}/taskSessions", _tasks_of_session),
    Route("/api/v1/taskSessions", _tasks),
    Route("/api/v1/taskSessions/{id}", _task),
    Route("/api/v1/taskSessions/{id}/logs", _task_logs),
]
