# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""The jobs of a saved export: to read, to plan with and to compare, and nothing else."""

from __future__ import annotations

import typing as t
import uuid
from dataclasses import dataclass

from ..._errors import VeeamError
from ..jobs.job_row import job_with
from ..jobs.models import VbrJobModels
from ..jobs.planning import VbrJobPlanning
from ..names.names_to_ids import names_to_ids
from ..schema.references import Collection
from ..settings.minimal_settings import settings_of
from ..settings.spelling import canonical_spelling
from .names import NAMESPACE, Learning, SavedNames

if t.TYPE_CHECKING:
    from collections.abc import Sequence

    from ..._model import Job, Json, Reading
    from ..._product import ComparisonRules, JobCreator, JobExporter, JobWriter
    from ..names.known_names import KnownNames
    from ..settings.memo import Memo


@dataclass(frozen=True)
class Origin:
    """The revision of the server that an export was made from."""

    revision: str


class SavedJobs:
    """``JobStore`` of an export. What it would take a server for is refused."""

    def __init__(self, entries: Sequence[Json], revision: str, memo: Memo) -> None:
        names = SavedNames(memo)
        learning = Learning(names.catalogue, names.inventory)
        models = (_model(entry, learning, memo) for entry in entries)
        self.reader = SavedJobReader([job_with(model, model, revision) for model in models])
        names.catalogue.settle()
        self.models = SavedJobModels(names.catalogue)
        self.planning = SavedJobPlanning(Origin(revision), names, memo, self.models.comparison)
        # Those that the export itself names, not those that were learnt from job files since.
        self.password_hints = names.catalogue.known(Collection.ENCRYPTION_PASSWORDS)

    @property
    def writer(self) -> JobWriter:
        """Refused."""
        raise refusal()

    @property
    def creator(self) -> JobCreator:
        """Refused."""
        raise refusal()

    @property
    def exporter(self) -> JobExporter:
        """Refused."""
        raise refusal()


class SavedJobReader:
    """``JobReader`` of an export, which is whole."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._jobs = jobs

    def all(self) -> Reading[Job]:
        yield from self._jobs
        return None

    def summaries(self) -> Reading[Job]:
        return self.all()

    def full(self, summary: Job) -> Job:
        return summary

    def find(self, name: str) -> Job | None:
        return next((job for job in self._jobs if job.name == name), None)

    def get(self, job_id: str) -> Job | None:
        return next((job for job in self._jobs if job.id.lower() == job_id.lower()), None)

    def read_back(self, job_id: str, written: Json | None) -> Job | None:  # noqa: ARG002
        """Nothing is written to an export."""
        return self.get(job_id)

    def when_missing(self, name: str) -> str:  # noqa: ARG002
        return ""


class SavedJobModels(VbrJobModels):
    """``JobModels`` of an export."""

    def carries_owner(self, job_type: str) -> bool:  # noqa: ARG002
        """An export has descriptions without markers of owners."""
        return False


class SavedJobPlanning(VbrJobPlanning):
    """``JobPlanning`` for an export."""

    def __init__(self, origin: Origin, names: KnownNames, memo: Memo, rules: ComparisonRules) -> None:
        super().__init__(origin, names, memo)
        self._rules = rules

    def resolve(self, job_type: str, settings: Json, observed: Job | None) -> Json:
        """What an export leaves out because every new job has it is no difference."""
        resolved = super().resolve(job_type, settings, observed)
        if observed is None:
            return resolved
        worth_writing = settings_of(job_type, _over(observed.model, resolved), self._rules)
        return _cut(resolved, observed.model, worth_writing)


def refusal() -> VeeamError:
    """Of what it takes a server for."""
    return VeeamError("This needs a server. A saved export can only be compared and planned with.")


def _model(entry: Json, names: Learning, memo: Memo) -> Json:
    """A job of the export as a server of the canonical revision would have it."""
    job_type = str(entry["type"])
    names.job_type = job_type
    return {
        "id": entry.get("id") or str(uuid.uuid5(NAMESPACE, repr(("job", entry["name"])))),
        "name": entry["name"],
        "type": job_type,
        "description": entry.get("description") or "",
        "isHighPriority": bool(entry.get("high_priority")),
        "isDisabled": entry.get("enabled") is False,
        **names_to_ids(job_type, canonical_spelling(job_type, entry.get("settings") or {}, memo=memo), names),
    }


def _over(present: t.Any, wanted: t.Any) -> t.Any:
    """``present`` with the members of ``wanted`` in their places."""
    if not isinstance(present, dict) or not isinstance(wanted, dict):
        return wanted
    return {**present, **{member: _over(present.get(member), value) for member, value in wanted.items()}}


def _cut(wanted: Json, present: Json, worth_writing: Json) -> Json:
    """``wanted`` less what ``present`` leaves out because it need not be written."""
    result: Json = {}
    for member, value in wanted.items():
        if member in present and isinstance(value, dict) and isinstance(present[member], dict):
            result[member] = _cut(value, present[member], worth_writing.get(member) or {})
        elif member in present:
            result[member] = value
        elif member in worth_writing:
            result[member] = worth_writing[member] if isinstance(value, dict) else value
    return result
