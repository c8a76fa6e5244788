# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The client and its sessions against the simulator: every revision, and the trouble that servers make."""

from __future__ import annotations

import threading
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.job_runs.waiting import WaitOptions, wait_for
from ansible_collections.backupops.veeam.plugins.module_utils._errors import (
    AuthenticationFailed,
    OutcomeUnknown,
    SessionFailed,
    VeeamError,
)
from ansible_collections.backupops.veeam.plugins.module_utils._http.credentials import Credentials
from ansible_collections.backupops.veeam.plugins.module_utils._http.transport import Transport
from ansible_collections.backupops.veeam.plugins.module_utils._model import Outcome, Phase, Session
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.api.client import VbrClient
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.job_runs.sessions import VbrSessions, session_from
from tests.simulator.launch import Running, launch

JOBS = 30
REVISIONS = ["1.2-rev1", "1.3-rev0", "1.3-rev1", "1.3-rev2"]


@pytest.fixture(scope="module", params=REVISIONS)
def any_revision(request: pytest.FixtureRequest) -> t.Iterator[tuple[str, Running]]:
    with launch(revision=request.param, jobs=3, session_seconds=4) as running:
        yield request.param, running


@pytest.fixture(scope="module")
def running() -> t.Iterator[Running]:
    with launch(jobs=JOBS, hidden_jobs=False, session_seconds=4) as started:
        yield started


@pytest.fixture
def simulator(running: Running) -> Running:
    running.reset()
    return running


def client_of(simulator: Running, **options: t.Any) -> VbrClient:
    assert simulator.vbr_port is not None
    transport = Transport("127.0.0.1", simulator.vbr_port, ca_path=simulator.ca_path, sleep=lambda seconds: None)
    return VbrClient(transport, Credentials(simulator.username, simulator.password), **options)


@pytest.fixture
def client(simulator: Running) -> t.Iterator[VbrClient]:
    made = client_of(simulator)
    yield made
    made.close()


def start(client: VbrClient, number: int = 0) -> Session:
    job = list(client.pages("/jobs", {"orderColumn": "Name", "orderAsc": True}))[number]
    return session_from(client.post(f"/jobs/{job['id']}/start", {"performActiveFull": False}) or {})


def seen(simulator: Running, path: str) -> list[str]:
    return [f"{entry['method']} {entry['status']}" for entry in simulator.requests() if entry["path"] == path]


def test_a_session_can_be_followed_in_every_revision(any_revision: tuple[str, Running]) -> None:
    revision, simulator = any_revision
    simulator.fault("session-failed:*")
    client = client_of(simulator)
    sessions = VbrSessions(client)
    started = start(client)
    assert client.revision == revision
    assert (started.phase, started.outcome) == (Phase.RUNNING, Outcome.NONE)
    simulator.advance(60)
    ended = sessions.get(started.id)
    assert ended is not None
    assert (ended.phase, ended.outcome, ended.job_id) == (Phase.FINISHED, Outcome.FAILED, started.job_id)
    assert "Failed to open the disk for reading" in " ".join(sessions.problems(ended))
    times = [line["startTime"] for line in sessions.logs(ended)]
    assert times == sorted(times)
    assert len(times) > len(sessions.problems(ended))
    assert sessions.task_sessions(ended)
    assert sessions.get("00000000-0000-0000-0000-000000000001") is None
    assert client.close() == []
    assert simulator.state()["vbr"]["open_tokens"] == 0
    assert [entry for entry in simulator.requests() if entry["dropped"] or entry["reply_problems"]] == []
    refused = [entry for entry in simulator.requests() if entry["refused"]]
    assert [entry["path"] for entry in refused] == ["/api/v1/serverTime"] * (revision != REVISIONS[-1]) + [
        "/api/v1/sessions/00000000-0000-0000-0000-000000000001"
    ]


def test_sessions_are_found_newest_first_by_every_filter(simulator: Running, client: VbrClient) -> None:
    sessions = VbrSessions(client)
    before = client.server_time().text
    simulator.advance(1)
    first, second = start(client, 0), start(client, 1)
    simulator.advance(60)
    everything = sessions.search({}, limit=None)
    times = [session.raw["creationTime"] for session in everything]
    assert times == sorted(times, reverse=True)
    assert sessions.search({}, limit=3) == everything[:3]
    new = sessions.search({"created_after": before}, limit=None)
    assert {session.id for session in new} == {first.id, second.id}
    assert sessions.search({"created_after": before, "job_id": second.job_id}, limit=None)[0].id == second.id
    assert {session.id for session in sessions.search({"name": first.name}, limit=1)} == {first.id}
    assert sessions.search({"state": "Stopped", "result": ["Success"], "created_after": before}, limit=None)
    assert sessions.search({"state": "Working"}, limit=None) == []


def test_long_lists_come_whole(simulator: Running, client: VbrClient) -> None:
    simulator.fault("bare-pagination")
    everything = {job["id"] for job in client.pages("/jobs", {"orderColumn": "Name"})}
    assert len(everything) == JOBS
    assert {job["id"] for job in client.pages("/jobs", {"orderColumn": "Name"}, page_size=7)} == everything


@pytest.mark.parametrize(
    "trouble",
    ["429:retry-after=1", "500", "502", "503", "504", "reset-before", "reset-after", "cut-body", "restart:requests=2"],
)
def test_a_read_survives_trouble(simulator: Running, client: VbrClient, trouble: str) -> None:
    assert client.revision
    simulator.fault(trouble)
    assert len(list(client.pages("/jobs"))) == JOBS


