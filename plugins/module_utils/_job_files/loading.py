# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""From files, or from the options of a module, to a set of jobs. Sends nothing; finds every mistake before it stops.

What counts for a job, the weakest first: ``defaults`` (of the trees one after the other, in each from the top down to
the folder of the job, then of the file it is in), the profiles that it names in their order, then the job itself as the
trees have it one after the other. The options of the module count as one more tree, the last one.
"""

from __future__ import annotations

import typing as t
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .._engine.desired import DesiredJob
from .._engine.sets.gc_pause import collection_paused
from .._engine.sets.job_set import JobSet, SetEntry
from .._errors import InvalidInput
from .._files.limits import MOST_SHARED_VALUES, MOST_VALUES_OF_A_SET, Unreadable, count_values
from .._redaction.secret_members import doubtful_values
from . import discovery, job_keys, reading
from .composing import Layer, LayeredSource, compose
from .locations import SourcePointer
from .parts import OWNER, JobPart, OwnerPart, Parts, PolicyPart
from .problems import ERROR, MOST_SHOWN, InvalidTree, TreeProblem, did_you_mean, discreet, ordered
from .validation import check

if t.TYPE_CHECKING:
    from .._model import Json
    from .._vocabulary import Vocabulary


@dataclass(frozen=True)
class Sources:
    """Where a set of jobs is written: trees (later ones win), and what stands in the task itself (which wins last)."""

    src: tuple[str, ...] = ()
    jobs: list[Json] = field(default_factory=list)
    defaults: Json = field(default_factory=dict)
    profiles: Json = field(default_factory=dict)
    policies: list[Json] = field(default_factory=list)
    allow_empty: bool = False
    managed_by: str | None = None

    @classmethod
    def from_params(cls, params: Mapping[str, t.Any]) -> Sources:
        """From the options of a module; those it does not have count as not given."""
        names = ("jobs", "defaults", "profiles", "policies", "allow_empty", "managed_by")
        given = {name: params[name] for name in names if params.get(name) is not None}
        return cls(src=tuple(params.get("src") or ()), **given)


@dataclass(frozen=True)
class Composed:
    """What was found: the jobs that can be composed, the policies, and everything that is wrong so far."""

    jobs: JobSet
    policies: list[PolicyPart]
    problems: list[TreeProblem]


def load(sources: Sources, vocabulary: Vocabulary) -> JobSet:
    """The set of jobs that ``sources`` describe, each with settings that the product can take.

    Raises InvalidTree, which lists every problem.
    """
    found = survey(sources)
    with collection_paused():
        problems = [*found.problems, *discreet(check(found.jobs, vocabulary), found.jobs.doubtful)]
    if any(problem.severity == ERROR for problem in problems):
        raise InvalidTree(problems)
    return found.jobs


def survey(sources: Sources) -> Composed:
    """Everything that ``sources`` say, and everything that is wrong with it; the settings are not looked at."""
    with collection_paused():
        read = _Read()
        trees = [_tree(src, read) for src in sources.src]
        trees.append(_task(sources))
        problems = [problem for tree in trees for problem in tree.problems]
        entries = list(_entries(trees, problems))
    if not entries and not problems and not sources.allow_empty:
        label = ", ".join(sources.src) or "jobs"
        message = "there is not a single job here; if that is meant, say allow_empty: true"
        problems.append(TreeProblem(label, message))
    problems += _clashes(entries)
    policies = [policy for tree in trees for policy in tree.policies]
    owner = _owner([owner for tree in trees for owner in tree.owners], problems)
    doubtful = frozenset[str]().union(*(tree.doubtful for tree in trees))
    return Composed(JobSet(tuple(entries), owner, doubtful), policies, ordered(discreet(problems, doubtful)))


def _owner(owners: list[OwnerPart], problems: list[TreeProblem]) -> str | None:
    """The owner of the set: all that name one name the same."""
    for other in owners[1:]:
        if other.name != owners[0].name:
            first = owners[0].pointer.place()
            message = (
                f'the owner is "{owners[0].name}" here and "{other.name}" at {other.pointer.place()}; it must be one'
            )
            problems.append(TreeProblem.at(first, message, path=OWNER))
    return owners[0].name if owners else None


class _Read:
    """How many values the files of a set have: each file can have no more than so many, and there can be many files."""

    def __init__(self) -> None:
        self._values = 0

    def add(self, file: reading.File) -> None:
        """One more file. Raises Unreadable when it is too much."""
        self._values += file.values
        if self._values > MOST_VALUES_OF_A_SET:
            raise Unreadable(f"the files up to this one have more than {MOST_VALUES_OF_A_SET:,} values")


def _tree(src: str, read: _Read) -> Parts:
    parts = Parts()
    for found in discovery.files_of(src, parts.problems):
        try:
            file = reading.read(found.path, found.label)
            read.add(file)
        except Unreadable as error:
            parts.problems.append(TreeProblem(found.label, error.message, error.line))
            continue
        # Where a tree is one file, that file is its top.
        parts.take(file, folder=found.folder, for_all=found.for_all or found.label == src)
    return parts


def _task(sources: Sources) -> Parts:
    """The options of the task as one more tree."""
    parts = Parts()
    options = {name: getattr(sources, name) for name in ("defaults", "profiles", "policies", "jobs")}
    given = {name: value for name, value in options.items() if value}
    if sources.managed_by is not None:
        given[OWNER] = sources.managed_by
    if given:
        parts.doubtful |= doubtful_values(given)
        parts.take_document(given, SourcePointer(), folder="", for_all=True)
    return parts


def _entries(trees: list[Parts], problems: list[TreeProblem]) -> Iterator[SetEntry]:
    shared = _SharedValues()
    for parts in _same_jobs(trees, problems):
        source, tree = _composed(trees, parts, problems)
        try:
            shared.add(source)
        except Unreadable as error:
            problems.append(TreeProblem.at(parts[0].place, error.message, job=parts[0].name or ""))
            return
        entry = _entry(source, tree, parts, problems)
        if entry is not None:
            yield entry


class _SharedValues:
    """How many values jobs get from defaults and profiles: few lines of these, in many jobs, can be very many."""

    def __init__(self) -> None:
        self._sizes: dict[int, int] = {}
        self._total = 0

    def add(self, source: LayeredSource) -> None:
        """One more job. Raises Unreadable when it is too much."""
        for layer in source.layers[:-1]:
            size = self._sizes.get(id(layer))
            if size is None:
                size = self._sizes[id(layer)] = count_values(layer.tree)
            self._total += size
        if self._total > MOST_SHARED_VALUES:
            raise Unreadable(
                f"the jobs up to this one get more than {MOST_SHARED_VALUES:,} values from defaults and profiles"
            )


def _same_jobs(trees: list[Parts], problems: list[TreeProblem]) -> list[list[JobPart]]:
    """The parts of each job, tree by tree, in the order in which the jobs turn up."""
    found: dict[tuple[str, str], list[JobPart]] = {}
    for tree in trees:
        here: dict[tuple[str, str], JobPart] = {}
        for part in tree.jobs:
            key = ("name", part.name) if part.name else ("id", str(part.layer.tree.get("id")))
            if key in here:
                message = f"the job is also at {here[key].place}; a tree has it once"
                problems.append(TreeProblem.at(part.place, message, path=key[0], job=part.name or ""))
                continue
            here[key] = part
            found.setdefault(key, []).append(part)
    return list(found.values())


def _composed(trees: list[Parts], parts: list[JobPart], problems: list[TreeProblem]) -> tuple[LayeredSource, Json]:
    """Where a job comes from, and the job as it comes together."""
    defaults = [*_defaults(trees, parts), *(layer for part in parts for layer in part.defaults)]
    own = [part.layer for part in parts]
    tree = compose(layer.tree for layer in (*defaults, *own))
    profiles = [layer for name in job_keys.profiles_of(tree) for layer in _profile(trees, name, parts[-1], problems)]
    source = LayeredSource((*defaults, *profiles, *own))
    return source, compose(layer.tree for layer in source.layers) if profiles else tree


def _entry(source: LayeredSource, tree: Json, parts: list[JobPart], problems: list[TreeProblem]) -> SetEntry | None:
    try:
        return SetEntry(DesiredJob.from_params(job_keys.params(tree)), source)
    except InvalidInput as error:
        problems += [
            TreeProblem.at(source.origin(path).place, message, path=path, job=parts[0].name or "")
            for path, message in error.problems
        ]
        return None


def _defaults(trees: list[Parts], parts: list[JobPart]) -> Iterator[Layer]:
    folders = list(dict.fromkeys(folder for part in parts for folder in _up(part.folder)))
    for tree in trees:
        for folder in sorted(folders, key=lambda folder: folder.count("/") + bool(folder)):
            yield from tree.defaults.get(folder, ())


def _up(folder: str) -> list[str]:
    """``a/b`` as ``["", "a", "a/b"]``."""
    names = folder.split("/") if folder else []
    return ["/".join(names[:depth]) for depth in range(len(names) + 1)]


def _profile(trees: list[Parts], name: str, part: JobPart, problems: list[TreeProblem]) -> list[Layer]:
    layers = [tree.profiles[name] for tree in trees if name in tree.profiles]
    if not layers:
        known = (known for tree in trees for known in tree.profiles)
        # Comparing each of many with each of many would take hours; so many problems are not read anyway.
        hint = did_you_mean(name, known) if len(problems) < MOST_SHOWN else ""
        message = f'there is no profile "{name}"{hint}'
        place = part.layer.pointer.place(("profile",))
        problems.append(TreeProblem.at(place, message, path="profile", job=part.name or ""))
    return layers


def _clashes(entries: list[SetEntry]) -> Iterator[TreeProblem]:
    """Jobs that cannot be two, although they are written as two."""
    named = {entry.desired.name: entry for entry in entries if entry.desired.name}
    ids: dict[str, SetEntry] = {}
    for entry in entries:
        job = entry.desired
        if job.previous_name in named:
            message = f'another job is called "{job.previous_name}" now, at {named[job.previous_name].place}'
            yield TreeProblem.at(
                entry.origin(("previous_name",)).place, message, path="previous_name", job=job.name or ""
            )
        if job.id:
            if job.id.lower() in ids:
                message = f"the job at {ids[job.id.lower()].place} has the same id"
                yield TreeProblem.at(entry.origin(("id",)).place, message, path="id", job=job.name or "")
            ids.setdefault(job.id.lower(), entry)
