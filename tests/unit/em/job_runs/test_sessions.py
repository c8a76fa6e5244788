# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sessions: where they are, what is one, and what they say while they run."""

from __future__ import annotations

import itertools
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._em.api.kinds import BACKUP_SESSION
from ansible_collections.backupops.veeam.plugins.module_utils._em.api.query import Where
from ansible_collections.backupops.veeam.plugins.module_utils._em.job_runs.sessions import began, session_from
from ansible_collections.backupops.veeam.plugins.module_utils._model import Outcome, Phase
from tests.simulator.launch import Running
from tests.unit.em.conftest import Connect
from tests.unit.em.estate import ORACLE, job_of, start


def test_running_sessions_have_no_result_and_no_end(simulator: Running, connect: Connect) -> None:
    simulator.fault(f"session-stuck:{ORACLE}", f"em-odd-state:{ORACLE}")
    product = connect()
    started = start(product, job_of(product))
    session = started.session
    assert session is not None
    assert (session.state, session.phase, session.outcome) == ("Postprocessing", Phase.RUNNING, Outcome.NONE)
    assert "EndTimeUTC" not in session.raw


def test_replica_sessions_are_found_where_they_are(connect: Connect) -> None:
    product = connect()
    job = job_of(product, "DC Replication")
    session = next(product.sessions.of_job(job))
    assert session.id.startswith("urn:veeam:ReplicaJobSession:")
    for text in (session.id, session.id.rpartition(":")[2]):
        again = product.sessions.get(text)
        assert again is not None
        assert again.id == session.id
    assert product.sessions.task_sessions(session) == []
    assert product.sessions.get("nonsense") is None


def test_parts_of_a_run_are_not_taken_for_the_run(connect: Connect) -> None:
    product = connect()
    rows = product._query.rows(BACKUP_SESSION, [Where("JobType", ["AgentManagement", "ImmediateBackupCopyWorker"])])
    parts = list(itertools.islice(rows, 50))
    assert parts, "the estate has such parts"
    for job in product.jobs.reader.all():
        assert all(
            session.type not in ("AgentManagement", "ImmediateBackupCopyWorker")
            for session in product.sessions.of_job(job)
        )


def test_a_session_that_is_gone_is_nothing_rather_than_an_error(connect: Connect) -> None:
    product = connect()
    for kind in ("BackupJobSession", "ReplicaJobSession"):
        assert product.sessions.get(f"urn:veeam:{kind}:00000000-1111-2222-3333-444444444444") is None


@pytest.mark.parametrize(
    ("raw", "phase", "outcome"),
    [
        ({"State": "Stopped", "Result": "warning"}, Phase.FINISHED, Outcome.WARNING),
        ({"State": "STOPPED", "Result": None}, Phase.FINISHED, Outcome.NONE),
        ({"State": "Working", "Result": "Success"}, Phase.RUNNING, Outcome.SUCCESS),
        ({"State": "idle"}, Phase.IDLE, Outcome.NONE),
        ({"State": "NeverHeardOf", "Result": "NeverHeardOf"}, Phase.RUNNING, Outcome.NONE),
        ({}, Phase.RUNNING, Outcome.NONE),
    ],
)
def test_only_a_session_that_says_so_is_over(raw: dict[str, t.Any], phase: Phase, outcome: Outcome) -> None:
    session = session_from({"UID": "urn:veeam:BackupJobSession:78c3919c-54d7-43fe-b047-485d3566f11f", **raw})
    assert (session.phase, session.outcome) == (phase, outcome)


@pytest.mark.parametrize(
    ("said", "percent"), [({}, None), ({"Progress": 42}, 42), ({"Progress": None}, None), ({"Progress": "a lot"}, None)]
)
def test_how_far_a_session_is_is_known_when_the_server_says_so(said: dict[str, t.Any], percent: int | None) -> None:
    assert session_from({"State": "Working", **said}).percent == percent


def test_a_session_that_does_not_say_when_it_began_is_the_oldest() -> None:
    dated = session_from({"CreationTimeUTC": "1970-01-01T00:00:05.5Z"})
    assert [began(each) for each in (dated, session_from({}), session_from({"CreationTimeUTC": "soon"}))] == [5.5, 0, 0]
