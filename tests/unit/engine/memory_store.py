# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A job store in memory: a small backup server that the engine can talk to, and that can be told to misbehave."""

from __future__ import annotations

import copy
import typing as t
import uuid

from ansible_collections.backupops.veeam.plugins.module_utils._errors import (
    Ambiguous,
    InvalidInput,
    NotFound,
    OutcomeUnknown,
    RequestRefused,
    check_absence,
)
from ansible_collections.backupops.veeam.plugins.module_utils._model import Gap, Job, Json, Listed, Reading
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.names.job_references import referenced_jobs
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.comparison import VbrComparison

if t.TYPE_CHECKING:
    from collections.abc import Iterable

    from ansible_collections.backupops.veeam.plugins.module_utils._product import ComparisonRules, Completion

LISTED_ONLY = "LegacyBackupCopy"
UNDESCRIBED = "FileBackupCopy"


class MemoryModels:
    """``JobModels`` in the words of the API for backup servers, without shorthands."""

    comparison: ComparisonRules = VbrComparison()

    def option_members(self, job_type: str, *, name: str, description: str | None, high_priority: bool | None) -> Json:
        members = {"name": name, "description": description, "isHighPriority": high_priority}
        return {member: value for member, value in members.items() if value is not None}

    def as_enabled(self, model: Json, enabled: bool) -> Json:
        return {**model, "isDisabled": not enabled}

    def presentable(self, tree: Json, path: tuple[str, ...] = ()) -> Json:
        return tree

    def carries_owner(self, job_type: str) -> bool:
        return job_type != UNDESCRIBED

    def references(self, settings: Json) -> frozenset[str]:
        return frozenset(referenced_jobs(settings))

    def without_identity(self, model: Json) -> Json:
        return {member: value for member, value in model.items() if member != "id"}


