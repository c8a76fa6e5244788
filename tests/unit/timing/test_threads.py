# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Work in other threads, and its end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._timing import threads
from ansible_collections.backupops.veeam.plugins.module_utils._timing.threads import Threads, begun
from tests.checks.places import COLLECTIONS


class Ended(BaseException):
    """What ends a task from outside."""


def refuse() -> t.NoReturn:
    raise ValueError("no")


def run(act: t.Callable[[Threads], None], error: type[BaseException]) -> None:
    """Let ``act`` order something from one thread, and end with ``error``."""
    with pytest.raises(error), Threads(1, name="job") as threads:
        act(threads)


def test_orders_are_carried_out_by_so_many_threads_and_their_errors_come_back() -> None:
    both = threading.Barrier(2)
    with Threads(2, name="job") as threads:
        names = [threads.order(lambda: (both.wait(20), threading.current_thread().name)[1]) for dummy in range(4)]
        assert {future.result() for future in names} == {"job_1", "job_2"}
        with pytest.raises(ValueError, match="no"):
            threads.order(refuse).result()
    with pytest.raises(ValueError, match="no"):
        begun(refuse, name="page").result()
    assert begun(lambda: threading.current_thread().name, name="page").result() == "page"


@pytest.mark.parametrize("error", [Ended, ValueError])
def test_what_is_queued_is_dropped_and_what_is_under_way_is_brought_to_its_end(error: type[BaseException]) -> None:
    begins, goes_on, done = threading.Event(), threading.Event(), []

    def work() -> None:
        begins.set()
        goes_on.wait(20)
        done.append("first")

    def end(threads: Threads) -> None:
        threads.order(work)
        threads.order(lambda: done.append("second"))
        begins.wait(20)
        threading.Timer(0.01, goes_on.set).start()
        raise error

    run(end, error)
    assert done == ["first"]


def test_an_ended_task_does_not_wait_for_what_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "GRACE", 0.01)
    hangs = threading.Event()
    begins, done = threading.Event(), []

    def end(threads: Threads) -> None:
        threads.order(lambda: done.append((begins.set(), hangs.wait(20))))
        begins.wait(20)
        raise Ended

    run(end, Ended)
    assert done == []
    hangs.set()


def test_no_signal_goes_to_them() -> None:
    """Else the main thread would sleep on when Ansible is cancelled."""
    every = signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}
    assert begun(lambda: signal.pthread_sigmask(signal.SIG_BLOCK, []), name="page").result() >= every
    with Threads(1, name="job") as threads:
        assert threads.order(lambda: signal.pthread_sigmask(signal.SIG_BLOCK, [])).result() >= every
    assert not signal.pthread_sigmask(signal.SIG_BLOCK, []) & {signal.SIGINT, signal.SIGTERM}


HANGING = """
import threading
from ansible_collections.backupops.veeam.plugins.module_utils._timing.threads import Threads, begun
begun(threading.Event().wait, name="page")
with Threads(1, name="job") as threads:
    threads.order(threading.Event().wait)
    raise KeyboardInterrupt
"""


def test_a_process_does_not_wait_for_them_at_its_end() -> None:
    environment = {**os.environ, "PYTHONPATH": str(COLLECTIONS)}
    done = subprocess.run(
        [sys.executable, "-c", HANGING], env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stderr.strip().endswith("KeyboardInterrupt")
