# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sessions and their logs in every form that servers and the vendor's examples have for them."""

from __future__ import annotations

import typing as t
from datetime import tzinfo
from zoneinfo import ZoneInfo

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._model import Outcome, Phase
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.job_runs.sessions import VbrSessions, session_from

RUNNING: dict[str, t.Any] = {
    "id": "5e55",
    "name": "Backup Job 1",
    "jobId": "70b",
    "sessionType": "Job",
    "state": "Starting",
    "endTime": "2026-11-21T22:00:00+01:00",
}


@pytest.mark.parametrize("said", [{}, {"result": None}, {"result": "None"}, {"result": {"result": "None"}}])
def test_no_result_yet_is_said_in_many_ways(said: dict[str, t.Any]) -> None:
    """Only the state tells whether a session is over: neither its end nor a type that nobody knows does."""
    session = session_from({**RUNNING, **said})
    assert (session.phase, session.outcome, session.type) == (Phase.RUNNING, Outcome.NONE, "Job")


@pytest.mark.parametrize("word", ["Stopped", "stopped"])
def test_the_end_is_told_by_the_state(word: str) -> None:
    session = session_from({**RUNNING, "state": word, "result": {"result": "Warning", "message": "Nearly full"}})
    assert (session.phase, session.outcome, session.message) == (Phase.FINISHED, Outcome.WARNING, "Nearly full")


@pytest.mark.parametrize(
    ("said", "percent"),
    [
        ({}, None),
        ({"progressPercent": 0}, 0),
        ({"progressPercent": 42}, 42),
        ({"progressPercent": 99.9}, 99),
        ({"progressPercent": 100}, 100),
        *(
            ({"progressPercent": odd}, None)
            for odd in (None, True, -1, 101, 1e999, float("nan"), 10**400, "42", "half", [], {})
        ),
    ],
)
def test_how_far_a_session_is_is_known_when_the_server_says_so(said: dict[str, t.Any], percent: int | None) -> None:
    assert session_from({"id": "s", "state": "Working", **said}).percent == percent


def test_a_state_that_nobody_has_heard_of_is_waited_for() -> None:
    assert session_from({**RUNNING, "state": "Contemplating"}).phase is Phase.RUNNING


class Log:
    """A client that answers with one log."""

    revision = "1.3-rev2"

    def zone(self) -> tzinfo:
        return ZoneInfo("Europe/Berlin")

    def __init__(self, body: t.Any) -> None:
        self.body = body

    def get(self, path: str) -> t.Any:
        assert path.endswith("/logs")
        return self.body


def test_lines_are_in_order_when_the_clock_is_set_back() -> None:
    later, sooner = "2026-10-25T02:10:00+01:00", "2026-10-25T02:50:00+02:00"
    lines = [{"id": 7, "status": "Failed", "title": title, "startTime": title} for title in (later, sooner)]
    sessions = VbrSessions(t.cast("t.Any", Log(lines)))
    assert sessions.problems(session_from(RUNNING)) == [sooner, later]


@pytest.mark.parametrize("extra", [{}, {"additionalInfo": "text"}, {"additionalInfo": [{"field": "a", "data": "b"}]}])
@pytest.mark.parametrize("wrapping", [lambda lines: lines, lambda lines: {"records": lines}])
def test_log_lines_are_read_whatever_is_added_to_them(extra: dict[str, t.Any], wrapping: t.Any) -> None:
    lines = [
        {"id": 2, "status": "Failed", "title": "Second", "startTime": "2026-11-21T22:00:02Z", **extra},
        {"id": 1, "status": "Warning", "title": "First", "startTime": "2026-11-21T22:00:01Z", **extra},
        {"id": 0, "status": "Succeeded", "title": "Fine", "startTime": "2026-11-21T22:00:00Z", **extra},
    ]
    sessions = VbrSessions(t.cast("t.Any", Log(wrapping(lines))))
    assert sessions.problems(session_from(RUNNING)) == ["First", "Second"]


@pytest.mark.parametrize("body", [True, 1, "text", {"records": True}, [True, None, "text"], None])
def test_a_log_that_is_no_list_has_no_lines(body: t.Any) -> None:
    assert VbrSessions(t.cast("t.Any", Log(body))).logs(session_from(RUNNING)) == []
