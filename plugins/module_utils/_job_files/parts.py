# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""From the content of files to parts of jobs: defaults, profiles, policies and jobs, each with its place."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping
from dataclasses import dataclass, field

from .._engine.ownership import owner_problem
from .._paths import written_steps
from . import job_keys
from .composing import Layer
from .locations import SourcePointer
from .problems import TreeProblem, did_you_mean

if t.TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from .._engine.sets.job_set import SourceLocation
    from .._model import Json
    from .locations import Steps
    from .reading import File

OWNER: t.Final = "managed_by"
DOCUMENT_KEYS: t.Final = ("defaults", "profiles", "policies", "jobs", OWNER)
_SHAPES: t.Final = (
    "must be a job (with the key name), a list of jobs, or have some of the keys defaults, profiles, policies and jobs"
)


@dataclass(frozen=True, slots=True)
class JobPart:
    """One job as one file has it, with the defaults that count for this file only. ``folder`` as in ``TreeFile``."""

    layer: Layer
    folder: str
    defaults: tuple[Layer, ...] = ()

    @property
    def name(self) -> str | None:
        """The name of the job, None when it only has an id."""
        written = self.layer.tree.get("name")
        return None if written is None else str(written)

    @property
    def place(self) -> SourceLocation:
        """Where the job begins."""
        return self.layer.pointer.place()


@dataclass(frozen=True)
class PolicyPart:
    """One policy as written."""

    rule: Json
    pointer: SourcePointer


@dataclass(frozen=True)
class OwnerPart:
    """The owner of the set, as written."""

    name: str
    pointer: SourcePointer


