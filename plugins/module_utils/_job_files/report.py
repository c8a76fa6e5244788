# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Everything that can be said about a set of jobs without a server."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .._errors import InvalidInput
from .loading import Sources, survey
from .policies import check_policies
from .problems import ERROR, WARNING, InvalidTree, TreeProblem, discreet, ordered, report
from .validation import check, check_complete

if t.TYPE_CHECKING:
    from collections.abc import Mapping

    from .._vocabulary import Vocabulary
    from .problems import ProblemShown


class Totals(t.TypedDict):
    """How many jobs, errors and warnings there are."""

    jobs: int
    errors: int
    warnings: int


class JobsValidated(t.TypedDict):
    """What ``veeam_jobs_validate`` returns."""

    jobs: int
    problems: list[ProblemShown]
    summary: Totals


@dataclass(frozen=True)
class Verdict:
    """How many jobs there are, and what is wrong with them."""

    jobs: int
    problems: list[TreeProblem]

    def count(self, severity: str) -> int:
        """How many problems of a severity there are."""
        return sum(problem.severity == severity for problem in self.problems)

    def as_dict(self) -> JobsValidated:
        """For the result of a module."""
        return {
            "jobs": self.jobs,
            "problems": [problem.as_dict() for problem in self.problems],
            "summary": {"jobs": self.jobs, "errors": self.count(ERROR), "warnings": self.count(WARNING)},
        }


class Rejected(InvalidTree):
    """The set of jobs does not pass."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.problems)
        self.details.update(verdict.as_dict())


def validate(params: Mapping[str, t.Any], vocabulary: Vocabulary) -> Verdict:
    """The verdict on what the options of ``veeam_jobs_validate`` describe.

    Raises Rejected where ``fail_on`` says so, InvalidInput for options that cannot work.
    """
    revision = params.get("api_version")
    if revision is not None and not vocabulary.revisions:
        raise InvalidInput([("api_version", "is for api: vbr only")])
    if revision is not None and revision not in vocabulary.revisions:
        known = ", ".join(vocabulary.revisions)
        raise InvalidInput([("api_version", f'there is no revision "{revision}" of the API; there are {known}')])
    verdict = _verdict(Sources.from_params(params), vocabulary, revision=revision, complete=params["complete"])
    limits = {"error": (ERROR,), "warning": (ERROR, WARNING), "never": ()}
    if any(verdict.count(severity) for severity in limits[params["fail_on"]]):
        raise Rejected(verdict)
    return verdict


def shown(verdict: Verdict) -> str:
    """The problems of a verdict as text, empty when there are none."""
    return report(verdict.problems) if verdict.problems else ""


def _verdict(sources: Sources, vocabulary: Vocabulary, *, revision: str | None, complete: bool) -> Verdict:
    found = survey(sources)
    mistakes = check(found.jobs, vocabulary, revision=revision)
    problems = [*found.problems, *mistakes]
    if complete:
        wrong = {problem.job for problem in mistakes}
        problems += check_complete(found.jobs.without(wrong), vocabulary, revision=revision)
    problems += check_policies(found.jobs, found.policies, vocabulary)
    return Verdict(len(found.jobs), ordered(discreet(problems, found.jobs.doubtful)))
