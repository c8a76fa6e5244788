# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``GET /query``: filter, sort, pages, and the doubly wrapped shape of the result."""

from __future__ import annotations

import math
import typing as t
import urllib.parse

from tests.simulator.em import shapes_of_jobs, shapes_of_resources
from tests.simulator.em.entities import PLURALS, reference
from tests.simulator.em.estate_model import SESSION_KINDS, Item, Json
from tests.simulator.em.exchange import Ask, Refusal, Reply, task_document
from tests.simulator.em.job_objects import include_document
from tests.simulator.em.query_fields import FIELDS, field_of, matches
from tests.simulator.em.query_language import BadQuery, Condition, fields, holds, parse
from tests.simulator.em.reads import shown_entity
from tests.simulator.em.shapes import SHAPES, define, items, nested

DEFAULT_PAGE = 100
# Types without a representation of their own: their entities come under Resources.
RESOURCES = {"ObjectInJob": "ObjectInJobs", "Task": "Tasks"}
assert shapes_of_jobs  # importing the two modules defines the shapes of the kinds below
assert shapes_of_resources
_XML = {"ObjectInJobs": "ObjectsInJob"}
_OUTER = {"AgentBackupJob": "AgentBackupJob"}  # the odd one out: its outer JSON member is singular (T27)

for _kind, _plural in PLURALS.items():
    define(_plural, items(_plural, _kind, xml=SHAPES[_kind].root))
define("Entities", *(nested(_OUTER.get(kind, plural), plural, xml=plural) for kind, plural in PLURALS.items()))
define("ResourceLists", *(nested(name, _XML.get(name, name), xml=_XML.get(name, name)) for name in RESOURCES.values()))
define(
    "QueryResult",
    nested("Refs", "EntityReferences"),
    nested("Entities"),
    nested("Resources", "ResourceLists"),
    nested("PagingInfo"),
)


def query(ask: Ask) -> Reply:
    """Answer a query. Letter case does not matter in the names of types and fields."""
    query_type = next((known for known in FIELDS if known.lower() == ask.params.get("type", "").lower()), None)
    if query_type is None:
        raise Refusal(400, f"Unknown query type '{ask.params.get('type', '')}'.")
    try:
        hits = _sorted(ask, query_type, _filtered(ask, query_type))
    except BadQuery as error:
        raise Refusal(400, str(error)) from error
    number, size = _natural(ask, "page", 1), _natural(ask, "pagesize", DEFAULT_PAGE)
    if query_type in SESSION_KINDS:
        ask.site.count_session_read()
    rows = hits[(number - 1) * size : number * size]
    if ask.site.world.faults.active("em-moving-rows") and number > 1:
        rows = hits[(number - 1) * size - 1 : (number - 1) * size] + rows
    document = _content(ask, query_type, rows)
    document["PagingInfo"] = _paging(ask, number, size, math.ceil(len(hits) / size))
    return Reply(200, "QueryResult", document, amend=None if rows else _empty(ask, query_type))


def _natural(ask: Ask, name: str, default: int) -> int:
    text = ask.params.get(name, str(default))
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise Refusal(400, f"'{text}' is not a valid value of '{name}'.")
    return int(text)


def _candidates(ask: Ask, query_type: str) -> list[Item]:
    if query_type == "ObjectInJob":
        return list(_objects_in_jobs(ask))
    if query_type == "Task":
        return [
            Item("Task", task.task_id, task.task_id, facts=task_document(ask.lens, task))
            for task in ask.logon.tasks.values()
        ]
    return ask.site.visible(query_type)


def _objects_in_jobs(ask: Ask) -> t.Iterator[Item]:
    for job in ask.site.visible("Job"):
        for part in ("BackupJobInfo", "ReplicaJobInfo"):
            for entry in job.facts["JobInfo"].get(part, {}).get("Includes", {}).get("ObjectInJobs", ()):
                shown = include_document(ask.lens, job, entry)
                refs = {"job": job.guid}
                yield Item(
                    "ObjectInJob", entry["ObjectInJobId"], entry["Name"], server=job.server, facts=shown, refs=refs
                )