@dataclass
class Parts:
    """What the files of one tree say. ``defaults`` are by the folder for which they count."""

    defaults: dict[str, list[Layer]] = field(default_factory=dict)
    profiles: dict[str, Layer] = field(default_factory=dict)
    policies: list[PolicyPart] = field(default_factory=list)
    jobs: list[JobPart] = field(default_factory=list)
    owners: list[OwnerPart] = field(default_factory=list)
    problems: list[TreeProblem] = field(default_factory=list)
    doubtful: set[str] = field(default_factory=set)

    def take(self, file: File, *, folder: str, for_all: bool) -> None:
        """Sort what is in ``file``. With ``for_all`` its defaults count for the whole folder."""
        self.doubtful |= file.doubtful()
        for index, document in enumerate(file.documents):
            pointer = SourcePointer(file, index)
            if document is None:
                continue
            if _is_document(document):
                self.take_document(document, pointer, folder=folder, for_all=for_all)
            elif isinstance(document, list):
                self._jobs(document, pointer, (), folder=folder, defaults=())
            elif isinstance(document, Mapping) and not _is_kept_apart(file):
                self._job(document, pointer, folder=folder, defaults=())
            else:
                wanted = f"must have the key {_is_kept_apart(file)}" if _is_kept_apart(file) else _SHAPES
                self.problems.append(TreeProblem.at(pointer.place(), wanted))

    def take_document(self, document: Json, pointer: SourcePointer, *, folder: str, for_all: bool) -> None:
        """Sort what stands under the keys in ``DOCUMENT_KEYS``."""
        for key in document:
            if key not in DOCUMENT_KEYS:
                hint = did_you_mean(key, DOCUMENT_KEYS)
                self.problems.append(TreeProblem.at(pointer.place((key,)), f"unknown key{hint}", path=key))
        own: tuple[Layer, ...] = ()
        if document.get("defaults") is not None:
            layers = self._layer("defaults", document["defaults"], pointer.below("defaults"), job_keys.IN_DEFAULTS)
            if for_all:
                self.defaults.setdefault(folder, []).extend(layers)
            else:
                own = tuple(layers)
        if OWNER in document:
            self._owner(document[OWNER], pointer.below(OWNER), at_the_top=for_all and not folder)
        self._profiles(document.get("profiles"), pointer.below("profiles"))
        self._policies(document.get("policies"), pointer.below("policies"))
        if document.get("jobs") is not None:
            self._jobs(document["jobs"], pointer, ("jobs",), folder=folder, defaults=own)

    def _owner(self, written: t.Any, pointer: SourcePointer, *, at_the_top: bool) -> None:
        problem = owner_problem(written) if at_the_top else job_keys.OWNER_IS_AT_THE_TOP
        if problem:
            self.problems.append(TreeProblem.at(pointer.place(), problem, path=OWNER))
        else:
            self.owners.append(OwnerPart(written, pointer))

    def _profiles(self, written: t.Any, pointer: SourcePointer) -> None:
        if written is None:
            return
        if not isinstance(written, Mapping):
            self.problems.append(
                TreeProblem.at(pointer.place(), "must have the names of profiles as keys", path="profiles")
            )
            return
        for name, tree in written.items():
            here = pointer.below(name)
            if name in self.profiles:
                other = self.profiles[name].pointer.place()
                self.problems.append(TreeProblem.at(here.place(), f'the profile "{name}" is also at {other}'))
            for layer in self._layer(f"profile {name}", {} if tree is None else tree, here, job_keys.IN_A_PROFILE):
                self.profiles[name] = layer

    def _policies(self, written: t.Any, pointer: SourcePointer) -> None:
        if written is None:
            return
        if not isinstance(written, list):
            self.problems.append(TreeProblem.at(pointer.place(), "must be a list of policies", path="policies"))
            return
        for index, rule in enumerate(written):
            self.policies.append(PolicyPart(rule, pointer.below(index)))

    def _jobs(
        self, written: t.Any, pointer: SourcePointer, steps: Steps, *, folder: str, defaults: tuple[Layer, ...]
    ) -> None:
        if not isinstance(written, list):
            self.problems.append(TreeProblem.at(pointer.place(steps), "must be a list of jobs", path="jobs"))
            return
        for index, job in enumerate(written):
            self._job(job, pointer.below(*steps, index), folder=folder, defaults=defaults)

    def _job(self, job: t.Any, pointer: SourcePointer, *, folder: str, defaults: tuple[Layer, ...]) -> None:
        for layer in self._layer("job", job, pointer, job_keys.IN_A_JOB):
            if layer.tree.get("name") or layer.tree.get("id"):
                self.jobs.append(JobPart(layer, folder, defaults))
            else:
                message = "the job has no name (and no id)"
                self.problems.append(TreeProblem.at(pointer.place(), message, path="name"))

    def _layer(self, label: str, tree: t.Any, pointer: SourcePointer, allowed: Collection[str]) -> Iterator[Layer]:
        found = list(job_keys.key_problems(tree, allowed))
        job = str(tree.get("name") or "") if label == "job" and isinstance(tree, Mapping) else ""
        self.problems += [
            TreeProblem.at(pointer.place(written_steps(problem.path)), problem.message, path=problem.path, job=job)
            for problem in found
        ]
        if isinstance(tree, Mapping):
            wrong = {problem.path for problem in found}
            right = (
                {key: value for key, value in tree.items() if (key,) not in wrong} if wrong else t.cast("Json", tree)
            )
            yield Layer(label, right, pointer)


def _is_document(document: t.Any) -> bool:
    if not isinstance(document, Mapping):
        return False
    # An owner in a job is a mistake of which the job is told.
    keys = DOCUMENT_KEYS if not {"name", "id"} & document.keys() else [key for key in DOCUMENT_KEYS if key != OWNER]
    return any(key in document for key in keys)


def _is_kept_apart(file: File) -> str:
    """The key that must be in a file with such a name, "" when it may hold jobs."""
    name = file.label.rpartition("/")[2].partition(".")[0]
    return name[1:] if name.startswith("_") and name[1:] in DOCUMENT_KEYS else ""
