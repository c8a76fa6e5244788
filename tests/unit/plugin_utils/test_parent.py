# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether the process of Ansible still lives, asked and watched."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import Abandoned
from ansible_collections.backupops.veeam.plugins.plugin_utils import _parent
from ansible_collections.backupops.veeam.plugins.plugin_utils._parent import Parent
from tests.checks.places import COLLECTIONS


class Terminated(BaseException):
    """The process got a SIGTERM."""


@pytest.fixture(autouse=True)
def terminated() -> t.Iterator[None]:
    def at_signal(number: int, frame: t.Any) -> t.NoReturn:
        raise Terminated

    usual = signal.signal(signal.SIGTERM, at_signal)
    yield
    signal.signal(signal.SIGTERM, usual)


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_parent, "LOOKS_EVERY", 0.01)


def watchers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "parent"]


def test_nobody_is_missed_by_a_process_that_ansible_did_not_fork() -> None:
    nobody = Parent.of_this_process()
    with nobody.watched():
        assert watchers() == []
    nobody.still_wanted()


def test_a_task_is_wanted_as_long_as_its_parent_lives() -> None:
    parent = Parent(os.getppid())
    with parent.watched():
        parent.still_wanted()
        (watcher,) = watchers()
    watcher.join(20)
    with pytest.raises(Abandoned, match="Ansible has ended"):
        Parent(os.getppid() + 1).still_wanted()


def test_a_task_that_pauses_for_minutes_learns_that_its_parent_is_gone() -> None:
    with pytest.raises(Terminated), Parent(os.getppid() + 1).watched():
        threading.Event().wait(60)


def test_a_result_that_nobody_reads_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    parent = Parent(os.getppid())

    def work() -> None:
        with parent.watched():
            monkeypatch.setattr(os, "getppid", lambda: 1)

    monkeypatch.setattr(_parent, "LOOKS_EVERY", 60)
    with pytest.raises(Terminated):
        work()


FORKED = """
import multiprocessing, os
from ansible_collections.backupops.veeam.plugins.plugin_utils._parent import Parent

def work():
    parent = Parent.of_this_process()
    print(parent.pid == os.getppid() and not parent.is_gone)

process = multiprocessing.get_context("fork").Process(target=work)
process.start()
process.join()
"""


def test_the_parent_is_who_forked_the_process() -> None:
    environment = {**os.environ, "PYTHONPATH": str(COLLECTIONS)}
    assert subprocess.check_output([sys.executable, "-c", FORKED], env=environment, text=True).strip() == "True"
