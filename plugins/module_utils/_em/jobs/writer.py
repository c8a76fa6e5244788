# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Cloning, changing, deleting and enabling jobs: tasks of the service."""

from __future__ import annotations

import typing as t

from ..._errors import NotFound, OutcomeUnknown, RequestRefused, VeeamError
from ..api.limits import UnsupportedByEnterpriseManager
from ..api.shapes import guid
from ..api.tasks import TaskFailed, made
from ..job_runs.toggle import set_enabled
from ..names.job_kinds import MACHINES, family_of
from ..settings.job_changes import calls, document

if t.TYPE_CHECKING:
    from ..._model import Job, Json
    from ..api.client import EmClient
    from ..api.tasks import EmTasks
    from .reader import EmJobReader

# Statuses of a server that has the edit without an action (EM-T45).
WITHOUT_ACTION: t.Final = frozenset({405, 501})
OLD_SERVER_HINT: t.Final = (
    "Enterprise Manager changes and deletes jobs only on backup servers of its own version. api: vbr talks to the "
    "backup server itself."
)


class EmJobWriter:
    """``JobWriter`` of Enterprise Manager."""

    def __init__(self, client: EmClient, tasks: EmTasks, reader: EmJobReader) -> None:
        self._client = client
        self._tasks = tasks
        self._reader = reader

    def clone(self, source: Job, wanted: Json) -> str:
        """The task says what it made; if it does not, the name does (EM-T79)."""
        name, path = str(wanted["Name"]), _path(source.id)
        doubt: OutcomeUnknown | None = None
        new = ""
        try:
            new = made(self._tasks.run("POST", path, wanted["JobCloneSpec"], [("action", "clone")]), "Job")
        except OutcomeUnknown as error:
            doubt = error
        if new:
            return f"urn:veeam:Job:{new}"
        found = self._reader.appeared(name)
        if found is None:
            text = f'The job "{source.name}" was cloned, but no job "{name}" can be seen.'
            raise doubt or OutcomeUnknown(text, method="POST", path=path)
        return found.id

    def update(self, observed: Job, model: Json, *, allow_old_gfs_points_retention: bool) -> None:
        """At most one edit; objects are added and removed before it, one call for each."""
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
        """A job that is gone is NotFound (EM-T90)."""
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
        """The flip is made once at most."""
        set_enabled(self._reader, self._tasks, job_id, enabled=enabled)

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
