# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Creating, changing, cloning, enabling and deleting jobs: one request each."""

from __future__ import annotations

import typing as t

from ..._errors import NotFound, OutcomeUnknown, RequestRefused
from ..api.client import segment
from ..schema import job_types
from ..schema.references import is_guid
from ..schema.revisions import supports
from ..schema.schemas import load
from ..settings.initial_schedule import without_triggers
from ..settings.translation import to_revision

if t.TYPE_CHECKING:
    from ..._model import Job, Json
    from ..api.client import VbrClient

_GFS_WARNING: t.Final = (
    "allow_old_gfs_points_retention has no effect on this server: its revision of the API has no such consent. What "
    "becomes of old GFS restore points is up to the server."
)
_FOUR_EYES_HINT: t.Final = "Where four-eyes authorization is on, jobs can only be deleted in the console."


class VbrJobWriter:
    """``JobWriter`` and ``JobCreator`` of this API. ``warnings`` gets what the user should know."""

    def __init__(self, client: VbrClient, warnings: list[str]) -> None:
        self._client = client
        self._warnings = warnings

    def create(self, model: Json, *, enabled: bool | None) -> str:
        job_type = str(model["type"])
        body = self._to_server(model if enabled is not False else without_triggers(model), job_type)
        if enabled is False and "isDisabled" in self._create_members(job_type):
            # A few types can be created disabled after all.
            body["isDisabled"] = True
        return _new_id(self._client.order("/jobs", body), "/jobs")

    def update(self, observed: Job, model: Json, *, allow_old_gfs_points_retention: bool) -> None:
        """Servers before 1.3-rev1 do not ask for consent, and it cannot be given to them."""
        params = None
        if allow_old_gfs_points_retention and supports(self._client.revision, "allowOldGfsPointsRetention"):
            params = {"allowOldGfsPointsRetention": "true"}
        elif allow_old_gfs_points_retention and _GFS_WARNING not in self._warnings:
            self._warnings.append(_GFS_WARNING)
        path = _path(observed.id)
        answer = self._client.put(path, self._to_server(model, str(model["type"])), params)
        if not isinstance(answer, dict) or not answer:
            message = "The server accepted the change, but its answer does not show the job."
            raise OutcomeUnknown(message, method="PUT", path=path)

    def delete(self, job_id: str) -> None:
        try:
            self._client.delete(_path(job_id))
        except RequestRefused as error:
            if error.status == 404:
                raise NotFound(f"There is no job with the id {job_id}.") from None
            error.message = f"{error.message} {_FOUR_EYES_HINT}"
            error.args = (error.message,)
            raise

    def clone(self, source: Job, wanted: Json) -> str:  # noqa: ARG002
        """The request for a clone says nothing but of what."""
        path = f"{_path(source.id)}/clone"
        return _new_id(self._client.order(path), path)

    def set_enabled(self, job_id: str, enabled: bool) -> None:  # noqa: FBT001
        self._client.post(f"{_path(job_id)}/{'enable' if enabled else 'disable'}", repeatable=True)

    def _to_server(self, model: Json, job_type: str) -> Json:
        return to_revision(model, job_type=job_type, revision=self._client.revision)

    def _create_members(self, job_type: str) -> t.Container[str]:
        revision = self._client.revision
        return load(revision).create_body(job_types.to_revision(job_type, revision)).members


def _path(job_id: str) -> str:
    return f"/jobs/{segment(job_id)}"


def _new_id(answer: t.Any, path: str) -> str:
    if isinstance(answer, dict) and is_guid(str(answer.get("id"))):
        return str(answer["id"])
    message = "The server accepted the request, but its answer does not say which job it made."
    raise OutcomeUnknown(message, method="POST", path=path)
