# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every address of the API: method, path, action, parameters, body, and which roles may use it."""

from __future__ import annotations

import functools
import re
import typing as t
from dataclasses import dataclass

from tests.simulator.em import catalog, job_actions, job_edit, job_objects, machines, query_service, reads, reports
from tests.simulator.em.entities import PATHS
from tests.simulator.em.exchange import Ask, Refusal, Reply
from tests.simulator.em.logons import ADMINISTRATOR, OPERATOR, PORTAL_USER

ADMINS = frozenset({ADMINISTRATOR})
USERS = ADMINS | {PORTAL_USER}
ALL = USERS | {OPERATOR}
_ID = "([0-9a-f-]{36})"
_FORMAT = frozenset({"format"})
_QUERY = frozenset({"type", "format", "filter", "sortasc", "sortdesc", "pagesize", "page"})


@dataclass(frozen=True)
class Route:
    """One method of one resource. ``pattern`` matches the path below /api in any letter case (T38)."""

    method: str
    pattern: str
    handler: t.Callable[[Ask], Reply]
    roles: frozenset[str] = USERS
    action: str | None = None
    params: frozenset[str] = frozenset()
    body: str = ""


def _resource(path: str, kind: str, roles: frozenset[str] = USERS) -> list[Route]:
    return [
        Route("GET", path, reads.collection(kind), roles, params=_FORMAT),
        Route("GET", f"{path}/{_ID}", reads.single(kind), roles, params=_FORMAT),
    ]


def _below(parent: str, tail: str, kind: str, ref: str, roles: frozenset[str] = USERS) -> Route:
    handler = reads.below(
        parent, kind, lambda item, owner: (item.server if ref == "server" else item.refs.get(ref)) == owner
    )
    return Route("GET", f"{PATHS[parent]}/{_ID}/{tail}", handler, roles, params=_FORMAT)


def _points_of_file(wanted: str) -> t.Callable[[Ask], Reply]:
    def handler(ask: Ask) -> Reply:
        file = ask.item("BackupFile")
        point = file.refs["point"]
        mine = [item for item in ask.site.visible(wanted) if point in (item.guid, item.refs.get("point"))]
        return reads.listing(ask, wanted, mine)

    return handler


def _action(
    path: str, name: str, handler: t.Callable[[Ask], Reply], body: str = "", roles: frozenset[str] = ADMINS
) -> Route:
    return Route("POST", f"{path}/{_ID}", handler, roles, action=name, body=body)


def _jobs() -> list[Route]:
    simple = {"start": job_actions.start, "stop": job_actions.stop, "retry": job_actions.retry}
    simple["toggleScheduleEnabled"] = job_actions.toggle
    one = f"jobs/{_ID}"
    routes = [
        *_resource("jobs", "Job", ADMINS),
        *(_action("jobs", name, handler) for name, handler in simple.items()),
        _action("jobs", "sync", job_actions.sync),
        _action("jobs", "clone", job_actions.clone, "JobCloneSpec"),
        Route("PUT", one, job_edit.edit_by_action, ADMINS, action="edit", body="Job"),
        Route("PUT", one, job_edit.edit_plain, ADMINS, body="Job"),
        Route("DELETE", one, job_actions.delete, ADMINS),
        Route("GET", f"{one}/includes", job_objects.listing, ADMINS),
        Route("GET", f"{one}/includes/{_ID}", job_objects.single, ADMINS),
        Route("POST", f"{one}/includes", job_objects.add, ADMINS, body="CreateObjectInJobSpec"),
        Route("DELETE", f"{one}/includes/{_ID}", job_objects.remove, ADMINS),
        _below("Job", "backupSessions", "BackupJobSession", "job", ADMINS),
        _below("Job", "replicaSessions", "ReplicaJobSession", "job", ADMINS),
    ]
    for tail, spec in (("linkedJobs", "LinkedJobSpec"), ("linkedBackupRepositories", "LinkedRepositorySpec")):
        handlers = [
            functools.partial(f, collection=tail.lower())
            for f in (job_objects.linked_listing, job_objects.link, job_objects.unlink)
        ]
        routes.append(Route("GET", f"{one}/{tail}", handlers[0], ADMINS))
        routes.append(Route("POST", f"{one}/{tail}", handlers[1], ADMINS, body=spec))
        routes.append(Route("DELETE", f"{one}/{tail}/{_ID}", handlers[2], ADMINS))
    for name, handler in simple.items():
        routes.append(_action("agents/jobs", name, handler))
        routes.append(Route("POST", f"nas/jobs/{_ID}/{name}", handler, ADMINS))
    return routes


def _agents_and_nas() -> list[Route]:
    agent_types = ("AgentBackup", "AgentManagement")
    agents = reads.collection("BackupJobSession", lambda item: item.facts["JobType"] in agent_types)
    shares = reads.collection("BackupJobSession", lambda item: item.facts["JobType"] == "NasBackup")
    backups = reads.collection("Backup", lambda item: item.facts["Platform"].startswith("AgentFor"))
    return [
        *_resource("agents/jobs", "AgentBackupJob", ADMINS),
        *_resource("nas/jobs", "NasJob", ADMINS),
        *_resource("agents/discoveredComputers", "DiscoveredComputer", ADMINS),
        Route("GET", f"agents/jobs/{_ID}/includes", job_objects.agent_listing, ADMINS),
        Route("GET", f"nas/jobs/{_ID}/includes", job_objects.nas_listing, ADMINS),
        _below("AgentBackupJob", "backupSessions", "BackupJobSession", "job"),
        _below("NasJob", "backupSessions", "BackupJobSession", "job"),
        Route("GET", "agents/backupSessions", agents, params=_FORMAT),
        Route("GET", "nas/backupSessions", shares, params=_FORMAT),
        Route("GET", "agents/backups", backups, params=_FORMAT),
    ]


