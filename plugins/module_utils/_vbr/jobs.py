# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The jobs of a server of Veeam Backup & Replication, in canonical words whatever the server speaks. PRIVATE."""

from __future__ import annotations

import dataclasses
import functools
import typing as t

from .._errors import Ambiguous, InvalidInput, NotFound, OutcomeUnknown, RequestRefused, Unsupported, check_absence
from .._model import BY_NAME, Job, each
from .api import job_rows
from .api.client import segment
from .api.paging import ahead
from .names.display import presentable
from .names.job_references import referenced_jobs
from .schema import job_types
from .schema.references import Collection, is_guid
from .schema.revisions import CANONICAL, first_revision, product, supports
from .settings.comparison import VbrComparison
from .settings.translation import from_revision, to_revision

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .._model import Json, Order, Reading
    from .._product import ComparisonRules
    from .api.client import VbrClient
    from .names.catalogue import Catalogue
    from .names.inventory import Inventory
    from .names.resolver import Resolver

# The API wants a text for most types, and not every server takes an empty one (hazard 13).
_DEFAULT_DESCRIPTION: t.Final = "Created by Ansible"
_GFS_WARNING: t.Final = (
    "allow_old_gfs_points_retention has no effect on this server: its revision of the API has no such consent. What "
    "becomes of old GFS restore points is up to the server."
)
_FOUR_EYES_HINT: t.Final = "Where four-eyes authorization is on, jobs can only be deleted in the console."