def _filtered(ask: Ask, query_type: str) -> list[Item]:
    candidates = _candidates(ask, query_type)
    if not ask.params.get("filter"):
        return candidates
    condition = parse(ask.params["filter"])
    for comparison in fields(condition):
        field_of(query_type, comparison.field).read(comparison.value, comparison.field)

    def fits(item: Item) -> bool:
        def test(comparison: Condition) -> bool:
            return matches(ask.lens, query_type, item, comparison)

        return bool(ask.site.world.faults.active("em-no-filter")) or holds(condition, test)

    return [item for item in candidates if fits(item)]


def _sorted(ask: Ask, query_type: str, hits: list[Item]) -> list[Item]:
    if "sortasc" in ask.params and "sortdesc" in ask.params:
        raise BadQuery("sortAsc and sortDesc cannot be used together.")
    name = ask.params.get("sortasc") or ask.params.get("sortdesc")
    if name is None:
        return hits
    field = field_of(query_type, name)
    keyed = [(field.key(field.get(ask.lens, item)), item) for item in hits]
    known = sorted((pair for pair in keyed if pair[0] is not None), key=lambda pair: (pair[0], pair[1].guid))
    unknown = [pair for pair in keyed if pair[0] is None]
    rows = [item for dummy, item in unknown + known]
    return rows[::-1] if "sortdesc" in ask.params else rows


def _content(ask: Ask, query_type: str, rows: list[Item]) -> Json:
    if query_type in RESOURCES:
        plural = RESOURCES[query_type]
        return {"Resources": {plural: {plural: [item.facts for item in rows]}}}
    if not ask.wants_entity("Entities"):
        return {"Refs": {"Refs": [reference(ask.lens, item) for item in rows]}}
    plural = PLURALS[query_type]
    return {"Entities": {_OUTER.get(query_type, plural): {plural: [shown_entity(ask, item) for item in rows]}}}


def _paging(ask: Ask, number: int, size: int, count: int) -> Json:
    endless = bool(ask.site.world.faults.active("em-endless-next"))
    total = number + 1 if endless else count
    targets = {"First": 1, "Previous": number - 1, "Next": number + 1, "Last": max(total, 1)}
    links = []
    for rel, page in targets.items():
        if rel in ("First", "Last") or 1 <= page <= total:
            links.append({"Rel": rel, "Href": _page_href(ask, page, size)})
    return {"Links": links, "PageNum": number, "PageSize": size, "PagesCount": total}


def _page_href(ask: Ask, page: int, size: int) -> str:
    """The same query with another page; the filter comes back encoded anew."""
    kept = [(name, text) for name, text in ask.params.items() if name not in ("page", "pagesize")]
    pairs = [*kept, ("pageSize", str(size)), ("page", str(page))]
    return f"{ask.lens.base}/query?{urllib.parse.urlencode(pairs, quote_via=urllib.parse.quote)}"


def _empty(ask: Ask, query_type: str) -> t.Callable[[Json], None] | None:
    """How no hits look: the fault em-empty chooses among the shapes that were seen (T26)."""
    fault = next(iter(ask.site.world.faults.active("em-empty")), None)
    if fault is None:
        return None

    def amend(document: Json) -> None:
        outer = next(name for name in ("Refs", "Entities", "Resources") if document.get(name) is not None)
        if fault.value == "outer":
            document[outer] = None
            return
        holder = document if outer == "Refs" else document[outer]
        name = next(name for name, content in holder.items() if content and name != "PagingInfo")
        inner = next(iter(holder[name]))
        if fault.value == "inner":
            holder[name] = None
        elif fault.value == "list":
            holder[name][inner] = None
        else:
            del holder[name][inner]

    return amend
