# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The forms of documents: letter case, nulls, numbers, times, XML order, request bodies."""

from __future__ import annotations

import datetime as dt
import typing as t
from xml.etree import ElementTree as ET

import pytest

from tests.simulator.em.json_form import camel

ORACLE = "78c3919c-54d7-43fe-b047-485d3566f11f"
NAMESPACE = "{http://www.veeam.com/ent/v1.0}"
XML = "application/xml"
JOB_ORDER = [
    "Links",
    "JobType",
    "Platform",
    "Description",
    "ScheduleConfigured",
    "ScheduleEnabled",
    "NextRun",
    "JobScheduleOptions",
    "JobInfo",
]


def spec(*elements: str) -> bytes:
    content = "".join(elements)
    return (
        f'<JobCloneSpec xmlns="http://www.veeam.com/ent/v1.0"><BackupJobCloneInfo>{content}'
        "</BackupJobCloneInfo></JobCloneSpec>"
    ).encode()


NAME, FOLDER = "<JobName>a</JobName>", "<FolderName>a</FolderName>"
TARGET = "<RepositoryUid>urn:veeam:Repository:cbd9a4b6-b9ed-4cd6-a091-75b6481c9d55</RepositoryUid>"


@pytest.mark.parametrize(
    ("pascal", "expected"),
    [
        ("UID", "uid"),
        ("JobUid", "jobUid"),
        ("CreationTimeUTC", "creationTimeUTC"),
        ("FSFileExcludeOptions", "fsFileExcludeOptions"),
        ("NASObjects", "nasObjects"),
        ("vCloud", "vCloud"),
    ],
)
def test_camel_case_as_dotnet_does_it(pascal: str, expected: str) -> None:
    """T24."""
    assert camel(pascal) == expected


def test_version_12_speaks_pascal_case(make_em: t.Any) -> None:
    """T24."""
    shown = make_em(em_version="12").call("GET", f"jobs/{ORACLE}?format=Entity").json()
    assert {"UID", "JobType", "JobScheduleOptions", "Links"} <= set(shown)


def test_version_13_speaks_camel_case(make_em: t.Any) -> None:
    """T24: names change, values do not."""
    shown = make_em(em_version="13").call("GET", f"jobs/{ORACLE}?format=Entity").json()
    assert {"uid", "jobType", "jobScheduleOptions", "links"} <= set(shown)
    assert shown["type"] == "Job"
    assert shown["jobType"] == "Backup"


def test_xml_is_the_same_in_both_versions(make_em: t.Any) -> None:
    """T24."""
    texts = {make_em(em_version=v).call("GET", "backups?format=Entity", accept=XML).text for v in ("12", "13")}
    assert len(texts) == 1


def test_both_versions_say_the_same(make_em: t.Any) -> None:
    """T24: equal but for the letter case of names (times of the schedule aside, T83)."""
    both = [make_em(em_version=v).get("agents/jobs") for v in ("12", "13")]
    assert both[0] == both[1]


def test_byte_order_mark(em: t.Any) -> None:
    """T25."""
    em.fault("em-bom")
    assert em.call("GET", "jobs").content.startswith(b"\xef\xbb\xbf{")


def test_members_without_a_value_are_null_or_absent(em: t.Any) -> None:
    """T26, T29."""
    shown = em.job("Immediate Copy")
    assert shown["jobinfo"]["backupjobinfo"] is None
    assert shown["nextrun"] is None
    em.fault("em-no-nulls")
    assert "nextrun" not in em.job("Immediate Copy")


def test_links_without_name_and_type(em: t.Any) -> None:
    """T29."""
    start = next(link for link in em.get(f"jobs/{ORACLE}?format=Entity")["links"] if link["rel"] == "Start")
    assert (start["name"], start["type"]) == (None, None)


def test_numbers_and_booleans_as_strings(em: t.Any) -> None:
    """T31."""
    em.fault("em-quoted")
    shown = em.get(f"jobs/{ORACLE}?format=Entity")
    assert shown["scheduleenabled"] == "true"
    assert shown["jobscheduleoptions"]["standart"]["retryoptions"]["retrytimes"] == "3"


def test_unknown_members_and_any_order(em: t.Any) -> None:
    """T30."""
    em.fault("em-extra")
    em.fault("em-shuffled")
    assert em.get(f"jobs/{ORACLE}?format=Entity")["maxconcurrenttasks"] == 4


def test_lists_that_are_sets_come_in_any_order(em: t.Any) -> None:
    def days() -> list[str]:
        return em.get(f"jobs/{ORACLE}?format=Entity")["jobscheduleoptions"]["standart"]["optionsdaily"]["days"]

    before = days()
    em.fault("shuffle-lists")
    assert days() != before
    assert set(days()) == set(before)


def test_order_of_elements(em: t.Any) -> None:
    """T20."""
    root = ET.fromstring(em.call("GET", f"jobs/{ORACLE}?format=Entity", accept=XML).text)
    assert [child.tag.removeprefix(NAMESPACE) for child in root] == JOB_ORDER


def test_empty_elements_are_not_none(em: t.Any) -> None:
    """T33."""
    shown = em.get(f"jobs/{ORACLE}?format=Entity")
    assert shown["jobscheduleoptions"]["standart"]["optionsdaisychaining"]["previousjobuid"] == ""
    text = em.call("GET", f"jobs/{ORACLE}?format=Entity", accept=XML).text
    assert "<PreviousJobUid />" in text
    assert "<IncludedIndexingFolders />" in text


