# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""A comparison as a test report: one test case per job, which fails when the job has drifted."""

from __future__ import annotations

import re
import typing as t
from xml.etree import ElementTree

from .._engine.sets import drift as drifts
from .._paths import text
from .text import value

if t.TYPE_CHECKING:
    from .._engine.sets.drift import ComparedJob, Drift, Finding

# What no XML document may hold, not even escaped.
_ILLEGAL: t.Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DECLARATION: t.Final = '<?xml version="1.0" encoding="UTF-8"?>\n'


def render(drift: Drift, *, taken: str) -> str:
    """JUnit's XML. ``taken`` is the time of the comparison (ISO 8601)."""
    failed = sum(job.status == drifts.FAILED for job in drift.jobs)
    counts = {
        "tests": str(len(drift.jobs)),
        "failures": str(len(drift.drifted) - failed),
        "errors": str(failed),
        "time": "0",
    }
    top = ElementTree.Element("testsuites", {"name": "Drift of backup jobs", **counts})
    suite = ElementTree.SubElement(
        top, "testsuite", {"name": _legal(drift.server), **counts, "skipped": "0", "timestamp": taken[:19]}
    )
    for job in drift.jobs:
        _case(suite, job, drift.server)
    ElementTree.indent(top)
    return f"{_DECLARATION}{ElementTree.tostring(top, encoding='unicode')}\n"


def _case(suite: ElementTree.Element, job: ComparedJob, server: str) -> None:
    names = {"classname": _legal(f"{server}.{job.type or 'job'}"), "name": _legal(job.name), "time": "0"}
    if job.place is not None:
        names["file"] = _legal(job.place.file)
        if job.place.line is not None:
            names["line"] = str(job.place.line)
    case = ElementTree.SubElement(suite, "testcase", names)
    if job.findings and job.severity is not None:
        kind = "error" if job.status == drifts.FAILED else "failure"
        reasons = dict.fromkeys(finding.judgement.reason for finding in job.findings)
        attributes = {"message": _legal("; ".join(reasons)), "type": job.severity.value}
        ElementTree.SubElement(case, kind, attributes).text = _legal("\n".join(map(_line, job.findings)))


def _line(finding: Finding) -> str:
    head = f"{finding.severity.value}: {finding.judgement.reason}"
    origin = f" ({finding.origin})" if finding.origin else ""
    path = f"{text(finding.path)}: " if finding.path else ""
    return f"{head}\n  {path}wanted {value(finding.wanted)}, is {value(finding.actual)}{origin}"


def _legal(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", text)
