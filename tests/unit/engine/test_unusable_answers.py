# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers to a write that say nothing: it is looked at what became of it, whether it had an effect or not."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import DesiredJob
from ansible_collections.backupops.veeam.plugins.module_utils._engine.job_runs.job_state import (
    StateRequest,
    ensure_state,
)
from ansible_collections.backupops.veeam.plugins.module_utils._engine.job_runs.quick_backup import (
    BackupRequest,
    back_up,
)
from ansible_collections.backupops.veeam.plugins.module_utils._engine.single_job import JobResult, converge
from ansible_collections.backupops.veeam.plugins.module_utils._engine.writing import removal
from ansible_collections.backupops.veeam.plugins.module_utils._errors import OutcomeUnknown, VeeamError
from ansible_collections.backupops.veeam.plugins.module_utils._model import Machine
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.job_runs import quick_backup
from tests.simulator.launch import Running, launch
from tests.unit.engine.jobs_by_name import SETTINGS
from tests.unit.vbr.connection import connect

WEB = "Web servers"
JOBS = "POST /api/v1/jobs"
NEW: dict[str, t.Any] = {"name": "New", "type": "VSphereBackup", "settings": SETTINGS["VSphereBackup"]}
CLONE = {"name": "New", "clone_from": WEB}
CHANGED = {"name": WEB, "settings": {"storage": {"retentionPolicy": {"quantity": 31}}}}
# What a server, or what stands before it, may say. Empty lists and texts are no sessions and no jobs.
ODD = ("nothing", "null", "object", "list", "text", "html", "no-id")
MUTE = ("nothing", "null", "object", "list", "html")


@pytest.fixture(scope="module")
def running() -> t.Iterator[Running]:
    with launch(jobs=5, vms=20, session_seconds=0.3) as simulator:
        yield simulator


@pytest.fixture
def simulator(running: Running, monkeypatch: pytest.MonkeyPatch) -> Running:
    monkeypatch.setattr(removal, "PAUSE", 0.0)
    monkeypatch.setattr(quick_backup, "PAUSE", 0.1)
    running.reset()
    running.fault(f"session-stuck:{WEB}")
    return running


def apply(simulator: Running, **params: t.Any) -> JobResult:
    product = connect(simulator)
    try:
        return converge(product, DesiredJob.from_params(params), check_mode=False)
    finally:
        product.close()


def state(simulator: Running, wanted: str, name: str = WEB) -> dict[str, t.Any]:
    product = connect(simulator)
    try:
        return ensure_state(product, StateRequest(wanted, (name,)), check_mode=False, warn=print)
    finally:
        product.close()


def backed_up(simulator: Running) -> dict[str, t.Any]:
    product = connect(simulator)
    try:
        machine = Machine(name="app01", host_name="vcenter01.lab.local")
        return back_up(product, BackupRequest(machine), check_mode=False)
    finally:
        product.close()


def job(simulator: Running, name: str) -> dict[str, t.Any] | None:
    product = connect(simulator)
    try:
        found = product.jobs.reader.find(name)
        return None if found is None else found.model
    finally:
        product.close()


def writes(simulator: Running) -> list[str]:
    return [entry["path"] for entry in simulator.writes() if "/jobs" in entry["path"]]


def sessions(simulator: Running) -> int:
    return len(simulator.state()["vbr"]["sessions"])


@pytest.mark.parametrize("answer", ODD)
def test_what_was_done_is_seen(simulator: Running, answer: str) -> None:
    """Every write once with such an answer after it took effect."""
    simulator.fault(f"odd-answer:{JOBS}:{answer}")
    assert apply(simulator, **NEW).changed
    simulator.fault(f"odd-answer:PUT /api/v1/jobs/*:{answer}")
    assert apply(simulator, **CHANGED).changed
    for enabled in (False, True):
        word = "enable" if enabled else "disable"
        simulator.fault(f"odd-answer:{JOBS}/*/{word}:{answer}")
        assert apply(simulator, name=WEB, enabled=enabled).changed
        assert job(simulator, WEB)["isDisabled"] is not enabled  # type: ignore[index]
        simulator.fault(f"odd-answer:{JOBS}/*/{word}:{answer}")
        assert state(simulator, f"{word}d", "New")["changed"]
    simulator.fault(f"odd-answer:DELETE /api/v1/jobs/*:{answer}")
    assert apply(simulator, name="New", state="absent").changed
    assert job(simulator, "New") is None
    assert len(writes(simulator)) == 7


