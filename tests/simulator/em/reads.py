# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading resources: single ones, collections, what lies below a resource, tasks, logon sessions and services."""

from __future__ import annotations

import datetime as dt
import typing as t

from tests.simulator.em import job_objects
from tests.simulator.em.entities import PATHS, PLURALS, entity, reference
from tests.simulator.em.estate_model import SESSION_KINDS, Item, Json
from tests.simulator.em.exchange import Ask, Refusal, Reply, task_document

Belongs = t.Callable[[Item, str], bool]
Handler = t.Callable[[Ask], Reply]
_WINDOW = dt.timedelta(days=30)  # plain collections of sessions go back this far (T64)


def shown_entity(ask: Ask, item: Item) -> Json:
    """The entity of an item, the objects of a job with their addresses."""
    document = entity(ask.lens, item)
    return job_objects.with_addresses(ask.lens, item, document) if item.kind == "Job" else document


def single(kind: str) -> Handler:
    """``GET /<path>/{ID}[?format=Entity]``."""

    def handler(ask: Ask) -> Reply:
        try:
            item = ask.item(kind)
        finally:
            _count(ask, kind)
        if ask.wants_entity() or ask.site.world.faults.active("em-entities"):
            return Reply(200, kind, shown_entity(ask, item))
        return Reply(200, "EntityRef", reference(ask.lens, item))

    return handler


def collection(kind: str, keep: t.Callable[[Item], bool] = lambda item: True) -> Handler:
    """``GET /<path>[?format=Entity]``: everything at once."""

    def handler(ask: Ask) -> Reply:
        return listing(ask, kind, [item for item in ask.site.visible(kind) if keep(item) and _recent(ask, item)])

    return handler


def _recent(ask: Ask, item: Item) -> bool:
    timed = item.kind in (*SESSION_KINDS, "BackupTaskSession")
    return not timed or item.created is None or ask.lens.now - item.created < _WINDOW


def below(parent: str, kind: str, belongs: Belongs) -> Handler:
    """``GET /<path>/{ID}/<collection>``: the items of ``kind`` that belong to the one in the path."""

    def handler(ask: Ask) -> Reply:
        owner = ask.item(parent)
        return listing(ask, kind, [item for item in ask.site.visible(kind) if belongs(item, owner.guid)])

    return handler


def listing(ask: Ask, kind: str, items: list[Item]) -> Reply:
    """A collection as references or as entities."""
    _count(ask, kind)
    if ask.wants_entity():
        return Reply(200, PLURALS[kind], {PLURALS[kind]: [shown_entity(ask, item) for item in items]})
    return Reply(200, "EntityReferences", {"Refs": [reference(ask.lens, item) for item in items]})


def _count(ask: Ask, kind: str) -> None:
    if kind in SESSION_KINDS:
        ask.site.count_session_read()


def tasks(ask: Ask) -> Reply:
    """``GET /tasks``: those of this logon session; looking at the list moves nothing."""
    documents = [task_document(ask.lens, task) for task in ask.logon.tasks.values()]
    return Reply(200, "Tasks", {"Tasks": documents})


def task(ask: Ask) -> Reply:
    """``GET /tasks/{ID}``. A task that this logon session does not have is an internal error, not a 404 (T19, T71)."""
    found = ask.site.read_task(ask.logon, ask.ids[0])
    if found is None:
        raise Refusal(500, f"There is no backup task with id [{ask.ids[0]}] in current rest session")
    return Reply(200, "Task", task_document(ask.lens, found))


def forget_task(ask: Ask) -> Reply:
    """``DELETE /tasks/{ID}``: only the receipt goes, the operation goes on."""
    if ask.ids[0] not in ask.logon.tasks:
        raise Refusal(500, f"There is no backup task with id [{ask.ids[0]}] in current rest session")
    del ask.logon.tasks[ask.ids[0]]
    return Reply(204)


def logon_document(base: str, user: str, session_id: str) -> Json:
    """The body of a logon session."""
    href = f"{base}/logonSessions/{session_id}"
    links: list[Json] = [{"Rel": "Up", "Href": f"{base}/", "Type": "EnterpriseManager"}]
    for kind, path in PATHS.items():
        links.append({"Rel": "Down", "Href": f"{base}/{path}", "Type": f"{kind}ReferenceList"})
        links.append({"Rel": "Down", "Href": f"{base}/{path}?format=Entity", "Type": f"{kind}List"})
    for path, kind in (("tasks", "TaskList"), ("querySvc", "QueryService"), ("lookupSvc", "LookupService")):
        links.append({"Rel": "Down", "Href": f"{base}/{path}", "Type": kind})
    links.append({"Rel": "Delete", "Href": href})
    return {"UserName": user, "SessionId": session_id, "Links": links, "Href": href, "Type": "LogonSession"}


def logon_sessions(ask: Ask) -> Reply:
    """``GET /logonSessions``: also those of other users (T9)."""
    everyone = ask.site.logons.all()
    documents = [logon_document(ask.lens.base, logon.user, logon.session_id) for logon in everyone]
    return Reply(200, "LogonSessions", {"LogonSessions": documents})


def logon_session(ask: Ask) -> Reply:
    """``GET /logonSessions/{ID}``."""
    for logon in ask.site.logons.all():
        if logon.session_id == ask.ids[0].lower():
            return Reply(200, "LogonSession", logon_document(ask.lens.base, logon.user, logon.session_id))
    raise Refusal(404, f"Logon session '{ask.ids[0]}' does not exist.")


def log_off(ask: Ask) -> Reply:
    """``DELETE /logonSessions/{SessionId}``: the id of the body, not the token. Effects of its tasks stay."""
    ask.site.effects.before_write()
    if not ask.site.logons.close(ask.ids[0].lower()):
        raise Refusal(404, f"Logon session '{ask.ids[0]}' does not exist.")
    return Reply(204)


def services(ask: Ask) -> Reply:
    """``GET /querySvc``: ready-made queries."""
    href = f"{ask.lens.base}/querySvc"
    links = [
        {"Rel": "Down", "Href": f"{ask.lens.base}/query?type={kind}&pageSize=15", "Type": f"{kind}ReferenceList"}
        for kind in PATHS
    ]
    return Reply(200, "QueryService", {"Links": links, "Href": href, "Type": "QueryService"})


def lookup_service(ask: Ask) -> Reply:
    """``GET /lookupSvc``: the templates of look-ups, one for each hierarchy root."""
    base = ask.lens.base
    links = [
        {"Rel": "Down", "Href": f"{base}/lookup?host={root.uid}&name=*&type=Vm", "Type": "HierarchyItemList"}
        for root in ask.site.visible("HierarchyRoot")
    ]
    return Reply(200, "LookupService", {"Links": links, "Href": f"{base}/lookupSvc", "Type": "LookupService"})
