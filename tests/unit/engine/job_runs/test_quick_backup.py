# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A machine is backed up unless its newest restore point is young enough."""

from __future__ import annotations

import dataclasses
import typing as t
from dataclasses import dataclass, field

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.job_runs.quick_backup import (
    BackupRequest,
    back_up,
)
from ansible_collections.backupops.veeam.plugins.module_utils._engine.job_runs.waiting import WaitOptions
from ansible_collections.backupops.veeam.plugins.module_utils._model import Machine, Outcome, Phase, Session, Started
from tests.unit.progress_told import Told

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._engine.results import QuickBackupResult
    from ansible_collections.backupops.veeam.plugins.module_utils._model import Json

RUNNING = Session("5e55", "Quick", "", "QuickBackup", "Working", Phase.RUNNING, Outcome.NONE, raw={"state": "Working"})
DONE = dataclasses.replace(RUNNING, phase=Phase.FINISHED, outcome=Outcome.SUCCESS, raw={"state": "Stopped"})
OLD = {"id": "old", "age": 3600.0}
NEW = {"id": "new", "age": 0.0}


@dataclass
class Server:
    """A product and its quick backups: every backup that is started makes a restore point."""

    points: list[Json] = field(default_factory=lambda: [OLD])
    started: Session | None = RUNNING
    starts: int = 0

    @property
    def quick_backup(self) -> Server:
        return self

    @property
    def sessions(self) -> Server:
        return self

    def locate(self, machine: Machine) -> Json:
        return {"name": machine.name}

    def newest_restore_point(self, located: Json) -> Json | None:
        assert located == {"name": "web01"}
        return self.points[-1] if self.points else None

    def age(self, restore_point: Json) -> float:
        return float(restore_point["age"])

    def start(self, located: Json) -> Started:
        self.starts += 1
        if self.started is not None:
            self.points.append(NEW)
        return Started(self.started)

    def get(self, session_id: str) -> Session:
        assert session_id == RUNNING.id
        return DONE


def run(server: Server, *, check_mode: bool = False, **request: t.Any) -> QuickBackupResult:
    return back_up(t.cast("t.Any", server), BackupRequest(Machine("web01"), **request), check_mode=check_mode)


@pytest.mark.parametrize("check_mode", [True, False])
def test_a_restore_point_that_is_young_enough_is_the_result(check_mode: bool) -> None:
    server = Server()
    assert run(server, max_age=3600, check_mode=check_mode) == {"changed": False, "session": {}, "restore_point": OLD}
    assert server.starts == 0


def test_check_mode_starts_nothing() -> None:
    server = Server()
    assert run(server, max_age=3599, check_mode=True) == {"changed": True, "session": {}, "restore_point": OLD}
    assert server.starts == 0


@pytest.mark.parametrize(("max_age", "points"), [(3599, [OLD]), (3600, []), (None, [NEW])])
def test_without_a_wait_the_session_is_the_result(max_age: int | None, points: list[Json]) -> None:
    server = Server(list(points))
    assert run(server, max_age=max_age) == {"changed": True, "session": RUNNING.raw, "restore_point": {}}
    assert server.starts == 1


def test_with_a_wait_the_restore_point_is_the_new_one() -> None:
    wait = WaitOptions(sleep=lambda seconds: None)
    assert run(Server(), wait=wait) == {"changed": True, "session": DONE.raw, "restore_point": NEW}


def test_a_wait_is_told_with_the_name_of_the_machine() -> None:
    told = Told()
    run(Server(), wait=WaitOptions(sleep=lambda seconds: None, progress=told))
    assert [[each.name for each in sessions] for sessions in told.sessions] == [["web01"]]


def test_a_server_that_had_nothing_to_do_changed_nothing() -> None:
    assert run(Server(started=None), max_age=1) == {"changed": False, "session": {}, "restore_point": OLD}