def test_misspelt_names_of_the_wire(em: t.Any) -> None:
    """T22."""
    standard = em.get(f"jobs/{ORACLE}?format=Entity")["jobscheduleoptions"]["standart"]
    assert standard["backupcompetitionwaitingperiodmin"] == 180


def test_times_of_the_schedule(make_em: t.Any) -> None:
    """T83: a date without meaning, with and without offset; seconds or hours from UTC."""
    shown = {v: make_em(em_version=v).get(f"jobs/{ORACLE}?format=Entity") for v in ("12", "13")}
    daily = {v: job["jobscheduleoptions"]["standart"]["optionsdaily"] for v, job in shown.items()}
    assert (daily["12"]["time"], daily["12"]["timeoffsetutc"]) == ("2019-10-23T22:00:00", 2)
    assert (daily["13"]["time"], daily["13"]["timeoffsetutc"]) == ("2019-10-23T22:00:00+02:00", 7200)


def test_times_have_none_to_seven_digits_of_fraction(em: t.Any) -> None:
    """T92."""
    times = [session["creationtimeutc"] for session in em.get("backupSessions?format=Entity")["backupjobsessions"]]
    digits = {len(text.partition(".")[2].rstrip("Z")) for text in times}
    assert {0, 7} <= digits
    assert all(dt.datetime.fromisoformat(text).tzinfo for text in times)


def test_special_characters_in_xml(em: t.Any) -> None:
    """T37."""
    em.query("Job", 'Name=="Daily Backup"')
    name = 'Exchange "prod"; (EU), Köln & 50%'
    text = em.call("GET", "jobs", accept=XML).text
    assert "Köln &amp; 50%" in text
    assert name in [child.attrib["Name"] for child in ET.fromstring(text)]


def test_the_parser_of_a_body_is_chosen_by_accept(em: t.Any) -> None:
    """T5, T6."""
    body = spec(NAME, FOLDER, TARGET)
    path = f"jobs/{ORACLE}?action=clone"
    for accept in ("application/json", "application/xml, application/json"):
        reply = em.call("POST", path, accept=accept, headers={"Content-Type": XML}, body=body)
        assert reply.status_code == 400
        assert "Node [root] does not exist." in reply.text
    as_json = {"BackupJobCloneInfo": {"JobName": "a"}}
    for accept in (None, "*/*", XML):
        reply = em.call("POST", path, accept=accept, headers={"Content-Type": "application/json"}, body=as_json)
        assert reply.status_code == 400
        assert "Data at the root level is invalid" in reply.text


def test_xml_bodies_follow_the_order_of_the_schema(em: t.Any) -> None:
    """T20."""
    path = f"jobs/{ORACLE}?action=clone"
    assert em.call("POST", path, accept=XML, body=spec(NAME, TARGET, FOLDER)).status_code == 400
    assert em.call("POST", path, accept=XML, body=spec(NAME, FOLDER, "<Color>red</Color>")).status_code == 400
    assert em.call("POST", path, accept=XML, body=spec(FOLDER, TARGET)).status_code == 400
    assert em.call("POST", path, accept=XML, body=spec(NAME, FOLDER, TARGET)).status_code == 202


@pytest.mark.parametrize(
    "body",
    [
        {"BackupJobCloneInfo": {"JobName": "a", "Color": "red"}},
        {"BackupJobCloneInfo": ["a"]},
        {"ReplicaJobCloneInfo": {"JobName": "a", "VmSuffix": "_r"}},
        [],
        b"{",
    ],
)
def test_json_bodies_hold_what_is_documented(em: t.Any, body: t.Any) -> None:
    """T21: unknown members are refused and recorded."""
    assert em.call("POST", f"jobs/{ORACLE}?action=clone", body=body).status_code == 400
    assert em.world.recorder.requests()[-1]["refused"]


def test_letter_case_of_request_members(make_em: t.Any) -> None:
    """Version 12 takes only the documented case, version 13 any."""
    body = {"description": "x"}
    assert make_em(em_version="12").call("PUT", f"jobs/{ORACLE}?action=edit", body=body).status_code == 400
    assert make_em(em_version="13").call("PUT", f"jobs/{ORACLE}?action=edit", body=body).status_code == 202


def test_request_samples_quote_numbers(em: t.Any) -> None:
    """T21, T28: quoted scalars and the other spelling of the file options are taken."""
    options = {"FsFileExcludeOptions": {"BackupScope": "2", "ExcludeLists": ["C:/TMP"]}}
    ref = "urn:VMware:Vm:02bd0847-f522-4670-90eb-10312498809d.vm-103"
    body = {"HierarchyObjRef": ref, "HierarchyObjName": "web01", "GuestProcessingOptions": options}
    assert em.done(f"jobs/{ORACLE}/includes", body)["result"]["success"] is True
    added = em.get(f"jobs/{ORACLE}/includes")["objectinjobs"][-1]
    assert added["guestprocessingoptions"]["fsfileexcludeoptions"]["backupscope"] == 2


def test_single_and_many_in_xml(em: t.Any) -> None:
    """T27, T32: a list of one is a list; its root has another name than in JSON."""
    root = ET.fromstring(em.call("GET", f"jobs/{ORACLE}/includes", accept=XML).text)
    assert root.tag == f"{NAMESPACE}ObjectsInJob"
    assert len(root) == 1
    assert len(em.get(f"jobs/{ORACLE}/includes")["objectinjobs"]) == 1
