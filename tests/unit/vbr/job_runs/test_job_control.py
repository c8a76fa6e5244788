# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What jobs are ordered to do, and what is refused before anything is ordered."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput, Unsupported
from ansible_collections.backupops.veeam.plugins.module_utils._model import Job, StartOptions
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.job_runs.job_control import VbrJobControl
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.job_runs.sessions import VbrSessions
from tests.unit.vbr.lists import Lists

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._model import Json

VM_JOB = Job(id="a/b", name="Nightly", type="VSphereBackup", model={})
COPY = Job(id="c", name="Copy", type="BackupCopy", model={})
PLAIN = StartOptions()


class Server(Lists):
    """Takes note of orders; ``answer`` is what each is answered."""

    def __init__(self, rows: dict[str, t.Any] | None = None, *, revision: str = "1.3-rev2") -> None:
        super().__init__(rows or {}, revision=revision)
        self.orders: list[tuple[str, Json]] = []
        self.answer: Json | None = {"id": "s9", "state": "Starting"}

    def order(self, path: str, json: Json) -> Json | None:
        self.orders.append((path, json))
        return self.answer


def control(server: Server) -> VbrJobControl:
    client = t.cast("t.Any", server)
    return VbrJobControl(client, VbrSessions(client))


def test_only_copies_can_be_synced_and_others_are_told_what_to_do() -> None:
    control(Server()).check(COPY, "synced", PLAIN, graceful=None)
    with pytest.raises(InvalidInput, match=r'"Nightly" is a VSphereBackup job; .* To run it: state: started'):
        control(Server()).check(VM_JOB, "synced", PLAIN, graceful=None)


@pytest.mark.parametrize(
    ("state", "options", "said"),
    [
        ("retried", PLAIN, "Retrying a job"),
        ("stopped", StartOptions(chained_jobs=True), "Stopping the chained jobs"),
        ("started", StartOptions(restore_points="all"), "The option restore_points"),
    ],
)
def test_what_the_oldest_servers_cannot_is_refused_there_only(state: str, options: StartOptions, said: str) -> None:
    control(Server(revision="1.3-rev0")).check(COPY, state, options, graceful=None)
    with pytest.raises(Unsupported, match=said):
        control(Server(revision="1.2-rev1")).check(COPY, state, options, graceful=None)
    control(Server(revision="1.2-rev1")).check(COPY, "started", StartOptions(chained_jobs=True), graceful=None)


def test_each_order_says_what_was_wanted_and_nothing_else() -> None:
    server = Server()
    jobs = control(server)
    jobs.start(VM_JOB, StartOptions(active_full=True), before=None)
    jobs.synchronise(COPY, StartOptions(restore_points="latest"), before=None)
    jobs.stop(VM_JOB, graceful=None, chained_jobs=False)
    jobs.stop(VM_JOB, graceful=False, chained_jobs=True)
    jobs.retry(VM_JOB, chained_jobs=True, before=None)
    assert server.orders == [
        ("/jobs/a%2Fb/start", {"performActiveFull": True, "startChainedJobs": False}),
        ("/jobs/c/start", {"performActiveFull": False, "startChainedJobs": False, "syncRestorePoints": "Latest"}),
        ("/jobs/a%2Fb/stop", {"gracefulStop": True}),
        ("/jobs/a%2Fb/stop", {"gracefulStop": False, "cancelChainedJobs": True}),
        ("/jobs/a%2Fb/retry", {"startChainedJobs": True}),
    ]


def test_an_order_begins_a_session_unless_nothing_is_to_do() -> None:
    server = Server()
    begun = control(server).start(VM_JOB, PLAIN, before=None).session
    assert begun is not None
    assert begun.id == "s9"
    server.answer = None
    assert control(server).start(VM_JOB, PLAIN, before=None).session is None


def session(name: str, state: str) -> Json:
    return {"id": name, "state": state, "jobId": "c", "creationTime": "2026-07-01T22:00:00Z"}


def test_a_session_that_still_runs_may_be_older_than_one_that_ended() -> None:
    jobs = control(Server({"/sessions": [session("s3", "Stopped"), session("s2", "Idle"), session("s1", "Working")]}))
    running, last = jobs.running(COPY), jobs.last(COPY)
    assert running is not None
    assert last is not None
    assert (running.id, last.id) == ("s2", "s3")


def test_a_job_that_never_ran_has_no_session() -> None:
    jobs = control(Server({"/sessions": []}))
    assert (jobs.running(COPY), jobs.last(COPY)) == (None, None)


@pytest.mark.parametrize(
    ("rows", "status"), [([{"id": "c", "status": "stopped"}], "Stopped"), ([{"id": "c"}], ""), ([], "")]
)
def test_the_status_is_empty_where_the_server_does_not_say(rows: list[Json], status: str) -> None:
    assert control(Server({"/jobs/states": rows})).status(COPY) == status
