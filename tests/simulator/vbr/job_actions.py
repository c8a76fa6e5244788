# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What can be done with a job besides editing it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.openapi import document
from tests.simulator.vbr import answer, replies, state
from tests.simulator.vbr.job_store import Job, is_managed
from tests.simulator.vbr.jobs import job_of, modelled_job_of, shown
from tests.simulator.vbr.replies import Refusal
from tests.simulator.vbr.session import Session
from tests.simulator.vbr.sessions import now_of, session_model

# The newest revision's text names the types that can be cloned; older ones name none (trap T27).
NEWEST_CLONES = frozenset(
    {
        "VSphereBackup",
        "CloudDirectorBackup",
        "HyperVBackup",
        "BackupCopy",
        "WindowsAgentBackup",
        "LinuxAgentBackup",
    }
)


def session_reply(request: Request, session: Session) -> Response:
    """201 with the session."""
    return answer.shaped(request, session_model(request, session), 201)


def _idle_or_refuse(request: Request, job: Job) -> None:
    if state.of(request).sessions.running(job.id) is not None:
        raise Refusal(400, f"The job '{job.name}' is already running.")


async def _start(request: Request) -> Response:
    server, job, body = state.of(request), job_of(request), state.body_of(request) or {}
    _idle_or_refuse(request, job)
    operation = document(state.revision_of(request)).operation("POST", request.url.path)
    if operation and 204 in operation.replies and server.world.faults.take("nothing-to-do", job.name):
        return replies.no_content()
    if (idle := server.sessions.open(job.id)) is not None:
        idle.finish(now_of(request))
    session = server.sessions.start(
        job, full=body.get("performActiveFull", False), chained=body.get("startChainedJobs", False)
    )
    return session_reply(request, session)


async def _stop(request: Request) -> Response:
    server, job, body = state.of(request), job_of(request), state.body_of(request) or {}
    session = server.sessions.open(job.id)
    if session is None:
        raise Refusal(400, f"The job '{job.name}' is not running.")
    session.stop(now_of(request), graceful=body.get("gracefulStop", True))
    return session_reply(request, session)


async def _retry(request: Request) -> Response:
    server, job, body = state.of(request), job_of(request), state.body_of(request) or {}
    _idle_or_refuse(request, job)
    last = server.sessions.latest(job.id)
    if last is None or last.result(now_of(request)) != "Failed":
        raise Refusal(400, f"The job '{job.name}' cannot be retried: its last session has not failed.")
    return session_reply(request, server.sessions.start(job, chained=body.get("startChainedJobs", False)))


async def _disable(request: Request) -> Response:
    return _switch(request, disabled=True)


async def _enable(request: Request) -> Response:
    return _switch(request, disabled=False)


def _switch(request: Request, *, disabled: bool) -> Response:
    """200 with `{}` in old revisions, 204 in new ones (trap T7). A switch that is already so is refused."""
    job = job_of(request)
    if job.is_disabled == disabled:
        raise Refusal(400, f"The job '{job.name}' is already {'disabled' if disabled else 'enabled'}.")
    job.set_disabled(disabled=disabled)
    state.of(request).sessions.job_changed(job)
    operation = document(state.revision_of(request)).operation("POST", request.url.path)
    return replies.no_content() if operation and 204 in operation.replies else replies.plain({})


async def _clone(request: Request) -> Response:
    server, job = state.of(request), modelled_job_of(request)
    newest = state.revision_of(request) == "1.3-rev2"
    if not is_managed(job.type) or (newest and job.type not in NEWEST_CLONES):
        raise Refusal(400, f"Jobs of type {job.type} cannot be cloned.")
    number = 1
    while server.jobs.named(f"{job.name}_clone{number}") is not None:
        number += 1
    given = job.model | {"id": server.jobs.new_id(), "name": f"{job.name}_clone{number}"}
    clone = server.jobs.put(given, revision=state.revision_of(request))
    server.sessions.job_changed(clone)
    return shown(request, clone, 201)


async def _apply_configuration(request: Request) -> Response:
    return _policy_session(request, suffix="AgentBackupWorkstationPolicy AgentBackupServerPolicy")


async def _clear_cache(request: Request) -> Response:
    return _policy_session(request, suffix="WindowsAgentBackupWorkstationPolicy WindowsAgentBackupServerPolicy")


def _policy_session(request: Request, *, suffix: str) -> Response:
    job = job_of(request)
    if not job.type.endswith(tuple(suffix.split())):
        raise Refusal(400, f"This is not possible for jobs of type {job.type}.")
    return session_reply(request, state.of(request).sessions.start(job))


def _post(path: str, handler: object) -> Route:
    return Route(f"/api/v1/jobs/{{id}}/{path}", handler, methods=["POST"])  # type: ignore[arg-type]


ROUTES = [
    _post("start", _start),
    _post("stop", _stop),
    _post("retry", _retry),
    _post("disable", _disable),
    _post("enable", _enable),
    _post("clone", _clone),
    _post("applyConfiguration", _apply_configuration),
    _post("clearCache", _clear_cache),
]
