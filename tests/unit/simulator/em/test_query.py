# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The query service: filters, sorting, pages, the shapes of results."""

from __future__ import annotations

import typing as t

import pytest

from tests.simulator.em.query_language import BadQuery, Condition, Group, parse

ORACLE = "78c3919c-54d7-43fe-b047-485d3566f11f"


def names(rows: list[t.Any]) -> list[str]:
    return [row["name"] for row in rows]


def test_and_binds_tighter_than_or() -> None:
    a, b, c = (Condition("x", "==", text) for text in "abc")
    assert parse("x==a,x==b;x==c") == Group(every=False, parts=(a, Group(every=True, parts=(b, c))))
    assert parse("(x==a,x==b);x==c") == Group(every=True, parts=(Group(every=False, parts=(a, b)), c))


def test_quotes_are_doubled() -> None:
    assert parse('Name=="a ""b""; (c)"') == Condition("Name", "==", 'a "b"; (c)')


@pytest.mark.parametrize(
    "text", ["", "Name", "Name==", "Name=='a'", "Name==\u201da", "(Name==a", "Name==a)", "Name==a&b"]
)
def test_bad_filters(text: str) -> None:
    """T56: typographic quotes are no quotes."""
    with pytest.raises(BadQuery):
        parse(text)


def test_the_example_of_the_vendor(em: t.Any) -> None:
    condition = "(jobtype==replica;scheduleconfigured==true),(jobtype==backup;scheduleconfigured==false)"
    assert names(em.query("job", condition)) == ["Manual Backup", "DC Replication"]


def test_names_with_every_special_character(em: t.Any) -> None:
    """T55."""
    rows = em.query("Job", 'Name=="Exchange ""prod""; (EU), Köln & 50%"')
    assert names(rows) == ['Exchange "prod"; (EU), Köln & 50%']


def test_blanks_of_unquoted_values_vanish(em: t.Any) -> None:
    """T55."""
    assert em.query("Job", "Name==Oracle Backup") == []


def test_equality_ignores_letter_case(em: t.Any) -> None:
    """T59: a client has to compare for itself."""
    assert names(em.query("Job", 'Name=="oracle backup"')) == ["Oracle Backup"]


def test_same_name_on_two_servers(em: t.Any) -> None:
    """T58."""
    assert len(em.query("Job", 'Name=="Daily Backup"')) == 2
    assert len(em.query("Job", 'Name=="Daily Backup";BackupServerName=="vbr02.lab.local"')) == 1


def test_uids_with_and_without_quotes(em: t.Any) -> None:
    """T60."""
    uid = f"urn:veeam:Job:{ORACLE}"
    assert len(em.query("BackupJobSession", f'JobUid=="{uid}"')) == 2
    assert len(em.query("BackupJobSession", f"JobUid=={uid}")) == 2
    assert em.query("BackupJobSession", f'JobUid=="{ORACLE}"') == []


def test_fields_have_other_names_than_members(em: t.Any) -> None:
    """T61."""
    assert em.query("BackupFile", 'CreationTimeUTC>="2020-01-01T00:00:00Z"')
    assert em.query("VmRestorePoint", "Type==Full")
    for kind, field in (("BackupFile", "CreationTime"), ("BackupJobSession", "CreationTimeUTC")):
        reply = em.call("GET", f"query?type={kind}&filter={field}%3E%3D%222020-01-01%22")
        assert reply.status_code == 400


def test_enumerations_compare_by_index(em: t.Any) -> None:
    """T63."""
    results = {row["result"] for row in em.query("BackupJobSession", "Result>=Warning")}
    assert results == {"Warning", "Failed"}


def test_newest_session_first(em: t.Any) -> None:
    rows = em.query("BackupJobSession", f'JobUid=="urn:veeam:Job:{ORACLE}"', "&sortDesc=creationtime")
    oldest_first = em.query("BackupJobSession", f'JobUid=="urn:veeam:Job:{ORACLE}"', "&sortAsc=CreationTime")
    assert names(rows) == names(oldest_first)[::-1]


def test_sessions_of_the_last_30_days_only(em: t.Any) -> None:
    """T64: the plain collection forgets, the query does not."""
    listed = [ref["name"] for ref in em.get("backupSessions")["refs"]]
    assert not any(name.startswith("Archive Backup") for name in listed)
    assert em.query("BackupJobSession", 'JobName=="Archive Backup"')
    assert em.query("BackupJobSession", 'JobName=="Folder Backup"') == []


@pytest.mark.parametrize("text", ["format=Entity", "format=Everything"])
def test_wrong_format_means_references(em: t.Any, text: str) -> None:
    """T52."""
    reply = em.get(f"query?type=Job&{text}")
    assert reply["entities"] is None
    assert reply["refs"]["refs"][0]["type"] == "JobReference"
    assert em.state()["complaints"]


