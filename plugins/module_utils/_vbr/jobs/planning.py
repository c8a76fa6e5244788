# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""From settings as a person writes them to the model that a server takes."""

from __future__ import annotations

import typing as t

from ..._errors import InvalidInput, Problem, Unsupported
from ..schema.revisions import first_revision, product, supports
from ..settings.spelling import canonical_spelling
from ..settings.support import unsupported, without_implied
from ..settings.validation import type_problem, validate_settings
from .models import edit_members

if t.TYPE_CHECKING:
    from collections.abc import Iterable

    from ..._model import Job, Json
    from ..._product import Completion
    from ..names.known_names import KnownNames
    from ..settings.memo import Memo

# The API wants a text for most types, and not every server takes an empty one.
DEFAULT_DESCRIPTION: t.Final = "Created by Ansible"


class Speaker(t.Protocol):
    """What speaks a revision of the API: a server, or an export that was read from one."""

    @property
    def revision(self) -> str:
        """The revision. Asking for it may make a client negotiate."""


class VbrJobPlanning:
    """``JobPlanning`` of this API. Safe to share between threads."""

    names_clones = False

    def __init__(self, server: Speaker, names: KnownNames, memo: Memo) -> None:
        self._server = server
        self._names = names
        self._memo = memo

    def check(self, job_type: str, settings: Json) -> None:
        """First what no server could take, then what this one cannot."""
        # A set is checked as a whole before each job is.
        question = ("checked", job_type)
        if self._memo.is_settled_as_a_whole(question, settings):
            return
        problems = validate_settings(job_type, settings, memo=self._memo)
        if not problems or problems != [type_problem(job_type)]:
            # A type that this server does not have is said at once, whatever else is wrong.
            problems += unsupported(job_type, {} if problems else settings, self._server.revision, memo=self._memo)
        if problems:
            raise _invalid(job_type, problems)
        self._memo.settle_as_a_whole(question, settings)

    def check_clone(self, source: Job) -> None:
        """Which types with a model can be cloned is for the server to say (VBR-T27)."""
        if not source.manageable:
            problem = (
                f'the job "{source.name}" is of the type {source.type}, which the API can only list and run: it cannot '
                "be cloned with it"
            )
            raise InvalidInput([("clone_from", problem)])
        revision = self._server.revision
        if not supports(revision, "clone"):
            needed = product(first_revision("clone"))
            raise Unsupported("Cloning a job (clone_from)", revision=revision, hint=f"It needs {needed} or newer.")

    def check_update(self, observed: Job, model: Json) -> None:
        """Which changes a type does not take is for the server to say."""

    def check_delete(self, observed: Job) -> None:
        """Every type that can be created can be deleted."""

    def prime(self, jobs: Iterable[Job]) -> None:
        self._names.catalogue.prime_jobs(job.raw for job in jobs)

    def prefetch(self, jobs: Iterable[tuple[str, Json]]) -> None:
        self._names.resolver.prefetch((job_type, self._spelt(job_type, settings)) for job_type, settings in jobs)

    def resolve(self, job_type: str, settings: Json, observed: Job | None) -> Json:
        present = None if observed is None else observed.model
        resolved = self._names.resolver.resolve(job_type, self._spelt(job_type, settings), present)
        return without_implied(job_type, resolved, self._server.revision, memo=self._memo)

    def clone_settings(self, source: Job, wanted: Json, enabled: bool | None) -> tuple[Json, bool | None]:  # noqa: ARG002, FBT001
        """This API copies everything."""
        return wanted, enabled

    def creation(self) -> Completion:
        return self._complete

    def _complete(self, job_type: str, model: Json) -> Json:
        from ..settings.completion import missing_members, with_defaults

        head: Json = {"type": job_type}
        if "description" in edit_members(job_type) and model.get("description") is None:
            head["description"] = DEFAULT_DESCRIPTION
        full = with_defaults(job_type, {**model, **head})
        problems = missing_members(job_type, full, revision=self._server.revision)
        if problems:
            raise _invalid(job_type, problems)
        return full

    def _spelt(self, job_type: str, settings: Json) -> Json:
        return canonical_spelling(job_type, settings, memo=self._memo)


def _invalid(job_type: str, problems: list[Problem]) -> InvalidInput:
    from ..settings.console_words import with_console_words

    return InvalidInput(with_console_words(job_type, problems))
