# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""A comparison for a comment on a change, or the summary of a pipeline."""

from __future__ import annotations

import typing as t

from .._vocabulary import Severity
from .document import NoResult, drifted_jobs, location
from .markdown_text import FINE, SIGNS, code, footer, heading, plain, verdict, without_result
from .text import all_fine, counted, shortened, totals, unmanaged_title, value

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .._engine.results import UnmanagedJobShown
    from .document import Comparison, DriftDocument, FindingEntry, JobReport

# The most that the usual places take is 65,536 characters.
_LONGEST: t.Final = 60_000
_MOST_UNMANAGED: t.Final = 200


def render(sections: Sequence[Comparison]) -> str:
    """GitHub's and GitLab's Markdown. Jobs for which there is no room are counted."""
    return "\n\n".join(map(_section, sections)) + "\n"


def _section(section: Comparison) -> str:
    if isinstance(section, NoResult):
        return without_result(section).rstrip()
    jobs = drifted_jobs(section)
    lines = [*heading(f"Backup jobs on {section['server']}"), *_verdict(section)]
    lines += _fitting(jobs)
    lines += _unmanaged(section["unmanaged"])
    lines += footer(f"Compared at {section['taken']}, API revision {section['api_version']}")
    return "\n".join(lines)


def _verdict(document: DriftDocument) -> list[str]:
    if document["severity"] is None:
        return verdict(FINE, all_fine(document))
    return verdict(SIGNS[Severity(document["severity"])], totals(document))


def _fitting(jobs: Iterable[JobReport]) -> Iterator[str]:
    room = _LONGEST
    left_out = 0
    for job in jobs:
        text = "\n".join(_job(job))
        room -= len(text)
        if room < 0:
            left_out += 1
        else:
            yield text
    if left_out:
        yield f"… and {counted(left_out, 'more job', 'more jobs')}, for which there is no room here.\n"


def _job(job: JobReport) -> Iterator[str]:
    sign = SIGNS[job.severity or Severity.INFO]
    place = location(job.job)
    yield f"### {sign} {plain(shortened(job.job['name']))}{f' <sub>{plain(place)}</sub>' if place else ''}"
    yield ""
    settings = [finding for finding in job.findings if finding["path"]]
    for finding in job.findings:
        if not finding["path"]:
            more = "" if finding["actual"] in ("absent", "present") else f": {code(value(finding['actual']))}"
            yield f"**{plain(finding['reason'])}**{more}"
    if settings:
        yield "| | Setting | Wanted | On the server | What it means |"
        yield "|---|---|---|---|---|"
        yield from map(_row, settings)
    yield ""


def _row(finding: FindingEntry) -> str:
    cells = (
        SIGNS[Severity(finding["severity"])],
        code(finding["path"]),
        code(value(finding["wanted"])),
        code(value(finding["actual"])),
        plain(finding["reason"]),
    )
    return f"| {' | '.join(cells)} |"


def _unmanaged(jobs: Sequence[UnmanagedJobShown]) -> Iterator[str]:
    if not jobs:
        return
    yield f"<details><summary>{unmanaged_title(len(jobs))}</summary>"
    yield ""
    for job in jobs[:_MOST_UNMANAGED]:
        owner = f", managed by {plain(job['managed_by'])}" if job["managed_by"] else ""
        yield f"- {plain(shortened(job['name']))} ({plain(job['type'])}{owner})"
    if len(jobs) > _MOST_UNMANAGED:
        yield f"- … and {len(jobs) - _MOST_UNMANAGED} more"
    yield ""
    yield "</details>"
    yield ""
