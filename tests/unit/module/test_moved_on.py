# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whole modules of both APIs: a job changes on the server between the plan and the destructive request of one task."""

from __future__ import annotations

import copy
import typing as t

import pytest

from tests.sweep.playing import Played, play
from tests.sweep.site import NoWatch, Site

if t.TYPE_CHECKING:
    import pathlib

MARK = "[managed by: git]"
JOBS = {"vbr": "Web servers", "em": "CRM Backup"}
KEPT = {"vbr": "Daily VMs", "em": "Oracle Backup"}


class Server:
    """One simulated server, changed from behind."""

    def __init__(self, api: str) -> None:
        self.api, self.name = api, JOBS[api]
        self.site = Site(api)

    @property
    def _api(self) -> t.Any:
        return self.site.world.apis[self.api]

    @property
    def path(self) -> str:
        """Where the job is read by itself."""
        if self.api == "vbr":
            return f"/api/v1/jobs/{self._api._server.jobs.named(self.name).id}"
        return f"/api/jobs/{self._item.guid}"

    @property
    def _item(self) -> t.Any:
        return next(item for item in self._api.site.estate.all("Job") if item.name == self.name)

    def change(self, *, name: str | None = None, description: str | None = None) -> None:
        """Rename the job, or write another description."""
        if self.api == "vbr":
            jobs = self._api._server.jobs
            model = jobs.named(self.name).model
            jobs.put(model | {"name": name or self.name, "description": description or model["description"]})
            return
        item = self._item
        item.name = name or item.name
        item.facts["Description"] = description or item.facts["Description"]

    def replace(self) -> None:
        """Another job of the same name in its place."""
        if self.api == "vbr":
            jobs = self._api._server.jobs
            model = jobs.named(self.name).model
            jobs.remove(jobs.named(self.name))
            jobs.put(model | {"id": jobs.new_id()})
            return
        item, estate = self._item, self._api.site.estate
        del estate.items["Job"][item.guid]
        estate.new("Job", item.name, server=item.server, facts=copy.deepcopy(item.facts), refs=dict(item.refs))

    def is_as_it_was(self, name: str) -> bool:
        """Whether a job of that name is there and enabled."""
        found = [job for job in self._api.state()["jobs"] if job["name"] == name]
        return bool(found) and all(not job.get("isDisabled") and job.get("enabled", True) for job in found)


class Meanwhile(NoWatch):
    """Lets something happen when the job is read by itself for the first time."""

    def __init__(self, path: str, happens: t.Callable[[], None]) -> None:
        self._path = path
        self._happens: t.Callable[[], None] | None = happens
        self.destructive: list[str] = []

    def before(self, number: int, method: str, path: str) -> None:
        """Happen once; take note of what would be destructive."""
        if method == "GET" and path == self._path and self._happens is not None:
            happens, self._happens = self._happens, None
            happens()
        elif method != "GET" and "/jobs/" in path:
            self.destructive.append(f"{method} {path}")


HAPPENS: dict[str, tuple[t.Callable[[Server], None], str, str]] = {
    "owner's line gone": (lambda server: server.change(description="mine now"), "", "no longer managed by"),
    "another owner": (lambda server: server.change(description="[managed by: others]"), "", "others"),
    "renamed": (lambda server: server.change(name="Important"), "Important", "Important"),
    "replaced": (Server.replace, "", "another job has its name"),
    "changed": (lambda server: server.change(description=f"More\n{MARK}"), "", "changed meanwhile"),
}
ACTS = ("absent", "a set with absent", "delete", "disable")


@pytest.fixture(scope="module", params=["vbr", "em"])
def server(request: pytest.FixtureRequest) -> Server:
    return Server(request.param)


def task(server: Server, act: str, *, check: bool = False, **more: t.Any) -> Played:
    absent = {"name": server.name, "state": "absent"}
    if act == "absent":
        return play(server.site, "veeam_job", **absent)
    kept: dict[str, t.Any] = {"name": KEPT[server.api]}
    if act == "a set with absent":
        return play(server.site, "veeam_jobs", check=check, jobs=[kept, absent], **more)
    owned = {"managed_by": "git", "prune": act, "prune_limit": "100%"}
    return play(server.site, "veeam_jobs", check=check, jobs=[kept], **owned, **more)


def prepare(server: Server) -> None:
    server.site.reset()
    server.change(description=f"Nightly\n{MARK}")
    own = play(server.site, "veeam_jobs", jobs=[{"name": KEPT[server.api]}], managed_by="git")
    assert not own.failed, own.message


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("happens", HAPPENS)
def test_a_job_that_moved_on_within_the_task_is_left_alone(server: Server, act: str, happens: str) -> None:
    prepare(server)
    change, name, word = HAPPENS[happens]
    watch = server.site.watch = Meanwhile(server.path, lambda: change(server))
    played = task(server, act)
    assert not played.failed, played.message or played.error
    result = played.result or {}
    assert not result["changed"]
    assert not watch.destructive
    assert server.is_as_it_was(name or server.name)
    assert word in str(result["warnings"])
    if act != "absent":
        statuses = {each["name"]: each["status"] for each in result["results"]}
        assert statuses == {KEPT[server.api]: "ok", server.name: "skipped"}
        assert result["summary"]["failed"] == 0


@pytest.mark.parametrize("act", ACTS)
def test_a_job_that_did_not_move_on_goes(server: Server, act: str) -> None:
    prepare(server)
    played = task(server, act)
    assert not played.failed, played.message or played.error
    assert (played.result or {})["changed"]
    assert not server.is_as_it_was(server.name)


def test_a_reviewed_plan_fails_at_the_end(server: Server, tmp_path: pathlib.Path) -> None:
    prepare(server)
    plan = str(tmp_path / "plan.json")
    assert not task(server, "delete", check=True, plan_dest=plan).failed
    watch = server.site.watch = Meanwhile(server.path, lambda: server.change(description="mine now"))
    played = task(server, "delete", plan_src=plan)
    assert played.failed
    assert "of the reviewed plan moved on before it was their turn" in played.message
    assert "no longer managed by" in played.message
    assert not watch.destructive
    assert server.is_as_it_was(server.name)
