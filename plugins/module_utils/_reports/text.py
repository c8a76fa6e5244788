# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""A comparison to be read in a terminal or a log. Pure functions."""

from __future__ import annotations

import json
import typing as t

from .._redaction.visible_text import visible
from .document import drifted_jobs, location

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from .document import DriftDocument, FindingEntry, JobReport

_WIDEST_VALUE: t.Final = 80


def render(document: DriftDocument) -> str:
    """A line per job and per difference, the worst first, and the totals; "" when there is no drift."""
    jobs = drifted_jobs(document)
    return "\n".join([*(line for job in jobs for line in _job(job)), totals(document)]) if jobs else ""


def totals(document: DriftDocument) -> str:
    """``2 of 30 jobs differ: 1 critical, 3 warning, 0 info; 4 jobs are not managed``."""
    count = document["summary"]
    severities = ", ".join(f"{count[name]} {name}" for name in ("critical", "warning", "info"))
    head = f"{len(drifted_jobs(document))} of {counted(count['jobs'], 'job differs', 'jobs differ')}"
    rest = f"; {counted(count['unmanaged'], 'job', 'jobs')} on the server not in the set" if count["unmanaged"] else ""
    return f"{head}: {severities}{rest}"


def unmanaged_title(number: int) -> str:
    """The headline of the list of jobs that are in no file."""
    return counted(number, "job on the server is not in the job files", "jobs on the server are not in the job files")


def all_fine(document: DriftDocument) -> str:
    """What to say when there is no drift."""
    return f"Nothing differs: {counted(len(document['jobs']), 'job is', 'jobs are')} as wanted."


def value(found: t.Any) -> str:
    """A value on one line."""
    if found is None:
        return "(not set)"
    return found if isinstance(found, str) and found else json.dumps(found, ensure_ascii=False)


def shortened(text: str, length: int = _WIDEST_VALUE) -> str:
    """``text`` without line feeds, cut to ``length``."""
    line = visible(" ".join(text.split()))
    return line if len(line) <= length else f"{line[: length - 1]}…"


def counted(number: int, one: str, many: str) -> str:
    """``1 job``, ``2 jobs``."""
    return f"{number} {one if number == 1 else many}"


def _job(job: JobReport) -> Iterator[str]:
    place = location(job.job)
    yield f"{job.job['status']}  {shortened(job.job['name'])}{f'  ({place})' if place else ''}"
    for finding in job.findings:
        yield f"    {_finding(finding)}"


def _finding(finding: FindingEntry) -> str:
    head = f"{finding['severity']}: {finding['reason']}"
    if not finding["path"]:
        # The reason of a failure is worth reading to its end.
        return head if finding["actual"] in ("absent", "present") else f"{head}: {finding['actual']}"
    wanted, actual = shortened(value(finding["wanted"])), shortened(value(finding["actual"]))
    origin = f"  ({finding['origin']})" if finding["origin"] else ""
    return f"{head}\n        {finding['path']}: wanted {wanted}, is {actual}{origin}"