class VbrJobs:
    """The ``JobStore`` of this API. Safe to share between threads."""

    def __init__(self, client: VbrClient) -> None:
        self._client = client
        # Settings in which nothing was wrong, by their identity: a set is checked as a whole before each job is.
        self._checked: dict[int, tuple[str, Json]] = {}
        self.comparison: ComparisonRules = VbrComparison()
        self.warnings: list[str] = []

    # Reading

    def all(self) -> Reading[Job]:
        """See ``JobStore``."""
        return each(job_rows.rows(self._client), self._job)

    def sketches(self) -> Reading[Job]:
        """See ``JobStore``. What speaks the canonical revision differs in the case of some words only."""
        listed = job_rows.rows(self._client, order=ahead)
        return each(listed, self._sketch if self._client.revision == CANONICAL else self._job)

    def exactly(self, sketch: Job) -> Job:
        """See ``JobStore``."""
        return self._job(sketch.raw) if sketch.model is sketch.raw else sketch

    def find(self, name: str) -> Job | None:
        """See ``JobStore``. The filter matches any member and knows wildcards, so names are checked again (T21)."""
        listed = job_rows.named(self._client, name)
        found = [self._job(raw) for raw in listed.rows if raw.get("name") == name]
        if len(found) > 1:
            lines = [f"{job.type}, id {job.id}" for job in found]
            raise Ambiguous(f'There are {len(found)} jobs "{name}" on the server. Give the id.', candidates=lines)
        if not found:
            check_absence(listed.gap, f'The job "{name}"')
            return None
        return self._with_state(found[0])

    def get(self, job_id: str) -> Job | None:
        """See ``JobStore``."""
        if not is_guid(job_id):
            raise InvalidInput([("id", f'"{job_id}" is not the id of a job; ids look like {"0" * 8}-0000-…')])
        try:
            raw = self._client.get_or_none(self._path(job_id))
        except RequestRefused as error:
            # So a job is answered that the API cannot show; whether it is one of those, its state tells.
            raw = job_rows.with_id(self._client, job_id) if error.status == 400 else None
            if raw is None:
                raise
        return None if raw is None else self._with_state(self._job(raw))

    def read_back(self, job_id: str, written: Json | None) -> Job | None:
        """See ``JobStore``. This API shows at once what was done."""
        del written
        return self.get(job_id)

    def search(self, filters: Json, order: Order = BY_NAME) -> list[Job]:
        """Jobs that match every filter (id, name, type), sorted by the server. Every filter is checked again."""
        from .api import filters as lists
        from .api.rows import FilteredList
        from .api.sorting import sorting

        wanted = lists.given(filters, self._client.zone)
        sorted_by = sorting("/jobs", order, revision=self._client.revision)
        listed = FilteredList("/jobs", lists.JOBS, job_rows.pages).rows(self._client, wanted, sorted_by)
        return [self._job(raw) for raw in listed]

    # Knowing

    def when_missing(self, name: str) -> str:  # noqa: ARG002
        """See ``JobStore``."""
        return ""

    def check(self, job_type: str, settings: Json) -> None:
        """See ``JobStore``: first what no server could take, then what this one cannot."""
        from .settings.support import unsupported
        from .settings.validation import type_problem, validate_settings

        if self._checked.get(id(settings), ("", None)) == (job_type, settings):
            return
        problems = validate_settings(job_type, settings)
        if problems != [type_problem(job_type)]:
            # A type that this server does not have is said at once, whatever else is wrong.
            problems += unsupported(job_type, {} if problems else settings, self._client.revision)
        if problems:
            raise InvalidInput(problems)
        self._checked[id(settings)] = (job_type, settings)

    def check_create(self) -> None:
        """See ``JobStore``. This API can."""

    def check_update(self, observed: Job, model: Json) -> None:
        """See ``JobStore``. Which changes a type does not take is for the server to say."""

    def check_delete(self, observed: Job) -> None:
        """See ``JobStore``. Every type that can be created can be deleted."""

    def written(self, jobs: Sequence[Job], *, everything: bool) -> list[Json]:
        """See ``JobStore``."""
        from .names.verified_names import written_settings
        from .settings.minimal_settings import settings_of

        tidied = [
            settings_of(job.type, job.model, self.comparison, revision=self._client.revision, everything=everything)
            for job in jobs
        ]
        settings = written_settings(
            jobs, tidied, self._catalogue, self._inventory, self.comparison, warnings=self.warnings
        )
        return [{**_written_options(job), "settings": found} for job, found in zip(jobs, settings, strict=True)]

    def check_clone(self, source: Job) -> None:
        """See ``JobStore``. Which types with a model can be cloned is for the server to say (T27)."""
        if not source.manageable:
            problem = (
                f'the job "{source.name}" is of the type {source.type}, which the API can only list and run: it cannot '
                "be cloned with it"
            )
            raise InvalidInput([("clone_from", problem)])
        revision = self._client.revision
        if not supports(revision, "clone"):
            needed = product(first_revision("clone"))
            raise Unsupported("Cloning a job (clone_from)", revision=revision, hint=f"It needs {needed} or newer.")

    def general(self, job_type: str, *, name: str, description: str | None, high_priority: bool | None) -> Json:
        """See ``JobStore``."""
        wanted = {"name": name, "description": description, "isHighPriority": high_priority}
        options = {"description": "description", "isHighPriority": "high_priority"}
        members = self._members(job_type)
        problems = [
            (option, f"jobs of the type {job_type} have no such setting")
            for member, option in options.items()
            if wanted[member] is not None and member not in members
        ]
        if problems:
            raise InvalidInput(problems)
        return {member: value for member, value in wanted.items() if value is not None}

    def as_enabled(self, model: Json, enabled: bool) -> Json:  # noqa: FBT001
        """See ``JobStore``."""
        return {**model, "isDisabled": not enabled}

    def presentable(self, tree: Json, path: tuple[str, ...] = ()) -> Json:
        """See ``JobStore``."""
        return presentable(tree, self._catalogue.label, path[-1] if path else "")

    def describable(self, job_type: str) -> bool:
        """See ``JobStore``."""
        return "description" in self._members(job_type)

    def references(self, settings: Json) -> frozenset[str]:
        """See ``JobStore``."""
        return frozenset(referenced_jobs(settings))

    def know(self, jobs: Iterable[Job]) -> None:
        """See ``JobStore``."""
        self._catalogue.know_jobs(job.raw for job in jobs)

    def prefetch(self, jobs: Iterable[tuple[str, Json]]) -> None:
        """See ``JobStore``."""
        self._resolver.prefetch((job_type, self._spelt(job_type, settings)) for job_type, settings in jobs)

    def resolve(self, job_type: str, settings: Json, observed: Job | None) -> Json:
        """See ``JobStore``."""
        from .settings.support import without_implied

        present = None if observed is None else observed.model
        resolved = self._resolver.resolve(job_type, self._spelt(job_type, settings), present)
        return without_implied(job_type, resolved, self._client.revision)

    def clone_settings(self, source: Job, wanted: Json, enabled: bool | None) -> tuple[Json, bool | None]:  # noqa: ARG002, FBT001
        """See ``JobStore``. This API copies everything."""
        return wanted, enabled

    def without_identity(self, model: Json) -> Json:
        """See ``JobStore``."""
        return {member: value for member, value in model.items() if member != "id"}

    def complete(self, job_type: str, model: Json) -> Json:
        """See ``JobStore``."""
        from .settings.completion import missing_members, with_defaults

        head: Json = {"type": job_type}
        if "description" in self._members(job_type) and model.get("description") is None:
            head["description"] = _DEFAULT_DESCRIPTION
        full = with_defaults(job_type, {**model, **head})
        problems = missing_members(job_type, full, revision=self._client.revision)
        if problems:
            raise InvalidInput(problems)
        return full

    # Writing

    def create(self, model: Json, *, enabled: bool | None) -> str:
        """See ``JobStore``."""
        job_type = str(model["type"])
        body = self._to_server(model if enabled is not False else self._at_rest(model), job_type)
        if enabled is False and "isDisabled" in self._create_members(job_type):
            # A few types can be created disabled after all.
            body["isDisabled"] = True
        return self._new_id(self._client.order("/jobs", body), "/jobs")

    def update(self, observed: Job, model: Json, *, allow_old_gfs_points_retention: bool) -> None:
        """See ``JobStore``. Servers before 1.3-rev1 do not ask for consent, and it cannot be given to them."""
        params = None
        if allow_old_gfs_points_retention and supports(self._client.revision, "allowOldGfsPointsRetention"):
            params = {"allowOldGfsPointsRetention": "true"}
        elif allow_old_gfs_points_retention and _GFS_WARNING not in self.warnings:
            self.warnings.append(_GFS_WARNING)
        path = self._path(observed.id)
        answer = self._client.put(path, self._to_server(model, str(model["type"])), params)
        if not isinstance(answer, dict) or not answer:
            message = "The server accepted the change, but its answer does not show the job."
            raise OutcomeUnknown(message, method="PUT", path=path)

    def delete(self, job_id: str) -> None:
        """See ``JobStore``. Raises NotFound for a job that is gone."""
        try:
            self._client.delete(self._path(job_id))
        except RequestRefused as error:
            if error.status == 404:
                raise NotFound(f"There is no job with the id {job_id}.") from None
            error.message = f"{error.message} {_FOUR_EYES_HINT}"
            error.args = (error.message,)
            raise

    @property
    def names_clones(self) -> bool:
        """See ``JobStore``."""
        return False

    def clone(self, source: Job, wanted: Json) -> str:  # noqa: ARG002
        """See ``JobStore``. The request for a clone says nothing but of what."""
        path = f"{self._path(source.id)}/clone"
        return self._new_id(self._client.order(path), path)

    def set_enabled(self, job_id: str, enabled: bool) -> None:  # noqa: FBT001
        """See ``JobStore``."""
        self._client.post(f"{self._path(job_id)}/{'enable' if enabled else 'disable'}", repeatable=True)

    def names_of_secrets(self) -> frozenset[str]:
        """The hints of the passwords for encryption, as far as they were read."""
        return self._catalogue.known(Collection.ENCRYPTION_PASSWORDS) if "_catalogue" in vars(self) else frozenset()

    # The rest is nobody else's business

    @functools.cached_property
    def _catalogue(self) -> Catalogue:
        from .names.catalogue import Catalogue

        return Catalogue(self._client)

    @functools.cached_property
    def _resolver(self) -> Resolver:
        from .names.resolver import Resolver

        return Resolver(self._catalogue, self._inventory)

    @functools.cached_property
    def _inventory(self) -> Inventory:
        from .names.inventory import Inventory

        return Inventory(self._client)

    def _job(self, raw: Json) -> Job:
        return self._as_job(raw, from_revision(raw, revision=self._client.revision))

    def _sketch(self, raw: Json) -> Job:
        # Words of a type that is spelt otherwise would not be understood either.
        return self._as_job(raw, raw) if job_types.is_creatable(str(raw.get("type")), CANONICAL) else self._job(raw)

    def _as_job(self, raw: Json, model: Json) -> Job:
        disabled = model.get("isDisabled")
        return Job(
            id=str(raw.get("id", "")),
            name=str(raw.get("name", "")),
            type=str(model.get("type", "")),
            model=model,
            enabled=None if disabled is None else not disabled,
            manageable=job_types.is_creatable(str(model.get("type", "")), self._client.revision),
            raw=raw,
        )

    def _with_state(self, job: Job) -> Job:
        """``job`` with its state from the list of states, for servers that leave it out of the job itself."""
        if job.enabled is not None or not job.manageable:
            return job
        states = self._client.pages("/jobs/states", [("idFilter", job.id)])
        status = next((str(state.get("status", "")) for state in states if state.get("id") == job.id), "")
        return dataclasses.replace(job, enabled=status.lower() != "disabled") if status else job

    def _members(self, job_type: str) -> t.Container[str]:
        from .schema.schemas import vocabulary

        return vocabulary().edit_body(job_type).members

    def _create_members(self, job_type: str) -> t.Container[str]:
        from .schema.schemas import load

        revision = self._client.revision
        return load(revision).create_body(job_types.to_revision(job_type, revision)).members

    def _at_rest(self, model: Json) -> Json:
        from .settings.initial_schedule import at_rest

        return at_rest(model)

    def _spelt(self, job_type: str, settings: Json) -> Json:
        from .settings.spelling import canonical_spelling

        return canonical_spelling(job_type, settings)

    def _to_server(self, model: Json, job_type: str) -> Json:
        return to_revision(model, job_type=job_type, revision=self._client.revision)

    def _path(self, job_id: str) -> str:
        return f"/jobs/{segment(job_id)}"

    def _new_id(self, answer: t.Any, path: str) -> str:
        if isinstance(answer, dict) and is_guid(str(answer.get("id"))):
            return str(answer["id"])
        message = "The server accepted the request, but its answer does not say which job it made."
        raise OutcomeUnknown(message, method="POST", path=path)


def _written_options(job: Job) -> Json:
    """The options of a job beside its settings, those that go without saying left out."""
    shown: Json = {"name": job.name, "type": job.type}
    description = str(job.model.get("description") or "")
    if description not in ("", _DEFAULT_DESCRIPTION):
        shown["description"] = description
    if job.enabled is not None:
        # Drift would not see otherwise that the job was disabled.
        shown["enabled"] = job.enabled
    if job.model.get("isHighPriority") is True:
        shown["high_priority"] = True
    return shown
