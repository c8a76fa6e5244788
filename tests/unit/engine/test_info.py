# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which filters go to which list, and what is put together from several."""

from __future__ import annotations

import types
import typing as t
from dataclasses import dataclass, field

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.info import (
    BACKUP_FILTERS,
    BACKUP_PARTS,
    SESSION_FILTERS,
    STATE_FILTERS,
    backup_facts,
    job_facts,
    session_facts,
)
from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput, NotFound
from ansible_collections.backupops.veeam.plugins.module_utils._model import Job, Order, Outcome, Phase, Session
from tests.unit.engine.memory_store import MemoryStore

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._model import Json

RUN = Session("1", "Web", "9", "BackupJob", "Stopped", Phase.FINISHED, Outcome.SUCCESS, raw={"id": "1"})


@dataclass
class Jobs:
    asked: list[tuple[str, Json, Order]] = field(default_factory=list)

    def jobs(self, filters: Json, order: Order) -> list[Job]:
        self.asked.append(("jobs", filters, order))
        return [Job(name, name, "VSphereBackup", {"id": name}) for name in "abc"]

    def states(self, filters: Json, order: Order) -> list[Json]:
        self.asked.append(("states", filters, order))
        return [{"id": "c"}, {"id": "a"}]


@dataclass
class Sessions:
    asked: list[str] = field(default_factory=list)
    filters: Json = field(default_factory=dict)

    def check_logs(self) -> None:
        self.asked.append("check")

    def search(self, filters: Json, *, limit: int | None) -> list[Session]:
        self.asked.append(f"search {limit}")
        self.filters = filters
        return [RUN]

    def logs(self, session: Session) -> list[Json]:
        return [{"title": "Done"}]

    def task_sessions(self, session: Session) -> list[Json]:
        return [{"name": "vm"}]


@dataclass
class Backups:
    filters: Json = field(default_factory=dict)

    def search(self, filters: Json) -> list[Json]:
        self.filters = filters
        return [{"id": "1"}]

    def details(self, backup: Json, parts: dict[str, Json]) -> Json:
        return {**backup, **parts}


@pytest.fixture
def server() -> t.Any:
    store = MemoryStore()
    return types.SimpleNamespace(
        jobs=types.SimpleNamespace(reader=store),
        store=store,
        job_search=Jobs(),
        sessions=Sessions(),
        backups=Backups(),
    )


def job_options(**given: t.Any) -> Json:
    return {**dict.fromkeys(STATE_FILTERS), "order_by": "name", "descending": False, "gather": ["jobs"], **given}


def session_options(**given: t.Any) -> Json:
    unset = dict.fromkeys((*SESSION_FILTERS, "job"))
    return {**unset, "logs": False, "task_sessions": False, "limit": 5, **given}


def backup_options(**given: t.Any) -> Json:
    filters = dict.fromkeys(option for option in BACKUP_PARTS.values() if option)
    return {**dict.fromkeys((*BACKUP_FILTERS, "job")), **filters, **dict.fromkeys(BACKUP_PARTS, False), **given}


def test_jobs_alone_cost_one_list(server: t.Any) -> None:
    found = job_facts(server, job_options(name="w*", type=[], descending=True))
    assert found == {"changed": False, "jobs": [{"id": "a"}, {"id": "b"}, {"id": "c"}], "states": []}
    assert server.job_search.asked == [("jobs", {"name": "w*"}, Order("name", descending=True))]


def test_a_filter_on_states_chooses_among_the_jobs_and_leaves_their_order(server: t.Any) -> None:
    found = job_facts(server, job_options(name="w*", last_result=["Failed"], order_by="type"))
    assert found == {"changed": False, "jobs": [{"id": "a"}, {"id": "c"}], "states": []}
    assert server.job_search.asked == [
        ("states", {"name": "w*", "last_result": ["Failed"]}, Order()),
        ("jobs", {"name": "w*"}, Order("type")),
    ]


def test_states_alone_ask_for_no_job(server: t.Any) -> None:
    found = job_facts(server, job_options(gather=["states"], order_by="last_run"))
    assert found == {"changed": False, "jobs": [], "states": [{"id": "c"}, {"id": "a"}]}
    assert server.job_search.asked == [("states", {}, Order("last_run"))]


def test_a_session_has_the_parts_that_were_asked_for(server: t.Any) -> None:
    assert session_facts(server, session_options())["sessions"] == [RUN.raw]
    whole = session_facts(server, session_options(logs=True, task_sessions=True))["sessions"]
    assert whole == [{"id": "1", "logs": [{"title": "Done"}], "task_sessions": [{"name": "vm"}]}]
    # Logs that this API does not have are refused before anything is read.
    assert server.sessions.asked == ["search 5", "check", "search 5"]
    assert RUN.raw == {"id": "1"}


def test_a_job_is_given_by_its_name_and_asked_for_by_its_id(server: t.Any) -> None:
    known = server.store.add("Web")
    session_facts(server, session_options(job="Web", state=["Stopped"]))
    backup_facts(server, backup_options(job="Web"))
    assert server.sessions.filters == {"state": ["Stopped"], "job_id": known}
    assert server.backups.filters == {"job_id": known}
    with pytest.raises(NotFound, match=r'no job "Wob".*job_id'):
        backup_facts(server, backup_options(job="Wob"))


def test_a_backup_has_the_parts_that_were_asked_for(server: t.Any) -> None:
    options = backup_options(objects=True, object_filters={"name": "vm*"}, files=True)
    assert backup_facts(server, options) == {
        "changed": False,
        "backups": [{"id": "1", "objects": {"name": "vm*"}, "files": {}}],
    }


@pytest.mark.parametrize(
    ("given", "part"),
    [
        ({"object_filters": {"name": "x"}}, "objects"),
        ({"file_filters": {"name": "x"}}, "files"),
        ({"vm_restore_points": True}, "restore_points"),
    ],
)
def test_an_option_without_the_part_that_it_is_about_is_refused(server: t.Any, given: Json, part: str) -> None:
    with pytest.raises(InvalidInput, match=f"has no effect without {part}: true"):
        backup_facts(server, backup_options(**given))
