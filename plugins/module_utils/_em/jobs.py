# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The jobs of an Enterprise Manager: clone, edit, delete, enable. PRIVATE to the collection.

The API has no call that makes a job from nothing, and none that replaces one: an edit sends the members that change,
and the lists of a job have calls of their own.
"""

from __future__ import annotations

import functools
import typing as t

from .._errors import InvalidInput, NotFound, OutcomeUnknown, RequestRefused, VeeamError
from .api.limits import UnsupportedByEnterpriseManager
from .api.pace import LOOKS
from .api.servers import COLLECT_HINT
from .api.shapes import guid
from .api.tasks import TaskFailed, made
from .job_runs.toggle import set_enabled
from .names.job_kinds import MACHINES, family_of
from .names.job_lookup import JobLookup
from .settings.comparison import EmComparison

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .._model import Job, Json
    from .._product import ComparisonRules
    from .api.client import EmClient
    from .api.query import EmQuery
    from .api.servers import Servers
    from .api.tasks import EmTasks
    from .names.resolver import Names

# Types of which settings can be changed, and the description with them.
EDITABLE: t.Final = frozenset({"Backup", "Replica"})
# Statuses of a server that has the edit without an action (T45).
WITHOUT_ACTION: t.Final = frozenset({405, 501})
OLD_SERVER_HINT: t.Final = (
    "Enterprise Manager changes and deletes jobs only on backup servers of its own version. api: vbr talks to the "
    "backup server itself."
)
DROPS_BACKUPS: t.Final = (
    'A change of the backup copy job "{name}" through Enterprise Manager removes the backups that are linked to it '
    "(LinkedBackupIncludes). With api: vbr they stay."
)


class EmJobs(JobLookup):
    """``JobStore`` of Enterprise Manager."""

    def __init__(self, client: EmClient, query: EmQuery, tasks: EmTasks, servers: Servers) -> None:
        super().__init__(client, query, servers)
        self._tasks = tasks
        self.comparison: ComparisonRules = EmComparison()
        # What the user should know although nothing went wrong.
        self.warnings: list[str] = []

    @property
    def names_clones(self) -> bool:
        """See ``JobStore``. The name is a part of the call."""
        return True

    # Knowing

    def read_back(self, job_id: str, written: Json | None) -> Job | None:
        """See ``JobStore``. What is shown may lag behind (EM-T88)."""
        pace = self._tasks.pace
        return pace.look(lambda: self.get(job_id), lambda job: _shows(job, written), looks=1 + LOOKS).found

    def search(self, filters: Json) -> list[Job]:
        """Jobs that match every filter, by name."""
        from . import job_filters

        return job_filters.search(self, self._query, self._servers, filters)

    def check(self, job_type: str, settings: Json) -> None:
        """See ``JobStore``."""
        from .settings.validation import problems

        found = problems(job_type, settings)
        if found:
            raise InvalidInput(found)

    def check_create(self) -> None:
        """See ``JobStore``."""
        raise UnsupportedByEnterpriseManager(
            "To create a job from nothing",
            "Name a job that is like it in clone_from, or use api: vbr, which talks to the backup server itself. In "
            f"case the job should be there: {COLLECT_HINT}",
        )

    def check_clone(self, source: Job) -> None:
        """See ``JobStore``."""
        if family_of(source.id) is not MACHINES:
            raise UnsupportedByEnterpriseManager(f'To clone "{source.name}", a job of the type {source.type},')

    def check_update(self, observed: Job, model: Json) -> None:
        """See ``JobStore``. Also warns of what a change of a copy job brings with it (T82)."""
        from .settings.job_changes import document, drops_linked_backups

        if model.get("Name") != observed.name:
            raise UnsupportedByEnterpriseManager(f'To rename the job "{observed.name}"')
        edit = document(observed.model, model)
        if edit and observed.type not in EDITABLE:
            changed = ", ".join(edit)
            raise UnsupportedByEnterpriseManager(
                f'To change {changed} of "{observed.name}", a job of the type {observed.type},'
            )
        warning = DROPS_BACKUPS.format(name=observed.name)
        if drops_linked_backups(observed.model, model) and warning not in self.warnings:
            self.warnings.append(warning)

    def check_delete(self, observed: Job) -> None:
        """See ``JobStore``."""
        if family_of(observed.id) is not MACHINES:
            raise UnsupportedByEnterpriseManager(f'To delete "{observed.name}", a job of the type {observed.type},')

    def general(self, job_type: str, *, name: str, description: str | None, high_priority: bool | None) -> Json:
        """See ``JobStore``."""
        if high_priority is not None:
            raise UnsupportedByEnterpriseManager(f"To set the priority of a job (high_priority) of the type {job_type}")
        wanted = {"Name": name, "Description": description}
        return {member: value for member, value in wanted.items() if value is not None}

    def as_enabled(self, model: Json, enabled: bool) -> Json:  # noqa: FBT001 - the engine's protocol
        """See ``JobStore``."""
        return {**model, "ScheduleEnabled": enabled}

    def presentable(self, tree: Json, path: tuple[str, ...] = ()) -> Json:  # noqa: ARG002
        """See ``JobStore``. Machines go by their names."""
        from .settings.display import shown

        return {name: shown(value) for name, value in tree.items()}

    def describable(self, job_type: str) -> bool:
        """See ``JobStore``."""
        return job_type in EDITABLE

    def references(self, settings: Json) -> frozenset[str]:
        """See ``JobStore``."""
        from .names.resolver import jobs_named

        return jobs_named(settings)

    def know(self, jobs: Iterable[Job]) -> None:
        """See ``JobStore``."""
        self._names.know_jobs(jobs)

    def prefetch(self, jobs: Iterable[tuple[str, Json]]) -> None:
        """See ``JobStore``. The look-ups of this API answer one question at a time."""

    def written(self, jobs: Sequence[Job], *, everything: bool) -> list[Json]:  # noqa: ARG002
        """See ``JobStore``. A job that Enterprise Manager shows is not all of the job."""
        raise UnsupportedByEnterpriseManager("To write jobs to files")

    def resolve(self, job_type: str, settings: Json, observed: Job | None) -> Json:
        """See ``JobStore``. A daily schedule switches a monthly one off, and the other way round."""
        from .settings.job_changes import one_calendar
        from .settings.validation import spelt

        job = {} if observed is None else observed.model
        return one_calendar(self._names.resolved(spelt(job_type, settings), job), job)

    def clone_settings(self, source: Job, wanted: Json, enabled: bool | None) -> tuple[Json, bool | None]:  # noqa: FBT001
        """See ``JobStore``. A clone has the standard retention, and is enabled or not as it comes (T79)."""
        from .clone import clone_spec, wanted_of_clone

        whole = wanted_of_clone(source, wanted)
        whole["JobCloneSpec"] = clone_spec(source, whole, self._names, self._query)
        return whole, source.enabled if enabled is None else enabled

    def without_identity(self, model: Json) -> Json:
        """See ``JobStore``."""
        from .settings.display import without_own

        return dict(without_own(model))

    def complete(self, job_type: str, model: Json) -> Json:  # noqa: ARG002
        """See ``JobStore``. Refused before."""
        self.check_create()
        return model

    # Writing

    def create(self, model: Json, *, enabled: bool | None) -> str:  # noqa: ARG002
        """See ``JobStore``. Refused before."""
        self.check_create()
        return ""

    def clone(self, source: Job, wanted: Json) -> str:
        """See ``JobStore``. The task says what it made; if it does not, the name does (T79)."""
        name, path = str(wanted["Name"]), _path(source.id)
        doubt: OutcomeUnknown | None = None
        new = ""
        try:
            new = made(self._tasks.run("POST", path, wanted["JobCloneSpec"], [("action", "clone")]), "Job")
        except OutcomeUnknown as error:
            doubt = error
        if new:
            return f"urn:veeam:Job:{new}"
        found = self._appeared(name)
        if found is None:
            text = f'The job "{source.name}" was cloned, but no job "{name}" can be seen.'
            raise doubt or OutcomeUnknown(text, method="POST", path=path)
        return found.id

    def update(self, observed: Job, model: Json, *, allow_old_gfs_points_retention: bool) -> None:
        """See ``JobStore``. At most one edit; objects are added and removed before it, one call for each."""
        from .settings.job_changes import calls, document

        if allow_old_gfs_points_retention:
            raise UnsupportedByEnterpriseManager("To shorten the long-term retention (allow_old_gfs_points_retention)")
        done: list[str] = []
        try:
            for call in calls(observed.model, model):
                self._tasks.run(call.method, f"{_path(observed.id)}{call.path}", call.body)
                done.append(call.does)
            edit = document(observed.model, model)
            if edit:
                self._edit(observed, edit)
        except RequestRefused as error:
            raise _half_done(error, done) from None

    def delete(self, job_id: str) -> None:
        """See ``JobStore``. Raises NotFound for a job that is gone (T90)."""
        if family_of(job_id) not in (None, MACHINES):
            # It would be looked for among the other jobs, and not being there be taken for gone.
            raise UnsupportedByEnterpriseManager(f"To delete the job {job_id}")
        try:
            self._tasks.run("DELETE", _path(job_id))
        except RequestRefused as error:
            if error.status == 404:
                raise NotFound(f"There is no job with the id {job_id}.") from None
            raise _hinted(error) from None

    def set_enabled(self, job_id: str, enabled: bool) -> None:  # noqa: FBT001 - the engine's protocol
        """See ``JobStore``. The flip is made once at most."""
        set_enabled(self, self._tasks, job_id, enabled=enabled)

    # The rest is nobody else's business

    @functools.cached_property
    def _names(self) -> Names:
        from .names.resolver import Names

        return Names(self._client, self._query)

    def _appeared(self, name: str) -> Job | None:
        """The job of that name, which may show some time after it was made (T88)."""
        return self._tasks.pace.look(lambda: self.find(name), lambda job: job is not None).found

    def _edit(self, observed: Job, changes: Json) -> None:
        edit = self._client.spelling.written(changes, MACHINES.kind.name)
        try:
            self._tasks.run("PUT", _path(observed.id), edit, [("action", "edit")])
        except TaskFailed:
            raise
        except RequestRefused as error:
            if error.status not in WITHOUT_ACTION:
                raise _hinted(error) from None
            self._tasks.run("PUT", _path(observed.id), edit)


def _shows(job: Job | None, written: Json | None) -> bool:
    """Whether ``job`` is as ``written`` (as in ``read_back``)."""
    from .settings.job_changes import calls, document

    if job is None:
        # One that was changed and is gone will not come back, a new one may still come.
        return written != {}
    if not written:
        return written is not None
    return not (document(job.model, written) or any(calls(job.model, written)))


def _path(job_id: str) -> str:
    return f"{MACHINES.kind.path}/{guid(job_id)}"


def _hinted(error: RequestRefused) -> RequestRefused:
    if error.status == 400:
        error.message = f"{error.message} {OLD_SERVER_HINT}"
        error.args = (error.message,)
    return error


def _half_done(error: RequestRefused, done: list[str]) -> VeeamError:
    """A refusal after something was done is no refusal of the whole."""
    if not done:
        return error
    said = error.message if error.message.endswith((".", "!", "?")) else f"{error.message}."
    return VeeamError(
        f"{said} Before that, {', '.join(done)}. Run the task again when the reason is gone.", **error.details
    )
