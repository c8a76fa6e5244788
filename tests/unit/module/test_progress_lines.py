# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task says while it works: which lines, and how seldom."""

from __future__ import annotations

import collections
import dataclasses
import importlib
import itertools
import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.backupops.veeam.plugins.module_utils._engine.job_runs.waiting import WaitOptions, wait_for
from ansible_collections.backupops.veeam.plugins.module_utils._model import Outcome, Phase, Session
from ansible_collections.backupops.veeam.plugins.module_utils._module.invocation import Invocation
from ansible_collections.backupops.veeam.plugins.module_utils._module.progress_lines import (
    QUIET,
    ProgressLines,
    duration,
    time_left,
)
from ansible_collections.backupops.veeam.plugins.module_utils._progress import SILENT, SessionSeen, SetSeen
from ansible_collections.backupops.veeam.plugins.module_utils._redaction.outgoing import Outgoing
from tests.checks.places import ROOT
from tests.sweep.site import Site, usual_signals
from tests.unit.progress_told import Told

SHOP = SessionSeen("s1", "Shop servers", "Working", 0.0)
DONE = dataclasses.replace(SHOP, state="Stopped", over=True, result="Success")
RUNNING = Session("s1", "Shop servers", "1", "BackupJob", "Starting", Phase.RUNNING, Outcome.NONE)
TASKS = "ansible_collections.backupops.veeam.plugins.module_utils._module.tasks"


class Terminal:
    """Reads the lines, on a clock that the test moves."""

    def __init__(self, **params: t.Any) -> None:
        self.now = 1000.0
        self.lines: list[str] = []
        self.times: list[float] = []
        self.progress = ProgressLines(self.write, Outgoing(params).text, "vbr-berlin", lambda: self.now)

    def write(self, line: str) -> None:
        self.lines.append(line)
        self.times.append(self.now)

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def after(self, seconds: float, *sessions: SessionSeen) -> list[str]:
        """The lines of a look at ``sessions`` so many seconds later."""
        self.now += seconds
        self.lines.clear()
        self.progress.waiting(sessions)
        return list(self.lines)

    def applied(self, seconds: float, seen: SetSeen) -> list[str]:
        """The lines when the set is so far, so many seconds later."""
        self.now += seconds
        self.lines.clear()
        self.progress.applying(seen)
        return list(self.lines)


class Reader:
    """A session that works for so many seconds, and says how far it is."""

    def __init__(self, terminal: Terminal, seconds: float) -> None:
        self.terminal = terminal
        self.seconds = seconds
        self.begun = terminal.now

    def get(self, session_id: str) -> Session:
        share = (self.terminal.now - self.begun) / self.seconds
        if share >= 1:
            return dataclasses.replace(RUNNING, state="Stopped", phase=Phase.FINISHED, outcome=Outcome.SUCCESS)
        return dataclasses.replace(RUNNING, state="Working" if share else "Starting", percent=int(share * 100))


def test_a_wait_says_its_states_and_how_it_goes_every_ten_seconds() -> None:
    terminal = Terminal()
    progress = terminal.progress
    options = WaitOptions(interval=6, sleep=terminal.sleep, clock=lambda: terminal.now, progress=progress)
    wait_for(t.cast("t.Any", Reader(terminal, 40)), RUNNING, options, "Shop servers")
    assert terminal.lines == [
        "vbr-berlin  Shop servers: Starting, 0 %, 0 s",
        "vbr-berlin  Shop servers: Working, 2 %, 1 s",
        "vbr-berlin  Shop servers: Working, 38 %, 15 s",
        "vbr-berlin  Shop servers: Working, 68 %, 27 s",
        "vbr-berlin  Shop servers: Working, 98 %, 39 s",
        "vbr-berlin  Shop servers: Stopped, Success, 45 s",
    ]


