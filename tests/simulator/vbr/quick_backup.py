# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Quick backups: an extra run of a job for one machine."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.simulator.vbr import answer, state
from tests.simulator.vbr.job_actions import session_reply
from tests.simulator.vbr.job_store import Job
from tests.simulator.vbr.replies import Refusal
from tests.simulator.vbr.session import Json

JOB_TYPES = {
    "VSphere": ("VSphereBackup",),
    "CloudDirector": ("CloudDirectorBackup",),
    "HyperV": ("HyperVBackup",),
    "Agent": ("WindowsAgentBackup", "LinuxAgentBackup", "WindowsAgentBackupFailoverCluster"),
}


def _job_for(request: Request, machine: Json) -> Job:
    """The job whose restore point of the machine is the newest. Refused when no job has a full one."""
    server = state.of(request)
    if machine["platform"] == "CloudDirector":
        # The API's text allows these machines, the product does not (trap T28).
        raise Refusal(400, f"{machine['name']} is a Cloud Director machine: quick backup is not possible.")
    jobs = [
        job
        for job in server.jobs.all()
        if job.type in JOB_TYPES.get(machine["platform"], ()) and server.estate.protects(job.model, machine)
    ]
    if not jobs:
        raise Refusal(400, f"{machine['name']} has no full restore point in any backup job; run a backup job first.")
    point = server.estate.latest_point(machine)
    backups = {backup["id"]: backup["jobId"] for backup in server.estate.history.backups}
    newest = backups.get(point.model["backupId"]) if point else None
    return next((job for job in jobs if job.id == newest), jobs[0])


def _machine(request: Request) -> Json:
    body: Json = state.body_of(request)
    server = state.of(request)
    if body["platform"] == "Agent":
        found = server.estate.find_computer(body["id"])
    else:
        found = next(
            iter(
                server.estate.find_vm(host_name=body["hostName"], object_id=body.get("objectId", ""), name=body["name"])
            ),
            None,
        )
    if found is None:
        raise Refusal(400, f"The machine {body['name']} was not found in the inventory.")
    return found


async def _virtual_machine(request: Request) -> Response:
    machine = _machine(request)
    job = _job_for(request, machine)
    server = state.of(request)
    if server.sessions.running(job.id) is not None:
        raise Refusal(400, f"The job '{job.name}' is running.")
    return session_reply(request, server.sessions.start(job, only=machine))


async def _computer(request: Request) -> Response:
    """Answers with the job alone: the session has to be looked for (trap T29)."""
    machine = _machine(request)
    job = _job_for(request, machine)
    session = state.of(request).sessions.start(job, only=machine)
    session.type = "AgentOperationBackupNow"
    return answer.shaped(request, {"jobId": job.id}, 201)


ROUTES = [
    Route("/api/v1/jobs/quickBackup/vSphere", _virtual_machine, methods=["POST"]),
    Route("/api/v1/jobs/quickBackup/hyperV", _virtual_machine, methods=["POST"]),
    Route("/api/v1/jobs/quickBackup/agent", _computer, methods=["POST"]),
]
