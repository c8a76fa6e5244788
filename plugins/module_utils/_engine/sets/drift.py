# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Where a server is not as a set of jobs says, and how bad that is. Reads only, and keeps no state of its own.

It is the plan for the set, told the other way round: what applying it would change is what has drifted.
"""

from __future__ import annotations

import dataclasses
import typing as t
from collections import Counter
from dataclasses import dataclass

from ..._paths import text
from ..._redaction.visible_text import visible
from ..._vocabulary import Judgement, Severity
from ..ownership import check_owner
from .planned_job import Changed, Create, Delete, Refused
from .planning.planner import SetPlanner

if t.TYPE_CHECKING:
    from collections.abc import Callable

    from ..._model import Gap, Json
    from ..._paths import Path
    from ..._product import JobServer
    from ..results import DriftEntry
    from .job_set import JobSet, SourceLocation
    from .planned_job import PlannedChange, PlannedJob
    from .planning.survey import UnmanagedJob

    Judge = Callable[[Path, t.Any, t.Any], Judgement]

# How a job stands.
IN_SYNC: t.Final = "in_sync"
DRIFTED: t.Final = "drifted"
MISSING: t.Final = "missing"
UNWANTED: t.Final = "unwanted"
FAILED: t.Final = "failed"

_MISSING: t.Final = Judgement("job-missing", Severity.CRITICAL, "the job does not exist")
_UNWANTED: t.Final = Judgement("job-unwanted", Severity.WARNING, "the job exists and should not")
_FORGOTTEN: t.Final = Judgement("job-forgotten", Severity.WARNING, "the job has the owner's mark and no file any more")
_FAILED: t.Final = Judgement("job-not-comparable", Severity.CRITICAL, "the job cannot be compared")
_INCOMPLETE: t.Final = Judgement(
    "list-incomplete", Severity.WARNING, "there may be jobs that are neither managed nor listed here"
)
# What stands in the place of a name for jobs that are not listed.
_NOT_LISTED: t.Final = "(not listed by the server)"


@dataclass(frozen=True)
class Finding:
    """One difference, of the whole job when ``path`` is empty. ``origin`` says who wants it, ``place`` where."""

    path: Path
    wanted: t.Any
    actual: t.Any
    judgement: Judgement
    origin: str = ""
    place: SourceLocation | None = None

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return self.judgement.severity


@dataclass(frozen=True)
class ComparedJob:
    """One job of the set (or a job that was once in it), and what is wrong with it: nothing when it is in sync."""

    name: str
    status: str
    id: str = ""
    type: str = ""
    place: SourceLocation | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def severity(self) -> Severity | None:
        """That of the worst finding."""
        return max((finding.severity for finding in self.findings), key=lambda each: each.rank, default=None)


@dataclass(frozen=True)
class Drift:
    """What a comparison found. ``jobs`` has every job of the set, in its order; ``unmanaged`` the others by name."""

    server: str
    api_version: str
    jobs: tuple[ComparedJob, ...]
    unmanaged: tuple[UnmanagedJob, ...] = ()

    @property
    def drifted(self) -> list[ComparedJob]:
        """The jobs with which something is wrong, the worst first."""
        found = [job for job in self.jobs if job.findings]
        return sorted(found, key=lambda job: -(job.severity.rank if job.severity is not None else 0))

    @property
    def severity(self) -> Severity | None:
        """That of the worst finding; None when there is no drift."""
        return self.drifted[0].severity if self.drifted else None

    def summary(self) -> dict[str, int]:
        """How many jobs stand how, how many findings are how bad, how many jobs are not managed."""
        statuses = Counter(job.status for job in self.jobs)
        severities = Counter(finding.severity for job in self.jobs for finding in job.findings)
        return {
            "jobs": len(self.jobs),
            **{status: statuses[status] for status in (IN_SYNC, DRIFTED, MISSING, UNWANTED, FAILED)},
            **{severity.value: severities[severity] for severity in reversed(Severity)},
            "unmanaged": len(self.unmanaged),
        }

    def covered(self, cover: Callable[[Json], Json]) -> Drift:
        """The same without secrets. ``cover`` takes ``{path, wanted, actual}`` and returns it as it may be shown."""
        jobs = (
            dataclasses.replace(job, findings=tuple(_covered(finding, cover) for finding in job.findings))
            for job in self.jobs
        )
        return dataclasses.replace(self, jobs=tuple(jobs))

    def findings(self) -> list[DriftEntry]:
        """One entry per difference, those of the worst job first."""
        return [_listed(job, finding) for job in self.drifted for finding in job.findings]


def compare(product: JobServer, jobs: JobSet, *, owner: str | None, judge: Judge, server: str) -> Drift:
    """Compare ``jobs`` with the server. Raises the errors of ``_errors`` for what makes the whole set impossible.

    With an ``owner`` its marker belongs to the description of every job, and jobs that carry it and are not in the set
    are drift; without one, markers do not count.
    """
    if owner is not None:
        check_owner(owner)
    planner = SetPlanner(product.jobs, jobs, owner=owner)
    planned = planner.plan()
    survey = planner.survey
    compared = [_compared(job, survey.types, judge) for job in planned]
    forgotten = [_forgotten(job) for job in survey.others if owner is not None and job.owner == owner]
    strangers = (job for job in survey.others if owner is None or job.owner != owner)
    unmanaged = sorted(strangers, key=lambda job: job.name.lower())
    hidden = [] if survey.gap is None else [_not_listed(survey.gap)]
    return Drift(server, product.api_version, (*compared, *forgotten, *hidden), tuple(unmanaged))


def _compared(job: PlannedJob, types: dict[str, str], judge: Judge) -> ComparedJob:
    place = None if job.entry is None else job.entry.place
    desired_type = None if job.entry is None else job.entry.desired.type
    status, findings = _verdict(job, judge, place)
    return ComparedJob(job.name, status, job.id, types.get(job.id) or desired_type or "", place, findings)


def _verdict(job: PlannedJob, judge: Judge, place: SourceLocation | None) -> tuple[str, tuple[Finding, ...]]:
    if isinstance(job, Refused):
        return FAILED, (Finding((), "", visible(job.error.message), _FAILED, place=place),)
    if isinstance(job, Create):
        return MISSING, (Finding((), "present", "absent", _MISSING, place=place),)
    if isinstance(job, Delete):
        return UNWANTED, (Finding((), "absent", "present", _UNWANTED, place=place),)
    findings = tuple(_finding(one, judge) for one in job.changes) if isinstance(job, Changed) else ()
    return (DRIFTED if findings else IN_SYNC), findings


def _finding(planned: PlannedChange, judge: Judge) -> Finding:
    change, origin = planned.change, planned.origin
    judgement = judge(change.path, change.after, change.before)
    if origin is None:
        return Finding(change.path, change.after, change.before, judgement)
    return Finding(change.path, change.after, change.before, judgement, str(origin), origin.place)


def _covered(finding: Finding, cover: Callable[[Json], Json]) -> Finding:
    # Without a path it is a message.
    found = cover({"path": text(finding.path) or "msg", "wanted": finding.wanted, "actual": finding.actual})
    return dataclasses.replace(finding, wanted=found["wanted"], actual=found["actual"])


def _not_listed(gap: Gap) -> ComparedJob:
    """That nothing else is on the server cannot be told from a list that lacks something."""
    return ComparedJob(_NOT_LISTED, FAILED, findings=(Finding((), "", str(gap), _INCOMPLETE),))


def _forgotten(job: UnmanagedJob) -> ComparedJob:
    finding = Finding((), "absent", "present", _FORGOTTEN)
    return ComparedJob(job.name, UNWANTED, job.id, job.type, None, (finding,))


def _listed(job: ComparedJob, finding: Finding) -> DriftEntry:
    return {
        "job": job.name,
        "id": job.id,
        "type": job.type,
        "status": job.status,
        "path": text(finding.path),
        "wanted": finding.wanted,
        "actual": finding.actual,
        "severity": finding.severity.value,
        "rule": finding.judgement.rule,
        "reason": finding.judgement.reason,
        "origin": finding.origin,
        "place": "" if finding.place is None else str(finding.place),
    }
