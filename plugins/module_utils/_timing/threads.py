# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Work in other threads, and what becomes of it when the task is ended from outside.

A process never waits for these threads when it ends: one of them may hang on a server for minutes. Those of
``ThreadPoolExecutor`` are waited for, whatever they do. And signals never go to them: Python handles one in the main
thread, which would go on sleeping if another thread had been woken up by it.
"""

from __future__ import annotations

import queue
import signal
import threading
import typing as t
from concurrent.futures import Future, wait

if t.TYPE_CHECKING:
    from collections.abc import Callable

Done = t.TypeVar("Done")

# Seconds for what is under way when a task is ended, before it logs off.
GRACE: t.Final = 5.0


def start(act: Callable[[], object], *, name: str) -> threading.Thread:
    """A thread that does ``act`` and is called ``name``, to which no signal is delivered."""
    thread = threading.Thread(target=act, name=name, daemon=True)
    # A new thread blocks what its maker blocks.
    usual = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    try:
        thread.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, usual)
    return thread


def begun(act: Callable[[], Done], *, name: str) -> Future[Done]:
    """``act``, begun in a thread of its own, which is called ``name``. Nobody waits for it but for its result."""
    future: Future[Done] = Future()
    start(lambda: _carry_out(future, act), name=name)
    return future


class Threads:
    """At most ``size`` threads, for what is ordered inside a ``with``, the oldest order first.

    At the end of the ``with`` orders that have not begun are dropped, and those under way are waited for: until they
    are done, also after an error, but no longer than ``GRACE`` seconds when the task is ended from outside, which is a
    BaseException that is no Exception.
    """

    def __init__(self, size: int, *, name: str) -> None:
        self._size = size
        self._name = name
        self._orders: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._futures: list[Future[t.Any]] = []
        self._started = 0

    def order(self, act: Callable[[], Done]) -> Future[Done]:
        """``act`` as soon as a thread is free. What it raises, its result raises."""
        future: Future[Done] = Future()
        self._futures.append(future)
        self._orders.put(lambda: _carry_out(future, act))
        if self._started < self._size:
            self._started += 1
            start(self._work, name=f"{self._name}_{self._started}")
        return future

    def __enter__(self) -> Threads:
        return self

    def __exit__(self, kind: type[BaseException] | None, *unused: object) -> None:
        for future in self._futures:
            future.cancel()
        for dummy in range(self._started):
            self._orders.put(None)
        is_ended = kind is not None and not issubclass(kind, Exception)
        wait(self._futures, GRACE if is_ended else None)

    def _work(self) -> None:
        while (carry_out := self._orders.get()) is not None:
            carry_out()


def _carry_out(future: Future[Done], act: Callable[[], Done]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        done = act()
    except BaseException as error:  # noqa: BLE001 -- raised where the result is asked for
        future.set_exception(error)
    else:
        future.set_result(done)
