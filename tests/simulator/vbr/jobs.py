# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jobs: list, create, read, replace, delete."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.openapi import document
from tests.simulator.vbr import paging, replies, state, wording
from tests.simulator.vbr.job_rules import check_gfs, check_multitags, check_name, check_references
from tests.simulator.vbr.job_store import Job, is_managed
from tests.simulator.vbr.listing import like
from tests.simulator.vbr.replies import Refusal


def job_of(request: Request) -> Job:
    """The job in the path. Refuses with 404 an unknown one and one that does not exist in the revision."""
    job_id, jobs = request.path_params["id"], state.of(request).jobs
    job = jobs.get(job_id)
    if job is None or not jobs.counts(job, state.revision_of(request)):
        raise replies.not_found("Job", job_id)
    return job


def modelled_job_of(request: Request) -> Job:
    """The job in the path, for calls that need its model: live servers refuse a type that has none."""
    job = job_of(request)
    if _is_hidden(request, job):
        raise Refusal(400, wording.NOT_SUPPORTED, code="UnknownError")
    return job


def _is_hidden(request: Request, job: Job) -> bool:
    return state.of(request).world.options.hides_jobs and job.is_hidden_from(state.revision_of(request))


def shown(request: Request, job: Job, status: int = 200) -> Response:
    """The job as the requested revision says it."""
    return Response(_content(request, job), status_code=status, media_type="application/json")


def _content(request: Request, job: Job) -> bytes:
    server, revision = state.of(request), state.revision_of(request)
    if server.world.faults.active("shuffle-lists"):
        return server.jobs.shuffled(job, revision)
    return job.shown(revision)


async def _list(request: Request) -> Response:
    query, server = state.query_of(request), state.of(request)
    column, ascending = query.text("orderColumn"), query.flag("orderAsc", default=True)
    found = server.jobs.listed(state.revision_of(request), column=column, ascending=ascending)
    if name := query.text("nameFilter"):
        found = [job for job in found if _is_like(job, name)]
    if job_type := query.text("typeFilter"):
        found = [job for job in found if job.type == job_type]
    return _page(request, found)


def _is_like(job: Job, name: str) -> bool:
    """The name filter looks at every text of a job, not only at its name (trap T21)."""
    return any(like(text, name) for text in (job.name, job.description, job.type, job.id))


def _page(request: Request, found: list[Job]) -> Response:
    query = state.query_of(request)
    operation = document(state.revision_of(request)).operation("GET", "/api/v1/jobs")
    default = operation.query["limit"].shape.default if operation else None
    skip, limit = query.number("skip", 0) or 0, query.number("limit", default)
    if skip < 0 or (limit is not None and limit < 1):
        raise Refusal(400, "skip must not be negative and limit must be positive.")
    names = {"name_of": lambda job: job.name, "is_hidden": lambda job: _is_hidden(request, job)}
    page: paging.Page[Job] = paging.cut(request, found, skip=skip, count=limit, **names)
    rows = [_content(request, job) for job in page.rows]
    if page.changes or state.of(request).world.faults.active("rows-without-ids"):
        models = paging.without_ids(request, page.changed([json.loads(row) for row in rows]))
        rows = [json.dumps(model).encode() for model in models]
    pagination = json.dumps(page.pagination, separators=(",", ":")).encode()
    content = b'{"data":[' + b",".join(rows) + b'],"pagination":' + pagination + b"}"
    return Response(content, media_type="application/json")


async def _get(request: Request) -> Response:
    return shown(request, modelled_job_of(request))


async def _create(request: Request) -> Response:
    server, body = state.of(request), state.body_of(request)
    if not server.world.faults.active("duplicate-names"):
        check_name(server.jobs, body["name"])
    check_references(body, estate=server.estate, jobs=server.jobs)
    check_multitags(body, before={})
    # Nobody can create a disabled job; the newest revision's Entra ID copy is the exception.
    job = server.jobs.put(
        {"isDisabled": False, **body, "id": server.jobs.new_id()}, revision=state.revision_of(request)
    )
    server.sessions.job_changed(job)
    return shown(request, job, 201)


async def _replace(request: Request) -> Response:
    server, body, job = state.of(request), state.body_of(request), modelled_job_of(request)
    if not is_managed(job.type):
        raise Refusal(400, f"Jobs of type {job.type} cannot be edited through this API.")
    if body["id"].lower() != job.id:
        raise Refusal(400, f"The job ID in the body, {body['id']}, is not the one in the path.")
    if body["type"] != job.type:
        raise Refusal(400, f"The type of a job cannot be changed (from {job.type} to {body['type']}).")
    check_name(server.jobs, body["name"], besides=job)
    check_references(body, estate=server.estate, jobs=server.jobs)
    check_multitags(body, before=job.model)
    operation = document(state.revision_of(request)).operation("PUT", request.url.path)
    asks = operation is not None and "allowOldGfsPointsRetention" in operation.query
    if asks and not state.query_of(request).flag("allowOldGfsPointsRetention", default=False):
        check_gfs(job.model, body)
    given = {"isDisabled": job.is_disabled, **body, "id": job.id}
    changed = server.jobs.put(given, revision=state.revision_of(request))
    server.jobs.follow_rename(before=job.name, after=changed.name)
    server.sessions.job_changed(changed)
    return shown(request, changed)


async def _delete(request: Request) -> Response:
    server, job = state.of(request), modelled_job_of(request)
    if server.world.faults.take("four-eyes", job.name):
        raise Refusal(403, "Four-eyes authorization is enabled: delete operations are not available through the API.")
    if server.sessions.running(job.id) is not None:
        raise Refusal(400, f"The job '{job.name}' is running.")
    if server.world.faults.take("delete-pending", job.name):
        return replies.no_content()
    server.jobs.remove(job)
    server.sessions.job_deleted(job)
    return replies.no_content()


ROUTES = [
    Route("/api/v1/jobs", _list, methods=["GET"]),
    Route("/api/v1/jobs", _create, methods=["POST"]),
    Route("/api/v1/jobs/{id}", _get, methods=["GET"]),
    Route("/api/v1/jobs/{id}", _replace, methods=["PUT"]),
    Route("/api/v1/jobs/{id}", _delete, methods=["DELETE"]),
]
