# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of a module in the controller: options, result, secrets, endings."""

from __future__ import annotations

import dataclasses
import os
import pathlib
import signal
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import Abandoned, VeeamError
from ansible_collections.backupops.veeam.plugins.module_utils._module.invocation import Invocation
from ansible_collections.backupops.veeam.plugins.module_utils._module.offline_module import OfflineModule
from ansible_collections.backupops.veeam.plugins.module_utils._module.options import Options
from ansible_collections.backupops.veeam.plugins.module_utils._progress import SessionSeen
from ansible_collections.backupops.veeam.plugins.plugin_utils._runner import run

OPTIONS = Options(
    arguments={"name": {"type": "str", "required": True}, "password": {"type": "str", "no_log": True}},
    environment={"password": "VEEAM_PASSWORD"},
)


@dataclasses.dataclass
class Task:
    """A task of Ansible."""

    folder: str
    given: dict[str, t.Any]
    name: str = "backupops.veeam.veeam_thing"
    check_mode: bool = False
    shows_arguments: bool = True
    shows_tracebacks: bool = False
    no_log: bool = False
    said: list[str] = dataclasses.field(default_factory=list)

    @property
    def arguments(self) -> dict[str, t.Any]:
        return self.given

    def say(self, text: str) -> None:
        self.said.append(text)


@pytest.fixture
def played(tmp_path: pathlib.Path) -> t.Callable[..., dict[str, t.Any]]:
    """Runs a module that does ``execute`` with the options ``given``."""

    def play(
        execute: t.Callable[[Invocation], t.Any],
        environment: dict[str, t.Any] | None = None,
        given: dict[str, t.Any] | None = None,
        **facts: t.Any,
    ) -> dict[str, t.Any]:
        task = Task(str(tmp_path), {"name": "a"} if given is None else given, **facts)
        return run(OfflineModule(OPTIONS, execute), t.cast("t.Any", task), environment or {})

    return play


Played = t.Callable[..., dict[str, t.Any]]


def test_a_result_is_plain_json_with_the_arguments_and_the_warnings_once(played: Played) -> None:
    def execute(invocation: Invocation) -> t.Any:
        invocation.warn("Look.")
        invocation.warn("Look.")
        return {"changed": False, "pair": (1, 2), "folder": pathlib.Path.cwd().name}

    assert played(execute) == {
        "changed": False,
        "pair": [1, 2],
        "folder": pathlib.Path(played(execute)["folder"]).name,
        "warnings": ["Look."],
        "invocation": {"module_args": {"name": "a", "password": None}},
    }
    assert "invocation" not in played(execute, shows_arguments=False)


def test_options_come_from_the_environment_of_the_task_and_secrets_are_masked(played: Played) -> None:
    found = played(
        lambda invocation: {"found": f"it is {invocation.params['password']}"}, {"VEEAM_PASSWORD": "S3CRET-word"}
    )
    assert found["found"] == "it is ********"
    assert "S3CRET-word" not in str(found)


def test_each_text_in_a_secret_that_is_no_text_is_masked(played: Played) -> None:
    """A password that was written as a structure by mistake: it stands elsewhere, too."""
    secret = {"first": ["S3CRET-word"], "second": 123456, "third": True}
    found = played(lambda invocation: {"found": "S3CRET-word, 123456, True"}, given={"name": "a", "password": secret})
    assert found["found"] == "********, ********, True"
    assert "S3CRET-word" not in str(found)


def test_options_are_refused_in_the_words_of_a_module(played: Played) -> None:
    wrong = played(lambda invocation: {}, given={"name": "a", "nam": "S3CRET-word", "password": "S3CRET-word"})
    assert wrong["msg"] == (
        "Unsupported parameters for (backupops.veeam.veeam_thing) module: nam. Supported parameters include: name, "
        "password."
    )
    assert wrong["failed"] is True
    assert "S3CRET-word" not in str(wrong)
    assert played(lambda invocation: {}, given={})["msg"] == "missing required arguments: name"


def test_an_error_is_one_message_with_its_details(played: Played) -> None:
    def execute(invocation: Invocation) -> t.Any:
        raise VeeamError("No.", problems=[1])

    failed = played(execute)
    assert (failed["failed"], failed["msg"], failed["problems"]) == (True, "No.", [1])
    assert "exception" not in failed
    assert "Traceback" in played(execute, shows_tracebacks=True)["exception"]


def test_a_mistake_of_the_code_is_one_message(played: Played) -> None:
    failed = played(lambda invocation: {}["nothing"])
    assert failed["msg"].startswith("This is a mistake in the collection")


@pytest.fixture
def heard() -> t.Iterator[list[int]]:
    """Every SIGTERM that reaches the handler which was there before."""
    numbers: list[int] = []
    usual = signal.signal(signal.SIGTERM, lambda number, frame: numbers.append(number))
    yield numbers
    signal.signal(signal.SIGTERM, usual)


def test_a_signal_ends_the_work_and_reaches_those_who_handled_it_before(played: Played, heard: list[int]) -> None:
    failed = played(lambda invocation: os.kill(os.getpid(), signal.SIGTERM))
    assert failed["msg"] == "The task was cancelled. No server was asked for anything."
    assert heard == [signal.SIGTERM]


def test_a_time_out_of_the_task_goes_its_way(played: Played) -> None:
    class TookTooLong(BaseException):
        """As Ansible raises it in a handler."""

    def execute(invocation: Invocation) -> t.Any:
        raise TookTooLong

    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(TookTooLong):
        played(execute)
    assert signal.getsignal(signal.SIGTERM) == before


def test_a_task_whose_ansible_is_gone_begins_nothing_more_and_ends(
    played: Played, heard: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Parent:
        pid = os.getppid()

    def execute(invocation: Invocation) -> t.Any:
        invocation.still_wanted()
        monkeypatch.setattr(os, "getppid", lambda: 1)
        with pytest.raises(Abandoned):
            invocation.still_wanted()
        return {"looked": True}

    monkeypatch.setattr("multiprocessing.parent_process", Parent)
    assert played(execute)["looked"]
    assert heard == [signal.SIGTERM]


@pytest.mark.parametrize(
    ("environment", "no_log", "speaks"),
    [
        ({}, False, True),
        ({"VEEAM_PROGRESS": "false"}, False, False),
        ({}, True, False),
        ({"VEEAM_PROGRESS": "1"}, False, True),
    ],
)
def test_a_task_says_how_it_goes_unless_it_is_told_not_to(
    tmp_path: pathlib.Path, environment: dict[str, str], no_log: bool, speaks: bool
) -> None:
    seen = SessionSeen("1", "Web servers", "Working", 0.0)

    def execute(invocation: Invocation) -> t.Any:
        invocation.progress.waiting((seen,))
        return {}

    task = Task(str(tmp_path), {"name": "a"}, no_log=no_log)
    run(OfflineModule(OPTIONS, execute), t.cast("t.Any", task), environment)
    assert [("Web servers: Working" in line) for line in task.said] == [True] * speaks