def _infrastructure() -> list[Route]:
    spec = "QuickBackupStartupSpec"
    return [
        *_resource("backupServers", "BackupServer"),
        *_resource("managedServers", "ManagedServer"),
        *_resource("hierarchyRoots", "HierarchyRoot"),
        *_resource("repositories", "Repository"),
        _below("BackupServer", "jobs", "Job", "server", ADMINS),
        _below("BackupServer", "repositories", "Repository", "server"),
        _below("BackupServer", "managedServers", "ManagedServer", "server"),
        _below("Repository", "backups", "Backup", "repository"),
        _action("backupServers", "quickbackup", machines.quick_backup, spec, USERS),
        _action("backupServers", "collect", machines.collect, roles=USERS),
        Route("GET", "lookup", machines.lookup, params=frozenset({"host", "name", "type", "hierarchyref"})),
        Route("GET", "lookupSvc", reads.lookup_service),
        Route("GET", "querySvc", reads.services),
        Route("GET", "query", query_service.query, ALL, params=_QUERY),
        *(Route("GET", f"reports/summary/{name}", handler) for name, handler in reports.REPORTS.items()),
    ]


def _results() -> list[Route]:
    return [
        *_resource("backupSessions", "BackupJobSession"),
        *_resource("replicaSessions", "ReplicaJobSession"),
        *_resource("backupTaskSessions", "BackupTaskSession"),
        *_resource("backups", "Backup", ALL),
        *_resource("restorePoints", "RestorePoint", ALL),
        *_resource("vmRestorePoints", "VmRestorePoint", ALL),
        *_resource("backupFiles", "BackupFile"),
        _below("BackupJobSession", "taskSessions", "BackupTaskSession", "session"),
        _below("BackupJobSession", "agentManagementSessions", "BackupJobSession", "parent"),
        _action("backupSessions", "stop", job_actions.stop_session),
        _below("Backup", "childbackups", "Backup", "parent", ALL),
        _below("Backup", "restorePoints", "RestorePoint", "backup", ALL),
        _below("Backup", "backupFiles", "BackupFile", "backup"),
        _below("RestorePoint", "vmRestorePoints", "VmRestorePoint", "point"),
        _below("RestorePoint", "backupFiles", "BackupFile", "point"),
        Route("GET", f"backupFiles/{_ID}/restorePoints", _points_of_file("RestorePoint"), ALL, params=_FORMAT),
        Route("GET", f"backupFiles/{_ID}/vmRestorePoints", _points_of_file("VmRestorePoint"), params=_FORMAT),
        Route("GET", "catalog/vms", catalog.machines, ALL, params=_FORMAT),
        Route("GET", "catalog/vms/([^/]+)", catalog.machine, ALL, params=_FORMAT),
        Route("GET", "catalog/vms/([^/]+)/vmRestorePoints", catalog.points, ALL),
        Route("GET", f"catalog/vms/([^/]+)/vmRestorePoints/{_ID}", catalog.point, ALL),
        Route("GET", "tasks", reads.tasks, ALL),
        Route("GET", "tasks/([^/]+)", reads.task, ALL),
        Route("DELETE", "tasks/([^/]+)", reads.forget_task, ALL),
        Route("GET", "logonSessions", reads.logon_sessions, ALL),
        Route("GET", f"logonSessions/{_ID}", reads.logon_session, ALL),
        Route("DELETE", f"logonSessions/{_ID}", reads.log_off, ALL),
    ]


ROUTES = [*_jobs(), *_agents_and_nas(), *_infrastructure(), *_results()]
# Query types that need more than the query service itself; the rest is for users.
QUERY_ROLES = {
    **dict.fromkeys(("Job", "AgentBackupJob", "NasJob", "ObjectInJob", "DiscoveredComputer"), ADMINS),
    **dict.fromkeys(("Backup", "RestorePoint", "VmRestorePoint", "Task"), ALL),
}


def find(method: str, path: str, action: str | None) -> tuple[Route, tuple[str, ...]]:
    """The route for a request, and the ids in its path. Raises Refusal: 404, 405, or 400 for an unknown action."""
    here = [(route, match) for route in ROUTES if (match := re.fullmatch(route.pattern, path, re.IGNORECASE))]
    if not here:
        raise Refusal(404, f"The resource '/{path}' does not exist.")
    fitting = [(route, match) for route, match in here if route.method == method]
    if not fitting:
        raise Refusal(405, f"The method {method} is not supported on this resource.")
    for route, match in fitting:
        if (route.action or "").lower() == (action or "").lower():
            return route, match.groups()
    raise Refusal(400, f"The action '{action or ''}' is not supported on this resource.")


def roles_of(route: Route, params: dict[str, str]) -> frozenset[str]:
    """Who may use a route; for the query service that depends on the type."""
    if route.pattern != "query":
        return route.roles
    wanted = params.get("type", "").lower()
    return next((roles for kind, roles in QUERY_ROLES.items() if kind.lower() == wanted), USERS)
