# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The query service: what is asked for, page by page, and what is believed of the answer."""

from __future__ import annotations

import dataclasses
import typing as t
import urllib.parse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.backupops.veeam.plugins.module_utils._em.api.kinds import (
    BACKUP,
    BACKUP_FILE,
    BACKUP_SESSION,
    JOB,
    RESTORE_POINT,
    VM_RESTORE_POINT,
)
from ansible_collections.backupops.veeam.plugins.module_utils._em.api.query import EmQuery, Where, expression, quoted
from ansible_collections.backupops.veeam.plugins.module_utils._em.api.servers import Servers
from ansible_collections.backupops.veeam.plugins.module_utils._em.names.job_lookup import JobLookup
from ansible_collections.backupops.veeam.plugins.module_utils._errors import IncompleteList
from ansible_collections.backupops.veeam.plugins.module_utils._http.request import encoded
from ansible_collections.backupops.veeam.plugins.module_utils._model import Gap, Listed, Machine
from tests.simulator.em.query_language import Condition, Group, parse
from tests.simulator.launch import Running
from tests.unit.em.conftest import Connect
from tests.unit.em.estate import job_of

GUID = "78c3919c-54d7-43fe-b047-485d3566f11f"
ODD = 'Exchange "prod"; (EU), Köln & 50% #1 + a\\b'


def sent(text: str) -> str:
    """A filter as the server reads it from the address."""
    query = encoded([("filter", text)])
    assert not set('"; &+,#') & set(query.removeprefix("filter=")), query
    return urllib.parse.unquote(query.removeprefix("filter="))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_every_name_survives_the_filter(name: str) -> None:
    assert parse(sent(Where("Name", name).text())) == Condition("Name", "==", name)


def test_conditions_are_joined_so_that_all_of_them_count() -> None:
    text = expression([Where("Name", ODD), Where("Result", ["Failed", "Warning"]), Where("IsRetry", value=True)])
    assert "&" not in text.replace(ODD.replace('"', '""'), "")
    assert parse(sent(text)) == Group(
        every=True,
        parts=(
            Condition("Name", "==", ODD),
            Group(every=False, parts=(Condition("Result", "==", "Failed"), Condition("Result", "==", "Warning"))),
            Condition("IsRetry", "==", "true"),
        ),
    )


def test_quotes_are_plain_and_doubled_inside() -> None:
    assert quoted('a "b"') == '"a ""b"""'
    assert quoted("2025-08-15T06:00:00Z") == '"2025-08-15T06:00:00Z"'


@pytest.mark.parametrize(
    ("kind", "where", "item", "holds"),
    [
        (JOB, Where("Name", "Daily"), {"Name": "Daily"}, True),
        (JOB, Where("Name", "Daily"), {"Name": "daily"}, False),
        (JOB, Where("Name", "Daily", any_case=True), {"Name": "daily"}, True),
        (JOB, Where("Platform", "Hyperv"), {"Platform": "HyperV"}, True),
        (BACKUP_SESSION, Where("JobUid", f"urn:veeam:Job:{GUID}"), {"JobUid": f"urn:veeam:NasJob:{GUID}"}, True),
        (BACKUP_SESSION, Where("JobUid", f"urn:veeam:Job:{GUID}"), {"JobUid": "urn:veeam:Job:other"}, False),
        (BACKUP_SESSION, Where("Result", ["Failed"]), {"Result": "Success"}, False),
        (BACKUP_SESSION, Where("CreationTime", "2026-01-01", ">"), {"CreationTimeUTC": "2025-01-01T00:00:00Z"}, False),
        (BACKUP_SESSION, Where("CreationTime", "2026-01-01", ">="), {"CreationTimeUTC": "2026-01-01T00:00:00Z"}, True),
        (RESTORE_POINT, Where("CreationTime", "2026-01-01", "<"), {"BackupDateUTC": "2026-01-01T00:00:00Z"}, False),
        (BACKUP_FILE, Where("CreationTimeUTC", "2026-01-01", "<"), {"CreationTimeUtc": "2025-01-01T00:00:00Z"}, True),
        (VM_RESTORE_POINT, Where("Type", "Full"), {"PointType": "Increment", "Type": "VmRestorePoint"}, False),
        (VM_RESTORE_POINT, Where("Type", "Full"), {"PointType": "Full", "Type": "VmRestorePoint"}, True),
        (BACKUP, Where("JobUid", f"urn:veeam:Job:{GUID}"), {"Name": "no word about its job"}, True),
    ],
)
def test_the_answer_is_looked_at_again(kind: t.Any, where: Where, item: dict[str, t.Any], *, holds: bool) -> None:
    assert where.holds(kind, item) is holds


def test_what_an_item_belongs_to_is_read_from_its_links() -> None:
    link = {"Rel": "Up", "Type": "BackupServerReference", "Name": "vbr01", "Href": f"http://x/api/backupServers/{GUID}"}
    item = {"Links": [link]}
    assert Where("BackupServerName", "VBR01").holds(JOB, item)
    assert not Where("BackupServerName", "vbr02").holds(JOB, item)
    assert Where("BackupServerUid", f"urn:veeam:BackupServer:{GUID}").holds(JOB, item)


GAP = Gap("GET /api/query?type=Job (3 pages of 2)", 5, 4)


