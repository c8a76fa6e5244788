# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One request and its reply, between the HTTP layer and the handlers."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from tests.simulator.em.entities import Lens
from tests.simulator.em.estate_model import Item, Json
from tests.simulator.em.logons import Logon
from tests.simulator.em.site import Site
from tests.simulator.em.tasks import Effect, Failure, Task
from tests.simulator.recorder import Entry


class Refusal(Exception):
    """A request that is answered with an error status."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


@dataclass
class Reply:
    """A status, and a document of a shape unless there is no body. ``amend`` has the last word in JSON."""

    status: int
    shape: str = ""
    document: Json | None = None
    headers: dict[str, str] = field(default_factory=dict)
    amend: t.Callable[[Json], None] | None = None


@dataclass
class Ask:
    """A request that was understood: names of query parameters in lower case, ids of the path without their prefix."""

    site: Site
    logon: Logon
    lens: Lens
    params: dict[str, str]
    ids: tuple[str, ...]
    note: Entry
    document: Json = field(default_factory=dict)

    def item(self, *kinds: str, index: int = 0) -> Item:
        """The item that the path names. Raises Refusal 404 when it does not exist or is not known yet."""
        guid = self.ids[index].lower()
        for kind in kinds:
            item = self.site.estate.get(kind, guid)
            if item and self.site.shows(item):
                return item
        raise Refusal(404, f"{kinds[0]} with id '{guid}' does not exist.")

    def wants_entity(self, word: str = "Entity") -> bool:
        """Whether ``format`` asks for entities; a wrong value silently means references (T52)."""
        given = self.params.get("format")
        if given is not None and given.lower() != word.lower():
            self.site.complain(f"format={given} is not format={word}")
        faulty = self.site.world.faults.active("em-references")
        return given is not None and given.lower() == word.lower() and not faulty

    def accept(self, operation: str, effect: Effect, *, message: str = "Ok") -> Reply:
        """202 and the task of an operation."""
        return self._task_reply(self.site.start_task(self.logon, operation, effect, message))

    def fail(self, operation: str, message: str) -> Reply:
        """202 and a task that will end with Success=false."""
        return self._task_reply(self.site.failed_task(self.logon, operation, Failure(message)))

    def _task_reply(self, task: Task) -> Reply:
        faults = self.site.world.faults
        if faults.take("em-no-task", task.operation):
            return Reply(202)
        created = next(iter(faults.active("em-created")), None)
        status = int(created.number(default=201)) if created else 202
        return Reply(status, "Task", task_document(self.lens, task))


def task_document(lens: Lens, task: Task) -> Json:
    """The task as it is shown now."""
    href = f"{lens.base}/tasks/{task.task_id}"
    links: list[Json] = [{"Rel": "Delete", "Href": href, "Type": "Task"}]
    if task.state == "Finished" and task.related and "related" not in task.quiet:
        links.append(_related(lens, *task.related))
    return {
        "TaskId": task.task_id,
        "State": task.state,
        "Operation": task.operation,
        "Result": task.result(),
        "Links": links,
        "Href": href,
        "Type": "Task",
    }


def _related(lens: Lens, item: Item, name: str = "") -> Json:
    link = {"Rel": "Related", "Href": lens.href(item, "?format=Entity"), "Type": item.kind}
    return link | ({"Name": name} if name else {})
