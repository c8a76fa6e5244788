# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""A comparison for a comment on a change, or the summary of a pipeline."""

from __future__ import annotations

import re
import typing as t

from .._paths import text
from .._redaction.visible_text import visible
from .._vocabulary import Severity
from .text import all_fine, counted, shortened, totals, unmanaged_title, value

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .._engine.sets.drift import ComparedJob, Drift, Finding
    from .._engine.sets.planning.survey import UnmanagedJob

# The most that the usual places take is 65,536 characters.
_LONGEST: t.Final = 60_000
_MOST_UNMANAGED: t.Final = 200
_SIGNS: t.Final = {Severity.CRITICAL: "🔴", Severity.WARNING: "🟡", Severity.INFO: "🔵"}
_SPECIAL: t.Final = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~@&])")


def render(drift: Drift, *, taken: str) -> str:
    """GitHub's and GitLab's Markdown. Jobs for which there is no room are counted."""
    lines = [f"## Backup jobs on {_plain(drift.server)}", "", _verdict(drift), ""]
    lines += _fitting(drift.drifted)
    lines += _unmanaged(drift.unmanaged)
    lines += [f"<sub>Compared at {_plain(taken)}, API revision {_plain(drift.api_version)}</sub>"]
    return "\n".join(lines) + "\n"


def _verdict(drift: Drift) -> str:
    if not drift.drifted:
        return f"✅ {all_fine(drift)}"
    return f"{_SIGNS[drift.severity or Severity.INFO]} **{_plain(totals(drift))}**"


def _fitting(jobs: Iterable[ComparedJob]) -> Iterator[str]:
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


def _job(job: ComparedJob) -> Iterator[str]:
    sign = _SIGNS[job.severity or Severity.INFO]
    place = f" <sub>{_plain(str(job.place))}</sub>" if job.place is not None else ""
    yield f"### {sign} {_plain(shortened(job.name))}{place}"
    yield ""
    settings = [finding for finding in job.findings if finding.path]
    for finding in job.findings:
        if not finding.path:
            more = "" if finding.actual in ("absent", "present") else f": {_code(value(finding.actual))}"
            yield f"**{_plain(finding.judgement.reason)}**{more}"
    if settings:
        yield "| | Setting | Wanted | On the server | What it means |"
        yield "|---|---|---|---|---|"
        yield from map(_row, settings)
    yield ""


def _row(finding: Finding) -> str:
    cells = (
        _SIGNS[finding.severity],
        _code(text(finding.path)),
        _code(value(finding.wanted)),
        _code(value(finding.actual)),
        _plain(finding.judgement.reason),
    )
    return f"| {' | '.join(cells)} |"


def _unmanaged(jobs: tuple[UnmanagedJob, ...]) -> Iterator[str]:
    if not jobs:
        return
    yield f"<details><summary>{unmanaged_title(len(jobs))}</summary>"
    yield ""
    for job in jobs[:_MOST_UNMANAGED]:
        owner = f", managed by {_plain(job.owner)}" if job.owner else ""
        yield f"- {_plain(shortened(job.name))} ({_plain(job.type)}{owner})"
    if len(jobs) > _MOST_UNMANAGED:
        yield f"- … and {len(jobs) - _MOST_UNMANAGED} more"
    yield ""
    yield "</details>"
    yield ""


def _code(text: str) -> str:
    """``text`` as code within a cell of a table: nothing in it means anything."""
    line = shortened(text, 200).replace("|", "\\|")
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    fence = "`" * (longest + 1)
    padding = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{padding}{line}{padding}{fence}" if line else ""


def _plain(text: str) -> str:
    """``text`` with everything escaped that Markdown interprets; an at sign mentions no account."""
    return _SPECIAL.sub(r"\\\1", visible(" ".join(text.split()))).replace("\\@", "@\u200b")