@pytest.mark.parametrize("answer", ODD)
def test_runs_that_began_are_seen(simulator: Running, answer: str) -> None:
    simulator.fault(f"odd-answer:{JOBS}/*/start:{answer}")
    begun = state(simulator, "started")
    assert begun["changed"]
    assert begun["jobs"][0]["session"]["id"]
    simulator.fault(f"odd-answer:{JOBS}/*/stop:{answer}")
    assert state(simulator, "stopped")["changed"]
    simulator.clear_faults()
    before = sessions(simulator)
    simulator.fault(f"odd-answer:{JOBS}/quickBackup/*:{answer}")
    made = backed_up(simulator)
    assert made["changed"]
    assert made["session"]["id"]
    assert sessions(simulator) == before + 1


@pytest.mark.parametrize("answer", MUTE)
def test_what_was_not_done_is_not_claimed(simulator: Running, answer: str) -> None:
    def refused(fault: str, do: t.Callable[[], t.Any]) -> str:
        simulator.fault(f"ignored:{fault}:{answer}:count=2")
        with pytest.raises(VeeamError) as caught:
            do()
        simulator.clear_faults()
        simulator.fault(f"session-stuck:{WEB}")
        return caught.value.message

    assert 'There is no job "New"' in refused(JOBS, lambda: apply(simulator, **NEW))
    assert job(simulator, "New") is None
    assert "as it was before" in refused("PUT /api/v1/jobs/*", lambda: apply(simulator, **CHANGED))
    off = refused(f"{JOBS}/*/disable", lambda: apply(simulator, name=WEB, enabled=False))
    assert "enabled" in off
    assert "not" in refused(f"{JOBS}/*/disable", lambda: state(simulator, "disabled"))
    gone = refused("DELETE /api/v1/jobs/*", lambda: apply(simulator, name=WEB, state="absent"))
    assert ("awaits approval" in gone) is (answer != "html")
    assert job(simulator, WEB) is not None
    assert "No new session" in refused(f"{JOBS}/*/start", lambda: state(simulator, "started"))
    assert "No session" in refused(f"{JOBS}/quickBackup/*", lambda: backed_up(simulator))
    state(simulator, "started")
    assert "goes on" in refused(f"{JOBS}/*/stop", lambda: state(simulator, "stopped"))


@pytest.mark.parametrize("answer", ODD)
def test_a_copy_that_the_answer_does_not_name_is_looked_for(simulator: Running, answer: str) -> None:
    simulator.fault(f"odd-answer:{JOBS}/*/clone:{answer}")
    with pytest.raises(OutcomeUnknown) as caught:
        apply(simulator, **CLONE)
    copy = job(simulator, f"{WEB}_clone1")
    assert copy is not None
    assert f'"{WEB}_clone1" (id {copy["id"]})' in caught.value.message
    assert "Delete it" in caught.value.message
    assert len(writes(simulator)) == 1


@pytest.mark.parametrize("answer", MUTE)
def test_a_copy_that_was_not_made_is_not_asked_to_be_looked_for(simulator: Running, answer: str) -> None:
    simulator.fault(f"ignored:{JOBS}/*/clone:{answer}")
    with pytest.raises(OutcomeUnknown, match=f'There is no copy of "{WEB}"'):
        apply(simulator, **CLONE)
    assert apply(simulator, **CLONE).changed


def test_only_204_says_that_nothing_was_to_do(simulator: Running) -> None:
    simulator.fault(f"nothing-to-do:{WEB}")
    done = state(simulator, "started")
    assert not done["changed"]
    assert done["jobs"][0]["session"] is None
