# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""A comparison as reports in files and as the result of a task."""

from __future__ import annotations

import datetime
import typing as t

from .._engine.sets.plan_file import is_plan
from .._errors import VeeamError
from .._files import output
from .._redaction.visible_text import visible
from .._vocabulary import Severity
from . import html, json_report, junit, markdown, sarif, text
from .document import drift_document

if t.TYPE_CHECKING:
    from .._engine.results import DriftResult
    from .._engine.sets.drift import Drift
    from .._model import Json

_ENOUGH_TO_TELL: t.Final = 200
FORMATS: t.Final = {
    "markdown": markdown.render,
    "html": html.render,
    "json": json_report.render,
    "junit": junit.render,
    "sarif": sarif.render,
}


def write(drift: Drift, reports: list[Json]) -> None:
    """Write every report, each ``{format, dest}``. Raises VeeamError for a file that cannot be written."""
    taken = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    document = drift_document(drift, taken=taken)
    for report in reports:
        check_place(report["dest"])
        output.write(report["dest"], visible(FORMATS[report["format"]]([document])))


def check_place(path: str) -> None:
    """Raise VeeamError when a report would take the place of a plan, or of what is no file."""
    if is_plan(output.head(path, _ENOUGH_TO_TELL) or ""):
        raise VeeamError(f"{path} is a plan, not a report. Give the report another name.")


def result(drift: Drift, reports: list[Json]) -> DriftResult:
    """What the task returns. Nothing was changed by looking."""
    return {
        "changed": False,
        "drifted": bool(drift.drifted),
        "severity": None if drift.severity is None else drift.severity.value,
        "drift": drift.findings(),
        "unmanaged": [job.as_dict() for job in drift.unmanaged],
        "summary": drift.summary(),
        "text": text.render(drift_document(drift, taken="")),
        "reports": [report["dest"] for report in reports],
        "api_version": drift.api_version,
    }


def at_least(drift: Drift, limit: str) -> bool:
    """True when something was found that is as bad as ``limit``, the name of a severity, or worse ("none": never)."""
    return limit != "none" and drift.severity is not None and drift.severity.rank >= Severity(limit).rank
