# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Asking again: as often as was said, in the rhythm that was said, through trouble that passes."""

from __future__ import annotations

import ast
import itertools
import typing as t
from pathlib import Path

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import (
    AuthenticationFailed,
    ConnectionFailed,
    OutcomeUnknown,
    RequestRefused,
    UnusableAnswer,
    VeeamError,
)
from ansible_collections.backupops.veeam.plugins.module_utils._timing.polling import (
    Answer,
    Rhythm,
    is_passing,
    steady,
    until,
)
from tests.checks.places import ROOT

PLUGINS = ROOT / "plugins"


def refused(status: int) -> RequestRefused:
    return RequestRefused(f"status {status}", status=status, method="GET", path="/x")


class Server:
    """Gives one answer after the other, the last for ever; raises those that are errors."""

    def __init__(self, *answers: t.Any) -> None:
        self.answers = list(answers)
        self.asked = 0
        self.now = 0.0
        self.pauses: list[float] = []

    def answer(self) -> t.Any:
        self.asked += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, VeeamError):
            raise answer
        return answer

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds

    def until_five(self, pauses: t.Iterable[float], **given: t.Any) -> Answer[int]:
        return until(self.answer, lambda found: found == 5, pauses, sleep=self.sleep, clock=lambda: self.now, **given)


def test_pauses_grow_to_the_longest() -> None:
    assert list(itertools.islice(Rhythm(1, 2, 5).pauses(), 5)) == [1, 2, 4, 5, 5]
    assert list(itertools.islice(Rhythm(9, longest=5).pauses(), 2)) == [5, 5]


def test_the_answer_ends_the_asking() -> None:
    server = Server(1, 2, 5, 6)
    assert server.until_five(Rhythm(1, 2).pauses()) == Answer(5, done=True)
    assert server.pauses == [1, 2]


def test_so_many_looks_have_pauses_between_them_only() -> None:
    server = Server(1)
    assert server.until_five(steady(2, looks=3)) == Answer(1, done=False)
    assert server.asked == 3
    assert server.pauses == [2, 2]


def test_the_deadline_is_looked_at_after_a_question() -> None:
    server = Server(1)
    assert not server.until_five(Rhythm(4, 1).pauses(), deadline=10).done
    assert server.pauses == [4, 4, 4]
    assert server.asked == 4


def test_what_is_known_is_not_asked_for() -> None:
    server = Server(5)
    assert server.until_five(steady(1, looks=3), known=5).done
    assert server.asked == 0
    assert server.until_five(steady(1, looks=3), known=4).done
    assert server.pauses == [1]


def test_trouble_that_passes_is_outlived_and_the_last_of_it_is_told() -> None:
    trouble = ConnectionFailed("down")
    assert Server(1, trouble, 5).until_five(steady(1, looks=3), passing=is_passing) == Answer(5, done=True)
    ended = Server(1, trouble).until_five(steady(1, looks=3), passing=is_passing)
    assert ended == Answer(1, done=False, trouble=trouble)


def test_other_trouble_is_raised() -> None:
    with pytest.raises(ConnectionFailed):
        Server(ConnectionFailed("down")).until_five(steady(1, looks=3))
    with pytest.raises(AuthenticationFailed):
        Server(AuthenticationFailed("no")).until_five(steady(1, looks=3), passing=is_passing)


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (refused(500), True),
        (refused(429), True),
        (refused(403), False),
        (ConnectionFailed("x"), True),
        (OutcomeUnknown("x"), True),
        (UnusableAnswer("x"), True),
        (VeeamError("x"), False),
    ],
)
def test_the_server_and_the_way_to_it_recover(error: VeeamError, passes: bool) -> None:
    assert is_passing(error) is passes


def test_nothing_else_pauses_in_a_loop() -> None:
    found = [path.name for path in sorted(PLUGINS.rglob("*.py")) for dummy in _pausing_loops(path)]
    assert found == ["polling.py"]


def _pausing_loops(path: Path) -> t.Iterator[ast.AST]:
    for loop in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(loop, (ast.For, ast.While)) and any(_pauses(node) for node in ast.walk(loop)):
            yield loop


def _pauses(node: ast.AST) -> bool:
    """Whether ``node`` calls something named like ``sleep``."""
    if not isinstance(node, ast.Call):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return name.lstrip("_") == "sleep"