class Pages:
    """A client whose query service answers from a list of pages."""

    def __init__(self, *pages: list[str], count: int | None = None) -> None:
        self.pages = pages
        self.count = len(pages) if count is None else count
        self.size = 0
        self.asked: list[dict[str, t.Any]] = []

    def get(self, path: str, params: list[tuple[str, t.Any]]) -> t.Any:
        assert path == "/query"
        self.asked.append(dict(params))
        number = self.asked[-1]["page"]
        names = self.pages[number - 1] if number <= len(self.pages) else []
        rows = [{"UID": f"urn:veeam:Job:{name}", "Name": name, "Type": "Job"} for name in names]
        paging = {"PageNum": number, "PagesCount": self.count, **({"PageSize": self.size} if self.size else {})}
        return {"Entities": {"Jobs": {"Jobs": rows}}, "PagingInfo": paging}

    def whole(self, path: str, found: list[t.Any]) -> list[t.Any]:
        return found


def names(pages: Pages, *conditions: Where) -> list[str]:
    query = EmQuery(t.cast("t.Any", pages))
    return [row["Name"] for row in query.rows(JOB, conditions)]


def test_every_page_is_read_and_nothing_twice() -> None:
    pages = Pages(["a", "b"], ["b", "c"], ["d"])
    assert names(pages) == ["a", "b", "c", "d"]
    assert [asked["page"] for asked in pages.asked] == [1, 2, 3]
    assert {asked["format"] for asked in pages.asked} == {"entities"}


@pytest.mark.parametrize("count", [0, 1])
def test_no_hits_are_one_request(count: int) -> None:
    pages = Pages([], count=count)
    assert names(pages) == []
    assert len(pages.asked) == 1


def test_a_server_that_promises_pages_for_ever_is_not_believed() -> None:
    pages = Pages(["a"], ["a"], count=1000)
    assert names(pages) == ["a"]
    assert len(pages.asked) == 2


def end_of(pages: Pages, page_size: int) -> t.Any:
    query = EmQuery(t.cast("t.Any", pages))
    listed = Listed.of(query.rows(JOB, page_size=page_size))
    return listed.gap, len(query.warnings)


def test_pages_before_the_last_one_are_full_or_the_list_has_a_gap() -> None:
    assert end_of(Pages(["a", "b"], ["c", "d"], ["e"]), 2) == (None, 0)
    assert end_of(Pages(["a", "b"], ["c", "d"], []), 2) == (GAP, 1)
    assert end_of(Pages(["a", "b"], ["c"], ["e"]), 2) == (GAP, 1)
    assert end_of(Pages(["a", "b"], [], count=3), 2) == (dataclasses.replace(GAP, delivered=2), 1)
    assert end_of(Pages(["a"], count=1), 2) == (None, 0)


def test_a_job_that_is_not_in_a_short_list_is_not_said_to_be_absent() -> None:
    client = t.cast("t.Any", Pages(["a"], count=3))
    lookup = JobLookup(client, EmQuery(client), Servers(client))
    with pytest.raises(IncompleteList, match=r'The job "b" was not found.* the server counts 201 entries'):
        lookup.find("b")
    assert Listed.of(lookup.all()).gap is not None


def test_the_size_of_pages_is_the_services_own_when_it_is_smaller() -> None:
    pages = Pages(["a", "b"], ["c"])
    pages.size = 2
    assert end_of(pages, 100) == (None, 0)


def test_only_as_many_pages_are_read_as_are_needed() -> None:
    pages = Pages(["a", "b"], ["c"])
    first = next(EmQuery(t.cast("t.Any", pages)).rows(JOB))
    assert (first["Name"], len(pages.asked)) == ("a", 1)


def test_rows_that_do_not_fit_are_dropped() -> None:
    assert names(Pages(["a", "b"]), Where("Name", "b")) == ["b"]


@pytest.mark.parametrize("fault", ["em-endless-next", "em-moving-rows"])
def test_pages_are_read_to_the_end_and_once(simulator: Running, connect: Connect, fault: str) -> None:
    product = connect()
    everything = [row["UID"] for row in product._query.rows(JOB, sort="Name", page_size=1000)]
    simulator.fault(fault)
    in_pieces = [row["UID"] for row in product._query.rows(JOB, sort="Name", page_size=3)]
    assert in_pieces == everything
    assert len(everything) == len(set(everything)) > 6
    # Who promises a page that never comes is believed as little as one who leaves rows out.
    assert len(product.close()) == (fault == "em-endless-next")


def test_ids_in_filters_and_look_ups_are_uids(simulator: Running, connect: Connect) -> None:
    product = connect(backup_server="vbr01.lab.local")
    job = job_of(product)
    next(product.sessions.of_job(job))
    product.quick_backup.locate(Machine(name="oracle01"))
    asked = [dict(entry["query"]) for entry in simulator.requests() if entry["path"] in ("/api/query", "/api/lookup")]
    assert f'JobUid=="{job.id}"' in [query.get("filter") for query in asked]
    assert any('BackupServerUid=="urn:veeam:BackupServer:' in query.get("filter", "") for query in asked)
    hosts = [query["host"] for query in asked if "host" in query]
    assert hosts
    assert all(host.startswith("urn:veeam:HierarchyRoot:") for host in hosts)
