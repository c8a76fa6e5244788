# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The jobs' states: what the console's job list shows."""

from __future__ import annotations

import datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.simulator.clock import vendor_format
from tests.simulator.vbr import answer, state
from tests.simulator.vbr.estate_backups import PLATFORMS
from tests.simulator.vbr.job_store import UNKNOWN, Job
from tests.simulator.vbr.listing import Wanted, like, page_of
from tests.simulator.vbr.session import Json, Session, moment, progress
from tests.simulator.vbr.sessions import now_of

WORKLOADS = {
    "CloudDirectorBackup": "Vm",
    "EntraIDTenantBackup": "Application",
    "EntraIDAuditLogBackup": "Application",
    "EntraIDTenantBackupCopy": "Application",
    "FileBackup": "File",
    "FileBackupCopy": "File",
    "ObjectStorageBackup": "File",
    "WindowsAgentBackup": "Server",
    "LinuxAgentBackup": "Server",
    "WindowsAgentBackupFailoverCluster": "Server",
    "WindowsAgentBackupServerPolicy": "Server",
    "LinuxAgentBackupServerPolicy": "Server",
    "WindowsAgentBackupWorkstationPolicy": "Workstation",
    "LinuxAgentBackupWorkstationPolicy": "Workstation",
}
STATUS_OF = {"Starting": "Starting", "Working": "Running", "Stopping": "Stopping", "Idle": "Enabled"}


async def _list(request: Request) -> Response:
    server, revision = state.of(request), state.revision_of(request)
    models = [_state(request, job) for job in server.jobs.all() if server.jobs.counts(job, revision)]
    special = {
        "isHighPriorityJobFilter": _is_high_priority,
        "afterJobIdFilter": _after_id,
        "afterJobNameFilter": _after,
    }
    page = page_of(request, models, special=special)
    if server.world.options.is_live:
        page["pagination"] = {
            name: page["pagination"][name] for name in ("total", "count") if name in page["pagination"]
        }
    return answer.shaped(request, page)


def _is_high_priority(request: Request, item: Json, wanted: Wanted) -> bool:
    return item["highPriority"] == (wanted[0] == "true")


def _after_id(request: Request, item: Json, wanted: Wanted) -> bool:
    return item.get("runAfterJob", {}).get("jobId") == wanted[0]


def _after(request: Request, item: Json, wanted: Wanted) -> bool:
    return like(item.get("runAfterJob", {}).get("jobName", ""), wanted[0])


def _state(request: Request, job: Job) -> Json:
    server, now = state.of(request), now_of(request)
    session = server.sessions.latest(job.id)
    found: Json = {
        "id": job.id,
        "name": job.name,
        "type": job.type,
        "description": job.description,
        "status": _status(job, session, now),
        "lastResult": session.result(now) if session else "None",
        "workload": WORKLOADS.get(job.type, "Vm"),
        "objectsCount": len(server.estate.machines_of(job.model)),
        "highPriority": job.model.get("isHighPriority", False),
        "progressPercent": session.percent(now) if session else 0,
        "isStorageSnapshot": False,
    }
    if job.mode:
        found["backupCopyMode"] = job.mode
    if not job.is_known_to(state.revision_of(request)):
        found["type"] = UNKNOWN
    elif session:
        found |= {
            "lastRun": moment(session.started),
            "sessionId": session.id,
            "sessionProgress": progress(session, now),
        }
    if job.type in PLATFORMS:
        repository = server.estate.repository_of(job.model)
        found |= {
            "repositoryId": repository["id"],
            "repositoryName": repository["name"],
            "targetName": repository["name"],
        }
    return found | _next_run(request, job)


def _status(job: Job, session: Session | None, now: float) -> str:
    running = STATUS_OF.get(session.state(now), "") if session else ""
    return running or ("Disabled" if job.is_disabled else "Stopped")


def _next_run(request: Request, job: Job) -> Json:
    if job.preceding:
        other = state.of(request).jobs.named(job.preceding)
        preceding = {"runAfterJob": {"jobName": other.name, "jobId": other.id}} if other else {}
        return {"nextRunPolicy": f"After [{job.preceding}]", **preceding}
    schedule = job.model.get("schedule") or {}
    daily = schedule.get("daily") or {}
    if job.is_disabled or not schedule.get("runAutomatically") or not daily.get("isEnabled"):
        return {"nextRunPolicy": "<not scheduled>"}
    now = state.of(request).world.clock.now()
    hour, minute = (int(part) for part in (daily.get("localTime") or "22:00").split(":")[:2])
    run = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    run += datetime.timedelta(days=1 if run <= now else 0)
    policy = f"{run.month}/{run.day}/{run.year} {(run.hour + 11) % 12 + 1}:{run:%M %p}"
    return {"nextRun": vendor_format(run), "nextRunPolicy": policy}


ROUTES = [Route("/api/v1/jobs/states", _list)]
