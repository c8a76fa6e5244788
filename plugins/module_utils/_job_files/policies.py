# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Rules of the house, written as data, checked on a set of jobs.

A policy is either an assertion in JMESPath about one job, or one of ``KINDS``, which know where job types keep what
they are about. ``when`` (JMESPath) narrows down the jobs that it is for.
"""

from __future__ import annotations

import typing as t
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field

from .._engine.desired import State
from .._errors import InvalidInput
from .._expressions.query import Query
from .._expressions.safe_patterns import matches, pattern_problem
from .._paths import parsed
from .._vocabulary import PolicyFacts
from .problems import ERROR, WARNING, TreeProblem, did_you_mean

if t.TYPE_CHECKING:
    from collections.abc import Sequence

    from .._engine.sets.job_set import JobSet, SetEntry
    from .._model import Json
    from .._paths import Path
    from .._vocabulary import Vocabulary
    from .parts import PolicyPart

    Broken = Iterator[tuple["Subject", Path, str]]

_A_DAY: t.Final = 24 * 60
COMMON_KEYS: t.Final = ("name", "message", "severity", "when")
ASSERTION_KEYS: t.Final = ("assert", "path")
# What each kind can be told, and the type of it; the first is needed.
_TEXTS: t.Final = ("kind", "severity", "message", "when", "assert", "path")
KINDS: t.Final[dict[str, dict[str, type]]] = {
    "minimum_retention": {"days": int, "restore_points": int},
    "encryption_required": {},
    "name_pattern": {"pattern": str},
    "start_spread": {"at_most": int, "minutes": int},
}


@dataclass(frozen=True)
class Subject:
    """A job as a policy sees it: ``view`` is what JMESPath expressions are about."""

    entry: SetEntry
    facts: PolicyFacts
    view: Json


@dataclass(frozen=True)
class Policy:
    """A rule that can be checked."""

    name: str
    severity: str = ERROR
    message: str = ""
    when: Query | None = None
    wanted: Query | None = None
    path: Path = ()
    kind: str = ""
    limits: Mapping[str, t.Any] = field(default_factory=dict)

    def broken(self, subjects: Sequence[Subject]) -> Iterator[TreeProblem]:
        """A problem for every job that breaks the rule. Raises InvalidInput for an expression that fails on a job."""
        concerned = [one for one in subjects if self.when is None or _holds(self.when, one)]
        for subject, path, said in self._broken(concerned):
            origin = subject.entry.origin(path)
            message = f"{self.message or said} (policy {self.name})"
            name = subject.entry.desired.name or ""
            yield TreeProblem.at(origin.place, message, path=path, job=name, severity=self.severity, rule=self.name)

    def _broken(self, subjects: Sequence[Subject]) -> Broken:
        if self.kind == "start_spread":
            yield from _crowds(subjects, at_most=self.limits["at_most"], minutes=self.limits.get("minutes", 0))
            return
        checks = {"minimum_retention": _short, "encryption_required": _open, "name_pattern": _misnamed}
        for subject in subjects:
            if self.wanted is not None:
                if not _holds(self.wanted, subject):
                    yield subject, self.path, "breaks the rule"
            else:
                yield from checks[self.kind](subject, self.limits)


def check_policies(jobs: JobSet, written: Sequence[PolicyPart], vocabulary: Vocabulary) -> list[TreeProblem]:
    """Everything in ``jobs`` that breaks a policy, and everything that is wrong with the policies themselves.

    Of several policies with one name the last counts, so that an overlay can change what the base says.
    """
    problems: list[TreeProblem] = []
    policies: dict[str, tuple[Policy, PolicyPart]] = {}
    for part in written:
        found = list(policy_problems(part.rule))
        problems += [
            TreeProblem.at(part.pointer.place((path,) if path else ()), said, path=path) for path, said in found
        ]
        if not found:
            policies[str(part.rule["name"])] = (_policy(part.rule), part)
    subjects = [_subject(entry, vocabulary) for entry in jobs if entry.desired.state is State.PRESENT]
    for policy, part in policies.values():
        try:
            problems += policy.broken(subjects)
        except InvalidInput as error:
            problems.append(TreeProblem.at(part.pointer.place(), error.problems[0].message, rule=policy.name))
    return problems


def policy_problems(rule: t.Any) -> Iterator[tuple[str, str]]:
    """(key, what is wrong) for everything that is wrong with a policy."""
    if not isinstance(rule, Mapping):
        yield "", "a policy must have keys such as name and assert"
        return
    if not isinstance(rule.get("name"), str) or not rule["name"]:
        yield "name", "a policy needs a name"
    odd = [key for key in _TEXTS if rule.get(key) is not None and not isinstance(rule[key], str)]
    if odd:
        yield from ((key, "must be a text") for key in odd)
        return
    kind = rule.get("kind")
    if (rule.get("severity") or ERROR) not in (ERROR, WARNING):
        yield "severity", f"must be {ERROR} or {WARNING}"
    if kind is not None and kind not in KINDS:
        yield "kind", f'there is no kind "{kind}"{did_you_mean(str(kind), KINDS)}'
        return
    allowed = {*COMMON_KEYS, *(("kind", *KINDS[kind]) if kind else ASSERTION_KEYS)}
    for key, value in rule.items():
        if key not in allowed and value is not None:
            yield key, f"unknown key{did_you_mean(key, allowed)}"
    if kind is None and not rule.get("assert"):
        yield "assert", f"a policy needs assert (JMESPath), or a kind: {', '.join(KINDS)}"
    yield from _value_problems(rule, KINDS[kind] if kind else {})


def _value_problems(rule: Mapping[str, t.Any], limits: Mapping[str, type]) -> Iterator[tuple[str, str]]:
    for index, (key, wanted) in enumerate(limits.items()):
        value = rule.get(key)
        if value is None and index == 0:
            yield key, f"is needed for policies of the kind {rule['kind']}"
        elif value is not None and (not isinstance(value, wanted) or isinstance(value, bool)):
            yield key, "must be a whole number" if wanted is int else "must be a text"
    for key in ("when", "assert"):
        if rule.get(key) is not None:
            try:
                Query(str(rule[key]))
            except InvalidInput as error:
                yield key, error.problems[0].message
    if isinstance(rule.get("pattern"), str):
        problem = pattern_problem(rule["pattern"])
        if problem:
            yield "pattern", problem


def _policy(rule: Json) -> Policy:
    kind = str(rule.get("kind") or "")
    return Policy(
        name=str(rule["name"]),
        severity=str(rule.get("severity") or ERROR),
        message=str(rule.get("message") or ""),
        when=Query(str(rule["when"])) if rule.get("when") is not None else None,
        wanted=None if kind else Query(str(rule["assert"])),
        path=parsed(str(rule.get("path") or "")),
        kind=kind,
        limits={key: rule[key] for key in KINDS.get(kind, {}) if rule.get(key) is not None},
    )


def _subject(entry: SetEntry, vocabulary: Vocabulary) -> Subject:
    job = entry.desired
    settings, facts = job.settings, PolicyFacts()
    if job.type in vocabulary.job_types:
        settings = vocabulary.canonical(job.type, settings)
        facts = vocabulary.facts(job.type, settings)
    known = {name: value for name, value in asdict(facts).items() if name != "paths"}
    view = {
        "name": job.name,
        "type": job.type,
        "description": job.description,
        "enabled": job.enabled,
        "high_priority": job.high_priority,
        "settings": settings,
        "facts": {**known, "starts": list(facts.starts)},
        "file": entry.source.file,
    }
    return Subject(entry, facts, view)


def _holds(query: Query, subject: Subject) -> bool:
    # What JMESPath takes for false: nothing, false, and everything empty. 0 is true.
    found = query.search(subject.view)
    return found is not None and found is not False and found not in ("", [], {})


def _short(subject: Subject, limits: Mapping[str, t.Any]) -> Broken:
    nouns = {"retention_days": ("days", "days"), "restore_points": ("restore_points", "restore points")}
    for fact, (limit, noun) in nouns.items():
        kept, least = getattr(subject.facts, fact), limits.get(limit)
        if kept is not None and least is not None and kept < least:
            yield subject, _path(subject, fact), f"keeps {kept} {noun}, {least} are the minimum"


def _open(subject: Subject, dummy: Mapping[str, t.Any]) -> Broken:
    if subject.facts.encrypted is not True:
        said = "is false" if subject.facts.encrypted is False else "is not set, backups must be encrypted"
        yield subject, _path(subject, "encrypted"), f"encryption {said}"


def _misnamed(subject: Subject, limits: Mapping[str, t.Any]) -> Broken:
    name = subject.entry.desired.name or ""
    if not matches(limits["pattern"], name):
        yield subject, ("name",), f'"{name}" does not match {limits["pattern"]}'


def _crowds(subjects: Sequence[Subject], *, at_most: int, minutes: int) -> Broken:
    """Jobs of one repository of which more than ``at_most`` start within ``minutes``; each is named once."""
    by_repository: dict[str, list[tuple[int, Subject]]] = {}
    for subject in subjects:
        if subject.facts.repository is not None and subject.entry.desired.enabled is not False:
            for start in subject.facts.starts:
                by_repository.setdefault(subject.facts.repository, []).append((start, subject))
    for repository, starts in by_repository.items():
        times = sorted(start for start, dummy in starts)
        times = [*(time - _A_DAY for time in times), *times]
        named: set[int] = set()
        for start, subject in sorted(starts, key=lambda one: one[0]):
            crowd = bisect_right(times, start) - bisect_left(times, start - minutes)
            if crowd > at_most and id(subject) not in named:
                named.add(id(subject))
                clock = f"{start // 60:02}:{start % 60:02}"
                said = f"starts at {clock}, and {crowd - 1} other jobs on {repository} start then"
                within = f" or up to {minutes} minutes before" if minutes else ""
                yield subject, _path(subject, "starts"), f"{said}{within}; {at_most} jobs at a time are allowed"


def _path(subject: Subject, fact: str) -> Path:
    return ("settings", *subject.facts.paths[fact]) if fact in subject.facts.paths else ()
