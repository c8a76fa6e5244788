# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import html.parser
import json
import re
import typing as t
from xml.etree import ElementTree

import pytest
import sarif_pydantic
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.backupops.veeam.plugins.module_utils._em.settings import drift_severity as em_severity
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets import drift as drifts
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.drift import ComparedJob
from ansible_collections.backupops.veeam.plugins.module_utils._reports import html as html_report
from ansible_collections.backupops.veeam.plugins.module_utils._reports import json_report, junit, markdown, sarif, text
from ansible_collections.backupops.veeam.plugins.module_utils._reports.document import drift_document
from ansible_collections.backupops.veeam.plugins.module_utils._severity_rules import OTHER
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings import drift_severity as severity
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.drift_severity import judge
from tests.checks.places import ROOT
from tests.unit.dotted import dotted
from tests.unit.reports.examples import ALL, FINE, MUCH, TAKEN, drifted, failed, finding, of, rendered


class Tags(html.parser.HTMLParser):
    """Every tag is closed in order, and nothing is loaded from elsewhere."""

    EMPTY = frozenset({"meta", "wbr"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes |= {name for name, dummy in attrs}
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_html_is_well_formed_loads_nothing_and_runs_nothing() -> None:
    report = rendered(html_report.render, MUCH)
    tags = Tags()
    tags.feed(report)
    assert tags.open == []
    assert not tags.seen & {"script", "link", "img", "iframe", "object", "form", "a"}
    assert not tags.attributes & {"src", "href", "onclick", "onload", "style"}
    assert "http" not in report.replace('http-equiv="Content-Security-Policy"', "")
    assert "&lt;script&gt;" in report
    assert 'name="viewport"' in report


def test_markdown_keeps_its_tables_and_calls_nobody() -> None:
    report = rendered(markdown.render, MUCH)
    rows = [line for line in report.splitlines() if line.startswith("| ") and "Setting" not in line]
    assert len(rows) == 6
    for row in rows:
        assert len(re.findall(r"(?<!\\)\|", row)) == 6, row
    assert "@someone" not in re.sub(r"(`+).+?\1", "", report)
    outside = re.sub(r"(`+).+?\1", "", report)
    assert "<script>" not in outside.replace("\\<script\\>", "")
    assert "storage.retentionPolicy.quantity" in report
    assert "`14`" in report


def test_markdown_fits_into_a_comment() -> None:
    many = of(*(drifted(f"Job {number} {'x' * 200}") for number in range(1000)))
    report = rendered(markdown.render, many)
    assert len(report) < 65_536
    assert "more jobs, for which there is no room here" in report


def test_junit_has_a_test_for_each_job() -> None:
    root = ElementTree.fromstring(rendered(junit.render, MUCH))
    suite = root.find("testsuite")
    assert suite is not None
    assert {name: suite.get(name) for name in ("name", "tests", "failures", "errors", "timestamp")} == {
        "name": "vbr01",
        "tests": "5",
        "failures": "3",
        "errors": "1",
        "timestamp": "2026-01-31T22:00:00",
    }
    cases = suite.findall("testcase")
    assert [len(case) for case in cases] == [0, 1, 1, 1, 1]
    failure = cases[1].find("failure")
    assert failure is not None
    assert failure.get("type") == "critical"
    assert "storage.retentionPolicy.quantity: wanted 14, is 7 (job (jobs/web.yml:12))" in (failure.text or "")
    assert cases[1].get("file") == "jobs/web servers.yml"


def test_sarif_is_valid_and_points_at_the_line() -> None:
    report = rendered(sarif.render, MUCH)
    log = json.loads(report)
    # Whatever SARIF 2.1.0 does not have is lost on the way through.
    parsed = sarif_pydantic.Sarif.model_validate_json(report)
    assert json.loads(parsed.model_dump_json(by_alias=True, exclude_unset=True)) == log
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])
    first = next(result for result in run["results"] if result["ruleId"] == "retention-shortened")
    assert first["level"] == "error"
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "jobs/web%20servers.yml"},
        "region": {"startLine": 12},
    }
    assert len({result["partialFingerprints"]["job/v1"] for result in run["results"]}) == len(run["results"])
    assert {result["level"] for result in run["results"]} == {"error", "warning", "note"}


def test_json_says_everything() -> None:
    report = json.loads(rendered(json_report.render, MUCH))
    assert (report["format"], report["version"], report["severity"]) == ("backupops.veeam/drift", 1, "critical")
    assert report["summary"]["jobs"] == len(report["jobs"]) == 5
    assert [
        {name: member for name, member in entry.items() if name not in ("file", "line")} for entry in report["drift"]
    ] == MUCH.findings()
    assert {(entry["file"], entry["line"]) for entry in report["drift"] if entry["path"]} == {
        ("jobs/web servers.yml", 12)
    }
    assert report["unmanaged"][0]["managed_by"] == "somebody"