class MemoryStore:
    """``JobStore`` over a dict: what reads, plans and writes is one and the same.

    ``calls`` lists the writes; ``trouble`` maps a call to what goes wrong in it, once.

    ``before``: fails and does nothing. ``after``: does it, and the answer is lost. ``refused``: the server says no.
    """

    def __init__(self) -> None:
        self.models = MemoryModels()
        self.contents: dict[str, Json] = {}
        self.calls: list[str] = []
        self.trouble: dict[str, str] = {}
        self.dropped: set[str] = set()
        # Names of jobs that are counted and not listed.
        self.left_out: set[str] = set()
        self.ran: set[str] = set()
        self.known: dict[str, str] = {}
        self.meanwhile: t.Callable[[], None] | None = None

    def add(self, name: str, **members: t.Any) -> str:
        job_id = str(uuid.uuid4())
        self.contents[job_id] = {
            "id": job_id,
            "name": name,
            "type": "VSphereBackup",
            "isDisabled": False,
            "description": "",
            **copy.deepcopy(members),
        }
        return job_id

    def model(self, name: str) -> Json:
        return next(model for model in self.contents.values() if model["name"] == name)

    @property
    def reader(self) -> MemoryStore:
        return self

    @property
    def planning(self) -> MemoryStore:
        return self

    @property
    def writer(self) -> MemoryStore:
        return self

    @property
    def creator(self) -> MemoryStore:
        return self

    # What the engine asks

    def read_back(self, job_id: str, written: Json | None) -> Job | None:
        return self.get(job_id)

    def all(self) -> Reading[Job]:
        listed = [self._job(model) for model in self.contents.values() if model["name"] not in self.left_out]
        yield from listed
        return Gap("the list of jobs", len(self.contents), len(listed)) if self.left_out else None

    def summaries(self) -> Reading[Job]:
        return self.all()

    def full(self, summary: Job) -> Job:
        return summary

    def find(self, name: str) -> Job | None:
        if "find" in self.trouble:
            raise RequestRefused("The server is busy.", status=503, method="GET", path="/jobs")
        listed = Listed.of(self.all())
        found = [job for job in listed.rows if job.name == name]
        if len(found) > 1:
            raise Ambiguous(f"There are {len(found)} jobs {name}.")
        if not found:
            check_absence(listed.gap, f'The job "{name}"')
        return found[0] if found else None

    def get(self, job_id: str) -> Job | None:
        if self.meanwhile is not None:
            happens, self.meanwhile = self.meanwhile, None
            happens()
        return self._job(self.contents[job_id]) if job_id in self.contents else None

    def when_missing(self, name: str) -> str:
        return ""

    def check(self, job_type: str, settings: Json) -> None:
        pass

    def check_clone(self, source: Job) -> None:
        pass

    def check_update(self, observed: Job, model: Json) -> None:
        pass

    def check_delete(self, observed: Job) -> None:
        pass

    def prime(self, jobs: Iterable[Job]) -> None:
        self.known.update({job.name: job.id for job in jobs})

    def prefetch(self, jobs: Iterable[tuple[str, Json]]) -> None:
        list(jobs)

    def resolve(self, job_type: str, settings: Json, observed: Job | None) -> Json:
        resolved = copy.deepcopy(settings)
        if "primaryJob" in resolved:
            name = resolved.pop("primaryJob")
            found = self.known.get(name) or next((job.id for job in self.all() if job.name == name), None)
            if found is None:
                raise InvalidInput([("settings.primaryJob", f'there is no job "{name}"')])
            resolved["primaryJobId"] = found
        return resolved

    def clone_settings(self, source: Job, wanted: Json, enabled: bool | None) -> tuple[Json, bool | None]:
        return wanted, enabled

    def creation(self) -> Completion:
        return lambda job_type, model: {"type": job_type, "description": "Created by Ansible", **model}

    def create(self, model: Json, *, enabled: bool | None) -> str:
        body = copy.deepcopy(model)
        if enabled is False and "schedule" in body:
            body["schedule"]["runAutomatically"] = False
        return self._do("create", lambda: self._added(body))

    def update(self, observed: Job, model: Json, *, allow_old_gfs_points_retention: bool) -> None:
        def replace() -> None:
            self.contents[observed.id] = self._kept(model)
            self._run(self.contents[observed.id])

        self._do("update", replace)

    def delete(self, job_id: str) -> None:
        if job_id not in self.contents:
            raise NotFound("no such job")
        self._do("delete", lambda: self.contents.pop(job_id))

    names_clones = False

    def clone(self, source: Job, wanted: Json) -> str:
        body = {**copy.deepcopy(self.contents[source.id]), "name": f"{source.name}_clone1"}
        return self._do("clone", lambda: self._added(body))

    def set_enabled(self, job_id: str, enabled: bool) -> None:
        def flip() -> None:
            self.contents[job_id]["isDisabled"] = not enabled
            self._run(self.contents[job_id])

        self._do("enable" if enabled else "disable", flip)

    # The server

    def _do(self, call: str, effect: t.Callable[[], t.Any]) -> t.Any:
        self.calls.append(call)
        kind = self.trouble.pop(call, None)
        if kind == "refused":
            raise RequestRefused("The server refused it: no.", status=400, method="POST", path="/jobs")
        if kind == "before":
            raise OutcomeUnknown("No answer.")
        result = effect()
        if kind == "after":
            raise OutcomeUnknown("No answer.")
        return result

    def _added(self, body: Json) -> str:
        job_id = str(uuid.uuid4())
        self.contents[job_id] = self._kept({**body, "id": job_id, "isDisabled": body.get("isDisabled", False)})
        self._run(self.contents[job_id])
        return job_id

    def _kept(self, model: Json) -> Json:
        return {member: copy.deepcopy(value) for member, value in model.items() if member not in self.dropped}

    def _run(self, model: Json) -> None:
        """The scheduler of this server is quick."""
        if not model["isDisabled"] and model.get("schedule", {}).get("runAutomatically"):
            self.ran.add(model["id"])

    def _job(self, model: Json) -> Job:
        own = copy.deepcopy(model)
        return Job(
            own["id"],
            own["name"],
            own["type"],
            own,
            enabled=not own["isDisabled"],
            manageable=own["type"] != LISTED_ONLY,
            raw=own,
        )


class MemoryProduct:
    """As much of a ``Product`` as the engine touches."""

    api_version = "1.3-rev2"

    def __init__(self) -> None:
        self.jobs = MemoryStore()
