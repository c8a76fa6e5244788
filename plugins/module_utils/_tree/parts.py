# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From the content of files to parts of jobs: defaults, profiles, policies and jobs, each with its place. PRIVATE."""

from __future__ import annotations

import functools
import typing as t
from collections.abc import Mapping
from dataclasses import dataclass, field

from ansible_collections.backupops.veeam.plugins.module_utils._jobs.job_set import Place
from ansible_collections.backupops.veeam.plugins.module_utils._tree import job_keys
from ansible_collections.backupops.veeam.plugins.module_utils._tree.composing import Layer, steps_of
from ansible_collections.backupops.veeam.plugins.module_utils._tree.problems import TreeProblem, did_you_mean

if t.TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ansible_collections.backupops.veeam.plugins.module_utils._model import Json
    from ansible_collections.backupops.veeam.plugins.module_utils._tree.composing import Locate, Steps
    from ansible_collections.backupops.veeam.plugins.module_utils._tree.reading import File

DOCUMENT_KEYS: t.Final = ("defaults", "profiles", "policies", "jobs")
_SHAPES: t.Final = (
    "must be a job (with the key name), a list of jobs, or have some of the keys defaults, profiles, policies and jobs"
)


@dataclass(frozen=True)
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
    def place(self) -> Place:
        """Where the job begins."""
        return self.layer.locate(())


@dataclass(frozen=True)
class PolicyPart:
    """One policy as written."""

    rule: Json
    locate: Locate


@dataclass
class Parts:
    """What the files of one tree say. ``defaults`` are by the folder for which they count."""

    defaults: dict[str, list[Layer]] = field(default_factory=dict)
    profiles: dict[str, Layer] = field(default_factory=dict)
    policies: list[PolicyPart] = field(default_factory=list)
    jobs: list[JobPart] = field(default_factory=list)
    problems: list[TreeProblem] = field(default_factory=list)

    def take(self, file: File, *, folder: str, for_all: bool) -> None:
        """Sort what is in ``file``. With ``for_all`` its defaults count for the whole folder."""
        for index, document in enumerate(file.documents):
            locate = functools.partial(_locate, file, index)
            if document is None:
                continue
            if _is_document(document):
                self.take_document(document, locate, folder=folder, for_all=for_all)
            elif isinstance(document, list):
                self._jobs(document, locate, (), folder=folder, defaults=())
            elif isinstance(document, Mapping) and not _is_kept_apart(file):
                self._job(document, locate, folder=folder, defaults=())
            else:
                wanted = f"must have the key {_is_kept_apart(file)}" if _is_kept_apart(file) else _SHAPES
                self.problems.append(TreeProblem.at(locate(()), wanted))

    def take_document(self, document: Json, locate: Locate, *, folder: str, for_all: bool) -> None:
        """Sort what stands under the keys ``defaults``, ``profiles``, ``policies`` and ``jobs``."""
        for key in document:
            if key not in DOCUMENT_KEYS:
                hint = did_you_mean(key, DOCUMENT_KEYS)
                self.problems.append(TreeProblem.at(locate((key,)), f"unknown key{hint}", path=key))
        own: tuple[Layer, ...] = ()
        if document.get("defaults") is not None:
            layers = self._layer("defaults", document["defaults"], _below(locate, ("defaults",)), job_keys.IN_DEFAULTS)
            if for_all:
                self.defaults.setdefault(folder, []).extend(layers)
            else:
                own = tuple(layers)
        self._profiles(document.get("profiles"), _below(locate, ("profiles",)))
        self._policies(document.get("policies"), _below(locate, ("policies",)))
        if document.get("jobs") is not None:
            self._jobs(document["jobs"], locate, ("jobs",), folder=folder, defaults=own)

    def _profiles(self, written: t.Any, locate: Locate) -> None:
        if written is None:
            return
        if not isinstance(written, Mapping):
            self.problems.append(TreeProblem.at(locate(()), "must have the names of profiles as keys", path="profiles"))
            return
        for name, tree in written.items():
            place = _below(locate, (name,))
            if name in self.profiles:
                other = self.profiles[name].locate(())
                self.problems.append(TreeProblem.at(place(()), f'the profile "{name}" is also at {other}'))
            for layer in self._layer(f"profile {name}", {} if tree is None else tree, place, job_keys.IN_A_PROFILE):
                self.profiles[name] = layer

    def _policies(self, written: t.Any, locate: Locate) -> None:
        if written is None:
            return
        if not isinstance(written, list):
            self.problems.append(TreeProblem.at(locate(()), "must be a list of policies", path="policies"))
            return
        for index, rule in enumerate(written):
            self.policies.append(PolicyPart(rule, _below(locate, (index,))))

    def _jobs(self, written: t.Any, locate: Locate, steps: Steps, *, folder: str, defaults: tuple[Layer, ...]) -> None:
        if not isinstance(written, list):
            self.problems.append(TreeProblem.at(locate(steps), "must be a list of jobs", path="jobs"))
            return
        for index, job in enumerate(written):
            self._job(job, _below(locate, (*steps, index)), folder=folder, defaults=defaults)

    def _job(self, job: t.Any, locate: Locate, *, folder: str, defaults: tuple[Layer, ...]) -> None:
        for layer in self._layer("job", job, locate, job_keys.IN_A_JOB):
            if layer.tree.get("name") or layer.tree.get("id"):
                self.jobs.append(JobPart(layer, folder, defaults))
            else:
                message = "the job has no name (and no id)"
                self.problems.append(TreeProblem.at(locate(()), message, path="name"))

    def _layer(self, label: str, tree: t.Any, locate: Locate, allowed: Collection[str]) -> Iterator[Layer]:
        found = list(job_keys.key_problems(tree, allowed))
        job = str(tree.get("name") or "") if label == "job" and isinstance(tree, Mapping) else ""
        self.problems += [
            TreeProblem.at(locate(steps_of(problem.path)), problem.message, path=problem.path, job=job)
            for problem in found
        ]
        if isinstance(tree, Mapping):
            wrong = {problem.path for problem in found}
            yield Layer(label, {key: value for key, value in tree.items() if key not in wrong}, locate)


def _is_document(document: t.Any) -> bool:
    return isinstance(document, Mapping) and any(key in document for key in DOCUMENT_KEYS)


def _is_kept_apart(file: File) -> str:
    """The key that must be in a file with such a name, "" when it may hold jobs."""
    name = file.label.rpartition("/")[2].partition(".")[0]
    return name[1:] if name.startswith("_") and name[1:] in DOCUMENT_KEYS else ""


def _locate(file: File, document: int, steps: Steps) -> Place:
    return Place(file.label, file.line(document, steps))


def _below(locate: Locate, start: Steps) -> Locate:
    return functools.partial(_locate_below, locate, start)


def _locate_below(locate: Locate, start: Steps, steps: Steps) -> Place:
    return locate((*start, *steps))