def test_a_percentage_alone_is_not_worth_a_line() -> None:
    terminal = Terminal()
    assert terminal.after(0, dataclasses.replace(SHOP, percent=1))
    for percent in range(2, 11):
        assert terminal.after(1, dataclasses.replace(SHOP, percent=percent, waited=percent)) == []
    now = dataclasses.replace(SHOP, percent=42, waited=190)
    assert terminal.after(1, now) == ["vbr-berlin  Shop servers: Working, 42 %, 3 min 10 s"]
    assert terminal.after(9.9, now) == []


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({"state": "WaitingSlot"}, "WaitingSlot, 0 s"),
        ({"state": ""}, "no state, 0 s"),
        ({"state": "Idle", "over": True, "percent": 3}, "Idle, 0 s"),
        ({"state": "Stopped", "over": True, "result": "Failed"}, "Stopped, Failed, 0 s"),
        ({"name": "x" * 81, "state": "a\n b"}, "a b, 0 s"),
    ],
)
def test_a_change_is_said_at_once(changed: t.Any, line: str) -> None:
    terminal = Terminal()
    terminal.after(0, SHOP)
    now = dataclasses.replace(SHOP, **changed)
    name = now.name if len(now.name) <= 80 else f"{now.name[:80]}..."
    assert terminal.after(0.1, now) == [f"vbr-berlin  {name}: {line}"]
    assert terminal.after(0.1, now) == []


def test_what_is_over_is_not_said_again() -> None:
    terminal = Terminal()
    assert terminal.after(0, DONE) == ["vbr-berlin  Shop servers: Stopped, Success, 0 s"]
    assert terminal.after(60, DONE) == []


def test_a_server_that_does_not_answer_is_said_when_it_is_time() -> None:
    terminal = Terminal()
    terminal.after(0, SHOP)
    away = dataclasses.replace(SHOP, answering=False, waited=12)
    assert terminal.after(5, away) == []
    assert terminal.after(7, away) == ["vbr-berlin  Shop servers: Working, 12 s, the server does not answer"]


def test_jobs_that_are_waited_for_one_after_another_have_lines_of_their_own() -> None:
    terminal = Terminal()
    terminal.after(0, SHOP)
    terminal.after(5, DONE)
    other = SessionSeen("s2", "Web servers", "Working", 5.0)
    assert terminal.after(0, other) == ["vbr-berlin  Web servers: Working, 5 s"]
    assert terminal.after(9, other) == []


def test_many_sessions_share_a_line_while_none_of_them_changes() -> None:
    terminal = Terminal()
    many = [SessionSeen(f"s{number}", f"web{number}", "Working", 0.0) for number in range(4)]
    assert len(terminal.after(0, *many)) == 4
    many[1] = dataclasses.replace(many[1], state="Stopped", over=True, result="Warning")
    many[2] = dataclasses.replace(many[2], state="Starting")
    assert terminal.after(4, *many) == [
        "vbr-berlin  web1: Stopped, Warning, 0 s",
        "vbr-berlin  web2: Starting, 0 s",
    ]
    many = [dataclasses.replace(seen, waited=14.0, answering=seen.id != "s0") for seen in many]
    assert terminal.after(9.9, *many) == []
    summary = "vbr-berlin  4 sessions: 1 over, 2 Working, 1 Starting, 14 s, the server does not answer"
    assert terminal.after(0.1, *many) == [summary]
    assert terminal.after(9, *many) == []
    assert terminal.after(0, *()) == []


def test_a_set_that_is_done_in_a_moment_is_not_worth_a_word() -> None:
    terminal = Terminal()
    assert terminal.applied(0, SetSeen(3)) == []
    assert terminal.applied(1, SetSeen(3, written=3)) == []
    assert terminal.applied(1.9, SetSeen(3, written=3, over=True)) == []


def test_a_short_set_says_only_how_it_ended() -> None:
    terminal = Terminal()
    assert terminal.applied(0, SetSeen(30)) == []
    assert terminal.applied(5, SetSeen(30, written=29)) == []
    end = SetSeen(30, written=28, failed=2, over=True)
    assert terminal.applied(4, end) == ["vbr-berlin  apply: 28 of 30 written, 2 failed, 9 s"]


