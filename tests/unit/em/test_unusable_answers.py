# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers to the writes of Enterprise Manager that name no task: it is looked at what became of them."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.job_runs.job_state import (
    StateRequest,
    ensure_state,
)
from ansible_collections.backupops.veeam.plugins.module_utils._engine.job_runs.quick_backup import (
    BackupRequest,
    back_up,
)
from ansible_collections.backupops.veeam.plugins.module_utils._errors import OutcomeUnknown, VeeamError
from ansible_collections.backupops.veeam.plugins.module_utils._model import Machine
from tests.simulator.launch import Running, launch
from tests.sweep.own_time import clocks_of
from tests.unit.em.site import Site

ORACLE = "Oracle Backup"
JOB = "/api/jobs/*"
ODD = ("nothing", "list", "html")
MUTE = ("null", "html")


class Patient(Site):
    """Waits as a task does that says nothing about it."""

    def product(self, **params: t.Any) -> t.Any:
        return super().product(wait_interval=5, **params)


@pytest.fixture(scope="module")
def running() -> t.Iterator[Running]:
    with launch(em_port=0, em_version="13", session_seconds=0.3) as simulator:
        yield simulator


@pytest.fixture
def site(running: Running) -> t.Iterator[Site]:
    """Its pauses cost no time: they put the clocks of both sides forward."""
    running.reset()
    running.fault(f"session-stuck:{ORACLE}")
    with clocks_of(running):
        yield Patient(running)


def state(site: Site, wanted: str) -> dict[str, t.Any]:
    with site.product() as product:
        return ensure_state(product, StateRequest(wanted, (ORACLE,)), check_mode=False, warn=print)


def backed_up(site: Site) -> dict[str, t.Any]:
    with site.product() as product:
        return back_up(product, BackupRequest(Machine(name="crm01")), check_mode=False)


def names(site: Site) -> list[str]:
    with site.product() as product:
        return [job.name for job in product.jobs.reader.all()]


@pytest.mark.parametrize("answer", ODD)
def test_what_was_done_is_seen(site: Site, answer: str) -> None:
    """Every write once with such an answer after it took effect, and never twice."""
    site.simulator.fault(f"odd-answer:PUT {JOB}:{answer}")
    assert site.job(name=ORACLE, description="changed").changed
    for enabled in (False, True):
        site.simulator.fault(f"odd-answer:POST {JOB}:{answer}")
        assert site.job(name=ORACLE, enabled=enabled).job["ScheduleEnabled"] is enabled
    site.simulator.fault(f"odd-answer:POST {JOB}:{answer}")
    assert site.job(name="Copy", clone_from=ORACLE).changed
    site.simulator.fault(f"odd-answer:DELETE {JOB}:{answer}")
    assert site.job(name="Copy", state="absent").changed
    assert "Copy" not in names(site)
    # The clone is edited once: its retention is not that of its source.
    assert [path for dummy, path, dummy in site.writes()] == [
        "jobs?edit",
        "jobs?toggleScheduleEnabled",
        "jobs?toggleScheduleEnabled",
        "jobs?clone",
        "jobs?edit",
        "jobs",
    ]


@pytest.mark.parametrize("answer", ODD)
def test_runs_that_began_are_seen(site: Site, answer: str) -> None:
    site.simulator.fault(f"odd-answer:POST {JOB}:{answer}")
    assert state(site, "started")["jobs"][0]["session"]
    site.simulator.fault(f"odd-answer:POST {JOB}:{answer}")
    assert state(site, "stopped")["changed"]
    site.simulator.fault(f"odd-answer:POST /api/backupServers/*:{answer}")
    assert backed_up(site)["session"]


@pytest.mark.parametrize("answer", MUTE)
def test_what_was_not_done_is_not_claimed(site: Site, answer: str) -> None:
    def refused(fault: str, do: t.Callable[[], t.Any]) -> str:
        site.simulator.fault(f"ignored:{fault}:{answer}:count=2")
        with pytest.raises(VeeamError) as caught:
            do()
        site.simulator.clear_faults()
        site.simulator.fault(f"session-stuck:{ORACLE}")
        return caught.value.message

    assert "as it was before" in refused(f"PUT {JOB}", lambda: site.job(name=ORACLE, description="x"))
    assert "still enabled" in refused(f"POST {JOB}", lambda: site.job(name=ORACLE, enabled=False))
    assert 'There is no job "Copy"' in refused(f"POST {JOB}", lambda: site.job(name="Copy", clone_from=ORACLE))
    assert "still exists" in refused(f"DELETE {JOB}", lambda: site.job(name=ORACLE, state="absent"))
    refused(f"POST {JOB}", lambda: state(site, "started"))
    refused("POST /api/backupServers/*", lambda: backed_up(site))
    state(site, "started")
    assert "goes on" in refused(f"POST {JOB}", lambda: state(site, "stopped"))


def test_a_deletion_that_awaits_approval_is_not_called_done(site: Site) -> None:
    site.simulator.fault(f"delete-pending:{ORACLE}")
    with pytest.raises(VeeamError, match="awaits approval") as caught:
        site.job(name=ORACLE, state="absent")
    assert not isinstance(caught.value, OutcomeUnknown)
    assert ORACLE in names(site)