def test_without_drift_every_report_says_so() -> None:
    fine = of(FINE)
    assert text.render(drift_document(fine, taken=TAKEN)) == ""
    assert "Nothing differs: 1 job is as wanted" in rendered(markdown.render, fine)
    assert "Nothing differs: 1 job is as wanted" in rendered(html_report.render, fine)
    assert json.loads(rendered(sarif.render, fine))["runs"][0]["results"] == []
    assert 'failures="0"' in rendered(junit.render, fine)


def test_text_begins_with_the_worst() -> None:
    harmless = ComparedJob("Harmless", drifts.DRIFTED, findings=(finding("description", "a", "b"),))
    lines = text.render(drift_document(of(harmless, failed("Odd"), drifted()), taken=TAKEN)).splitlines()
    assert lines[0] == "failed  Odd  (jobs)"
    assert lines[1] == "    critical: the job cannot be compared: no such thing"
    assert lines[-1] == "3 of 3 jobs differ: 3 critical, 0 warning, 2 info"


@given(
    name=st.text(min_size=1),
    value=st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists),
    form=st.sampled_from(sorted(ALL)),
)
def test_whatever_a_job_is_called_the_report_can_be_read(name: str, value: t.Any, form: str) -> None:
    report = rendered(ALL[form], of(drifted(name, actual=value)))
    report.encode("utf-8")
    if form == "junit":
        ElementTree.fromstring(report)
    elif form == "html":
        tags = Tags()
        tags.feed(report)
        assert tags.open == []
    elif form in ("json", "sarif"):
        json.loads(report)


@pytest.mark.parametrize(
    ("path", "wanted", "actual", "rule", "grade"),
    [
        ("enabled", True, False, "job-disabled", "critical"),
        ("enabled", False, True, "job-enabled", "warning"),
        ("schedule.runAutomatically", True, False, "schedule-off", "critical"),
        ("schedule.daily.isEnabled", True, None, "schedule-off", "critical"),
        ("schedule.daily.localTime", "22:00", "23:00", "schedule-changed", "warning"),
        ("storage.retentionPolicy.quantity", 14, 7, "retention-shortened", "critical"),
        ("storage.retentionPolicy.quantity", 7, 14, "retention-extended", "info"),
        ("jobSettings.restorePointsToKeep", 7, 2, "retention-shortened", "critical"),
        ("target.gfsPolicy.weekly.keepForNumberOfWeeks", 4, 1, "retention-shortened", "critical"),
        ("storage.gfsPolicy.isEnabled", True, False, "gfs-off", "critical"),
        ("storage.advancedSettings.storageData.encryption.isEnabled", True, False, "encryption-off", "critical"),
        ("storage.backupRepository", "Hardened", "Main", "repository-changed", "critical"),
        ("storage.backupRepositoryId", "1", "2", "repository-changed", "critical"),
        ("backupRepository.backupRepository", "Hardened", "Main", "repository-changed", "critical"),
        ("virtualMachines.includes[a.b (x)]", {"name": "a"}, None, "source-missing", "critical"),
        ("virtualMachines.includes[a]", None, {"name": "a"}, "source-added", "warning"),
        ("virtualMachines.excludes.vms[a]", None, {"name": "a"}, "exclusion-added", "critical"),
        ("computers[a]", {"name": "a"}, None, "source-missing", "critical"),
        ("objects[D:\\Shares].exclusionMask[*.docx]", None, {"path": "*.docx"}, "exclusion-added", "critical"),
        ("guestProcessing.appAwareProcessing.isEnabled", True, False, "app-aware-off", "warning"),
        ("storage.advancedSettings.scripts.preCommand.isEnabled", False, True, "script-added", "critical"),
        ("storage.advancedSettings.notifications.sendSNMPNotifications", True, False, "notifications-changed", "info"),
        ("description", "a", "b", "description-changed", "info"),
        ("something.nobody.knows", 1, 2, "setting-changed", "warning"),
    ],
)
def test_how_bad_it_is(path: str, wanted: t.Any, actual: t.Any, rule: str, grade: str) -> None:
    judgement = judge(dotted(path), wanted, actual)
    assert (judgement.rule, judgement.severity.value) == (rule, grade)


def test_the_guide_has_every_rule() -> None:
    guide = (ROOT / "docs" / "drift-and-export.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| (\w+) \| `([\w-]+)` \|", guide, re.MULTILINE))
    whole = {drifts._MISSING, drifts._UNWANTED, drifts._FORGOTTEN, drifts._FAILED, drifts._INCOMPLETE, OTHER}
    expected = {(rule.judgement.severity.value, rule.judgement.rule) for rule in (*severity.RULES, *em_severity.RULES)}
    assert rows == expected | {(judgement.severity.value, judgement.rule) for judgement in whole}