def test_a_collection_wants_another_word(em: t.Any) -> None:
    """T52."""
    assert "refs" in em.get("jobs?format=Entities")
    em.fault("em-references")
    assert "refs" in em.get("jobs?format=Entity")


def test_a_condition_behind_an_ampersand_is_refused(em: t.Any) -> None:
    """T53."""
    assert em.call("GET", "query?type=Job&filter=ScheduleEnabled==true&JobType==Backup").status_code == 400


def test_a_server_may_ignore_filters(em: t.Any) -> None:
    """T54."""
    em.fault("em-no-filter")
    assert len(em.query("Job", 'Name=="Oracle Backup"')) == len(em.query("Job"))


def test_default_page_is_100_rows(make_em: t.Any) -> None:
    """T57."""
    em = make_em(jobs=230)
    total = len(em.get("jobs")["refs"])
    pages = [em.get(f"query?type=Job&sortAsc=UID&page={number}") for number in (1, 2, 3)]
    assert [page["paginginfo"]["pagenum"] for page in pages] == [1, 2, 3]
    assert {(page["paginginfo"]["pagesize"], page["paginginfo"]["pagescount"]) for page in pages} == {(100, 3)}
    uids = [ref["uid"] for page in pages for ref in page["refs"]["refs"]]
    assert len(set(uids)) == len(uids) == total
    assert [link["rel"] for link in pages[0]["paginginfo"]["links"]] == ["First", "Next", "Last"]


def test_next_link_echoes_the_filter_encoded(make_em: t.Any) -> None:
    em = make_em(jobs=230)
    reply = em.get("query?type=Job&filter=JobType%3D%3DBackup&pageSize=10")
    following = next(link["href"] for link in reply["paginginfo"]["links"] if link["rel"] == "Next")
    assert "filter=JobType%3D%3DBackup" in following
    assert em.get(following.partition("/api/")[2])["paginginfo"]["pagenum"] == 2


def test_pages_without_end_and_moving_rows(em: t.Any) -> None:
    """T57."""
    em.fault("em-moving-rows")
    first = em.get("query?type=Job&pageSize=2")["refs"]["refs"]
    second = em.get("query?type=Job&pageSize=2&page=2")["refs"]["refs"]
    assert second[0] == first[-1]
    em.fault("em-endless-next")
    assert em.get("query?type=Job&page=50")["paginginfo"]["pagescount"] == 51


@pytest.mark.parametrize("text", ["pageSize=0", "page=0", "page=x", "sortAsc=Name&sortDesc=Name", "sortAsc=Colour"])
def test_bad_pages_and_orders(em: t.Any, text: str) -> None:
    assert em.call("GET", f"query?type=Job&{text}").status_code == 400


def test_double_wrapping(em: t.Any) -> None:
    """T26, T27."""
    assert em.get("query?type=Job")["refs"]["refs"]
    entities = em.get("query?type=Job&format=entities")["entities"]
    assert entities["jobs"]["jobs"]
    assert entities["backups"] is None
    agents = em.get("query?type=AgentBackupJob&format=Entities")["entities"]
    assert agents["agentbackupjob"]["agentbackupjobs"]


def test_objects_in_jobs_are_resources(em: t.Any) -> None:
    """T27."""
    reply = em.get("query?type=ObjectInJob&format=Entities&filter=Name%3D%3Dweb01")
    assert reply["entities"] is None
    assert len(reply["resources"]["objectinjobs"]["objectinjobs"]) == 2
    text = em.call("GET", "query?type=ObjectInJob", accept="application/xml").text
    assert "<Resources><ObjectsInJob><ObjectInJob " in text


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (None, {"jobs": []}),
        ("em-empty:inner", None),
        ("em-empty:list", {"jobs": None}),
        ("em-empty:missing", {}),
    ],
)
def test_shapes_of_no_hit(em: t.Any, fault: str | None, expected: t.Any) -> None:
    """T26."""
    if fault:
        em.fault(fault)
    assert em.get("query?type=Job&format=entities&filter=Name%3D%3Dnone")["entities"]["jobs"] == expected


def test_no_hit_without_entities(em: t.Any) -> None:
    """T26."""
    em.fault("em-empty:outer")
    assert em.get("query?type=Job&format=entities&filter=Name%3D%3Dnone")["entities"] is None


def test_no_hit_has_no_pages(em: t.Any) -> None:
    """T57."""
    assert em.get("query?type=Job&filter=Name%3D%3Dnone")["paginginfo"]["pagescount"] == 0
