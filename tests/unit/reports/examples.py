# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Comparisons to report on: every status, and names that try to break out."""

from __future__ import annotations

import pathlib
import typing as t

from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets import drift as drifts
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.drift import ComparedJob, Drift, Finding
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.job_set import SourceLocation
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.planning.survey import UnmanagedJob
from ansible_collections.backupops.veeam.plugins.module_utils._reports import (
    delivery,
    json_report,
    junit,
    markdown,
    sarif,
)
from ansible_collections.backupops.veeam.plugins.module_utils._reports import html as html_report
from ansible_collections.backupops.veeam.plugins.module_utils._reports.document import drift_document
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.drift_severity import judge
from tests.unit.dotted import dotted

TAKEN = "2026-01-31T22:00:00Z"

EVIL = '<script>alert("1")</script> | `x` @someone **a** \x00\x1b\ud7ff\ufffe ]]> &amp; \r\n# b'

ALL = {
    "markdown": markdown.render,
    "html": html_report.render,
    "json": json_report.render,
    "junit": junit.render,
    "sarif": sarif.render,
}

Render: t.TypeAlias = t.Callable[[list[t.Any]], str]


def rendered(render: Render, drift: Drift) -> str:
    return render([drift_document(drift, taken=TAKEN)])


def finding(path: str, wanted: t.Any, actual: t.Any, place: SourceLocation | None = None) -> Finding:
    where = dotted(path)
    return Finding(where, wanted, actual, judge(where, wanted, actual), "job (jobs/web.yml:12)", place)


def drifted(name: str = "Web", *, actual: t.Any = 7, wanted: t.Any = 14) -> ComparedJob:
    place = SourceLocation("jobs/web servers.yml", 12)
    findings = (
        finding("storage.retentionPolicy.quantity", wanted, actual, place),
        finding("virtualMachines.includes[app01]", {"name": "app01"}, None, place),
        finding("description", "a", "b", place),
    )
    return ComparedJob(
        name, drifts.DRIFTED, "id-1", "VSphereBackup", SourceLocation("jobs/web servers.yml", 1), findings
    )


def of(*jobs: ComparedJob, unmanaged: tuple[UnmanagedJob, ...] = ()) -> Drift:
    return Drift("vbr01", "1.3-rev2", jobs, unmanaged)


def missing(name: str) -> ComparedJob:
    return ComparedJob(name, drifts.MISSING, findings=(Finding((), "present", "absent", drifts._MISSING),))


def failed(name: str) -> ComparedJob:
    judgement = drifts._FAILED
    return ComparedJob(
        name, drifts.FAILED, place=SourceLocation("jobs"), findings=(Finding((), "", "no such thing", judgement),)
    )


FINE = ComparedJob("Fine", drifts.IN_SYNC, "id-2", "BackupCopy", SourceLocation("jobs/fine.yml", 1))

MUCH = of(
    FINE,
    drifted(),
    missing("Gone"),
    failed("Odd"),
    drifted(EVIL, actual=EVIL, wanted=[EVIL]),
    unmanaged=(UnmanagedJob(EVIL, "id-3", "HyperVBackup", "somebody", True),),
)


def a_report(path: pathlib.Path) -> None:
    delivery.write(Drift("vbr", "1.3-rev2", ()), [{"format": "json", "dest": str(path)}])


SUMMARY = {"create": 1, "update": 0, "delete": 0, "disable": 0, "unchanged": 2, "failed": 0}

RUN = {
    "plan": [{"name": "Shop", "action": "create", "changes": [], "reason": "it does not exist"}],
    "plan_text": "+ create  Shop\nPlan: 1 to create, 0 to update, 0 to delete, 2 unchanged",
    "results": [],
    "summary": SUMMARY,
    "api_version": "1.3-rev2",
}


def planned(file: str, **changes: t.Any) -> dict[str, t.Any]:
    """What the role keeps of a server after a plan."""
    result = {"msg": "", "action": "plan", "changed": True, "summary": SUMMARY, "jobs": ["Shop"], "failed": []}
    return {
        "reports": [file],
        "title": changes.get("title", "berlin (vbr01)"),
        "checked": changes.get("checked", True),
        "run": changes.get("run", RUN),
        "result": {**result, **changes.get("result", {})},
    }