@pytest.mark.parametrize("fault", ["token-expired", "empty-401", "401"])
def test_a_dead_token_is_replaced_and_nothing_is_done_twice(simulator: Running, client: VbrClient, fault: str) -> None:
    job = next(client.pages("/jobs"))
    path = f"/api/v1/jobs/{job['id']}/start"
    simulator.fault(f"{fault}:POST {path}")
    client.post(f"/jobs/{job['id']}/start")
    assert seen(simulator, path) == ["POST 401", "POST 201"]
    client.close()
    assert simulator.state()["vbr"]["open_tokens"] == 0


@pytest.mark.parametrize("trouble", ["reset-before", "reset-after", "502", "503", "504"])
def test_a_write_in_trouble_is_sent_once(simulator: Running, client: VbrClient, trouble: str) -> None:
    job = next(client.pages("/jobs"))
    path = f"/api/v1/jobs/{job['id']}/start"
    simulator.fault(f"{trouble}:POST {path}")
    with pytest.raises(OutcomeUnknown, match=r"may or may not have taken effect"):
        client.post(f"/jobs/{job['id']}/start")
    assert len(seen(simulator, path)) == 1


def test_a_page_made_for_browsers_is_no_answer(simulator: Running, client: VbrClient) -> None:
    assert client.revision
    simulator.fault("html:GET /api/v1/jobs")
    with pytest.raises(VeeamError, match=r"something that is not JSON"):
        list(client.pages("/jobs"))


def test_a_wrong_password_shows_nothing_secret(simulator: Running) -> None:
    assert simulator.vbr_port is not None
    transport = Transport("127.0.0.1", simulator.vbr_port, ca_path=simulator.ca_path)
    client = VbrClient(transport, Credentials(simulator.username, simulator.password + "?"))
    with pytest.raises(AuthenticationFailed, match=r"The provided user credentials are invalid") as caught:
        client.get("/jobs")
    assert simulator.password not in str(caught.value)
    assert seen(simulator, "/api/oauth2/token") == ["POST 401"]


class Hours:
    """Time that passes on the simulator and for the waiter, and for nobody else."""

    def __init__(self, simulator: Running) -> None:
        self.simulator = simulator
        self.now = 0.0
        self.lock = threading.Lock()

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.simulator.advance(seconds)

    def options(self, **given: t.Any) -> WaitOptions:
        return WaitOptions(sleep=self.sleep, clock=lambda: self.now, **given)


def test_a_wait_of_two_hours_outlives_tokens_and_a_restart() -> None:
    with launch(jobs=3, session_seconds=7000, token_seconds=900) as simulator:
        hours = Hours(simulator)
        client = client_of(simulator, clock=lambda: hours.now)
        session = start(client)
        simulator.fault("restart:requests=12:after=30", "empty-401:/api/v1/sessions/*:after=60")
        ended = wait_for(VbrSessions(client), session, hours.options(timeout=7200, interval=60))
        assert ended.outcome is Outcome.SUCCESS
        assert client.close() == []
        tokens = [entry["body"]["grant_type"] for entry in simulator.requests() if entry["path"] == "/api/oauth2/token"]
        assert tokens.count("refresh_token") > 5
        struck = {fault.split(":")[0] for entry in simulator.requests() for fault in entry["faults"]}
        assert struck == {"restart", "empty-401"}
        assert simulator.state()["vbr"]["open_tokens"] == 0


@pytest.mark.parametrize("status", ["401", "403"])
def test_a_started_job_stays_watched_when_renewed_tokens_are_refused(status: str) -> None:
    with launch(jobs=3, session_seconds=4000, token_seconds=900) as simulator:
        hours = Hours(simulator)
        client = client_of(simulator, clock=lambda: hours.now)
        session = start(client)
        simulator.fault(f"refused-renewal:{status}")
        ended = wait_for(VbrSessions(client), session, hours.options(timeout=7200, interval=60))
        assert ended.outcome is Outcome.SUCCESS
        assert client.close() == []
        tokens = [entry["body"]["grant_type"] for entry in simulator.requests() if entry["path"] == "/api/oauth2/token"]
        assert tokens.count("refresh_token") == 1
        assert tokens.count("password") > 3
        assert len([entry for entry in simulator.requests() if entry["path"].endswith("/start")]) == 1
        # The server does not take the renewed token for logging off, either.
        assert simulator.state()["vbr"]["open_tokens"] == 1


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("session-failed:*", "ended with the result Failed.*\n  - .*Failed to open the disk"),
        ("session-none:*", "stopped without a result"),
        ("session-action:*", "waits for a person"),
    ],
)
def test_a_session_that_ends_badly_says_why(simulator: Running, client: VbrClient, fault: str, words: str) -> None:
    simulator.fault(fault)
    session = start(client)
    with pytest.raises(SessionFailed, match=words):
        wait_for(VbrSessions(client), session, Hours(simulator).options())


def test_a_session_that_appears_late_is_waited_for(simulator: Running, client: VbrClient) -> None:
    simulator.fault("session-late:3", "result-null")
    session = start(client)
    assert wait_for(VbrSessions(client), session, Hours(simulator).options()).outcome is Outcome.SUCCESS


@pytest.mark.parametrize("version", ["12", "13"])
def test_enterprise_manager_is_recognised(version: str) -> None:
    with launch(em_port=0, em_version=version, jobs=1) as simulator:
        transport = Transport("127.0.0.1", int(simulator.em_port or 0), ca_path=simulator.ca_path)
        client = VbrClient(transport, Credentials(simulator.username, simulator.password))
        with pytest.raises(VeeamError, match=r"This is Enterprise Manager, which has another API\. Set port to 9419"):
            client.get("/jobs")
        assert "POST" not in {entry["method"] for entry in simulator.requests()}
