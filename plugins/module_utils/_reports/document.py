# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What a report is made of: a section for each server. Every format of a comparison is made of the same document.

The document is what the format ``json`` writes, so that a comparison can be kept and rendered later.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .._engine.results import DriftEntry
from .._vocabulary import Severity

if t.TYPE_CHECKING:
    from collections.abc import Iterable

    from .._engine.results import UnmanagedJobShown
    from .._engine.sets.drift import ComparedJob, Drift, Finding

FORMAT: t.Final = "backupops.veeam/drift"
VERSION: t.Final = 1


class JobEntry(t.TypedDict):
    """A job of the set. ``status`` is in_sync, drifted, missing, unwanted or failed; ``file`` is "" when unknown."""

    name: str
    id: str
    type: str
    status: str
    file: str
    line: int | None


class FindingEntry(DriftEntry):
    """A difference, of the whole job when ``path`` is "". ``file`` and ``line`` say where it is wanted otherwise."""

    file: str
    line: int | None


class DriftDocument(t.TypedDict):
    """A comparison. ``taken`` is its time (ISO 8601, UTC); ``drift`` has the findings of the worst job first."""

    format: str
    version: int
    taken: str
    server: str
    api_version: str
    drifted: bool
    severity: str | None
    summary: dict[str, int]
    jobs: list[JobEntry]
    drift: list[FindingEntry]
    unmanaged: list[UnmanagedJobShown]


@dataclass(frozen=True)
class NoResult:
    """A server of which there is no more to say than ``verdict``, a sentence, and ``msg``, an error or ""."""

    server: str
    title: str
    verdict: str
    msg: str = ""

    @property
    def reason(self) -> str:
        """Why, as short as it is known."""
        return self.msg or self.verdict


Comparison: t.TypeAlias = "DriftDocument | NoResult"


@dataclass(frozen=True)
class JobReport:
    """A job with its findings, and the severity of the worst (None without findings)."""

    job: JobEntry
    findings: tuple[FindingEntry, ...]

    @property
    def severity(self) -> Severity | None:
        found = (Severity(finding["severity"]) for finding in self.findings)
        return max(found, key=lambda each: each.rank, default=None)


def drift_document(drift: Drift, *, taken: str) -> DriftDocument:
    """``drift`` as plain data. ``taken`` is the time of the comparison (ISO 8601, UTC)."""
    found = [finding for job in drift.drifted for finding in job.findings]
    return {
        "format": FORMAT,
        "version": VERSION,
        "taken": taken,
        "server": drift.server,
        "api_version": drift.api_version,
        "drifted": bool(drift.drifted),
        "severity": None if drift.severity is None else drift.severity.value,
        "summary": drift.summary(),
        "jobs": [_job(job) for job in drift.jobs],
        "drift": [_finding(entry, one) for entry, one in zip(drift.findings(), found, strict=True)],
        "unmanaged": [job.as_dict() for job in drift.unmanaged],
    }


def all_jobs(document: DriftDocument) -> list[JobReport]:
    """Every job of the set, in its order."""
    findings: dict[tuple[str, str], list[FindingEntry]] = {}
    for finding in document["drift"]:
        findings.setdefault((finding["job"], finding["id"]), []).append(finding)
    return [JobReport(job, tuple(findings.get((job["name"], job["id"]), ()))) for job in document["jobs"]]


def drifted_jobs(document: DriftDocument) -> list[JobReport]:
    """The jobs with findings, the worst first."""
    found = [job for job in all_jobs(document) if job.findings]
    return sorted(found, key=lambda job: -(job.severity.rank if job.severity is not None else 0))


def location(*entries: JobEntry | FindingEntry) -> str:
    """``jobs/web.yml:12`` of the first entry that has a file, "" when none has."""
    known: Iterable[JobEntry | FindingEntry] = (entry for entry in entries if entry["file"])
    for entry in known:
        return entry["file"] if entry["line"] is None else f"{entry['file']}:{entry['line']}"
    return ""


def _job(job: ComparedJob) -> JobEntry:
    file, line = ("", None) if job.place is None else (job.place.file, job.place.line)
    return {"name": job.name, "id": job.id, "type": job.type, "status": job.status, "file": file, "line": line}


def _finding(entry: DriftEntry, finding: Finding) -> FindingEntry:
    file, line = ("", None) if finding.place is None else (finding.place.file, finding.place.line)
    return {**entry, "file": file, "line": line}
