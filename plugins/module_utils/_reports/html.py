# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""A comparison as one HTML file that needs nothing else: no script, no font, no picture, no request."""

from __future__ import annotations

import html
import typing as t

from .._paths import text
from .._redaction.visible_text import visible
from .html_style import STYLE
from .text import all_fine, counted, unmanaged_title, value

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .._engine.sets.drift import ComparedJob, Drift, Finding
    from .._engine.sets.planning.survey import UnmanagedJob

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


def render(drift: Drift, *, taken: str) -> str:
    """The whole document. ``taken`` is the time of the comparison (ISO 8601)."""
    title = f"Backup jobs on {drift.server}"
    return "".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n',
            f'<meta name="color-scheme" content="light dark">\n<title>{_text(title)}</title>\n',
            f"<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{_text(title)}</h1>\n",
            _verdict(drift),
            _counts(drift),
            *(_job(job, shown=index < _MOST_OPEN) for index, job in enumerate(drift.drifted)),
            _unmanaged(drift.unmanaged),
            _in_sync(job for job in drift.jobs if not job.findings),
            f"<footer>Compared at {_text(taken)}, API revision {_text(drift.api_version)}</footer>\n",
            "</main>\n</body>\n</html>\n",
        ]
    )


def _verdict(drift: Drift) -> str:
    if not drift.drifted:
        return f'<p class="verdict good">{all_fine(drift)}</p>\n'
    text = f"{len(drift.drifted)} of {counted(len(drift.jobs), 'job', 'jobs')} not as wanted"
    return f'<p class="verdict {_class(drift)}">{text}</p>\n'


def _class(drift: Drift | ComparedJob | Finding) -> str:
    return "good" if drift.severity is None else drift.severity.value


def _counts(drift: Drift) -> str:
    count = drift.summary()
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


def _job(job: ComparedJob, *, shown: bool) -> str:
    place = "" if job.place is None else f'<span class="place">{_text(str(job.place))}</span>'
    head = (
        f'<span class="badge">{_STATUS[job.status]}</span> <span class="name">{_text(job.name)}</span> '
        f'<span class="type">{_text(job.type)}</span>{place}'
    )
    body = "".join(_lines(job.findings))
    opened = " open" if shown else ""
    return f'<details class="job {_class(job)}"{opened}><summary>{head}</summary>{body}</details>\n'


def _lines(findings: tuple[Finding, ...]) -> Iterator[str]:
    for finding in findings:
        if not finding.path:
            more = "" if finding.actual in ("absent", "present") else f"<pre>{_text(str(finding.actual))}</pre>"
            yield f"<p>{_sentence(finding.judgement.reason)}</p>{more}"
    settings = [finding for finding in findings if finding.path]
    if settings:
        heads = "".join(f"<th>{head}</th>" for head in ("Setting", "Wanted", "On the server", "What it means"))
        rows = "".join(map(_row, settings))
        yield f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _row(finding: Finding) -> str:
    origin = f'<span class="origin">{_text(finding.origin)}</span>' if finding.origin else ""
    meaning = f'<span class="badge">{finding.severity.value}</span> <span>{_text(finding.judgement.reason)}</span>'
    return (
        f'<tr class="{_class(finding)}"><td data-head="Setting"><code>{_breakable(text(finding.path))}</code></td>'
        f'<td data-head="Wanted"><code>{_text(value(finding.wanted))}</code>{origin}</td>'
        f'<td data-head="On the server"><code>{_text(value(finding.actual))}</code></td>'
        f'<td data-head="What it means">{meaning}</td></tr>'
    )


def _unmanaged(jobs: tuple[UnmanagedJob, ...]) -> str:
    if not jobs:
        return ""
    items = "".join(
        f'<li>{_text(job.name)} <span class="type">{_text(job.type)}'
        f"{f', managed by {_text(job.owner)}' if job.owner else ''}</span></li>"
        for job in jobs
    )
    return (
        f'<details class="job plain"><summary><span class="badge">not managed</span> '
        f'<span class="name">{unmanaged_title(len(jobs))}</span></summary>'
        f"<ul>{items}</ul></details>\n"
    )


def _in_sync(jobs: Iterable[ComparedJob]) -> str:
    names = [f'<li>{_text(job.name)} <span class="type">{_text(job.type)}</span></li>' for job in jobs]
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