def test_a_long_set_says_how_far_it_is_every_ten_seconds() -> None:
    terminal = Terminal()
    lines = []
    for second in range(60):
        done = SetSeen(1000, written=second * 2, failed=min(second, 2))
        lines += terminal.applied(1 if second else 0, done)
    assert lines == [
        "vbr-berlin  apply: 20 of 1,000 written, 2 failed, about 7 min left",
        "vbr-berlin  apply: 40 of 1,000 written, 2 failed, about 8 min left",
        "vbr-berlin  apply: 60 of 1,000 written, 2 failed, about 8 min left",
        "vbr-berlin  apply: 80 of 1,000 written, 2 failed, about 7 min left",
        "vbr-berlin  apply: 100 of 1,000 written, 2 failed, about 7 min left",
    ]
    end = SetSeen(1000, written=990, failed=2, left_out=8, over=True)
    assert terminal.applied(541, end) == ["vbr-berlin  apply: 990 of 1,000 written, 2 failed, 8 left out, 10 min 0 s"]
    # Another set begins anew.
    assert terminal.applied(60, SetSeen(5)) == []


def test_removals_that_are_to_be_proven_are_said() -> None:
    terminal = Terminal()
    terminal.applied(0, SetSeen(1500))
    seen = SetSeen(1500, written=1500, unproven=1200)
    assert terminal.applied(10, seen) == ["vbr-berlin  apply: 1,500 of 1,500 written, 1,200 removals to be proven"]


