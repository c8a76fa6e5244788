# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""A comparison as one HTML file that needs nothing else: no script, no font, no picture, no request."""

from __future__ import annotations

import html
import typing as t

from .._redaction.visible_text import visible
from .document import NoResult, all_jobs, drifted_jobs, location
from .html_style import STYLE
from .text import all_fine, counted, unmanaged_title, value

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .._engine.results import UnmanagedJobShown
    from .document import Comparison, DriftDocument, FindingEntry, JobEntry, JobReport

# So many jobs are shown with their differences open.
_MOST_OPEN: t.Final = 20
_STATUS: t.Final = {
    "in_sync": "as wanted",
    "drifted": "differs",
    "missing": "missing",
    "unwanted": "not wanted",
    "failed": "not comparable",
}
_POLICY: t.Final = "default-src 'none'; style-src 'unsafe-inline'"


def render(sections: Sequence[Comparison]) -> str:
    """The whole document, with a part for each server."""
    title = _title(sections[0]) if len(sections) == 1 else "Backup jobs"
    return "".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n',
            f'<meta name="color-scheme" content="light dark">\n<title>{_text(title)}</title>\n',
            f"<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n",
            *(part for section in sections for part in _section(section)),
            "</main>\n</body>\n</html>\n",
        ]
    )


def _title(section: Comparison) -> str:
    return section.title if isinstance(section, NoResult) else f"Backup jobs on {section['server']}"


def _section(section: Comparison) -> Iterator[str]:
    yield f"<h1>{_text(_title(section))}</h1>\n"
    if isinstance(section, NoResult):
        yield f'<p class="verdict critical">{_text(section.verdict)}</p>\n'
        yield f"<pre>{_text(section.msg)}</pre>\n" if section.msg else ""
        return
    yield _verdict(section)
    yield _counts(section)
    yield from (_job(job, shown=index < _MOST_OPEN) for index, job in enumerate(drifted_jobs(section)))
    yield _unmanaged(section["unmanaged"])
    yield _in_sync(job.job for job in all_jobs(section) if not job.findings)
    revision = _text(section["api_version"])
    yield f"<footer>Compared at {_text(section['taken'])}, API revision {revision}</footer>\n"


def _verdict(document: DriftDocument) -> str:
    jobs = drifted_jobs(document)
    if not jobs:
        return f'<p class="verdict good">{all_fine(document)}</p>\n'
    text = f"{len(jobs)} of {counted(len(document['jobs']), 'job', 'jobs')} not as wanted"
    return f'<p class="verdict {document["severity"]}">{text}</p>\n'


def _counts(document: DriftDocument) -> str:
    count = document["summary"]
    shown = (
        ("critical", "critical", count["critical"]),
        ("warning", "warning", count["warning"]),
        ("info", "info", count["info"]),
        ("good", "as wanted", count["in_sync"]),
        ("plain", "not managed", count["unmanaged"]),
    )
    cells = "".join(
        f'<li class="{kind if number else "none"}"><b>{number}</b> {label}</li>' for kind, label, number in shown
    )
    return f'<ul class="counts">{cells}</ul>\n'


def _job(report: JobReport, *, shown: bool) -> str:
    job = report.job
    place = location(job)
    head = (
        f'<span class="badge">{_STATUS[job["status"]]}</span> <span class="name">{_text(job["name"])}</span> '
        f'<span class="type">{_text(job["type"])}</span>'
        + (f'<span class="place">{_text(place)}</span>' if place else "")
    )
    body = "".join(_lines(report.findings))
    opened = " open" if shown else ""
    kind = "good" if report.severity is None else report.severity.value
    return f'<details class="job {kind}"{opened}><summary>{head}</summary>{body}</details>\n'


def _lines(findings: tuple[FindingEntry, ...]) -> Iterator[str]:
    for finding in findings:
        if not finding["path"]:
            more = "" if finding["actual"] in ("absent", "present") else f"<pre>{_text(str(finding['actual']))}</pre>"
            yield f"<p>{_sentence(finding['reason'])}</p>{more}"
    settings = [finding for finding in findings if finding["path"]]
    if settings:
        heads = "".join(f"<th>{head}</th>" for head in ("Setting", "Wanted", "On the server", "What it means"))
        rows = "".join(map(_row, settings))
        yield f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _row(finding: FindingEntry) -> str:
    origin = f'<span class="origin">{_text(finding["origin"])}</span>' if finding["origin"] else ""
    meaning = f'<span class="badge">{finding["severity"]}</span> <span>{_text(finding["reason"])}</span>'
    return (
        f'<tr class="{finding["severity"]}"><td data-head="Setting"><code>{_breakable(finding["path"])}</code></td>'
        f'<td data-head="Wanted"><code>{_text(value(finding["wanted"]))}</code>{origin}</td>'
        f'<td data-head="On the server"><code>{_text(value(finding["actual"]))}</code></td>'
        f'<td data-head="What it means">{meaning}</td></tr>'
    )


def _unmanaged(jobs: Sequence[UnmanagedJobShown]) -> str:
    if not jobs:
        return ""
    items = "".join(map(_unmanaged_job, jobs))
    return (
        f'<details class="job plain"><summary><span class="badge">not managed</span> '
        f'<span class="name">{unmanaged_title(len(jobs))}</span></summary>'
        f"<ul>{items}</ul></details>\n"
    )


def _unmanaged_job(job: UnmanagedJobShown) -> str:
    owner = f", managed by {_text(job['managed_by'])}" if job["managed_by"] else ""
    return f'<li>{_text(job["name"])} <span class="type">{_text(job["type"])}{owner}</span></li>'


def _in_sync(jobs: Iterable[JobEntry]) -> str:
    names = [f'<li>{_text(job["name"])} <span class="type">{_text(job["type"])}</span></li>' for job in jobs]
    if not names:
        return ""
    return (
        f'<details class="job good"><summary><span class="badge">as wanted</span> '
        f'<span class="name">{counted(len(names), "job", "jobs")}</span></summary><ul>{"".join(names)}</ul></details>\n'
    )


def _text(text: str) -> str:
    return html.escape(visible(text), quote=True)


def _breakable(path: str) -> str:
    """A path that may be broken after its dots, so that it fits on a narrow screen."""
    return _text(path).replace(".", ".<wbr>")


def _sentence(text: str) -> str:
    return _text(f"{text[0].upper()}{text[1:]}.")
