# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""A comparison as a test report: one test case per job, which fails when the job has drifted."""

from __future__ import annotations

import re
import typing as t
from xml.etree import ElementTree

from .document import NoResult, all_jobs
from .text import value

if t.TYPE_CHECKING:
    from collections.abc import Sequence

    from .document import Comparison, DriftDocument, FindingEntry, JobReport

# What no XML document may hold, not even escaped.
_ILLEGAL: t.Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FAILED: t.Final = "failed"
_DECLARATION: t.Final = '<?xml version="1.0" encoding="UTF-8"?>\n'


def render(sections: Sequence[Comparison]) -> str:
    """JUnit's XML, with a test suite for each server."""
    top = ElementTree.Element("testsuites", {"name": "Drift of backup jobs"})
    for section in sections:
        if isinstance(section, NoResult):
            _no_result(top, section)
        else:
            _suite(top, section)
    for name in ("tests", "failures", "errors"):
        top.set(name, str(sum(int(suite.get(name, "0")) for suite in top)))
    top.set("time", "0")
    ElementTree.indent(top)
    return f"{_DECLARATION}{ElementTree.tostring(top, encoding='unicode')}\n"


def _no_result(top: ElementTree.Element, section: NoResult) -> None:
    counts = {"tests": "1", "failures": "0", "errors": "1", "time": "0", "skipped": "0"}
    suite = ElementTree.SubElement(top, "testsuite", {"name": _legal(section.server), **counts})
    case = ElementTree.SubElement(suite, "testcase", {"classname": _legal(section.server), "name": "comparison"})
    ElementTree.SubElement(case, "error", {"message": _legal(section.verdict)}).text = _legal(section.msg)


def _suite(top: ElementTree.Element, document: DriftDocument) -> None:
    jobs = all_jobs(document)
    failed = sum(job.job["status"] == _FAILED for job in jobs)
    drifted = sum(bool(job.findings) for job in jobs)
    counts = {"tests": len(jobs), "failures": drifted - failed, "errors": failed, "time": 0, "skipped": 0}
    names = {"name": _legal(document["server"]), "timestamp": document["taken"][:19]}
    suite = ElementTree.SubElement(
        top, "testsuite", {**names, **{name: str(number) for name, number in counts.items()}}
    )
    for job in jobs:
        _case(suite, job, document["server"])


def _case(suite: ElementTree.Element, report: JobReport, server: str) -> None:
    job = report.job
    names = {"classname": _legal(f"{server}.{job['type'] or 'job'}"), "name": _legal(job["name"]), "time": "0"}
    if job["file"]:
        names["file"] = _legal(job["file"])
        if job["line"] is not None:
            names["line"] = str(job["line"])
    case = ElementTree.SubElement(suite, "testcase", names)
    if report.severity is not None:
        kind = "error" if job["status"] == _FAILED else "failure"
        reasons = dict.fromkeys(finding["reason"] for finding in report.findings)
        attributes = {"message": _legal("; ".join(reasons)), "type": report.severity.value}
        ElementTree.SubElement(case, kind, attributes).text = _legal("\n".join(map(_line, report.findings)))


def _line(finding: FindingEntry) -> str:
    head = f"{finding['severity']}: {finding['reason']}"
    origin = f" ({finding['origin']})" if finding["origin"] else ""
    path = f"{finding['path']}: " if finding["path"] else ""
    return f"{head}\n  {path}wanted {value(finding['wanted'])}, is {value(finding['actual'])}{origin}"


def _legal(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", text)