@pytest.mark.parametrize(
    ("seen", "elapsed", "text"),
    [
        (SetSeen(1000, written=8, failed=1), 60, ""),
        (SetSeen(1000, written=300), 9.9, ""),
        (SetSeen(1000), 600, ""),
        (SetSeen(20, written=10, left_out=10), 60, ""),
        (SetSeen(100, written=50), 50, "less than a minute left"),
        (SetSeen(100, written=40, failed=10), 60, "about 1 min left"),
        # What is left out takes no time.
        (SetSeen(1000, written=100, left_out=700), 60, "about 2 min left"),
        (SetSeen(1000, written=10), 54, "about 89 min left"),
        (SetSeen(1000, written=10), 120, "about 3 h left"),
    ],
)
def test_the_time_that_is_left_is_said_once_it_can_be_told(seen: SetSeen, elapsed: float, text: str) -> None:
    assert time_left(seen, elapsed) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(-0.1, "0 s"), (59.9, "59 s"), (60, "1 min 0 s"), (190, "3 min 10 s"), (3600, "1 h 0 min"), (93900, "26 h 5 min")],
)
def test_durations_read_well(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_a_line_holds_no_secret_and_nothing_that_moves_the_cursor() -> None:
    terminal = Terminal(username="admin", password="p4ssword")
    (line,) = terminal.after(0, dataclasses.replace(SHOP, name="p4ssword\x1b[2J\r\n\u202eShop"))
    assert line == "vbr-berlin  ********\\u001b[2J \\u202eShop: Working, 0 s"


@pytest.mark.parametrize("error", [BrokenPipeError("gone"), ValueError("I/O operation on closed file.")])
def test_when_nobody_can_read_the_lines_the_work_goes_on(error: Exception) -> None:
    tries = []

    def write(line: str) -> None:
        tries.append(line)
        raise error

    progress = ProgressLines(write, str, "vbr-berlin")
    progress.waiting([SHOP])
    progress.waiting([DONE])
    assert len(tries) == 1


looks = st.lists(
    st.tuples(
        st.floats(0, 30),
        st.lists(
            st.builds(
                SessionSeen,
                id=st.sampled_from(["a", "b", "c"]),
                name=st.sampled_from(["Shop", "Web"]),
                state=st.sampled_from(["Starting", "Working", "Stopped"]),
                waited=st.floats(0, 1e6),
                percent=st.none() | st.integers(0, 100),
                over=st.booleans(),
                answering=st.booleans(),
            ),
            max_size=3,
            unique_by=lambda seen: seen.id,
        ),
    ),
    max_size=40,
)


@given(looks)
def test_there_are_no_two_lines_in_ten_seconds_about_what_has_not_changed(steps: t.Any) -> None:
    terminal = Terminal()
    known: dict[str, tuple[t.Any, ...]] = {}
    last: dict[str, float] = collections.defaultdict(lambda: -QUIET)
    for pause, sessions in steps:
        changed = [seen for seen in sessions if known.get(seen.id) != (seen.state, seen.over)]
        lines = terminal.after(pause, *sessions)
        # A line for each change, and at most one that tells of what goes on.
        assert len(lines) - len(changed) in (0, 1)
        if len(lines) > len(changed):
            assert all(terminal.now - last[seen.id] >= QUIET for seen in sessions)
        for seen in sessions if len(lines) > len(changed) else changed:
            last[seen.id] = terminal.now
        known.update({seen.id: (seen.state, seen.over) for seen in sessions})


@given(st.lists(st.tuples(st.floats(0, 30), st.integers(0, 9)), max_size=60))
def test_a_set_has_one_line_in_ten_seconds_at_most_and_one_at_its_end(steps: list[tuple[float, int]]) -> None:
    terminal = Terminal()
    written = 0
    for pause, more in [(0.0, 0), *steps]:
        written += more
        terminal.now += pause
        terminal.progress.applying(SetSeen(1000, written=written))
    assert all(after - before >= QUIET for before, after in itertools.pairwise([1000.0, *terminal.times]))
    before = len(terminal.lines)
    terminal.progress.applying(SetSeen(1000, written=written, over=True))
    assert len(terminal.lines) - before == (terminal.now - 1000 >= 3)


def perform(site: Site, module: str, progress: t.Any, **given: t.Any) -> int:
    """Let a whole module work. Returns how many requests it sent."""
    code = importlib.import_module(f"{TASKS}.{module}").MODULE
    defaults = {name: spec.get("default") for name, spec in code.options.arguments.items()}
    params = {**defaults, **site.params(**given)}
    site.reset()
    with usual_signals(), site.reached():
        code.perform(Invocation(params, False, Outgoing(params), print, progress))
    return site.sent


@pytest.mark.parametrize(("api", "job"), [("vbr", "Web servers"), ("em", "Backup Job 0002")])
def test_a_whole_task_speaks_without_a_further_request(api: str, job: str) -> None:
    site = Site(api, jobs=3, session_seconds=45)
    lines: list[str] = []
    progress = ProgressLines(lines.append, str, "vbr-berlin", site.seconds)
    given = {"name": job, "state": "started", "wait_interval": 2.0}
    sent = perform(site, "veeam_job_state", progress, **given)
    assert all(line.startswith(f"vbr-berlin  {job}: ") for line in lines)
    assert len(lines) > 4
    assert all(" %, " in line for line in lines[:-1])
    assert ": Stopped, Success, " in lines[-1]
    assert perform(site, "veeam_job_state", SILENT, **given) == sent


def test_a_set_that_a_task_applies_is_told() -> None:
    told = Told()
    jobs = [{"name": "Web servers", "description": "new"}]
    perform(Site("vbr", jobs=3), "veeam_jobs", told, jobs=jobs)
    assert told.sets[-1] == SetSeen(1, written=1, over=True)


# Seconds to wait, and what is seen then, as the guide tells it.
RECORDED_WAIT = (
    (0, SessionSeen("1", "Web servers", "Starting", 0, percent=2)),
    (7, SessionSeen("1", "Web servers", "Working", 7, percent=12)),
    (11, SessionSeen("1", "Web servers", "Working", 18, percent=26)),
    (11, SessionSeen("1", "Web servers", "Working", 29, percent=41)),
    (12, SessionSeen("1", "Web servers", "Working", 41, percent=57)),
    (11, SessionSeen("1", "Web servers", "Working", 52, percent=72)),
    (12, SessionSeen("1", "Web servers", "Working", 64, percent=87)),
    (11, SessionSeen("1", "Web servers", "Stopped", 75, over=True, result="Success")),
    (1, SessionSeen("2", "Databases", "Stopped", 76, over=True, result="Success")),
)


def test_the_guide_shows_a_wait_as_it_is_told() -> None:
    said: list[str] = []
    clock = itertools.accumulate(pause for pause, dummy in RECORDED_WAIT)
    lines = ProgressLines(said.append, str, "vbr01.example.com", clock.__next__)
    for dummy, seen in RECORDED_WAIT:
        lines.waiting((seen,))
    guide = (ROOT / "docs" / "waiting.md").read_text(encoding="utf-8").splitlines()
    assert [line for line in guide if line.startswith("vbr01.example.com  ") and "apply:" not in line] == said
